// One or more text fields with a coach beside them; above the field there may be a sheet that helps to fill it.

export default {
  render({ model, el: host }) {
    const { el } = hart;
    const sheets = { plan: typeof hartPlan === "undefined" ? null : hartPlan, costs: typeof hartCosts === "undefined" ? null : hartCosts };
    return hartFrame.frame(model, host, {
      name: "fields",
      build(api, page) {
        const editors = page.fields.map((spec) => {
          const known = api.before.get(spec.field);
          if (known) return known;
          const count = el("p", { class: "hart-count-line" });
          const editor = hartEditor.editor({
            ...spec,
            oninput: (text) => {
              api.draft.input(spec.field, text);
              recount();
            },
            onspan: api.onspan,
          });
          editor.count = count;
          editor.node.append(count);
          return editor;
        });
        const sheet = page.sheets.length ? sheets[page.sheets[0]].sheet(api, page, editors[0]) : null;
        function recount() {
          for (const editor of editors) editor.count.textContent = api.words(editor.text());
          sheet?.written();
        }
        return {
          // A field that stays is left where it is: somebody may be typing there.
          node: hart.arrange(api.node ?? el("div", { class: "hart-stack" }), [sheet?.node, ...editors.map((e) => e.node)].filter(Boolean)),
          editors,
          refresh: recount,
          show: (field, text) => (page.sheets.includes(field) ? sheet.show(text) : recount()),
          page: (next) => sheet?.page(next),
        };
      },
    });
  },
};
