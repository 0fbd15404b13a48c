// Elements are made here and nowhere from strings: whatever a document holds is text.
let counted = 0;

export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else if (name === "value" || name === "checked") element[name] = value;
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

// Isolated, so that the writing direction of what comes from outside stays its own.
export function said(text, properties = {}) {
  return el("bdi", properties, String(text));
}

export function button(name, act, properties = {}) {
  return el("button", { type: "button", click: act, ...properties }, name);
}

export function freshId(prefix = "at") {
  counted += 1;
  return `${prefix}-${counted}`;
}

export function announce(message) {
  document.getElementById("status").textContent = message;
}

export function shortened(text, length = 80) {
  const line = text.replace(/\s+/gu, " ");
  const letters = [...line.slice(0, 4 * length)];
  return letters.length > length ? `${letters.slice(0, length - 1).join("")}…` : line;
}
