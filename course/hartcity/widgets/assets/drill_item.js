// One drill: choosing, ordering or rewriting; before the answer, and with its verdict.

const hartDrillItem = (() => {
  const { el, uid, drawing, plural } = hart;
  const SIGNS = { good: "M3 8.5l3.2 3.2L13 4.8", open: "M8 2.6l6 10.8H2zM8 6.6v3.2M8 11.6v.1", up: "M4 9.5l4-4 4 4", down: "M4 6.5l4 4 4-4" };
  const words = (text) => text.split(/\s+/).filter(Boolean).length;

  function remark(entry, prefix, sign = entry.good ? SIGNS.good : SIGNS.open) {
    return el(
      "p",
      { class: `hart-drill-why ${entry.good ? "hart-drill-good" : "hart-drill-open"}` },
      drawing(sign),
      el("span", null, prefix ? el("strong", null, prefix, " ") : null, entry.text),
    );
  }

  // Radio buttons, or checkboxes when several are right. With a verdict each has its reason below.
  function choose(page, name) {
    const { item, verdict } = page;
    const chosen = new Set(page.answer ?? []);
    const inputs = item.choices.map((choice) =>
      el("input", { type: item.several ? "checkbox" : "radio", name, id: uid("choice"), value: String(choice.place), checked: chosen.has(choice.place), disabled: Boolean(verdict) }));
    const remarks = new Map((verdict?.remarks ?? []).map((r) => [r.place, r]));
    const wordFor = (place, entry) => (chosen.has(place) ? (entry.good ? "Right:" : "Not this:") : "This was right:");
    const node = el(
      "fieldset",
      { class: "hart-drill-choices" },
      el("legend", null, item.ask),
      item.choices.map((choice, i) => {
        const entry = remarks.get(choice.place);
        return el("div", { class: "hart-drill-choice" }, inputs[i], el("label", { for: inputs[i].id }, choice.text), entry ? remark(entry, wordFor(choice.place, entry), chosen.has(choice.place) ? undefined : SIGNS.good) : null);
      }),
    );
    return { node, answer: () => inputs.filter((i) => i.checked).map((i) => Number(i.value)) };
  }

  // A list whose rows move up and down with buttons; the row that moved keeps the focus.
  function order(page, say) {
    const { item, verdict } = page;
    const texts = new Map(item.choices.map((c) => [c.place, c.text]));
    let places = page.answer ?? item.choices.map((c) => c.place);
    const remarks = new Map((verdict?.remarks ?? []).map((r) => [r.place, r]));
    const list = el("ol", { class: "hart-drill-order", "aria-label": item.ask });

    function move(place, by) {
      const from = places.indexOf(place);
      const to = from + by;
      if (to < 0 || to >= places.length) return;
      places = [...places];
      [places[from], places[to]] = [places[to], places[from]];
      show();
      const focus = list.children[to].querySelector(`[data-by="${by}"]`);
      (focus.getAttribute("aria-disabled") === "true" ? list.children[to].querySelector(`[data-by="${-by}"]`) : focus).focus();
      say(`Now step ${to + 1} of ${places.length}.`, 0);
    }

    function button(place, at, by, words_, sign) {
      const end = by < 0 ? at === 0 : at === places.length - 1;
      return el(
        "button",
        { type: "button", class: "hart-drill-move", "data-by": String(by), "aria-disabled": String(end), "aria-label": `${words_}: ${texts.get(place)}`, onclick: () => end || move(place, by) },
        drawing(sign),
      );
    }

    function show() {
      list.replaceChildren(...places.map((place, at) =>
        el(
          "li",
          { class: "hart-drill-step" },
          el("span", { class: "hart-drill-number", "aria-hidden": "true" }, String(at + 1)),
          el("div", null, el("p", null, texts.get(place)), remarks.has(place) ? remark(remarks.get(place)) : null),
          verdict ? null : el("div", { class: "hart-drill-moves" }, button(place, at, -1, "Move up", SIGNS.up), button(place, at, 1, "Move down", SIGNS.down)),
        )));
    }
    show();
    const right = verdict && !verdict.right ? [...page.steps.keys()] : null;
    const solution = right
      ? el("details", { class: "hart-panel hart-drill-solution" }, el("summary", null, "Show an order that works"), el("ol", null, right.map((place) => el("li", null, texts.get(place)))))
      : null;
    return { node: el("div", null, el("p", { class: "hart-label" }, item.ask), list, solution), answer: () => places };
  }

  // The text to change, in a field; a draft that isn't checked yet stays in this browser.
  function rewrite(page) {
    const { item, verdict } = page;
    const key = `hart-drill/${item.id}`;
    const id = uid("rewrite");
    const begun = page.answer ?? hart.storage.get(key) ?? item.text;
    const area = el("textarea", { id, rows: "6", value: begun, disabled: Boolean(verdict), spellcheck: "true", "aria-describedby": `${id}-count` });
    const count = el("p", { class: "hart-muted", id: `${id}-count` });
    const recount = () => {
      const now = words(area.value);
      count.textContent = item.most_words ? `${plural(now, "word")}; at most ${item.most_words} are asked for.` : plural(now, "word");
    };
    area.addEventListener("input", () => {
      recount();
      hart.storage.set(key, area.value);
    });
    recount();
    if (verdict) hart.storage.remove(key);
    return {
      node: el(
        "div",
        { class: "hart-stack" },
        el("div", null, el("p", { class: "hart-label" }, "The text"), el("blockquote", { class: "hart-drill-text" }, item.text)),
        el("div", null, el("p", { class: "hart-label" }, "What must stay"), el("ul", { class: "hart-chips" }, item.keep.map((fact) => el("li", { class: "hart-chip" }, fact)))),
        el("div", null, el("label", { for: id }, item.ask), area, count, verdict ? null : el("button", { type: "button", class: "hart-link", onclick: () => { area.value = item.text; recount(); hart.storage.remove(key); area.focus(); } }, "Start again from the text")),
        verdict ? el("div", { class: "hart-drill-remarks" }, verdict.remarks.map((entry) => remark(entry))) : null,
        verdict ? el("div", null, el("h4", null, "One way to do it"), el("blockquote", { class: "hart-drill-text" }, verdict.example)) : null,
      ),
      answer: () => area.value,
    };
  }

  const form = (page, name, say) => ({ choose: () => choose(page, name), order: () => order(page, say), rewrite: () => rewrite(page) })[page.item.form]();

  return { form, SIGNS };
})();
