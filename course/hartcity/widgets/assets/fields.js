// One or more text fields with a coach beside them.

export default {
  render({ model, el: host }) {
    const { el } = hart;
    return hartFrame.frame(model, host, {
      name: "fields",
      build(api, page) {
        const counts = new Map();
        const editors = page.fields.map((spec) => {
          const known = api.before.get(spec.field);
          if (known) return known;
          const count = el("p", { class: "hart-count-line" });
          const editor = hartEditor.editor({
            ...spec,
            oninput: (text) => {
              count.textContent = api.words(text);
              api.draft.input(spec.field, text);
            },
            onspan: api.onspan,
          });
          editor.count = count;
          editor.node.append(count);
          return editor;
        });
        for (const editor of editors) counts.set(editor.field, editor.count);
        const recount = () => {
          for (const editor of editors) editor.count.textContent = api.words(editor.text());
        };
        return { node: el("div", { class: "hart-stack" }, editors.map((e) => e.node)), editors, refresh: recount, show: recount };
      },
    });
  },
};
