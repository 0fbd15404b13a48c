// The open record: its fields, evidence, importance, and what else is as right.
import { button, el, freshId, said, shortened } from "./dom.js";
import { control, grouped } from "./fields.js";

const IMPORTANCE = { name: "importance", label: "importance", control: "choice", choices: ["core", "optional"], default: "core", help: "Optional: a good summary may have it or not." };
// A button that is clicked must not take the selection away.
const HELD = { mousedown: (event) => event.preventDefault() };
const NOTE = { name: "note", label: "note", control: "text", nullable: true, help: "Why a case was hard; for the next person." };

export class Form {
  constructor(bench, shape, record) {
    Object.assign(this, { bench, shape, record });
    const [own, byCode] = [false, true].map((flag) => shape.fields.filter((field) => field.by_code === flag));
    this.root = el("form", { submit: (event) => event.preventDefault(), "aria-label": `${shape.one} ${record.id}` },
      own.map((field) => this.field(field)),
      this.evidence(),
      this.field(IMPORTANCE),
      this.field(NOTE),
      byCode.length ? this.corrections(byCode) : null,
      this.accepted(own),
      this.actions());
  }

  context() {
    const { records, state } = this.bench;
    return {
      chosen: () => this.bench.chosenWords(),
      names: (section) => (state.draft[section] ?? [])
        .filter((other) => other !== this.record)
        .map((other) => [other.id, `${shortened(records.label(other, records.byName.get(section)), 60)} (${other.id})`]),
    };
  }

  set(name, value, typing) {
    this.bench.change(() => {
      if (value === null || value?.length === 0) delete this.record[name];
      else this.record[name] = value;
    }, typing ? `${this.record.id}/${name}` : null);
  }

  field(field) {
    const [id, help, fault] = ["field", "help", "fault"].map(freshId);
    const data = { at: field.name, field: field.name };
    const told = { id, "aria-describedby": `${help} ${fault}`, required: field.required, data };
    const inner = control(field, this.record[field.name], (value, typing) => this.set(field.name, value, typing), this.context(), told);
    const name = [said(field.label), field.required ? el("span", { class: "must" }, " required") : null];
    const hints = [el("span", { id: help, class: "help" }, field.help ?? ""), faults(fault, field.name)];
    return grouped(field)
      ? group(name, inner, hints)
      : el("div", { class: "field" }, el("label", { class: "name", for: id }, name), el("div", {}, inner, hints));
  }

  evidence() {
    const list = this.record.evidence ?? [];
    const mentions = this.shape.mentions ? " Left empty, it is the first place of the name and of each alias." : "";
    return group("evidence",
      el("ul", { class: "quotes" }, list.map((each, index) => this.quote(each, index))),
      button("Add selection as evidence", () => this.bench.addEvidence(), { ...HELD, data: { at: "evidence" } }),
      el("span", { class: "help" }, `The clause or sentence that proves the record.${mentions}`),
      faults(freshId("fault"), "evidence"));
  }

  quote(each, index) {
    const words = shortened(typeof each === "string" ? each : String(each?.quote ?? JSON.stringify(each)), 160);
    const nth = each?.nth ? ` (place ${each.nth})` : "";
    const replace = () => {
      const evidence = this.bench.chosenEvidence();
      if (evidence) this.setEvidence(index, evidence);
    };
    return el("li", {},
      button(said(words + nth), () => this.bench.revealEvidence(each), { class: "link", title: "Show in the text" }),
      el("span", { class: "row" },
        button("Replace by selection", replace, { ...HELD, "aria-label": `Replace evidence ${index + 1} by selection` }),
        button("Remove", () => this.setEvidence(index, null), { "aria-label": `Remove evidence ${index + 1}` })));
  }

  setEvidence(index, value) {
    this.bench.change(() => {
      this.record.evidence.splice(index, 1, ...(value === null ? [] : [value]));
      if (!this.record.evidence.length) delete this.record.evidence;
    });
  }

  accepted(fields) {
    const accept = this.record.accept ?? {};
    const known = new Map(fields.map((field) => [field.name, field]));
    const rows = Object.entries(accept).flatMap(([name, values]) =>
      values.map((value, index) => this.alternative(known.get(name) ?? { name, label: name, control: "json" }, value, index)));
    const which = el("select", { "aria-label": "Field with another right value", data: { at: "accept" } },
      fields.map((field) => el("option", { value: field.name }, field.label)));
    const add = button("Add", () => this.setAccept(which.value, (values) => [...values, this.record[which.value] ?? null]), { "aria-label": "Add another right value" });
    return el("details", { open: rows.length > 0 }, el("summary", {}, "Other values that are as right"),
      rows, el("span", { class: "row" }, which, add), faults(freshId("fault"), "accept"));
  }

  alternative(field, value, index) {
    const told = { "aria-label": `Also right for ${field.label}`, data: { at: `accept/${field.name}/${index}` } };
    const tell = (next, typing) => this.setAccept(field.name, (values) => values.with(index, next), typing);
    const drop = button("Remove", () => this.setAccept(field.name, (values) => values.toSpliced(index, 1)), { "aria-label": `Remove what is also right for ${field.label}` });
    const inner = control({ ...field, nullable: true }, value, tell, this.context(), told);
    return el("div", { class: "row", role: "group", "aria-label": `Also right: ${field.label}` }, el("span", { class: "help" }, field.label), inner, drop);
  }

  setAccept(name, next, typing) {
    this.bench.change(() => {
      const accept = (this.record.accept ??= {});
      accept[name] = next(accept[name] ?? []);
      if (!accept[name].length) delete accept[name];
      if (!Object.keys(accept).length) delete this.record.accept;
    }, typing ? `${this.record.id}/accept/${name}` : null);
  }

  corrections(fields) {
    const open = fields.some((field) => this.record[field.name] !== undefined && this.record[field.name] !== null);
    return el("details", { open }, el("summary", {}, "Correct what code reads"),
      el("p", { class: "help" }, "Write only what is read wrongly; “none” where code reads something and there is nothing."),
      fields.map((field) => this.field({ ...field, nullable: true, required: false, default: undefined })));
  }

  actions() {
    const { bench, shape, record } = this;
    return el("p", { class: "actions" },
      button("Up", () => bench.move(shape, record, -1), { "aria-label": "Move up: more important", "data-at": "up" }),
      button("Down", () => bench.move(shape, record, 1), { "aria-label": "Move down: less important", "data-at": "down" }),
      button("Delete", () => bench.remove(shape, record), { "aria-label": `Delete ${record.id}` }),
      button("Close", () => bench.openRecord(null), {}));
  }
}

function group(name, ...inside) {
  const id = freshId("group");
  return el("div", { class: "field", role: "group", "aria-labelledby": id },
    el("span", { class: "name", id }, name), el("div", {}, inside));
}

function faults(id, field) {
  return el("span", { id, class: "faults", data: { faults: field } });
}
