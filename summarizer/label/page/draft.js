// A state's records: what they are called, what refers to them, and how they are made, taken and removed.
export class Records {
  constructor(forms) {
    this.forms = forms;
    this.byName = new Map(forms.map((form) => [form.name, form]));
  }

  *drafted(state) {
    for (const form of this.forms) {
      for (const record of state.draft[form.name] ?? []) yield { form, record };
    }
  }

  *all(state) {
    yield* this.drafted(state);
    for (const { section, record } of state.suggested) {
      const form = this.byName.get(section);
      if (form) yield { form, record };
    }
  }

  find(state, id) {
    for (const each of this.all(state)) if (each.record.id === id) return each;
    return null;
  }

  // What stands for a record in one line: its required words, else its first ones.
  label(record, form) {
    const texts = form.fields.filter((field) => field.control === "text");
    const required = texts.filter((field) => field.required);
    const words = (required.length ? required : texts).map((field) => record[field.name]);
    return words.filter((word) => typeof word === "string" && word).join(" · ") || `(${form.one} without words)`;
  }

  name(state, id) {
    const found = this.find(state, id);
    return found ? this.label(found.record, found.form) : String(id);
  }

  // The other fields as label and words, references by name.
  details(state, record, form) {
    const told = [];
    for (const field of form.fields) {
      const value = record[field.name];
      const shown = field.control === "text" && field.required;
      if (shown || value === undefined || value === null || value === "" || value?.length === 0) continue;
      told.push([field.label, this.words(state, field, value)]);
    }
    return told;
  }

  words(state, field, value) {
    if (value === null || value === undefined) return field.null_means ?? "none";
    const values = Array.isArray(value) ? value : [value];
    if (field.section) return values.map((id) => this.name(state, id)).join("; ") || "none";
    const words = values.map((each) => (typeof each === "object" ? JSON.stringify(each) : String(each)));
    return words.join("; ").replaceAll("_", field.control.startsWith("choice") ? " " : "_") || "none";
  }

  freshId(state, form) {
    const used = new Set([...this.all(state)].map(({ record }) => record.id));
    let number = 1;
    while (used.has(form.prefix + number)) number += 1;
    return form.prefix + number;
  }

  // A record about a passage: the passage is what the form requires verbatim, else its first required words.
  begin(state, form, quote, evidence) {
    const record = { id: this.freshId(state, form) };
    const required = form.fields.filter((field) => field.required);
    const texts = required.filter((field) => field.control === "text");
    const filled = texts.find((field) => field.verbatim) ?? texts[0];
    if (filled && quote) record[filled.name] = quote;
    if (quote && !(form.mentions && typeof evidence === "string")) record.evidence = [evidence];
    (state.draft[form.name] ??= []).push(record);
    return record;
  }

  remove(state, form, record) {
    const list = state.draft[form.name];
    list.splice(list.indexOf(record), 1);
    this.redirect(state, form.name, record.id, null);
  }

  // References to a record of a section come to mean another one, or nothing.
  redirect(state, section, from, to) {
    for (const { form, record } of this.all(state)) {
      for (const field of form.fields.filter((each) => each.section === section)) {
        const moved = (value) => {
          if (Array.isArray(value)) return [...new Set(value.map(moved).filter((id) => id !== null))];
          return value === from ? to : value;
        };
        if (field.name in record) record[field.name] = moved(record[field.name]);
        const accepted = record.accept?.[field.name];
        if (Array.isArray(accepted)) {
          const kept = accepted.filter((value) => to !== null || value !== from).map(moved);
          if (kept.length) record.accept[field.name] = kept;
          else delete record.accept[field.name];
        }
      }
    }
  }

  // Take a suggestion over, and with it whatever it refers to. Of a pair, the other one goes.
  take(state, suggestion) {
    const taken = [];
    const waiting = [suggestion];
    while (waiting.length) {
      const next = waiting.pop();
      if (!state.suggested.includes(next)) continue;
      state.suggested.splice(state.suggested.indexOf(next), 1);
      const form = this.byName.get(next.section);
      (state.draft[form.name] ??= []).push(next.record);
      taken.push(next);
      const other = next.pair === null ? undefined : state.suggested.find((each) => each.pair === next.pair);
      if (other) {
        state.suggested.splice(state.suggested.indexOf(other), 1);
        this.redirect(state, form.name, other.record.id, next.record.id);
      }
      const wanted = new Set(form.fields.filter((f) => f.section).flatMap((f) => this.named(next.record, f)));
      waiting.push(...state.suggested.filter((each) => wanted.has(each.record.id)));
    }
    return taken;
  }

  named(record, field) {
    return [record[field.name], ...(record.accept?.[field.name] ?? [])].flat();
  }

  dismiss(state, suggestions) {
    for (const each of suggestions) {
      state.suggested.splice(state.suggested.indexOf(each), 1);
      this.redirect(state, each.section, each.record.id, null);
    }
  }
}
