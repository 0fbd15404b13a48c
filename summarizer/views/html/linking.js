"use strict";
// The links work without this. It adds: choosing a record lights up all of its evidence, choosing a
// passage lights up all of its records, and both are announced. Records and text belong together by
// their scope: the page, or one document of many.
(() => {
  const status = document.getElementById("status");

  function light(scope, ids) {
    for (const lit of document.querySelectorAll(".on")) lit.classList.remove("on");
    const chosen = new Set(ids);
    const names = [];
    for (const card of scope?.querySelectorAll("[data-record]") ?? []) {
      if (!chosen.has(card.dataset.record)) continue;
      card.classList.add("on");
      names.push(card.dataset.name ?? card.dataset.record);
    }
    const marks = [...(scope?.querySelectorAll(".mark") ?? [])].filter((mark) => keys(mark).some((k) => chosen.has(k)));
    for (const mark of marks) mark.classList.add("on");
    status.textContent = names.length ? `Shown: ${names.join(", ")}` : "";
    return marks;
  }

  function keys(mark) {
    return mark.dataset.records.split("\n");
  }

  function cardOf(scope, id) {
    return scope.querySelector(`[data-record="${CSS.escape(id)}"]`);
  }

  function goTo(element, block) {
    element?.scrollIntoView({ block });
    element?.focus({ preventScroll: true });
  }

  function arrive(hash) {
    const place = document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!place) return;
    const card = place.closest("[data-record]");
    place.closest("details")?.setAttribute("open", "");
    if (card) light(card.closest("[data-scope]"), [card.dataset.record]);
    goTo(place, "start");
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const scope = event.target.closest("[data-scope]");
    const card = event.target.closest("[data-record]");
    if (event.target.closest("summary") && !link) return;
    if (link?.matches(".mark, .quote")) event.preventDefault();
    if (link?.matches(".mark")) {
      light(scope, keys(link));
      goTo(cardOf(scope, keys(link)[0]), "nearest");
    } else if (link?.matches(".quote")) {
      light(scope, [card.dataset.record]);
      let place = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      while (place && !place.matches(".mark")) place = place.nextElementSibling; // other places begin here, too
      goTo(place, "center");
    } else if (card && !link && getSelection().isCollapsed) {
      light(scope, [card.dataset.record])[0]?.scrollIntoView({ block: "center" });
    }
  });

  addEventListener("hashchange", () => arrive(location.hash));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") light(null, []);
  });
})();
