// The page: the list of documents, or one document in work.
import * as client from "./client.js";
import { agreement } from "./agreement.js";
import { announce, button, el, said, shortened } from "./dom.js";
import { DocumentView } from "./view.js";
import { findTabs } from "./unsaved.js";

const root = document.getElementById("bench");
let view = null;
let shown = 0;

async function show() {
  const number = (shown += 1);
  const id = decodeURIComponent(location.hash.slice(1));
  const left = view;
  view = null;
  await left?.close();
  try {
    const set = await client.overview();
    const opened = id ? await client.open(id) : null;
    if (number !== shown) return; // somebody went on to another document in the meantime
    document.title = `${id ? shortened(id, 60) : set.set} · labelling`;
    if (opened) {
      view = new DocumentView(set, opened);
      root.replaceChildren(view.root);
      view.start();
    } else {
      root.replaceChildren(...listed(set));
    }
  } catch (problem) {
    root.replaceChildren(
      el("p", { class: "finding error", role: "alert" }, said(problem.message)),
      el("p", {}, el("a", { href: "#" }, "All documents"), " ", button("Try again", show)),
    );
  }
}

function listed(set) {
  const done = set.documents.filter((each) => each.state === "done").length;
  const begun = set.documents.filter((each) => each.state === "begun").length;
  const what = set.adjudicated ? `adjudicating ${set.adjudicated.join(" and ")}` : `labelled by ${set.labeller}`;
  return [
    el("header", {}, el("h1", {}, said(set.set)),
      el("p", { class: "about" }, said(what), set.blind ? " · blind: no drafts, no other labelling" : "",
        ` · ${set.documents.length} documents, ${done} done, ${begun} begun`)),
    el("main", { class: "list" },
      set.adjudicated ? agreement("On all that both labelled", client.agreement()) : null,
      el("div", { class: "scroll" }, el("table", {}, el("caption", { class: "hidden" }, "Documents"),
        el("thead", {}, el("tr", {}, ["Document", "State", "Faults"].map((name) => el("th", { scope: "col" }, name)))),
        el("tbody", {}, set.documents.map(row))))),
  ];
}

function row(each) {
  const link = el("a", { href: `#${encodeURIComponent(each.id)}` }, said(each.id));
  const title = each.title ? el("span", { class: "note" }, " ", said(shortened(each.title, 100))) : null;
  return el("tr", {}, el("th", { scope: "row" }, link, title), el("td", { class: `state ${each.state}` }, each.state),
    el("td", {}, each.problem ? said(each.problem) : each.state === "untouched" ? "" : String(each.faults)));
}

addEventListener("hashchange", show);
addEventListener("beforeunload", (event) => {
  if (view && !view.work.saved) {
    view.work.flush(true);
    event.preventDefault();
  }
});
addEventListener("visibilitychange", () => document.hidden && view?.work.flush());

findTabs().then(show, show).then(() => announce("Ready"));
