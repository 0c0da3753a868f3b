// How a careful reader would rate it: criterion by criterion, level, reasons, the words it stands on, what comes next.

export default {
  render({ model, el: host }) {
    const { el, drawing, plural, stepLink } = hart;
    const root = hart.root(host, { name: "rated", label: "How a careful reader would rate this", step: "reading" });
    const notice = el("p", { class: "hart-note hart-note-caution", role: "alert", hidden: true });
    const intro = el("p", { class: "hart-help" });
    const stale = el("p", { class: "hart-note", hidden: true }, el("span", null, "You have changed something since. Rate it again to see what came of it."));
    const rate = el("button", { type: "button", class: "hart-button", "data-rate": "", onclick: ask });
    const list = el("div", { class: "hart-rating-list" });
    root.prepend(el("h3", null, "How a careful reader would rate this"), intro, notice, el("p", { class: "hart-row" }, rate), stale, list);
    let rated = "";
    const answer = hart.question(60000, () => end("The page doesn’t answer. Reload it; what you typed is safe."));

    async function ask() {
      if (answer.open() || rate.getAttribute("aria-disabled") === "true") return;
      answer.ask();
      rate.setAttribute("aria-disabled", "true");
      rate.textContent = "Reading…";
      root.announce("Reading…", 0);
      if (await hart.saved()) model.send({ do: "rate" });
      else end("Something on this page is not saved yet, so nothing was rated. See the note beside it, then try again.");
    }

    function end(words) {
      answer.end();
      show();
      tell(words);
    }

    function tell(words) {
      notice.textContent = words;
      notice.hidden = !words;
    }

    const dots = (level) => el("span", { class: "hart-dots", "aria-hidden": "true" }, [1, 2, 3, 4].map((n) => el("span", { class: n <= level ? "hart-dot hart-dot-on" : "hart-dot" })));

    function change(before, level) {
      if (before === undefined) return null;
      const words = level > before ? `up from ${before}` : level < before ? `down from ${before}` : "as before";
      return el("span", { class: level > before ? "hart-up" : "hart-muted" }, words);
    }

    function evidence(part, title) {
      if (part.fixed) return el("p", null, el("strong", null, `${part.label}: `), part.segments.map((s) => s.text));
      return el(
        "div",
        null,
        part.label ? el("p", { class: "hart-label" }, part.label) : null,
        el("div", { class: "hart-evidence", tabindex: "0", role: "region", "aria-label": `${title}: ${part.label || "your text"}` }, part.segments.map((s) =>
          s.kind
            ? [el("mark", { class: `hart-mark-${s.kind}` }, s.text), s.numbers.length ? el("sup", null, s.numbers.join(", ")) : null]
            : s.text)),
      );
    }

    function findings(panel) {
      const shown = panel.findings.filter((f) => f.number || f.met < 1);
      return el("ul", { class: "hart-plain hart-findings" }, shown.map((f) =>
        el("li", null,
          drawing(f.met >= 1 ? "M3 8.5l3.2 3.2L13 4.8" : f.kind === "fault" ? "M8 2.6l6 10.8H2zM8 6.6v3.2M8 11.6v.1" : "M8 2.6a5.4 5.4 0 1 0 .01 0"),
          el("span", null, f.number ? el("sup", null, String(f.number)) : null, " ", el("strong", null, f.label, ": "), f.message))));
    }

    function panel(data) {
      const level = data.levels.find((lv) => lv.level === data.level);
      return el(
        "details",
        { class: "hart-panel hart-rating", "data-criterion": data.criterion },
        el("summary", null, el("span", { class: "hart-rating-head" },
          el("strong", null, data.title), dots(data.level),
          el("span", null, `Level ${data.level} of 4: ${level.name}`, data.sure ? "" : ", not quite sure"),
          change(model.get("page").before[data.criterion], data.level))),
        el("div", { class: "hart-stack" },
          el("p", null, level.descriptor),
          data.because.length ? el("div", null, el("h4", null, "Why"), el("ul", null, data.because.map((why) => el("li", null, why)))) : null,
          data.next.length && data.level < 4 ? el("div", null, el("h4", null, "What would raise it most"), el("ul", null, data.next.map((n) => el("li", null, n)))) : null,
          el("div", null, el("h4", null, "In your words"), data.parts.map((part) => evidence(part, data.title))),
          el("details", null, el("summary", { class: "hart-open-line" }, "Everything that was looked at"), findings(data))),
      );
    }

    function show() {
      const page = model.get("page");
      tell(page.notice);
      intro.replaceChildren(...(!page.person
        ? ["First choose whom you help. ", stepLink("person", "Meet the people")]
        : !page.written
          ? [`Choose and write something for ${page.person} first, one part is enough.`]
          : ["Levels and reasons as the course’s judge would propose them: a first reader’s opinion, not a grade. Every rating of a changed text is kept as an attempt."]));
      rate.hidden = !page.person || !page.written;
      if (!answer.open()) {
        rate.removeAttribute("aria-disabled");
        rate.textContent = page.panels.length ? "Rate it again" : "Rate what I have written";
      }
      stale.hidden = !page.changed;
      // What is read stays as it is, open or not, while something else is typed.
      const now = JSON.stringify([page.panels, page.before, page.rated_at, page.count]);
      if (now === rated) return;
      rated = now;
      const opened = [...list.querySelectorAll("details[data-criterion][open]")].map((d) => d.dataset.criterion);
      hart.renew(list,
        page.panels.length ? el("p", { class: "hart-muted" }, `Rated at ${page.rated_at}. ${plural(page.count, "attempt")} for ${page.person}.`) : "",
        ...page.panels.map(panel),
      );
      for (const d of list.querySelectorAll("details[data-criterion]")) d.open = opened.includes(d.dataset.criterion);
    }

    function onMessage(content) {
      if (!content.done) return;
      const page = model.get("page");
      end(page.notice);
      const weakest = page.panels.reduce((low, p) => (low === null || p.level < low.level ? p : low), null);
      if (weakest) list.querySelector(`[data-criterion="${weakest.criterion}"]`).open = true;
      root.announce(page.notice || page.panels.map((p) => `${p.title}: level ${p.level}`).join(". ") || "There is nothing to rate yet.", 0);
    }

    const deaf = hart.listen(model, { "change:page": show, "msg:custom": onMessage });
    show();
    return () => {
      answer.end();
      deaf();
    };
  },
};
