// A table that the notebook computes anew for every choice; a column of numbers may be drawn as bars as well.

export default {
  render({ model, el: host }) {
    const { el, uid } = hart;
    const page = model.get("page");
    const root = hart.root(host, { name: "table", label: page.title });
    const caption = uid("caption");
    const sentence = el("p", { class: "hart-sentence" });
    const slot = el("div", { class: "hart-scroll", tabindex: "0", role: "region", "aria-label": `The table: ${page.title}` });
    const remarks = el("div");
    const selects = Object.entries(page.controls).map(([name, control]) => {
      const id = uid("control");
      const select = el("select", { id, "data-control": name, onchange: () => ask(name, select.value) },
        control.choices.map((c) => el("option", { value: c.value }, c.label)));
      select.value = model.get("values")[name];
      return { name, select, node: el("div", { class: "hart-control" }, el("label", { for: id }, control.label), select) };
    });
    root.prepend(
      el("h3", { id: caption }, page.title),
      ...(page.intro ? [el("p", { class: "hart-help" }, page.intro)] : []),
      el("div", { class: "hart-controls" }, selects.map((s) => s.node)),
      sentence, slot, remarks,
    );

    function ask(name, value) {
      model.set("values", { ...model.get("values"), [name]: value });
      model.save_changes();
    }

    function draw() {
      const { columns, rows, sentence: words, remarks: notes } = model.get("result");
      const bars = columns.indexOf(page.bars);
      const top = bars < 0 ? 0 : Math.max(...rows.map((r) => Number(r[bars]) || 0), 1);
      sentence.textContent = words;
      sentence.hidden = !words;
      const number = (cell) => typeof cell === "number";
      slot.replaceChildren(rows.length
        ? el("table", { class: "hart-rows", "aria-labelledby": caption },
          el("thead", null, el("tr", null, columns.map((c, at) => el("th", { scope: "col", class: rows.every((r) => number(r[at])) ? "hart-figure" : null }, c)), bars < 0 ? null : el("td", { "aria-hidden": "true" }))),
          el("tbody", null, rows.map((row) => el("tr", null,
            row.map((cell, at) => el(at ? "td" : "th", { scope: at ? null : "row", class: number(cell) ? "hart-figure" : null }, number(cell) ? cell.toLocaleString("en-US") : cell)),
            bars < 0 ? null : el("td", { class: "hart-bar-cell", "aria-hidden": "true" }, el("span", { style: `inline-size: ${Math.round((100 * (Number(row[bars]) || 0)) / top)}%` }))))))
        : el("p", { class: "hart-empty" }, page.empty));
      remarks.replaceChildren(...notes.map((n) => el("p", { class: "hart-note" }, n)));
      for (const { name, select } of selects) select.value = model.get("values")[name];
      root.announce(words || `${hart.plural(rows.length, "row")}.`, 300);
    }

    draw();
    return hart.listen(model, { "change:result": draw });
  },
};
