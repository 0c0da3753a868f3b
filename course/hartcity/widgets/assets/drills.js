// Short drills: an overview, then one after the other.

export default {
  render({ model, el: host }) {
    const { el, drawing, plural } = hart;
    const root = hart.root(host, { name: "drills", label: "Short drills", step: "drills" });
    const notice = el("p", { class: "hart-note hart-note-caution", role: "alert", hidden: true });
    const slot = el("div");
    root.prepend(notice, slot);
    let view = "";
    let goOn = () => {};
    const answer = hart.question(20000, () => {
      goOn();
      say("The page doesn’t answer. Reload it; what you have done is kept.");
    });

    function send(message) {
      if (answer.open()) return;
      answer.ask();
      model.send(message);
    }

    // An answer that changes nothing is one, too.
    function answered() {
      if (!answer.open()) return;
      answer.end();
      goOn();
      root.announce(notice.textContent, 0);
    }

    function say(words) {
      notice.textContent = words;
      notice.hidden = !words;
    }

    function strength(kind) {
      const share = Math.round((100 * kind.known) / kind.count);
      return el("div", { class: "hart-drill-strength", role: "img", "aria-label": `${kind.known} of ${kind.count} answered well` }, el("span", { style: `inline-size: ${share}%` }));
    }

    function state(kind) {
      const parts = [`${kind.known} of ${kind.count} answered well`];
      if (kind.due) parts.push(`${kind.due} to repeat today`);
      return parts.join(", ");
    }

    function overview(page) {
      const done = page.kinds.reduce((sum, kind) => sum + kind.right + kind.wrong, 0);
      const due = page.kinds.reduce((sum, kind) => sum + kind.due, 0);
      const heading = el("h3", { tabindex: "-1" }, page.last ? `${page.last.right} of ${page.last.of} right` : "Short drills");
      const next = due
        ? `${plural(due, "drill")} from earlier ${due === 1 ? "is" : "are"} due again today; they come first.`
        : done
          ? "Nothing is due today; new ones come first, more of what is harder for you."
          : "Six at a time take about five minutes. What goes wrong comes back soon, what goes well comes back later.";
      slot.replaceChildren(
        heading,
        el("p", null, next),
        el("p", { class: "hart-row" }, el("button", { type: "button", class: "hart-button", "data-start": "", onclick: () => send({ do: "start" }) }, done ? `${page.session} more` : `Start with ${page.session}`)),
        el("h4", null, "Or one kind"),
        el("ul", { class: "hart-plain hart-drill-kinds" }, page.kinds.map((kind) =>
          el(
            "li",
            { class: "hart-panel hart-drill-kind" },
            el("h5", null, kind.title),
            el("p", { class: "hart-muted" }, kind.help),
            strength(kind),
            el("p", { class: "hart-muted" }, state(kind)),
            el("button", { type: "button", class: "hart-button hart-button-quiet hart-button-small", "data-start": kind.id, onclick: () => send({ do: "start", kind: kind.id }) }, "Practice this", el("span", { class: "hart-sr" }, `: ${kind.title}`)),
          ))),
      );
      return heading;
    }

    function item(page) {
      const heading = el("h3", { tabindex: "-1" }, page.item.kind);
      const made = hartDrillItem.form(page, hart.uid("drill"), root.announce);
      const verdict = page.verdict;
      // What is checked can't be changed until its verdict is there: that would be lost.
      const judge = () => {
        if (answer.open()) return;
        send({ do: "check", answer: made.answer() });
        made.node.inert = true;
        check.textContent = "Checking…";
        goOn = () => {
          made.node.inert = false;
          check.textContent = "Check";
          goOn = () => {};
        };
      };
      const check = el("button", { type: "button", class: "hart-button", "data-check": "", onclick: judge }, "Check");
      const next = el("button", { type: "button", class: "hart-button", "data-next": "", onclick: () => send({ do: "next" }) }, page.at < page.of ? "Next" : "Finish");
      slot.replaceChildren(
        el("p", { class: "hart-row hart-between hart-muted" }, el("span", null, `${page.at} of ${page.of}`), el("button", { type: "button", class: "hart-link", onclick: () => send({ do: "stop" }) }, "Back to all drills")),
        heading,
        el("p", { class: "hart-help" }, page.item.help),
        page.item.situation ? el("p", { class: "hart-drill-situation" }, page.item.situation) : "",
        made.node,
        verdict
          ? el(
              "div",
              { class: `hart-note ${verdict.right ? "hart-drill-right" : "hart-note-caution"}`, "data-verdict": verdict.right ? "right" : "open" },
              drawing(verdict.right ? hartDrillItem.SIGNS.good : hartDrillItem.SIGNS.open),
              el("div", null, el("p", null, el("strong", null, verdict.summary)), el("p", null, verdict.because)),
            )
          : "",
        el("p", { class: "hart-row" }, verdict ? next : check),
      );
      if (verdict) root.announce(`${verdict.summary} ${verdict.because}`, 0);
      return verdict ? next : heading;
    }

    function show() {
      answer.end();
      const page = model.get("page");
      say(page.notice ?? "");
      const now = JSON.stringify(page);
      if (now === view) return;
      const first = !view;
      const here = slot.contains(document.activeElement);
      view = now;
      const focus = page.view === "item" ? item(page) : overview(page);
      // Who works here is taken along; who reads elsewhere isn't pulled away.
      if (!first && (here || !document.activeElement || document.activeElement === document.body)) focus.focus({ preventScroll: page.verdict !== undefined });
    }

    const deaf = hart.listen(model, { "change:page": show, "msg:custom": answered });
    show();
    return () => {
      answer.end();
      deaf();
    };
  },
};
