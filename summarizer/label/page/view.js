// One document in work: the text on one side, its records on the other, and what is done to either.
import { agreement } from "./agreement.js";
import { Cards } from "./cards.js";
import * as client from "./client.js";
import { announce, button, el, said, shortened } from "./dom.js";
import { Records } from "./draft.js";
import { TextPane, colour, place, quoted } from "./text.js";
import { Work } from "./work.js";

// A button that is clicked must not take the selection away.
const HELD = { mousedown: (event) => event.preventDefault() };

export class DocumentView {
  constructor(set, opened) {
    Object.assign(this, { set, text: opened.text, adjudicated: set.adjudicated, openId: null });
    this.records = new Records(set.forms);
    this.work = new Work(opened, set.store, { changed: (anew) => this.changed(anew), told: () => this.told() });
    this.cards = new Cards(this);
    this.pane = new TextPane({
      selected: () => this.tellSelection(),
      picked: (at) => this.pick(at, false),
      key: (key, at) => this.pressed(key, at),
    });
    this.pane.show(opened.text);
    this.saved = el("span", { class: "saved" });
    this.conflict = el("div", { role: "alert" });
    this.chosen = el("div", { class: "chosen" });
    this.root = el("div", { class: "desk", keydown: (event) => this.command(event) },
      this.header(opened), this.conflict, this.main(opened));
  }

  get state() {
    return this.work.state;
  }

  get check() {
    return this.work.check;
  }

  start() {
    this.changed(true);
    this.work.recover();
  }

  close() {
    this.pane.close();
    return this.work.close();
  }

  header(opened) {
    const ids = this.set.documents.map((each) => each.id);
    const at = ids.indexOf(opened.id);
    const to = (id, name) => (id === undefined ? null : el("a", { href: `#${encodeURIComponent(id)}` }, name));
    const day = opened.published ? `published ${opened.published}, a ${opened.weekday}` : "no date of publication";
    const facts = [opened.source, day, opened.language].filter(Boolean);
    const skip = el("a", { class: "skip", href: "#", click: (event) => this.skip(event) }, "Skip to the text");
    return el("header", {}, skip,
      el("nav", { "aria-label": "Documents" }, to("", "All documents"), to(ids[at - 1], "Previous"), to(ids[at + 1], "Next"),
        el("span", { class: "note" }, `${at + 1} of ${ids.length}`)),
      el("h1", {}, said(opened.title ?? opened.id)),
      el("p", { class: "about" }, facts.flatMap((fact, index) => [index ? " · " : "", said(fact)])),
      this.tools());
  }

  tools() {
    this.undoing = button("Undo", () => this.work.undo(), { title: "Ctrl+Z" });
    this.redoing = button("Redo", () => this.work.redo(), { title: "Ctrl+Shift+Z" });
    const tick = () => this.work.change((state) => { state.done = this.done.checked; });
    this.done = el("input", { type: "checkbox", id: "done", change: tick });
    return el("p", { class: "tools" }, this.undoing, this.redoing, this.drafting(),
      el("span", { class: "check" }, this.done, el("label", { for: "done" }, "done")), this.saved);
  }

  drafting() {
    if (!this.set.engine) return null;
    const ask = button(`Have ${this.set.engine} draft`, async () => {
      ask.disabled = true;
      announce("Drafts are being made");
      try {
        await this.work.replace((base) => client.drafts(this.work.id, base));
        announce(`${this.state.suggested.length} drafts to look at`);
      } catch (problem) {
        this.work.problem = problem.message;
        this.told();
      }
      ask.disabled = false;
    });
    return ask;
  }

  main(opened) {
    const letters = this.records.forms.filter((form) => form.key).map((form) => `${form.key} new ${form.one}`);
    const keys = [...letters, "v add to the open record's evidence", "n go to the open record", "Enter open the record at the cursor"];
    return el("main", { class: "work" },
      el("section", { class: "side text", "aria-label": "Text" }, this.pane.root, this.chosen,
        el("details", { class: "keys" }, el("summary", {}, "Keys"),
          el("p", { id: "keys" }, `In the text: ${keys.join("; ")}. In a record, Escape leads back to the text. Ctrl+Z undoes.`))),
      el("div", { class: "side" },
        this.adjudicated ? agreement("On this document", client.agreement(opened.id)) : null, this.cards.root));
  }

  skip(event) {
    event.preventDefault();
    this.pane.root.focus();
  }

  // What a change makes of the page: everything anew, or, while somebody types, what is said of the records.
  changed(anew) {
    if (anew) this.cards.render();
    this.mark();
    this.told();
  }

  told() {
    const { work } = this;
    const faults = work.check.faults.length;
    const unsaved = work.conflict ? "Not saved: changed elsewhere" : work.problem ? `Not saved: ${work.problem}` : "Saving…";
    this.cards.told();
    this.undoing.disabled = !work.past.length;
    this.redoing.disabled = !work.undone.length;
    this.done.checked = work.state.done;
    this.saved.textContent = `${work.saved && !work.problem ? "Saved" : unsaved} · ${faults || "no"} ${faults === 1 ? "fault" : "faults"}`;
    this.saved.classList.toggle("bad", Boolean(work.problem || work.conflict));
    this.tellConflict();
    this.tellSelection();
  }

  tellConflict() {
    if (Boolean(this.work.conflict) === this.conflict.hasChildNodes()) return;
    this.conflict.replaceChildren(...(this.work.conflict ? [el("div", { class: "conflict" },
      el("p", {}, "This document was changed elsewhere, in another tab or by other means, so what you have here is not saved. Nothing is lost: take one of the two, and Undo brings the other."),
      el("p", { class: "actions" }, button("Take the other one", () => this.work.settle(false)),
        button("Keep what is here", () => this.work.settle(true))))] : []));
  }

  tellSelection() {
    const words = this.pane.chosen ? this.text.slice(...this.pane.chosen) : null;
    const key = JSON.stringify([words, this.openId]);
    if (this.toldSelection === key) return;
    this.toldSelection = key;
    const making = this.records.forms.map((form, index) =>
      button(`New ${form.one}`, () => this.begin(form), { ...HELD, class: colour(index) }));
    const adding = this.openId === null ? null : button(`Evidence for ${this.openId}`, () => this.addEvidence(), HELD);
    this.chosen.replaceChildren(...(words === null
      ? [el("p", { class: "note" }, "Select words in the text to make a record of them.")]
      : [el("p", {}, "Selected: ", said(`“${shortened(words, 100)}”`)), el("p", { class: "actions" }, making, adding)]));
    this.mark();
  }

  mark() {
    const groups = [];
    this.records.forms.forEach((form, index) => {
      const suggested = this.state.suggested.filter((each) => each.section === form.name);
      groups.push({ name: `draft-${colour(index)}`, places: suggested.flatMap(({ record }) => this.places(record, form)) });
      const drafted = this.state.draft[form.name] ?? [];
      groups.push({ name: colour(index), places: drafted.flatMap((record) => this.places(record, form)) });
    });
    const open = this.openId === null ? null : this.records.find(this.state, this.openId);
    if (open) {
      const name = `on-${colour(this.records.forms.indexOf(open.form))}`;
      groups.push({ name, places: this.places(open.record, open.form) });
    }
    if (this.pane.chosen) groups.push({ name: "chosen", places: [this.pane.chosen] });
    this.pane.mark(groups);
  }

  places(record, form) {
    const mentions = form.fields.filter((field) => field.verbatim).flatMap((field) => record[field.name] ?? []);
    const list = record.evidence?.length ? record.evidence : form.mentions ? mentions : [];
    return list.map((each) => place(this.text, each)).filter(Boolean);
  }

  // The selected words, for a field.
  chosenWords() {
    if (!this.pane.chosen) announce("Select words in the text first");
    return this.pane.chosen ? this.text.slice(...this.pane.chosen) : null;
  }

  // The selected words, as evidence.
  chosenEvidence() {
    if (!this.pane.chosen) announce("Select words in the text first");
    return this.pane.chosen ? quoted(this.text, this.pane.chosen) : null;
  }

  change(mutate, run = null) {
    this.work.change(mutate, run);
  }

  begin(form) {
    const { chosen } = this.pane;
    const words = chosen ? this.text.slice(...chosen) : "";
    this.change((state) => {
      const record = this.records.begin(state, form, words, chosen ? quoted(this.text, chosen) : null);
      this.openId = record.id;
    });
    announce(`New ${form.one} ${this.openId}`);
    this.focusForm();
  }

  addEvidence() {
    const open = this.openId === null ? null : this.records.find(this.state, this.openId);
    const evidence = open && this.chosenEvidence();
    if (!evidence) return;
    this.change(() => (open.record.evidence ??= []).push(evidence) && undefined);
    announce(`Added to the evidence of ${this.openId}`);
  }

  openRecord(id) {
    this.openId = id;
    this.cards.render();
    this.mark();
    this.tellSelection();
    const card = this.cards.find(id);
    card?.scrollIntoView({ block: "nearest" });
    const found = id === null ? null : this.records.find(this.state, id);
    const [span] = found ? this.places(found.record, found.form) : [];
    if (span) this.pane.reveal(span);
  }

  focusForm() {
    const card = this.openId === null ? null : this.cards.find(this.openId);
    const inputs = [...(card?.querySelectorAll("form [data-field]") ?? [])];
    const wanted = inputs.find((input) => input.required && !input.value) ?? inputs[0];
    wanted?.focus();
    card?.scrollIntoView({ block: "nearest" });
  }

  remove(form, record) {
    this.openId = null;
    this.change((state) => this.records.remove(state, form, record));
    announce(`Deleted ${record.id}. Undo brings it back.`);
    this.cards.focusSection(form.name);
  }

  move(form, record, by) {
    const list = this.state.draft[form.name];
    const at = list.indexOf(record);
    if (at + by < 0 || at + by >= list.length) return;
    this.change(() => {
      list.splice(at, 1);
      list.splice(at + by, 0, record);
    });
    announce(`${record.id} is number ${at + by + 1} of ${list.length}`);
  }

  take(suggestion) {
    const next = this.cards.after(suggestion);
    let taken = [];
    this.change((state) => { taken = this.records.take(state, suggestion); });
    announce(`Taken: ${taken.map((each) => each.record.id).join(", ")}`);
    this.cards.focusSuggestion(next, suggestion.section);
  }

  takeAll(suggestions) {
    this.change((state) => suggestions.forEach((each) => this.records.take(state, each)));
    announce(`Taken: ${suggestions.length}`);
    this.cards.focusSection(suggestions[0].section);
  }

  dismiss(suggestions) {
    const next = this.cards.after(suggestions.at(-1));
    this.change((state) => this.records.dismiss(state, suggestions));
    announce(`Left out: ${suggestions.map((each) => each.record.id).join(", ")}`);
    this.cards.focusSuggestion(next, suggestions[0].section);
  }

  revealRecord(record, form) {
    const [span] = this.places(record, form);
    if (span) this.pane.reveal(span);
  }

  revealEvidence(each) {
    const span = place(this.text, each);
    if (span) this.pane.reveal(span);
  }

  // Opens the record whose evidence covers a place; asked again, the next one that does.
  pick(at, enter) {
    const there = [...this.records.all(this.state)].filter(({ record, form }) =>
      this.places(record, form).some(([start, end]) => start <= at && at < end));
    const ids = there.map(({ record }) => record.id);
    if (!ids.length) return;
    const id = ids[(ids.indexOf(this.openId) + 1) % ids.length];
    this.openRecord(id);
    if (enter) this.focusForm();
  }

  pressed(key, at) {
    const form = this.records.forms.find((each) => each.key === key);
    if (form && this.pane.chosen) this.begin(form);
    else if (key === "v") this.addEvidence();
    else if (key === "n") this.focusForm();
    else if (key === "enter") this.pick(at, true);
    else if (key === "escape") {
      this.pane.chosen = null;
      this.tellSelection();
    } else return false;
    return true;
  }

  command(event) {
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key === "z" && !event.shiftKey) this.work.undo();
      else if (key === "y" || key === "z") this.work.redo();
      else return;
      event.preventDefault();
    } else if (key === "escape" && this.cards.root.contains(event.target)) {
      this.pane.root.focus();
    }
  }
}
