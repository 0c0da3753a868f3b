// What the plan and the worksheet share: rows that are kept in the draft, fields bound to a row, and the way from a
// sheet into the text. The text belongs to the student: a sheet only ever adds to it or replaces it when asked, and
// every such change can be taken back.

const hartSheet = (() => {
  const { el } = hart;

  function parse(text) {
    try {
      const rows = JSON.parse(text || "[]");
      return Array.isArray(rows) ? rows : [];
    } catch {
      return [];
    }
  }

  // A labelled input of a row. spec: key, label, hint, options (a select), list (id of a datalist), size (half, most or wide)
  function field(row, spec, changed) {
    const id = hart.uid("cell");
    const hintId = spec.hint ? `${id}-hint` : null;
    const input = spec.options
      ? el("select", { id, "data-key": spec.key }, spec.options.map(([value, label]) => el("option", { value }, label)))
      : el("input", { id, type: "text", "data-key": spec.key, list: spec.list, autocomplete: "off", inputmode: spec.inputmode, "aria-describedby": hintId });
    input.value = spec.show ? spec.show(row[spec.key]) : (row[spec.key] ?? "");
    input.addEventListener(spec.options ? "change" : "input", () => {
      row[spec.key] = spec.read ? spec.read(input.value, input) : input.value;
      changed(spec.key);
    });
    const node = el(
      "div",
      { class: spec.size ? `hart-cell hart-cell-${spec.size}` : "hart-cell" },
      el("label", { for: id }, spec.label),
      input,
      spec.hint ? el("p", { class: "hart-cell-hint", id: hintId }, spec.hint) : null,
    );
    return { node, input };
  }

  const clean = (text) => String(text ?? "").trim().replace(/\s+/g, " ").replace(/[.;,]+$/, "");
  const sentence = (text) => (text ? `${text[0].toUpperCase()}${text.slice(1)}.` : "");

  // The way into the text. compose() gives the words, "" when there is nothing yet.
  function way(api, editor, compose, nothing) {
    const reading = el("div", { class: "hart-letter hart-reading" });
    const bar = el("div", { class: "hart-row" });
    const said = el("p", { class: "hart-said", hidden: true });
    const node = el("div", { class: "hart-way" }, el("details", { class: "hart-reading-panel" }, el("summary", null, "How it reads as a text"), reading), bar, said);
    let put = null; // { words, before, after }: what was put in last
    let shown = "";

    function change(kind) {
      const words = compose();
      const before = editor.text();
      const at = { start: before.length, end: before.length };
      const gap = before.trim() ? "\n\n".slice(Math.min(2, before.length - before.trimEnd().length)) : "";
      if (kind === "end") editor.replace(at, `${gap}${words}`);
      else if (kind === "cursor") editor.replace(editor.caret(), words);
      else if (kind === "update") editor.replace({ start: before.indexOf(put.words), end: before.indexOf(put.words) + put.words.length }, words);
      else editor.replace({ start: 0, end: before.length }, words);
      put = { words, before, after: editor.text() };
      told(el("span", null, "Done: it is in your text below, yours to change. "), el("button", { type: "button", class: "hart-link", "data-undo": "", onclick: undo }, "Take it back"));
      api.announce("Put into your text. Take it back with the button, or with Control Z in the text.", 0);
      refresh();
    }

    function undo() {
      if (editor.text() === put.after) {
        editor.replace({ start: 0, end: put.after.length }, put.before);
        told("Taken back.");
        api.announce("Taken back.", 0);
      } else {
        told("You changed the text since then. Go into the text and press Control Z to go back step by step.");
        api.announce(said.textContent, 0);
      }
      put = null;
      refresh();
    }

    function told(...words) {
      said.hidden = false;
      said.replaceChildren(...words);
    }

    function refresh() {
      const words = compose();
      const text = editor.text();
      const state = JSON.stringify([words, !text.trim(), text.includes(words), Boolean(put && text.includes(put.words))]);
      if (state === shown) return;
      shown = state;
      reading.replaceChildren(...(words ? words.split("\n\n").map((p) => el("p", null, p)) : [el("p", { class: "hart-muted" }, nothing)]));
      const button = (kind, label, main) => el("button", { type: "button", class: `hart-button hart-button-small${main ? "" : " hart-button-quiet"}`, "data-put": kind, onclick: () => change(kind) }, label);
      const focused = bar.contains(document.activeElement) ? document.activeElement.dataset.put : null;
      bar.replaceChildren(...(() => {
        if (!words) return [el("p", { class: "hart-muted" }, nothing)];
        if (!text.trim()) return [button("all", "Write it as a text", true)];
        if (text.includes(words)) return [el("p", { class: "hart-muted" }, "Your text below has these words.")];
        const again = put && text.includes(put.words);
        return [again ? button("update", "Update what I put in", true) : null, button("end", "Add below my text", !again), button("cursor", "Put in at the cursor"), button("all", "Replace my text")].filter(Boolean);
      })());
      if (focused) (bar.querySelector(`[data-put="${focused}"]`) ?? editor.area).focus({ preventScroll: true });
    }

    return { node, refresh };
  }

  return { parse, field, clean, sentence, way };
})();
