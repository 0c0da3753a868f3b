// What the person agreed may be said to one recipient. Words carry the meaning; signs and color repeat it.

const hartConsent = (() => {
  const { el, drawing } = hart;
  const SIGNS = { yes: "M3 8.5l3.2 3.2L13 4.8", no: "M4 4l8 8M12 4l-8 8", ask: "M5.6 6a2.4 2.4 0 1 1 3.4 2.2c-.7.3-1 .8-1 1.6M8 12.4v.1" };

  function group(kind, label, items) {
    if (!items.length) return null;
    return el("div", { class: `hart-consent-group hart-consent-${kind}` }, el("h4", null, drawing(SIGNS[kind]), label), el("ul", { class: "hart-plain" }, items.map((i) => el("li", null, i))));
  }

  function board(recipient, first) {
    if (!recipient) return el("p", { class: "hart-muted" }, `Choose a recipient to see what ${first} agreed may be said there.`);
    return el(
      "div",
      { class: "hart-consent" },
      recipient.conflict ? el("p", { class: "hart-note hart-note-caution" }, el("span", null, el("strong", null, "Take care: "), recipient.conflict)) : null,
      el(
        "div",
        { class: "hart-consent-groups" },
        group("yes", "May be said", recipient.share),
        group("no", "Must not be said", recipient.never),
        group("ask", `Ask ${first} first`, recipient.ask.length ? recipient.ask : [recipient.share.length ? "Anything that isn’t listed here." : "Everything: nothing is agreed for this organization yet."]),
      ),
      recipient.regime ? el("p", { class: "hart-muted" }, `Rules for information there: ${recipient.regime}.`) : null,
    );
  }

  return { board };
})();
