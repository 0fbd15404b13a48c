"use strict";
// The links work without this. It adds: choosing a record lights up all of its evidence, choosing a
// passage lights up all of its records, and both are announced.
(() => {
  const status = document.getElementById("status");
  const marks = [...document.querySelectorAll(".mark")];
  const cards = new Map([...document.querySelectorAll(".card[data-record]")].map((c) => [c.dataset.record, c]));
  const byRecord = new Map();
  for (const mark of marks) {
    for (const id of mark.dataset.records.split(" ")) {
      if (!byRecord.has(id)) byRecord.set(id, []);
      byRecord.get(id).push(mark);
    }
  }

  function light(ids) {
    for (const lit of document.querySelectorAll(".on")) lit.classList.remove("on");
    for (const id of ids) {
      cards.get(id)?.classList.add("on");
      for (const mark of byRecord.get(id) ?? []) mark.classList.add("on");
    }
    status.textContent = ids.length ? `Shown: ${ids.join(", ")}` : "";
  }

  function show(element) {
    element?.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".mark");
    const card = event.target.closest(".card[data-record]");
    if (mark) {
      event.preventDefault();
      const ids = mark.dataset.records.split(" ");
      light(ids);
      const first = cards.get(ids[0]);
      show(first);
      first?.focus({ preventScroll: true });
    } else if (card && !event.target.closest("summary")) {
      const id = card.dataset.record;
      const quote = event.target.closest(".quote");
      if (quote) {
        event.preventDefault();
        const place = document.getElementById(quote.getAttribute("href").slice(1));
        light([id]);
        place?.scrollIntoView({ block: "center" });
        place?.nextElementSibling?.focus({ preventScroll: true });
      } else if (!event.target.closest("a")) {
        light([id]);
        byRecord.get(id)?.[0]?.scrollIntoView({ block: "center" });
      }
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") light([]);
  });

  window.addEventListener("hashchange", () => {
    const id = decodeURIComponent(location.hash).replace("#record-", "");
    if (cards.has(id)) light([id]);
  });
})();
