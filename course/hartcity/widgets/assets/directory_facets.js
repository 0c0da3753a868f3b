// The filters: one group of checkboxes a facet, with what each would leave.

const hartFacets = (() => {
  const { el, plural } = hart;
  const FIRST = 8;
  const MOST = 100;

  // `facet.values` come in the order to show; the person's own needs come first in “need”.
  function group(facet, app, open) {
    const wanted = facet.id === "need" ? app.personNeeds() : [];
    const values = [
      ...wanted.map((id) => facet.values.find((v) => v.id === id)).filter(Boolean),
      ...facet.values.filter((v) => !wanted.includes(v.id)),
    ];
    const most = values.length > FIRST + 2 ? Math.max(FIRST, wanted.length) : values.length;
    const lines = new Map();
    const box = el("div", { role: "group", "aria-label": facet.label });
    let counts = null;

    // A line is made when it is first shown: a large directory has thousands of organizations.
    function add(value) {
      const check = el("input", { type: "checkbox", onchange: () => app.pick(facet.id, value.id, check.checked) });
      const count = el("span", { class: "hart-count" });
      const line = el(
        "label",
        { class: "hart-check" },
        check,
        el("span", null, value.label, wanted.includes(value.id) ? el("span", { class: "hart-muted" }, ` – ${app.firstName()}`) : null),
        count,
      );
      lines.set(value.id, { check, count, line });
      if (all?.parentNode) all.before(line);
      else box.append(line);
      return check;
    }

    let all = null;
    values.slice(0, most).forEach(add);
    if (values.length > most) {
      all = el("button", { type: "button", class: "hart-link", onclick: () => {
        const added = values.filter((v) => !lines.has(v.id)).slice(0, MOST).map(add);
        if (lines.size === values.length) all.remove();
        sync(counts);
        added[0]?.focus();
      } }, values.length > MOST + most ? "Show more" : `Show all ${values.length}`, el("span", { class: "hart-sr" }, ` for ${facet.label}`));
      box.append(all);
    }
    const on = el("span", { class: "hart-on" });
    const node = el(
      "details",
      { class: "hart-facet", "data-facet": facet.id },
      el("summary", null, facet.label, on),
      box,
    );
    node.open = open;
    function sync(now) {
      counts = now;
      const picked = app.state.picked[facet.id];
      for (const id of picked) {
        const value = lines.has(id) ? null : values.find((v) => v.id === id);
        if (value) add(value);
      }
      for (const [id, { check, count, line }] of lines) {
        const number = counts[facet.id].get(id) ?? 0;
        check.checked = picked.has(id);
        count.replaceChildren(String(number), el("span", { class: "hart-sr" }, number === 1 ? " service" : " services"));
        line.classList.toggle("hart-none", !number && !check.checked);
      }
      on.textContent = picked.size ? ` ${picked.size} on` : "";
    }
    return { node, sync };
  }

  function panel(app) {
    const groups = app.payload.facets.map((facet, at) => group(facet, app, at < 2));
    const own = app.personNeeds().length
      ? el("button", { type: "button", class: "hart-button hart-button-quiet hart-wide", onclick: () => app.pickOwnNeeds() }, `Only what ${app.firstName()} needs`)
      : null;
    const id = app.uid("filters");
    const body = el("div", { class: "hart-facet-body", id }, own, groups.map((g) => g.node));
    const toggle = el("button", { type: "button", class: "hart-button hart-button-quiet hart-facet-toggle", "aria-expanded": "false", "aria-controls": id, onclick: () => {
      const open = toggle.getAttribute("aria-expanded") !== "true";
      toggle.setAttribute("aria-expanded", String(open));
      body.classList.toggle("hart-open", open);
    } }, "Filters");
    const node = el("div", { class: "hart-facets", role: "group", "aria-label": "Filters" }, toggle, body);
    const sync = (counts) => {
      for (const g of groups) g.sync(counts);
      const on = Object.values(app.state.picked).reduce((sum, set) => sum + set.size, 0);
      toggle.textContent = on ? `Filters (${on} on)` : "Filters";
    };
    return { node, sync };
  }

  // What is on, each with a button that takes it off.
  function active(app) {
    const items = [];
    for (const facet of app.payload.facets) {
      for (const value of facet.values) {
        if (!app.state.picked[facet.id].has(value.id)) continue;
        items.push(el("li", null, el("button", { type: "button", class: "hart-chip hart-chip-button", onclick: () => app.pick(facet.id, value.id, false, true) }, `${facet.label}: ${value.label}`, hartChoosing.icon("cross"), el("span", { class: "hart-sr" }, ", remove this filter"))));
      }
    }
    if (!items.length && !app.state.query) return null;
    return el(
      "div",
      { class: "hart-row hart-active" },
      items.length ? el("ul", { class: "hart-chips", "aria-label": "Filters that are on" }, items) : null,
      el("button", { type: "button", class: "hart-link", onclick: () => app.clear() }, "Clear search and filters"),
    );
  }

  // Nothing found: say what to let go of.
  function empty(app) {
    const { index, state, payload } = app;
    const meant = hartLogic.didYouMean(index, state.query);
    const names = Object.fromEntries(payload.facets.map((f) => [f.id, f.label]));
    const options = hartLogic.relaxations(index, state);
    const query = state.query.trim();
    const filtered = options.some((o) => o.facet !== "query") || Object.values(state.picked).some((set) => set.size);
    return el(
      "div",
      { class: "hart-empty" },
      el("p", null, el("strong", null, query ? `No service matches “${query}”${filtered ? " with these filters" : ""}.` : "No service matches all of these filters.")),
      meant ? el("p", null, "Did you mean ", el("button", { type: "button", class: "hart-link", onclick: () => app.setQuery(meant) }, meant), "?") : null,
      options.length ? el("p", null, "To widen the search:") : el("p", null, "Try a broader word, such as food, housing or legal."),
      el(
        "ul",
        { class: "hart-plain" },
        options.map((o) => el("li", null, el("button", { type: "button", class: "hart-button hart-button-quiet", onclick: () => app.setState(o.state) }, o.facet === "query" ? "Search for anything" : `Any ${names[o.facet].toLowerCase()}`, ` – ${plural(o.count, "service")}`))),
        el("li", null, el("button", { type: "button", class: "hart-button hart-button-quiet", onclick: () => app.clear() }, "Clear search and filters")),
      ),
    );
  }

  return { panel, active, empty };
})();
