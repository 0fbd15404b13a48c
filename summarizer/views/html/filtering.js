// Choosing among the documents, and what the figures are of those that are chosen.
(() => {
  const at = (id) => document.getElementById(id);
  const list = at("outputs");
  const outputs = [...list.querySelectorAll(".document")].map((element) => ({
    element,
    tags: JSON.parse(element.dataset.tags),
    counts: JSON.parse(element.dataset.counts),
    results: JSON.parse(element.dataset.results),
    loss: Number(element.dataset.loss),
    change: Number(element.dataset.change),
    document: element.dataset.document,
  }));
  const tags = [...document.querySelectorAll(".tag")];
  const value = (id) => at(`choose-${id}`)?.value ?? "";

  function holds(output) {
    const wanted = tags.filter((tag) => tag.getAttribute("aria-pressed") === "true").map((tag) => tag.dataset.tag);
    const words = at("find").value.trim().toLowerCase();
    const [section, result] = [value("section"), value("result")];
    return (
      wanted.every((tag) => output.tags.includes(tag)) &&
      ["split", "length"].every((by) => !value(by) || output.element.dataset[by] === value(by)) &&
      (!words || output.element.textContent.toLowerCase().includes(words)) &&
      (!(section || result) ||
        output.results.some(([s, r]) => (!section || s === section) && (!result || r === result)))
    );
  }

  // The overall figure is the mean of the sections' micro F1, as the scorer has it.
  function figure(chosen) {
    const totals = {};
    for (const output of chosen) {
      for (const [section, counts] of Object.entries(output.counts)) {
        const sum = (totals[section] ??= [0, 0, 0, 0]);
        counts.forEach((count, i) => { sum[i] += count; });
      }
    }
    const known = Object.values(totals)
      .map(([correct, incorrect, missing, spurious]) => [2 * correct, 2 * (correct + incorrect) + missing + spurious])
      .filter(([, size]) => size > 0)
      .map(([twice, size]) => twice / size);
    return known.length ? (100 * known.reduce((a, b) => a + b)) / known.length : null;
  }

  function choose() {
    const chosen = outputs.filter((output) => {
      const held = holds(output);
      output.element.hidden = !held;
      return held;
    });
    const f1 = figure(chosen);
    at("chosen").textContent =
      `${chosen.length} of ${outputs.length} outputs` + (f1 === null ? "" : `, overall F1 ${f1.toFixed(1)}`);
    const [section, result] = [value("section"), value("result")];
    for (const card of list.querySelectorAll(".card")) {
      card.hidden = Boolean((result && !card.classList.contains(result)) || (section && card.dataset.section !== section));
    }
  }

  function sort() {
    const by = value("order");
    const order = (a, b) =>
      by === "document" ? a.document.localeCompare(b.document)
      : by === "change" ? a.change - b.change || b.loss - a.loss
      : b.loss - a.loss;
    list.append(...[...outputs].sort(order).map((output) => output.element));
  }

  at("controls").hidden = false;
  at("find").addEventListener("input", choose);
  for (const name of ["split", "length", "result", "section"]) at(`choose-${name}`)?.addEventListener("change", choose);
  at("choose-order").addEventListener("change", sort);
  for (const tag of tags) {
    tag.addEventListener("click", () => {
      tag.setAttribute("aria-pressed", String(tag.getAttribute("aria-pressed") !== "true"));
      choose();
    });
  }
  at("reset").addEventListener("click", () => {
    for (const control of at("controls").querySelectorAll("select")) control.selectedIndex = 0;
    for (const tag of tags) tag.setAttribute("aria-pressed", "false");
    at("find").value = "";
    choose();
    sort();
  });
  choose();
})();
