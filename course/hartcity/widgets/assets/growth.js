// Growth: a small picture for each criterion and the same as a table; drills; the certificate.

export default {
  render({ model, el: host }) {
    const { el, svg, plural } = hart;
    const root = hart.root(host, { name: "growth", label: "Your progress" });
    const slot = el("div", { class: "hart-stack" });
    const trouble = el("p", { class: "hart-note hart-note-fault", role: "alert", hidden: true });
    const said = el("p", { class: "hart-note", hidden: true });
    const id = hart.uid("name");
    const name = el("input", { type: "text", id, maxlength: "80", autocomplete: "name" });
    const give = el("button", { type: "button", class: "hart-button", "data-certificate": "", onclick: ask });
    const paper = el("section", { class: "hart-panel" }, el("h3", null, "Certificate"));
    const named = hart.follow(name);
    let shown = "";
    const [WIDTH, HEIGHT, LEFT, TOP] = [220, 84, 22, 10];
    const answer = hart.question(60000, () => end("The page doesn’t answer. Reload it; what you have done is kept."));

    // Levels 1 to 4 from the bottom up, one dot an attempt, joined by a line.
    function picture(points) {
      const x = (n) => LEFT + (points.length === 1 ? (WIDTH - LEFT) / 2 : (n * (WIDTH - LEFT - 10)) / (points.length - 1));
      const y = (level) => TOP + ((4 - level) * (HEIGHT - 2 * TOP)) / 3;
      return svg(
        "svg",
        { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "hart-growth-picture", "aria-hidden": "true", focusable: "false" },
        [1, 2, 3, 4].map((level) => [
          svg("line", { x1: LEFT, x2: WIDTH, y1: y(level), y2: y(level), class: "hart-growth-grid" }),
          (() => { const t = svg("text", { x: 2, y: y(level) + 4 }); t.textContent = String(level); return t; })(),
        ]).flat(),
        svg("polyline", { points: points.map((p, n) => `${x(n)},${y(p)}`).join(" "), class: "hart-growth-line" }),
        points.map((p, n) => svg("circle", { cx: x(n), cy: y(p), r: 4, class: "hart-growth-dot" })),
      );
    }

    function growth(page) {
      if (!page.attempts.length) return el("p", { class: "hart-empty" }, el("strong", null, "No attempt yet. "), "Write something in practice and press “Rate what I have written”; it will show here.");
      const rows = page.criteria.map((c) => ({ ...c, points: page.attempts.filter((a) => a.levels[c.id]).map((a) => a.levels[c.id]) }));
      const words = (p) => (p.length === 1 ? `level ${p[0]}` : p[0] === p[p.length - 1] ? `level ${p[0]}, ${plural(p.length, "attempt")}` : `from ${p[0]} to ${p[p.length - 1]} in ${plural(p.length, "attempt")}`);
      return el(
        "div",
        { class: "hart-stack" },
        el("ul", { class: "hart-plain hart-growth-list" }, rows.filter((r) => r.points.length).map((r) =>
          el("li", { class: "hart-panel" }, el("h4", null, r.title), picture(r.points), el("p", { class: "hart-muted" }, words(r.points))))),
        el("details", null, el("summary", { class: "hart-open-line" }, "The same as a table"),
          el("div", { class: "hart-scroll", tabindex: "0", role: "region", "aria-label": "Attempts" },
            el("table", { class: "hart-sheetlike" },
              el("caption", null, "Levels proposed at each attempt; a dash where nothing was written"),
              el("thead", null, el("tr", null, ["Day", "For", ...page.criteria.map((c) => c.title)].map((t) => el("th", { scope: "col" }, t)))),
              el("tbody", null, page.attempts.map((a) => el("tr", null, el("th", { scope: "row" }, a.day), el("td", null, a.person), page.criteria.map((c) => el("td", null, String(a.levels[c.id] ?? "–"))))))))),
      );
    }

    function drills(page) {
      return el("div", { class: "hart-scroll", tabindex: "0", role: "region", "aria-label": "Drills" },
        el("table", { class: "hart-sheetlike" },
          el("caption", { class: "hart-sr" }, "Short drills"),
          el("thead", null, el("tr", null, ["Kind", "answered well", "right", "wrong"].map((t) => el("th", { scope: "col" }, t)))),
          el("tbody", null, page.drills.map((d) => el("tr", null, el("th", { scope: "row" }, d.title), el("td", null, `${d.known} of ${d.count}`), el("td", null, String(d.right)), el("td", null, String(d.wrong)))))));
    }

    function ask() {
      if (answer.open()) return;
      trouble.hidden = said.hidden = true;
      answer.ask();
      give.setAttribute("aria-disabled", "true");
      root.announce("Writing…", 0);
      model.send({ do: "certificate", name: name.value });
    }

    function end(words) {
      answer.end();
      give.removeAttribute("aria-disabled");
      trouble.textContent = words;
      trouble.hidden = !words;
    }

    function onMessage(content, buffers) {
      if (content.error) end(content.error);
      if (!content.file) return;
      end("");
      hart.download(root, content, buffers);
      said.textContent = content.said ?? `${content.file} is downloaded.`;
      said.hidden = false;
      root.announce(said.textContent, 0);
    }

    const help = el("p", { class: "hart-help" });
    const form = el("div", { class: "hart-stack" }, el("div", null, el("label", { for: id }, "Your name as it should stand there"), name), el("p", { class: "hart-row" }, give));
    paper.append(help, form, trouble, said);

    function show() {
      const page = model.get("page");
      const now = JSON.stringify([page.notice, page.attempts, page.drills]);
      if (now !== shown) hart.renew(slot, ...[page.notice ? el("p", { class: "hart-note hart-note-caution" }, page.notice) : null, el("h3", null, "Growth by criterion"), growth(page), el("h3", null, "Drills"), drills(page)].filter(Boolean));
      shown = now;
      form.hidden = !page.title;
      give.textContent = `Download: ${page.title}`;
      help.textContent = !page.title
        ? "There is nothing to certify yet: do a drill, or rate a text."
        : page.missing.length
          ? `It says what you have done and no more. Still open for a certificate of completion: ${page.missing.join(", ")}.`
          : "It says what you have done and no more: drills, attempts, the levels that were proposed, and the days.";
      named(page.name);
    }

    root.prepend(slot, paper);
    const deaf = hart.listen(model, { "change:page": show, "msg:custom": onMessage });
    show();
    return () => {
      answer.end();
      deaf();
    };
  },
};
