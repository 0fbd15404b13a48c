// One control for each kind of field. A control is given a value and tells the next one; null is "not told".
import { button, el, freshId, said } from "./dom.js";

const spaced = (choice) => String(choice).replaceAll("_", " ");

// `context` has `names(section)`: id and name of each record there; `chosen()`: the selected words or null.
export function control(field, value, tell, context, labelled) {
  const make = CONTROLS[field.control] ?? json;
  return make(field, value, tell, context, labelled);
}

// Controls that are a group of their own need a legend, not a label.
export const grouped = (field) => ["choices", "references", "texts"].includes(field.control);

function text(field, value, tell, context, labelled) {
  const long = !field.verbatim && !field.pattern && field.required;
  const input = el(long ? "textarea" : "input", {
    ...labelled,
    rows: long ? 2 : undefined,
    type: long ? undefined : "text",
    autocomplete: "off",
    spellcheck: field.verbatim ? "false" : undefined,
    dir: "auto",
    value: value ?? "",
    input: () => tell(input.value === "" ? null : input.value, true),
  });
  return field.verbatim ? el("span", { class: "verbatim" }, input, fill(field, context, (words) => {
    input.value = words;
    tell(words);
  })) : input;
}

function fill(field, context, tell, name = "Fill in selection") {
  return button(name, () => {
    const words = context.chosen();
    if (words) tell(words);
  }, { class: "fill", "aria-label": `${name}: ${field.label}`, mousedown: (event) => event.preventDefault() });
}

function texts(field, value, tell, context, labelled) {
  const values = [...(value ?? [])];
  const rows = el("span", { class: "rows" });
  const told = (typing) => tell(values.filter((each) => each !== null && each !== ""), typing);
  const row = (index) => {
    const input = el("input", {
      type: "text", dir: "auto", value: values[index], autocomplete: "off", spellcheck: "false",
      "aria-label": `${field.label} ${index + 1}`,
      "aria-describedby": labelled["aria-describedby"],
      data: { at: `${labelled.data.at}/${index}` },
      input: () => {
        values[index] = input.value;
        told(true);
      },
    });
    const drop = button("Remove", () => {
      values[index] = null;
      told(false);
    }, { "aria-label": `Remove ${field.label} ${index + 1}` });
    return el("span", { class: "row" }, input, drop);
  };
  const add = button("Add", () => {
    values.push("");
    rows.append(row(values.length - 1));
    rows.lastChild.firstChild.focus();
  }, { "aria-label": `Add to ${field.label}`, data: { at: labelled.data.at } });
  rows.append(...values.map((_, index) => row(index)));
  const taken = field.verbatim ? fill(field, context, (words) => tell([...values, words]), "Add selection") : null;
  return el("span", { class: "list" }, rows, el("span", { class: "row" }, taken, add));
}

function number(field, value, tell, _, labelled) {
  const input = el("input", {
    ...labelled, type: "text", inputmode: "decimal", autocomplete: "off", value: value ?? "",
    input: () => {
      const plain = input.value.trim().replaceAll(",", "");
      tell(plain === "" ? null : Number.isFinite(Number(plain)) ? Number(plain) : input.value, true);
    },
  });
  return input;
}

function select(options, value, tell, labelled) {
  const found = options.findIndex(([each]) => JSON.stringify(each) === JSON.stringify(value));
  const shown = found < 0 ? [[value, `${value} (not among the choices)`], ...options] : options;
  const input = el("select", { ...labelled, change: () => tell(shown[input.selectedIndex][0]) },
    shown.map(([each, name]) => el("option", { value: each === null ? "" : String(each) }, name)));
  input.selectedIndex = Math.max(found, 0);
  return input;
}

function choice(field, value, tell, _, labelled) {
  const options = field.choices.map((each) => [each, spaced(each)]);
  const none = field.nullable ? [[null, "none"]] : field.required ? [[null, "choose…"]] : [];
  return select([...none, ...options], value ?? field.default ?? null, tell, labelled);
}

function boolean(field, value, tell, _, labelled) {
  const none = field.nullable ? [[null, "not told"]] : field.required ? [[null, "choose…"]] : [];
  return select([...none, [true, "yes"], [false, "no"]], value ?? field.default ?? null, tell, labelled);
}

function reference(field, value, tell, context, labelled) {
  const options = context.names(field.section);
  return select([[null, field.null_means ?? "none"], ...options], value ?? null, tell, labelled);
}

function checks(field, options, value, tell, labelled) {
  const at = labelled.data.at;
  const chosen = new Set(value ?? []);
  const unknown = [...chosen].filter((each) => !options.some(([known]) => known === each));
  const all = [...options, ...unknown.map((each) => [each, `${each} (gone)`])];
  if (!all.length) return el("span", { class: "note" }, `There are no ${field.section ?? "choices"} yet.`);
  return el("span", { class: "checks" }, all.map(([each, name]) => {
    const id = freshId("check");
    const box = el("input", {
      type: "checkbox", id, checked: chosen.has(each),
      "aria-describedby": labelled["aria-describedby"],
      data: { at: `${at}/${each}` },
      change: () => {
        if (box.checked) chosen.add(each);
        else chosen.delete(each);
        tell([...chosen]);
      },
    });
    return el("span", { class: "check" }, box, el("label", { for: id }, said(name)));
  }));
}

const references = (field, value, tell, context, labelled) =>
  checks(field, context.names(field.section), value, tell, labelled);

const choices = (field, value, tell, _, labelled) =>
  checks(field, field.choices.map((each) => [each, spaced(each)]), value, tell, labelled);

function json(field, value, tell, _, labelled) {
  const input = el("textarea", {
    ...labelled, rows: 3, spellcheck: "false", class: "json",
    value: value === null || value === undefined ? "" : JSON.stringify(value, null, 1),
    input: () => {
      try {
        tell(input.value.trim() ? JSON.parse(input.value) : null, true);
      } catch {
        tell(input.value, true); // no JSON yet: the check says so
      }
    },
  });
  return input;
}

const CONTROLS = { text, texts, number, integer: number, choice, choices, boolean, reference, references, json };
