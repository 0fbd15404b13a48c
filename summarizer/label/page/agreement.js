// How far two labellings agree, as the scorer that judges engines says.
import { el, said } from "./dom.js";

const percent = (value) => (value === null ? "–" : `${(100 * value).toFixed(0)} %`);

export function agreement(name, asking) {
  const place = el("div", { class: "agreement" }, el("p", { class: "note" }, "Agreement is being worked out…"));
  asking.then(
    ({ overall, sections }) => place.replaceChildren(table(name, [["overall", overall], ...Object.entries(sections)])),
    (problem) => place.replaceChildren(el("p", { class: "finding error" }, said(problem.message))),
  );
  return place;
}

function table(name, all) {
  const heads = all.map(([section]) => el("th", { scope: "col" }, said(section.replaceAll("_", " "))));
  const values = all.map(([, value]) => el("td", {}, percent(value)));
  return el("div", { class: "scroll" }, el("table", {}, el("caption", {}, `${name}: agreement (F1)`),
    el("thead", {}, el("tr", {}, heads)), el("tbody", {}, el("tr", {}, values))));
}
