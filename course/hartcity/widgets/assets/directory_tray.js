// The tray: what is chosen, how many organizations, which needs are met, what overlaps, and whether it is saved.

const hartTray = (() => {
  const { el, plural } = hart;
  const { icon, list } = hartChoosing;

  function needLine(sign, label, needs, app) {
    return el(
      "div",
      { class: "hart-fact" },
      el("dt", null, icon(sign), label),
      el("dd", null, needs.length ? list(needs.map(app.needLabel)) : "none"),
    );
  }

  function overlapText(overlap, app) {
    const { names, inPlace } = overlap;
    const had = inPlace.length ? ` ${app.firstName()} already has ${list(inPlace)}.` : "";
    const chosen = names.length > 1 ? `${list(names)} all list it.` : `${names[0]} lists it.`;
    return `${app.needLabel(overlap.need)}: ${names.length === 2 ? chosen.replace(" all", " both") : chosen}${had}`;
  }

  function tray(app) {
    const line = el("p", { class: "hart-tray-line" });
    const saved = el("p", { class: "hart-tray-saved" });
    const id = app.uid("tray");
    const body = el("div", { id, class: "hart-tray-body" });
    body.hidden = true;
    const toggle = el("button", { type: "button", class: "hart-button hart-button-quiet", "aria-expanded": "false", "aria-controls": id, onclick: () => open(body.hidden) });
    const node = el(
      "section",
      { class: "hart-tray", "aria-label": "Your choice" },
      el("div", { class: "hart-row hart-between" }, el("div", null, line, saved), toggle),
      body,
    );

    function open(yes) {
      body.hidden = !yes;
      toggle.setAttribute("aria-expanded", String(yes));
      label();
    }

    function label() {
      toggle.replaceChildren(body.hidden ? "Show my choice" : "Hide my choice");
    }

    function remove(id, at) {
      app.toggle(id);
      const next = body.querySelectorAll("button[data-remove]");
      (next[Math.min(at, next.length - 1)] ?? toggle).focus();
    }

    function sync() {
      const chosen = app.chosen();
      const sum = hartLogic.summary(app.index, chosen, { needs: app.personNeeds(), in_place: app.inPlace() });
      const parts = [
        plural(sum.rows.length, "service"),
        plural(sum.organizations, "organization"),
      ];
      const needs = app.personNeeds();
      if (needs.length) parts.push(`${sum.met.length} of ${plural(needs.length, "need")} met`);
      if (sum.overlaps.length) parts.push(plural(sum.overlaps.length, "overlap"));
      line.replaceChildren(el("strong", null, chosen.length ? "Chosen: " : "Nothing chosen yet. "), chosen.length ? parts.join(" · ") : "Choose services from at least two organizations.");
      saved.replaceChildren(...app.savedWords());
      label();
      hart.renew(body, ...[
        chosen.length
          ? el(
              "ol",
              { class: "hart-chosen", "aria-label": "Chosen services" },
              sum.rows.map((row, at) =>
                el(
                  "li",
                  null,
                  el("span", null, el("strong", null, row.service.name), el("span", { class: "hart-muted" }, ` · ${row.org.name}`)),
                  el("button", { type: "button", class: "hart-link", "data-remove": row.service.id, onclick: () => remove(row.service.id, at) }, "Take out", el("span", { class: "hart-sr" }, `: ${row.service.name}`)),
                ),
              ),
              sum.unknown.map((id, at) =>
                el("li", null, el("span", null, `${id} (not in this directory any more)`), el("button", { type: "button", class: "hart-link", "data-remove": id, onclick: () => remove(id, sum.rows.length + at) }, "Take out", el("span", { class: "hart-sr" }, `: ${id}`))),
              ),
            )
          : el("p", { class: "hart-muted" }, "Services you choose are listed here, with the needs they reach and those still open."),
        needs.length
          ? el("dl", { class: "hart-facts" }, needLine("check", "Needs met", sum.met, app), needLine("cross", "Needs still open", sum.unmet, app))
          : null,
        sum.overlaps.length
          ? el("div", { class: "hart-note" }, icon("people"), el("div", null, el("strong", null, "Overlaps"), el("ul", null, sum.overlaps.map((o) => el("li", null, overlapText(o, app)))), el("p", { class: "hart-muted" }, "Two services for one need can be right, or one too many: your text should say which.")))
          : null,
        chosen.length && needs.length ? el("p", { class: "hart-muted" }, "“Met” means that a chosen service lists the need. Whether it is open to this person is yours to find out.") : null,
      ].filter(Boolean));
      return sum;
    }

    return { node, sync };
  }

  return { tray };
})();
