export default {
  render({ model, el }) {
    const root = hart.root(el, { name: "message", label: "Message" });
    const text = hart.el("p", { class: "hart-note hart-note-fault", role: "alert" });
    const show = () => { text.textContent = model.get("text"); };
    show();
    root.append(text);
    return hart.listen(model, { "change:text": show });
  },
};
