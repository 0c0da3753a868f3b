// One's work as a file: take it along, bring it back.

export default {
  render({ model, el: host }) {
    const { el } = hart;
    const root = hart.root(host, { name: "keep", label: "Your work as a file" });
    const id = hart.uid("bring");
    const trouble = el("p", { class: "hart-note hart-note-fault", role: "alert", hidden: true });
    const said = el("div", { class: "hart-note", hidden: true });
    const take = el("button", { type: "button", class: "hart-button", onclick: () => send({ do: "take" }) }, "Take my work along (.json)");
    const answer = hart.question(60000, () => onMessage({ error: "The page doesn’t answer. Reload it; your work is safe." }));
    const file = el("input", { type: "file", id, accept: ".json,application/json", onchange: bring });

    function send(message, buffers) {
      if (answer.open()) return;
      answer.ask();
      trouble.hidden = said.hidden = true;
      model.send(message, undefined, buffers);
    }

    async function bring() {
      const [chosen] = file.files;
      if (!chosen) return;
      if (chosen.size > model.get("page").limit) onMessage({ error: `${chosen.name} is too large to be a file of your work.` });
      else send({ do: "bring", name: chosen.name }, [await chosen.arrayBuffer()]);
      file.value = "";
    }

    function onMessage(content, buffers) {
      answer.end();
      if (content.file) {
        hart.download(root, content, buffers);
      } else if (content.error) {
        trouble.textContent = content.error;
        trouble.hidden = false;
      } else if (content.lines) {
        said.replaceChildren(el("ul", { class: "hart-plain" }, content.lines.map((line) => el("li", null, line))));
        said.hidden = false;
        root.announce(content.lines.join(" "), 0);
      }
    }

    root.prepend(
      el("h3", null, "Your work as a file"),
      el("p", { class: "hart-help" }, "What you wrote in practice, your lessons, drills and attempts. Take them along to another browser or computer, and bring them back there. Nothing that is there gets lost."),
      el("p", { class: "hart-row" }, take),
      el("label", { for: id }, "Bring a file back"),
      file,
      trouble,
      said,
    );
    const deaf = hart.listen(model, { "msg:custom": onMessage });
    return () => {
      answer.end();
      deaf();
    };
  },
};
