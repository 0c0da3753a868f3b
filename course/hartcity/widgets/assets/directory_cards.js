// A service as a card, and up to four services side by side.

const hartCards = (() => {
  const { el, plural } = hart;
  const { icon, list } = hartChoosing;
  const MOST_COMPARED = 4;
  const MOST_SHOWN = 420;

  const FIT_WORDS = {
    eligible: ["check", "Fits the rules"],
    "not eligible": ["cross", "Doesn't fit the rules"],
    "after a step": ["flag", "Fits after a step"],
    unknown: ["ask", "Can't be told from here"],
    closed: ["flag", "Fits the rules, but there is a catch"],
  };

  function placesText(service, payload) {
    if (service.available === null || service.available === undefined) return "not counted";
    const unit = service.unit || "places";
    const of = service.maximum ? ` of ${service.maximum.toLocaleString("en-US")}` : "";
    const asOf = payload.as_of_short ? `, as of ${payload.as_of_short}` : "";
    return service.available === 0 ? `none open${of ? ` (0${of} ${unit})` : ""}${asOf}` : `${service.available}${of} ${unit}${asOf}`;
  }

  // The facts of a service in the order in which they decide; [icon, label, text].
  function decisiveFacts(row, payload) {
    const { service } = row;
    return [
      ["people", "Who for", service.who],
      ["coin", "Cost", service.cost],
      ["clock", "Wait", service.wait],
      ["door", "Open places", placesText(service, payload)],
      ["calendar", "Hours", service.hours],
    ];
  }

  function furtherFacts(row) {
    const { service, org } = row;
    return [
      ["paper", "Documents to bring", service.documents.join(", ")],
      ["speech", "Languages", (service.languages ?? org.languages).join(", ")],
      ["access", "Access", service.access || org.access],
      ["bus", "Getting there", org.transit],
      ["lock", "What happens to information there", org.privacy || org.regime],
      ["flag", "How to apply", service.apply],
      ["phone", "Contact", [service.phone || org.phone, org.email].filter(Boolean).join(" · ") || "not given"],
    ];
  }

  // The beginning of a long text, up to the end of a sentence or a word; the whole of it stands under “More”.
  function opening(text) {
    if (text.length <= MOST_SHOWN) return text;
    const cut = text.slice(0, MOST_SHOWN);
    const sentence = Math.max(...[". ", "! ", "? ", ".\n", "\n"].map((end) => cut.lastIndexOf(end)));
    return `${sentence > MOST_SHOWN / 2 ? cut.slice(0, sentence + 1).trimEnd() : cut.slice(0, cut.lastIndexOf(" "))} …`;
  }

  function factList(facts) {
    return el(
      "dl",
      { class: "hart-facts" },
      facts
        .filter(([, , text]) => text)
        .map(([sign, label, text]) => el("div", { class: "hart-fact" }, el("dt", null, icon(sign), label), el("dd", null, text))),
    );
  }

  function needChips(row, app) {
    const wanted = new Set(app.personNeeds());
    return el(
      "ul",
      { class: "hart-chips", "aria-label": "Needs it helps with" },
      row.service.needs.map((need) =>
        el(
          "li",
          { class: wanted.has(need) ? "hart-chip hart-chip-on" : "hart-chip" },
          wanted.has(need) ? icon("check") : null,
          app.needLabel(need),
          wanted.has(need) ? el("span", { class: "hart-sr" }, ` (a need of ${app.firstName()})`) : null,
        ),
      ),
    );
  }

  // Only there when the course allows hints.
  function hint(row, app) {
    const fit = app.fits()[row.service.id];
    if (!fit) return null;
    const [sign, words] = FIT_WORDS[fit.status === "eligible" && !fit.open ? "closed" : fit.status] ?? FIT_WORDS.unknown;
    return el(
      "div",
      { class: `hart-hint hart-hint-${sign}` },
      el("p", null, icon(sign), el("strong", null, `${words} for ${app.firstName()}`)),
      fit.reasons.length ? el("ul", null, fit.reasons.map((reason) => el("li", null, reason))) : null,
    );
  }

  function card(row, app) {
    const { service, org } = row;
    const title = app.uid(`title-${service.id}`);
    const inPlace = app.inPlace().includes(service.id);
    const badge = el("p", { class: "hart-badge" }, icon("check"), "Chosen");
    const choose = el("button", { type: "button", class: "hart-button hart-choose", onclick: () => app.toggle(service.id) });
    const box = el("input", { type: "checkbox", onchange: () => app.compare(service.id, box.checked) });
    const article = el(
      "article",
      { class: "hart-card", "data-service": service.id, "aria-labelledby": title },
      el("div", { class: "hart-card-head" }, el("h4", { id: title, tabindex: "-1" }, service.name), badge),
      el("p", { class: "hart-org" }, org.name, org.sector ? el("span", { class: "hart-muted" }, ` · ${org.sector}`) : null),
      inPlace ? el("p", { class: "hart-note" }, icon("home"), `${app.firstName()} already has this service.`) : null,
      service.description ? el("p", { class: "hart-about" }, opening(service.description)) : null,
      needChips(row, app),
      factList(decisiveFacts(row, app.payload)),
      service.note ? el("p", { class: "hart-note" }, icon("flag"), el("span", null, "Good to know: ", service.note)) : null,
      hint(row, app),
      el(
        "details",
        { class: "hart-more" },
        el("summary", null, "More", el("span", { class: "hart-sr" }, ` about ${service.name}`)),
        opening(service.description) === service.description ? null : el("p", { class: "hart-about" }, service.description),
        factList(furtherFacts(row)),
        org.description ? el("p", { class: "hart-muted" }, `About ${org.name}: ${org.description}`) : null,
      ),
      el("div", { class: "hart-card-foot" }, choose, el("label", { class: "hart-check" }, box, el("span", null, "Compare", el("span", { class: "hart-sr" }, ` ${service.name}`)))),
    );
    const node = el("li", null, article);
    node.hartSync = () => {
      const chosen = app.chosen().includes(service.id);
      article.classList.toggle("hart-card-chosen", chosen);
      badge.hidden = !chosen;
      choose.classList.toggle("hart-button-quiet", chosen);
      choose.replaceChildren(icon(chosen ? "cross" : "plus"), chosen ? "Take out" : "Choose", el("span", { class: "hart-sr" }, `: ${service.name}`));
      box.checked = app.compared.has(service.id);
    };
    node.hartSync();
    node.hartFocus = () => article.querySelector("h4").focus();
    return node;
  }

  // A table with a column for each service; wide tables scroll inside their own frame.
  function comparison(app, close) {
    const rows = [...app.compared].map((id) => app.index.byId.get(id)).filter(Boolean);
    const lines = new Map();
    lines.set("Organization", rows.map((row) => row.org.name));
    lines.set("Helps with", rows.map((row) => list(row.service.needs.map(app.needLabel))));
    for (const [, label] of decisiveFacts(rows[0], app.payload)) {
      lines.set(label, rows.map((row) => decisiveFacts(row, app.payload).find((f) => f[1] === label)[2]));
    }
    for (const [, label] of furtherFacts(rows[0])) {
      lines.set(label, rows.map((row) => furtherFacts(row).find((f) => f[1] === label)[2]));
    }
    lines.set("Good to know", rows.map((row) => row.service.note || "–"));
    if (Object.keys(app.fits()).length) {
      lines.set(`For ${app.firstName()}`, rows.map((row) => hint(row, app) ?? "–"));
    }
    const caption = `${plural(rows.length, "service")} side by side`;
    const heading = el("h4", { tabindex: "-1", id: app.uid("compare-title") }, caption);
    const table = el(
      "table",
      { class: "hart-compare" },
      el(
        "thead",
        null,
        el(
          "tr",
          null,
          el("th", { scope: "col" }, "Fact"),
          rows.map((row) => el("th", { scope: "col" }, row.service.name)),
        ),
      ),
      el(
        "tbody",
        null,
        [...lines].map(([label, cells]) =>
          el("tr", null, el("th", { scope: "row" }, label), cells.map((cell) => el("td", null, cell || "–"))),
        ),
      ),
      el(
        "tfoot",
        null,
        el(
          "tr",
          null,
          el("th", { scope: "row" }, "Decide"),
          rows.map((row) => {
            const chosen = app.chosen().includes(row.service.id);
            return el(
              "td",
              null,
              el("button", { type: "button", class: `hart-button${chosen ? " hart-button-quiet" : ""}`, "data-choose": row.service.id, onclick: () => app.toggle(row.service.id) }, chosen ? "Take out" : "Choose", el("span", { class: "hart-sr" }, `: ${row.service.name}`)),
              el("button", { type: "button", class: "hart-button hart-button-quiet", onclick: () => app.compare(row.service.id, false) }, "Stop comparing", el("span", { class: "hart-sr" }, ` ${row.service.name}`)),
            );
          }),
        ),
      ),
    );
    const node = el(
      "section",
      { class: "hart-panel hart-comparison", "aria-labelledby": heading.id },
      el("div", { class: "hart-row hart-between" }, heading, el("button", { type: "button", class: "hart-button hart-button-quiet", onclick: close }, "Close comparison")),
      el("div", { class: "hart-scroll", tabindex: "0", role: "region", "aria-label": `${caption}, table` }, table),
    );
    node.hartFocus = () => heading.focus();
    return node;
  }

  return { card, comparison, MOST_COMPARED };
})();
