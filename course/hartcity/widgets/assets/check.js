// Questions with a reason for every answer. What is right stands in the page: this is for learning, not for grading.

export default {
  render({ model, el: host }) {
    const { el, drawing, plural, uid } = hart;
    const SIGNS = { right: "M3 8.5l3.2 3.2L13 4.8", wrong: "M4 4l8 8M12 4l-8 8", missed: "M3 8h10" };
    const first = model.get("page");
    const root = hart.root(host, { name: "check", label: first.title });
    const score = el("p", { class: "hart-muted" });
    const problem = el("p", { class: "hart-note hart-note-caution", hidden: true });
    const items = Object.entries(first.questions).map(([id, question], at) => item(id, question, at + 1));
    root.prepend(el("h3", null, first.title), ...(first.intro ? [el("p", { class: "hart-help" }, first.intro)] : []), problem, ...items.map((i) => i.node), score);

    function item(id, question, number) {
      const name = uid("question");
      const options = Object.entries(question.options).map(([option, it]) => {
        const input = el("input", { type: question.several ? "checkbox" : "radio", name, value: option, onchange: changed });
        const why = el("div", { class: "hart-why", hidden: true });
        return { option, it, input, why, node: el("div", { class: "hart-option" }, el("label", null, input, el("span", null, it.text)), why) };
      });
      const verdict = el("p", { class: "hart-verdict", tabindex: "-1", hidden: true });
      const button = el("button", { type: "button", class: "hart-button hart-button-small", onclick: () => answer(true) }, "Check my answer", el("span", { class: "hart-sr" }, ` to question ${number}`));
      const more = el("button", { type: "button", class: "hart-link", hidden: true, onclick: () => { reveal(true); more.hidden = true; verdict.focus(); } }, "Show the reasons for the other answers");
      const node = el("fieldset", { class: "hart-question", "data-question": id },
        el("legend", null, `${number}. ${question.ask}`, question.several ? el("span", { class: "hart-sub" }, "Choose all that fit.") : null),
        ...options.map((o) => o.node),
        el("div", { class: "hart-row" }, button, more), verdict);
      const self = { id, node, checked: false, right: false, touched: false, chosen: () => options.filter((o) => o.input.checked).map((o) => o.option), restore };

      function changed() {
        self.touched = true;
        self.checked = false;
        self.right = false;
        verdict.hidden = true;
        more.hidden = true;
        for (const o of options) o.why.hidden = true;
        tell();
      }

      function reveal(all) {
        for (const o of options) {
          o.why.hidden = !(all || o.input.checked);
          const kind = o.it.right ? (o.input.checked ? "right" : "missed") : "wrong";
          const word = { right: "Right.", missed: "This one fits, too.", wrong: "Not this one." }[kind];
          o.why.className = `hart-why hart-why-${kind}`;
          o.why.replaceChildren(drawing(SIGNS[kind]), el("span", null, el("strong", null, word), " ", o.it.because));
        }
      }

      function answer(byHand) {
        if (!self.chosen().length) {
          verdict.hidden = false;
          verdict.textContent = question.several ? "Choose one answer or more first." : "Choose an answer first.";
          root.announce(verdict.textContent, 0);
          return;
        }
        const wrong = options.filter((o) => o.input.checked !== o.it.right).length;
        self.checked = true;
        self.right = wrong === 0;
        reveal(false);
        verdict.hidden = false;
        verdict.className = `hart-verdict hart-verdict-${self.right ? "right" : "wrong"}`;
        verdict.replaceChildren(drawing(SIGNS[self.right ? "right" : "wrong"]), el("span", null, self.right ? "That is it." : question.several ? "Not quite. Read the reasons, change your answer and check again." : "Not this time. Read the reason, then choose again."));
        more.hidden = options.every((o) => !o.why.hidden);
        if (byHand) {
          verdict.focus();
          model.send({ choices: { [id]: self.chosen() } });
        }
        tell();
      }

      // What was kept comes back once: a late answer of the kernel must not undo what somebody has changed since.
      function restore(chosen) {
        if (self.touched || self.chosen().length || !chosen?.length) return;
        for (const o of options) o.input.checked = chosen.includes(o.option);
        answer(false);
      }
      return self;
    }

    function tell() {
      const done = items.filter((i) => i.right).length;
      score.textContent = items.some((i) => i.checked) ? `${done} of ${plural(items.length, "question")} answered right.` : "Nothing here is graded. Your answers are kept for you.";
    }

    function show() {
      const page = model.get("page");
      problem.textContent = page.problem;
      problem.hidden = !page.problem;
      for (const it of items) it.restore(page.chosen[it.id]);
      tell();
    }

    show();
    return hart.listen(model, { "change:page": show });
  },
};
