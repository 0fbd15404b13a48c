// The document as one piece of text, in which passages are marked and chosen. It takes a cursor, so that the
// keyboard selects in it as in any text; nothing changes it.
import { el } from "./dom.js";

const COLOURS = 6;

// The place of a draft's evidence, as the fixture builder finds it; null if the text does not hold it.
export function place(text, evidence) {
  const quote = typeof evidence === "string" ? evidence : evidence?.quote;
  if (typeof quote !== "string" || !quote) return null;
  let at = text.indexOf(quote);
  for (let nth = evidence.nth ?? 1; nth > 1 && at >= 0; nth -= 1) at = text.indexOf(quote, at + 1);
  return at < 0 ? null : [at, at + quote.length];
}

// A passage in the form of a draft's evidence.
export function quoted(text, [start, end]) {
  const quote = text.slice(start, end);
  let nth = 1;
  for (let at = text.indexOf(quote); at >= 0 && at < start; at = text.indexOf(quote, at + 1)) nth += 1;
  return nth === 1 ? quote : { quote, nth };
}

export class TextPane {
  constructor({ selected, picked, key }) {
    this.root = el("div", {
      class: "document",
      role: "textbox",
      "aria-multiline": "true",
      "aria-readonly": "true",
      "aria-label": "The document. Select words with Shift and the arrow keys.",
      "aria-describedby": "keys",
      contenteditable: "true",
      spellcheck: "false",
      autocorrect: "off",
      autocapitalize: "off",
      translate: "no",
      dir: "auto", // of each line on its own, a word of a megabyte would take seconds to lay out
      tabindex: "0",
      keydown: (event) => this.typed(event, selected, key),
      click: () => this.clicked(picked),
    });
    for (const name of ["beforeinput", "drop", "cut", "paste", "dragover"]) {
      this.root.addEventListener(name, (event) => event.preventDefault());
    }
    this.root.addEventListener("input", () => this.show(this.text)); // what an input method put in
    this.chosen = null;
    this.watch = () => this.look(selected);
    document.addEventListener("selectionchange", this.watch);
  }

  close() {
    document.removeEventListener("selectionchange", this.watch);
    if (CSS.highlights) CSS.highlights.clear();
  }

  show(text) {
    this.text = text;
    this.node = document.createTextNode(text);
    this.root.replaceChildren(this.node);
    if (this.groups) this.mark(this.groups);
  }

  // Groups of `{ name, places }`, later ones on top.
  mark(groups) {
    this.groups = groups;
    if (!CSS.highlights) return;
    CSS.highlights.clear();
    groups.forEach(({ name, places }, index) => {
      const ranges = places.map((span) => this.range(span));
      if (!ranges.length) return;
      const highlight = new Highlight(...ranges);
      highlight.priority = index;
      CSS.highlights.set(name, highlight);
    });
  }

  range([start, end]) {
    const range = document.createRange();
    range.setStart(this.node, Math.min(start, this.text.length));
    range.setEnd(this.node, Math.min(end, this.text.length));
    return range;
  }

  reveal(span) {
    const box = this.range(span).getBoundingClientRect();
    const frame = this.root.getBoundingClientRect();
    if (this.root.scrollHeight > this.root.clientHeight) {
      this.root.scrollTop += box.top - frame.top - frame.height / 3;
    } else if (box.top < 0 || box.bottom > innerHeight) {
      scrollBy({ top: box.top - innerHeight / 3 });
    }
  }

  look(selected) {
    const selection = getSelection();
    if (!selection.rangeCount || !this.root.contains(selection.anchorNode)) return;
    const span = this.trimmed(selection.getRangeAt(0));
    if (span) {
      this.chosen = span;
      selected(span);
    }
  }

  trimmed(range) {
    if (!this.root.contains(range.startContainer) || !this.root.contains(range.endContainer)) return null;
    let start = this.offset(range.startContainer, range.startOffset);
    let end = this.offset(range.endContainer, range.endOffset);
    while (start < end && /\s/u.test(this.text[start])) start += 1;
    while (end > start && /\s/u.test(this.text[end - 1])) end -= 1;
    return start < end ? [start, end] : null;
  }

  offset(container, offset) {
    if (container === this.node) return offset;
    return offset ? this.text.length : 0; // the pane itself, before or behind its one piece of text
  }

  clicked(picked) {
    if (getSelection().isCollapsed) picked(this.cursor());
  }

  typed(event, selected, key) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    this.look(selected); // a quick hand is ahead of the event that tells of its selection
    if (key(event.key.toLowerCase(), this.cursor())) event.preventDefault();
  }

  cursor() {
    const { focusNode, focusOffset } = getSelection();
    return focusNode === this.node ? focusOffset : 0;
  }
}

export function colour(index) {
  return `k${index % COLOURS}`;
}
