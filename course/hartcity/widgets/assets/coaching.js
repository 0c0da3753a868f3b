// The coach beside a text: what to look at, with a reason and a way on; and what a reader finds or still misses.

const hartCoaching = (() => {
  const { el, drawing, plural } = hart;
  const SIGNS = {
    found: "M3 8.5l3.2 3.2L13 4.8",
    partly: "M3 8h10",
    open: "M8 2.6a5.4 5.4 0 1 0 .01 0",
    look: "M8 2.6l6 10.8H2zM8 6.6v3.2M8 11.6v.1",
  };
  const STATES = { found: "in place", partly: "partly there", open: "still missing" };
  const TITLES = {
    collaboration: "Working together",
    professionalism: "Professional",
    concision: "Clear and brief",
    benefits: "Benefits",
    coordination: "Coordination",
    finances: "Finances",
    selection: "Choice of services",
  };

  // A name that stays while the student types around it; the coach may give one indicator for several places. A remark is
  // named by its words in the text that was `read`, too: an open one must not become the next when it is mended.
  function named(findings, read) {
    const seen = new Map();
    return findings.map((finding) => {
      const [span] = finding.spans;
      const words = span && finding.kind === "fault" ? (read[span.field] ?? "").slice(span.start, span.end) : "";
      const name = `${finding.criterion}/${finding.indicator}/${span?.field ?? ""}/${words}`;
      seen.set(name, (seen.get(name) ?? 0) + 1);
      return { ...finding, key: `${name}/${seen.get(name)}` };
    });
  }
  // A remark that this course shows: all of them, or with a checklist those that are about the person's consent.
  const isRemark = (finding, mode) => finding.kind === "fault" && finding.met < 0.99 && (mode === "full" || (mode === "checklist" && finding.consent));
  const stateOf = (finding) => (finding.met >= 0.75 ? "found" : finding.met > 0.25 ? "partly" : "open");

  // options: mode, quote(span), go(span), apply(finding), announce
  function panel(options) {
    const node = el("aside", { class: "hart-coach", "aria-label": options.label });
    let shown = "";
    let active = null;
    let count = null;

    function card(finding) {
      const { key } = finding;
      const [span] = finding.spans;
      const words = span ? options.quote(span) : "";
      const more = finding.spans.length > 1 ? ` and ${plural(finding.spans.length - 1, "more place")}` : "";
      return el(
        "li",
        { class: "hart-remark", "data-key": key },
        el("h5", null, drawing(SIGNS.look), finding.label),
        words ? el("p", { class: "hart-quoted" }, el("q", null, words), more) : null,
        el("p", null, finding.message),
        finding.suggestion ? el("p", { class: "hart-suggestion" }, finding.suggestion) : null,
        el(
          "div",
          { class: "hart-row" },
          span && finding.replacement !== null && finding.replacement !== undefined
            ? el("button", { type: "button", class: "hart-button hart-button-small", "data-apply": key, onclick: () => options.apply(finding) }, finding.replacement ? `Change to “${finding.replacement}”` : "Take it out")
            : null,
          span ? el("button", { type: "button", class: "hart-button hart-button-small hart-button-quiet", "data-show": key, onclick: () => options.go(finding) }, "Show in the text", el("span", { class: "hart-sr" }, `: ${finding.label}`)) : null,
        ),
      );
    }

    function item(finding) {
      const state = stateOf(finding);
      const full = options.mode() === "full";
      const label = [finding.label, el("span", { class: "hart-sr" }, `: ${STATES[state]}`)];
      const place = full && finding.spans.length
        ? el("button", { type: "button", class: "hart-link", "data-show": finding.key, onclick: () => options.go(finding) }, "Show in the text", el("span", { class: "hart-sr" }, `: ${finding.label}`))
        : null;
      return el(
        "li",
        { class: `hart-item hart-item-${state}` },
        drawing(SIGNS[state]),
        full
          ? el("details", { "data-more": finding.key }, el("summary", null, label), el("div", { class: "hart-item-more" }, el("p", null, finding.message, finding.suggestion ? ` ${finding.suggestion}` : ""), place))
          : el("span", null, label),
      );
    }

    function criterion(id, findings) {
      const found = findings.filter((f) => stateOf(f) === "found");
      const open = findings.filter((f) => stateOf(f) !== "found");
      return el(
        "section",
        { class: "hart-criterion", "data-criterion": id },
        el("h4", null, TITLES[id] ?? id, el("span", { class: "hart-of" }, `${found.length} of ${findings.length}`)),
        el("div", { class: "hart-meter", "aria-hidden": "true" }, el("span", { style: `inline-size: ${Math.round((100 * found.length) / findings.length)}%` })),
        open.length ? el("ul", { class: "hart-plain hart-items", "aria-label": "A reader would still miss" }, open.map(item)) : el("p", { class: "hart-muted" }, "A reader finds everything asked for here."),
        found.length
          ? el("details", { class: "hart-found", "data-found": id }, el("summary", null, `${plural(found.length, "point")} in place`), el("ul", { class: "hart-plain hart-items" }, found.map(item)))
          : null,
      );
    }

    function show(findings, empty) {
      const mode = options.mode();
      node.hidden = mode === "off" || (!findings.length && !empty);
      if (node.hidden) return;
      const now = JSON.stringify([mode, findings, empty]);
      if (now === shown) return;
      shown = now;
      const focused = node.contains(document.activeElement) ? document.activeElement : null;
      const first = !node.querySelector("details");
      const opened = [...node.querySelectorAll("details[open]")].map((d) => d.dataset.more ?? d.dataset.found);
      const remarks = findings.filter((f) => isRemark(f, mode));
      const groups = new Map();
      for (const f of findings) if (f.kind !== "fault") groups.set(f.criterion, [...(groups.get(f.criterion) ?? []), f]);
      node.replaceChildren(
        el("h3", null, mode === "full" ? "Coach" : "Checklist"),
        empty ? el("p", { class: "hart-muted" }, empty) : "",
        remarks.length
          ? el("section", { class: "hart-remarks" }, el("h4", null, "Worth a look", el("span", { class: "hart-of" }, plural(remarks.length, "remark"))), el("ol", { class: "hart-plain" }, remarks.map(card)))
          : "",
        ...(empty ? [] : [...groups].map(([id, group]) => criterion(id, group))),
      );
      for (const d of node.querySelectorAll("details")) d.open = opened.includes(d.dataset.more ?? d.dataset.found);
      // The very first thing to do stands open, the others open with a click: a list, not a lecture.
      if (first) node.querySelector(".hart-item details")?.setAttribute("open", "");
      light(active);
      if (focused) {
        const [name, key] = Object.entries(focused.dataset)[0] ?? [];
        const again = name ? [...node.querySelectorAll(`[data-${name}]`)].find((n) => n.dataset[name] === key) : null;
        (again ?? node.querySelector("button, summary"))?.focus({ preventScroll: true });
      }
      if (count !== null && count !== remarks.length) options.announce(remarks.length ? `${plural(remarks.length, "remark")}. F8 goes to the next.` : "No remarks.", 2500);
      count = remarks.length;
    }

    function light(key) {
      active = key;
      for (const card of node.querySelectorAll(".hart-remark")) {
        card.classList.toggle("hart-remark-active", card.dataset.key === key);
      }
    }

    return { node, show, light };
  }

  return { panel, named, isRemark, stateOf, SIGNS };
})();
