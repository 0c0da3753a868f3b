// A letter with remarks that can be switched on, criterion by criterion; and the same request gone wrong.

export default {
  render({ model, el: host }) {
    const { el } = hart;
    const NAMES = { collaboration: "Collaboration", professionalism: "Professionalism", concision: "Concision" };
    const page = model.get("page");
    const root = hart.root(host, { name: "sample", label: page.title });
    const on = new Set(["collaboration"]);
    let which = "good";
    const answer = hart.question(20000, () => root.announce("The page doesn’t answer. Reload it.", 0));
    const sheet = el("article", { class: "hart-sample-letter" });
    const notes = el("div", { class: "hart-sample-notes" });
    const boxes = Object.entries(NAMES).map(([id, name]) =>
      el("label", { class: `hart-switch hart-switch-${id}` },
        el("input", { type: "checkbox", checked: on.has(id), "data-criterion": id, onchange: (event) => { event.target.checked ? on.add(id) : on.delete(id); draw(); tell(); } }),
        el("span", { class: `hart-key hart-key-${id}` }, name)));
    const tabs = [["good", "The sample"], ["wrong", "The same request, gone wrong"]].map(([id, name]) =>
      el("button", { type: "button", class: "hart-button hart-button-small hart-button-quiet", "data-letter": id, onclick: () => { which = id; draw(); tell(); } }, name));
    const print = page.can_print ? el("button", { type: "button", class: "hart-link", onclick: ask }, "Save as a handout (PDF)") : null;
    root.prepend(
      el("h3", null, page.title),
      ...(page.intro ? [el("p", { class: "hart-help" }, page.intro)] : []),
      el("p", null, el("strong", null, "The situation. "), page.situation),
      el("div", { class: "hart-row", role: "group", "aria-label": "Which email" }, tabs),
      el("fieldset", { class: "hart-row hart-switches" }, el("legend", null, "Show remarks on"), boxes),
      el("div", { class: "hart-sample-grid" }, sheet, notes),
      ...(print ? [el("p", null, print)] : []),
    );

    const noteId = (number) => `${root.dataset.base}-${which}-${number}`;
    root.dataset.base = hart.uid("remark");

    function words(pieces, remarks) {
      return pieces.map(([text, number]) => {
        const remark = remarks[number - 1];
        if (!remark || !on.has(remark.criterion)) return text;
        return [el("mark", { class: `hart-remarked hart-remarked-${remark.criterion}` }, text),
          el("button", { type: "button", class: "hart-number", "aria-label": `Remark ${number}: ${NAMES[remark.criterion]}`, onclick: () => go(number) }, String(number))];
      });
    }

    // A paragraph ends at an empty line, also inside a piece; a line break stays one.
    function paragraphs(pieces) {
      const found = [[]];
      for (const [text, number] of pieces) {
        text.split(/\n\n+/).forEach((part, at) => {
          if (at) found.push([]);
          if (part) found.at(-1).push([part, number]);
        });
      }
      return found;
    }

    function go(number) {
      const note = notes.querySelector(`#${noteId(number)}`);
      note?.focus();
      note?.scrollIntoView({ block: "nearest" });
    }

    function draw() {
      const letter = page.letters[which];
      for (const tab of tabs) {
        const chosen = tab.dataset.letter === which;
        tab.setAttribute("aria-pressed", String(chosen));
        tab.classList.toggle("hart-button-quiet", !chosen);
      }
      sheet.setAttribute("aria-label", which === "good" ? "The sample email" : "The email gone wrong");
      sheet.replaceChildren(
        el("dl", { class: "hart-envelope" }, el("dt", null, "To"), el("dd", null, letter.to), el("dt", null, "Subject"), el("dd", null, letter.subject.length ? words(letter.subject, letter.remarks) : el("em", null, "no subject"))),
        el("div", { class: "hart-letter" }, paragraphs(letter.body).map((p) => el("p", null, words(p, letter.remarks)))));
      const shown = letter.remarks.map((r, at) => ({ ...r, number: at + 1 })).filter((r) => on.has(r.criterion));
      notes.replaceChildren(
        el("h4", null, "What to notice"),
        shown.length
          ? el("ol", { class: "hart-plain hart-remark-list" }, shown.map((r) =>
            el("li", { id: noteId(r.number), tabindex: "-1" },
              el("p", { class: "hart-remark-head" }, r.quote ? el("span", { class: "hart-number" }, String(r.number)) : null, el("span", { class: `hart-key hart-key-${r.criterion}` }, NAMES[r.criterion]), r.quote ? "" : " (the whole)"),
              el("p", null, r.note))))
          : el("p", { class: "hart-muted" }, on.size ? "No remark of this kind on this email." : "Switch a criterion on to see its remarks in the text."));
    }

    function tell() {
      const number = notes.querySelectorAll("li").length;
      root.announce(`${which === "good" ? "The sample" : "Gone wrong"}: ${hart.plural(number, "remark")} shown.`, 0);
    }

    function ask() {
      if (answer.open()) return;
      answer.ask();
      root.announce("Writing…", 0);
      model.send({ do: "pdf" });
    }

    function onMessage(content, buffers) {
      answer.end();
      if (content.file) hart.download(root, content, buffers);
    }

    draw();
    const deaf = hart.listen(model, { "msg:custom": onMessage });
    return () => {
      answer.end();
      deaf();
    };
  },
};
