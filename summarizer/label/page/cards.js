// The records as cards, by section: those of the draft, one of them open, and what is suggested.
import { button, el, said, shortened } from "./dom.js";
import { Form } from "./form.js";
import { colour } from "./text.js";

export class Cards {
  constructor(bench) {
    this.bench = bench;
    this.root = el("div", { id: "records" });
  }

  render() {
    const focus = this.focused();
    const { records } = this.bench;
    this.shown = [];
    this.root.replaceChildren(this.whole(), ...records.forms.map((shape, index) => this.section(shape, index)));
    this.told();
    if (focus) this.root.querySelector(focus)?.focus({ preventScroll: true });
  }

  // Where the focus is, in words that hold after everything was made anew.
  focused() {
    const at = document.activeElement;
    if (!this.root.contains(at)) return null;
    const card = at.closest("[data-record]");
    const inside = at.dataset.at ? `[data-at=${CSS.escape(at.dataset.at)}]` : ".head";
    return card ? `[data-record=${CSS.escape(card.dataset.record)}] ${inside}` : null;
  }

  find(id) {
    return id === null ? null : this.root.querySelector(`[data-record=${CSS.escape(id)}]`);
  }

  // The suggestion that is looked at next, once this one is settled.
  after(suggestion) {
    const { suggested } = this.bench.state;
    const same = suggested.filter((each) => each.section === suggestion.section);
    const later = same.slice(same.indexOf(suggestion) + 1);
    const next = later.find((each) => suggestion.pair === null || each.pair !== suggestion.pair);
    return next ? next.record.id : null;
  }

  focusSuggestion(id, section) {
    const there = this.find(id)?.querySelector("[data-at=take]");
    if (there) there.focus();
    else this.focusSection(section);
  }

  focusSection(name) {
    const index = this.bench.records.forms.findIndex((form) => form.name === name);
    document.getElementById(`section-${index}`)?.focus();
  }

  whole() {
    return el("p", { class: "finding error", data: { whole: "" }, hidden: true });
  }

  section(shape, index) {
    const drafted = this.bench.state.draft[shape.name] ?? [];
    const heading = `section-${index}`;
    return el("section", { class: colour(index), "aria-labelledby": heading },
      el("h2", { id: heading, tabindex: "-1" }, said(shape.name.replaceAll("_", " ")), " ", el("span", { class: "count" }, count(drafted))),
      drafted.map((record) => this.card(shape, record)),
      button(`New ${shape.one}`, () => this.bench.begin(shape), { class: "new", mousedown: (event) => event.preventDefault(), title: shape.about }),
      this.suggestions(shape));
  }

  card(shape, record) {
    const open = this.bench.openId === record.id;
    const label = said("");
    const head = button([el("span", { class: "id" }, record.id), " ", label], () => this.bench.openRecord(open ? null : record.id),
      { class: "head", "aria-expanded": String(open) });
    const line = el("p", { class: "details" });
    const reading = el("p", { class: "reading", hidden: true });
    const card = el("article", { class: `card${open ? " on" : ""}`, data: { record: record.id }, "aria-label": `${shape.one} ${record.id}` },
      el("h3", {}, head), line, reading, open ? new Form(this.bench, shape, record).root : null);
    this.shown.push({ shape, record, card, label, line, reading, open });
    return card;
  }

  suggestions(shape) {
    const { state } = this.bench;
    const own = state.suggested.filter((each) => each.section === shape.name);
    if (!own.length) return null;
    const agreed = this.bench.adjudicated ? this.agreed(shape, own) : [];
    return el("div", { class: "suggestions" },
      el("h3", {}, this.bench.adjudicated ? `To decide (${pairs(own).length})` : `Drafts, not taken over yet (${own.length})`),
      agreed.length ? button(`Take the ${agreed.length} that agree`, () => this.bench.takeAll(agreed), { class: "new" }) : null,
      pairs(own).map((pair) => this.bench.adjudicated ? this.pair(shape, pair) : this.suggestion(shape, pair[0])));
  }

  suggestion(shape, each) {
    return el("article", { class: "card draft", data: { record: each.record.id }, "aria-label": `Draft ${each.record.id}` },
      this.shownAs(shape, each),
      el("p", { class: "actions" },
        button("Accept", () => this.bench.take(each), { "data-at": "take" }),
        button("Dismiss", () => this.bench.dismiss([each]), {}),
        button("Show", () => this.bench.revealRecord(each.record, shape), {})));
  }

  pair(shape, pair) {
    const verdict = this.verdict(shape, pair);
    return el("div", { class: "pair", role: "group", "aria-label": `To decide: ${verdict}` },
      el("p", { class: "note" }, verdict),
      el("div", { class: "sides" }, pair.map((each) =>
        el("article", { class: "card draft", data: { record: each.record.id }, "aria-label": `${each.origin}, ${each.record.id}` },
          el("p", { class: "origin" }, said(each.origin)),
          this.shownAs(shape, each, pair.find((other) => other !== each)),
          button(`Take ${each.origin}'s`, () => this.bench.take(each), { "data-at": "take", "aria-label": `Take ${each.origin}'s ${each.record.id}` })))),
      button(pair.length < 2 ? "Leave it out" : "Leave both out", () => this.bench.dismiss(pair), { class: "leave" }));
  }

  verdict(shape, [one, two]) {
    const { records, state } = this.bench;
    if (!two) return `only ${one.origin} has it`;
    if (one.differences.length) return `not the same: ${one.differences.join(", ")}`;
    const [here, there] = [one, two].map((each) => new Map(records.details(state, each.record, shape)));
    const fields = [...new Set([...here.keys(), ...there.keys()])].filter((name) => here.get(name) !== there.get(name));
    return fields.length ? `the same, but for ${fields.join(", ")}` : "they agree";
  }

  // One of each pair on which the two labellings agree.
  agreed(shape, suggested) {
    return pairs(suggested).filter((pair) => this.verdict(shape, pair) === "they agree").map((pair) => pair[0]);
  }

  shownAs(shape, { record }, other) {
    const { records, state } = this.bench;
    const rest = records.details(state, record, shape);
    const there = other ? new Map(records.details(state, other.record, shape)) : null;
    if (record.importance === "optional") rest.push(["importance", "optional"]);
    return [
      el("h4", {}, el("span", { class: "id" }, record.id), " ", said(shortened(records.label(record, shape), 300))),
      el("dl", {}, rest.map(([name, words]) => {
        const differs = there && name !== "importance" && there.get(name) !== words;
        return [el("dt", {}, name), el("dd", {}, differs ? el("mark", {}, said(words)) : said(words))];
      })),
      (record.evidence ?? []).map((each) => el("blockquote", {}, said(shortened(String(each?.quote ?? each), 200)))),
    ];
  }

  // What is said of the records, brought up to date in place: whoever types keeps the cursor.
  told() {
    const { check } = this.bench;
    const whole = check.faults.filter((fault) => !this.shown.some(({ record }) => record.id === fault.record));
    const notice = this.root.querySelector("[data-whole]");
    notice.hidden = !whole.length;
    notice.textContent = whole.map((fault) => fault.message).join("; ");
    for (const shown of this.shown) this.tell(shown, check);
  }

  tell({ shape, record, card, label, line, reading, open }, check) {
    const { records, state } = this.bench;
    const own = check.faults.filter((fault) => fault.record === record.id);
    label.textContent = shortened(records.label(record, shape), open ? 60 : 160);
    const rest = open ? [] : records.details(state, record, shape).map(([name, words]) => `${name}: ${words}`);
    if (record.importance === "optional") rest.unshift("optional");
    line.replaceChildren(said(shortened(rest.join(" · "), 240)));
    line.hidden = !rest.length;
    card.classList.toggle("faulty", own.length > 0);
    this.tellReading(reading, shape, record, check);
    if (open) this.tellFields(card, own, check.notices.filter((notice) => notice.record === record.id));
    else if (own.length) line.append(el("span", { class: "finding error" }, ` ${own.length} ${own.length > 1 ? "faults" : "fault"}`)), (line.hidden = false);
  }

  tellReading(reading, shape, record, check) {
    const index = (this.bench.state.draft[shape.name] ?? []).indexOf(record);
    const words = read(check.readings[shape.name]?.[index] ?? {});
    reading.hidden = !words;
    reading.replaceChildren("Code reads: ", said(words));
  }

  tellFields(card, faults, notices) {
    const slots = [...card.querySelectorAll("[data-faults]")];
    const known = new Set(slots.map((slot) => slot.dataset.faults));
    const home = (fault) => (known.has(fault.field) ? fault.field : "evidence");
    for (const slot of slots) {
      const own = faults.filter((fault) => home(fault) === slot.dataset.faults).map((fault) => fault.message);
      const asides = notices.filter((notice) => notice.field === slot.dataset.faults && slot.dataset.faults === "evidence");
      slot.replaceChildren(...own.map((message) => el("span", { class: "finding error" }, said(message))),
        ...asides.map((notice) => el("span", { class: "finding info" }, said(notice.message))));
      const input = card.querySelector(`[data-field=${CSS.escape(slot.dataset.faults)}]`);
      if (input) input.setAttribute("aria-invalid", String(own.length > 0));
    }
  }
}

// What code makes of a record's words. Bounds that are the value itself say nothing.
function read(fields) {
  const { low, high, value } = fields;
  const told = Object.entries(fields).filter(([name, each]) =>
    !(name === "bound" && each === "exact") && !(["low", "high"].includes(name) && low === value && high === value));
  const words = (each) => (typeof each === "number" ? each.toLocaleString("en") : String(each).replaceAll("_", " "));
  return told.map(([name, each]) => `${name} ${words(each)}`).join(", ");
}

function count(records) {
  const core = records.filter((record) => record.importance !== "optional").length;
  const rest = records.length - core;
  return rest ? `${core} core, ${rest} optional` : core ? `${core} core` : "";
}

function pairs(suggested) {
  const met = new Map();
  for (const each of suggested) {
    const key = each.pair ?? each.record.id;
    met.set(key, [...(met.get(key) ?? []), each]);
  }
  return [...met.values()];
}
