// A document in work: its state, undo and redo, and saving. Each change is kept by the browser until the
// server has it on the disk, so that neither a closed tab nor a killed server loses one.
import { save } from "./client.js";
import { keep, release, kept } from "./unsaved.js";

const PAUSE = 250; // milliseconds of typing that are saved as one
const TOGETHER = 1500; // and that are undone as one
const RETRY = 3000;

export class Work {
  constructor(opened, store, listener) {
    Object.assign(this, { id: opened.id, store, listener });
    Object.assign(this, { past: [], undone: [], changes: 0, conflict: null, problem: "", saving: null });
    this.take(opened);
  }

  take({ revision, state, check }) {
    this.revision = revision;
    if (state) this.state = state;
    this.check = check;
  }

  // What a tab left unsaved: it goes on from there, unless the document was changed elsewhere since.
  recover() {
    const found = kept(this.store, this.id);
    if (!found) return;
    const now = JSON.stringify(this.state);
    if (JSON.stringify(found.state) === now) {
      release(this.store, this.id);
      return;
    }
    if (found.base !== this.revision && found.sent !== now) {
      this.conflict = { revision: this.revision, state: structuredClone(this.state) };
    }
    this.change(() => found.state);
  }

  get saved() {
    return !this.changes;
  }

  // `mutate` changes the state it is given, or returns another. Changes with the same `run` are undone as one.
  change(mutate, run = null) {
    const before = structuredClone(this.state);
    this.state = mutate(this.state) ?? this.state;
    const now = Date.now();
    if (!(run && this.run === run && now - this.at < TOGETHER)) this.past.push(before);
    this.run = run;
    this.at = now;
    this.undone = [];
    this.changed(run === null);
  }

  undo() {
    this.step(this.past, this.undone);
  }

  redo() {
    this.step(this.undone, this.past);
  }

  step(from, to) {
    if (!from.length) return;
    to.push(this.state);
    this.state = from.pop();
    this.run = null;
    this.changed(true);
  }

  changed(anew) {
    this.changes += 1;
    keep(this.store, this.id, { base: this.revision, state: this.state, sent: this.sent });
    this.listener.changed(anew);
    this.later(anew ? 0 : PAUSE);
  }

  later(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), milliseconds);
  }

  // Saves what is not saved yet; done when the server has it, or will not take it.
  async flush(leaving = false) {
    clearTimeout(this.timer);
    while (this.saving) await this.saving;
    if (!this.changes || this.conflict) return;
    this.saving = this.send(leaving);
    this.listener.told();
    await this.saving;
    this.saving = null;
    this.listener.told();
    if (this.changes && !this.problem) await this.flush(leaving);
  }

  async send(leaving) {
    const { changes } = this;
    this.sent = JSON.stringify(this.state);
    try {
      this.take(await save(this.id, this.revision, this.state, leaving));
      this.problem = "";
      this.changes -= changes;
      if (!this.changes) release(this.store, this.id);
    } catch (problem) {
      this.failed(problem);
    }
  }

  failed({ message, status, body }) {
    this.problem = message;
    if (status === 409) this.conflict = body.saved;
    else if (status === 0 || status === 507) this.later(RETRY);
  }

  // Of two states that know nothing of each other the labeller takes one; undo brings the other.
  settle(mine) {
    const theirs = this.conflict;
    const other = mine ? theirs.state : this.state;
    if (!mine) this.state = theirs.state;
    this.revision = theirs.revision;
    Object.assign(this, { conflict: null, problem: "", run: null, undone: [] });
    this.past.push(structuredClone(other));
    this.changed(true);
  }

  // A state that the server makes, such as one with an engine's drafts.
  async replace(asking) {
    await this.flush();
    if (this.changes) return;
    const before = structuredClone(this.state);
    this.take(await asking(this.revision));
    this.past.push(before);
    this.undone = [];
    this.listener.changed(true);
  }

  close() {
    this.listener = { changed() {}, told() {} };
    return this.flush();
  }
}
