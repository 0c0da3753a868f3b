// Somebody new, made from a number; the same number makes the same person everywhere.

export default {
  render({ model, el: host }) {
    const { el } = hart;
    const root = hart.root(host, { name: "newcomer", label: "Somebody new" });
    const id = hart.uid("seed");
    const number = el("input", { type: "text", inputmode: "numeric", id, maxlength: "6", autocomplete: "off", "aria-describedby": `${id}-help` });
    const go = el("button", { type: "button", class: "hart-button hart-button-quiet", onclick: () => meet(Number(number.value.replace(/\D/g, ""))) }, "Meet somebody new");
    const notice = el("p", { class: "hart-note hart-note-caution", role: "alert", hidden: true });
    const before = el("div");
    const offered = hart.follow(number);
    const answer = hart.question(60000, () => end("The page doesn’t answer. Reload it; what you typed is safe."));

    function meet(seed) {
      if (answer.open()) return;
      answer.ask();
      go.setAttribute("aria-disabled", "true");
      root.announce("Somebody is on the way…", 0);
      model.send({ do: "meet", seed });
    }

    function show() {
      const page = model.get("page");
      offered(String(page.seed));
      tell(page.notice);
      hart.renew(before, ...(page.met.length
        ? [
            el("p", { class: "hart-label" }, "You have met"),
            el("ul", { class: "hart-chips" }, page.met.map((p) =>
              el("li", null, el("button", { type: "button", class: "hart-button hart-button-quiet hart-button-small", "aria-pressed": String(p.current), onclick: () => meet(p.seed) }, `${p.name} (${p.seed})`)))),
          ]
        : []));
    }

    function tell(words) {
      notice.textContent = words;
      notice.hidden = !words;
    }

    function end(words) {
      answer.end();
      go.removeAttribute("aria-disabled");
      tell(words);
    }

    function onMessage(content) {
      if (!content.done) return;
      const page = model.get("page");
      if (!page.notice) number.value = String(page.seed);
      end(page.notice);
      const current = page.met.find((p) => p.current);
      if (current) root.announce(`You are helping ${current.name}.`, 0);
    }

    root.prepend(
      el("details", { class: "hart-panel" },
        el("summary", { class: "hart-open-line" }, "Somebody new instead?"),
        el("div", { class: "hart-stack" },
          el("p", { class: "hart-help", id: `${id}-help` }, "The course can make new people without end: the same kinds of need, another life. The same number makes the same person for everybody, so that a group can work on one."),
          el("div", { class: "hart-row hart-seed" }, el("label", { for: id }, "Number"), number, go),
          notice,
          before)),
    );
    show();
    const deaf = hart.listen(model, { "change:page": show, "msg:custom": onMessage });
    return () => {
      answer.end();
      deaf();
    };
  },
};
