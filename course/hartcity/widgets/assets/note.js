// Short texts of a lesson, and weak emails to repair. One way to write it waits until the learner has tried.

const hartNote = (() => {
  const { el } = hart;
  // So many characters of one's own count as having tried.
  const TRIED = 20;

  function example(words, label) {
    return el("details", { class: "hart-example" }, el("summary", null, label), el("div", { class: "hart-example-text" }, words.split("\n\n").map((p) => el("p", null, p))));
  }

  function notes(api, page) {
    const examples = new Map();
    const editors = page.fields.map((spec) => {
      const editor = hartEditor.editor({ ...spec, oninput: (text) => { api.draft.input(spec.field, text); tried(); }, onspan: api.onspan });
      if (spec.example) {
        examples.set(editor, example(spec.example, "Compare with one way to say it"));
        editor.node.append(examples.get(editor));
      }
      return editor;
    });
    const after = page.afterwards ? el("p", { class: "hart-note", hidden: true }, page.afterwards) : null;
    function tried() {
      for (const [editor, node] of examples) node.hidden = editor.text().trim().length < TRIED;
      if (after) after.hidden = editors.some((e) => e.text().trim().length < TRIED);
    }
    tried();
    return { node: el("div", { class: "hart-stack" }, editors.map((e) => e.node), after), editors, refresh: tried, show: tried };
  }

  function repair(api, page) {
    const { draft } = api;
    const weak = { subject: page.weak.subject, body: page.weak.body };
    const input = (field) => (text) => { draft.input(field, text); tried(); };
    const [subject, body] = page.fields.map((spec) => hartEditor.editor({ ...spec, oneLine: spec.one_line, oninput: input(spec.field), onspan: api.onspan, onleave: () => body.area.focus() }));
    subject.oneLine = true;
    const count = el("p", { class: "hart-count-line" });
    body.node.append(count);
    const again = el("button", { type: "button", class: "hart-button hart-button-small hart-button-quiet", hidden: true, onclick: () => {
      draft.resolve(subject.field, weak.subject);
      draft.resolve(body.field, weak.body);
      tried();
      body.area.focus();
    } }, "Put the weak version back");
    const good = el("details", { class: "hart-example", hidden: true },
      el("summary", null, "Compare: before and after"),
      el("div", { class: "hart-versions-two" }, [["Before", page.weak], ["One good repair", page.repaired]].map(([name, email]) =>
        el("section", { class: "hart-version" }, el("h4", null, name), el("p", null, el("strong", null, "Subject: "), email.subject || el("em", null, "none")), email.body.split("\n\n").map((p) => el("p", { class: "hart-kept-lines" }, p))))),
      el("h4", null, "What changed"),
      el("ul", null, page.changed.map((c) => el("li", null, c))));
    function tried() {
      count.textContent = api.words(body.text());
      const changed = body.text().trim() !== weak.body.trim();
      again.hidden = !changed && subject.text() === weak.subject;
      good.hidden = !changed;
    }
    const node = el("div", { class: "hart-stack" }, el("p", null, el("strong", null, "To: "), page.to), subject.node, body.node, el("div", { class: "hart-row" }, again), good);
    return { node, editors: [subject, body], refresh: tried, show: tried };
  }

  return { build: (api, page) => (page.weak ? repair(api, page) : notes(api, page)) };
})();

export default {
  render({ model, el: host }) {
    return hartFrame.frame(model, host, { name: "lesson-note", build: hartNote.build });
  },
};
