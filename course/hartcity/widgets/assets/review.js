// What was written, on one page; what is missing; and the receipt.

const hartReview = (() => {
  const { el, drawing, plural, stepLink } = hart;
  const CHECK = "M3 8.5l3.2 3.2L13 4.8";

  const prose = (text, none) =>
    text.trim() ? el("div", { class: "hart-letter" }, text.split(/\n\s*\n/).filter((p) => p.trim()).map((p) => el("p", null, p))) : el("p", { class: "hart-muted" }, none);

  // `editable`: each part leads to its place; an earlier version has none.
  function review(page, editable = true) {
    const edit = (step, what) => (editable ? [" ", stepLink(step, ["Edit", el("span", { class: "hart-sr" }, ` ${what}`)], "hart-link hart-edit")] : null);
    return el(
      "div",
      { class: "hart-stack hart-review" },
      el("section", null, el("h4", null, "Part 1: services"), el("p", null, page.person ? `For ${page.person}` : "Nobody is chosen yet.", edit("person", "the person")),
        page.services.map((s) => el("section", null, el("h5", null, s.name, s.organization ? el("span", { class: "hart-muted" }, ` · ${s.organization}`) : null, edit("benefits", `the benefits of ${s.name}`)), prose(s.text, "Nothing written about its benefits yet."))),
        page.services.length ? null : el("p", { class: "hart-muted" }, "No service is chosen yet.", edit("services", "the choice of services")),
        el("section", null, el("h5", null, "Coordination", edit("coordination", "the coordination")), prose(page.coordination, "Nothing written yet.")),
        el("section", null, el("h5", null, "Finances", edit("finances", "the finances")), prose(page.finances, "Nothing written yet."))),
      el("section", null, el("h4", null, "Part 2: email", edit("email", "the email")),
        el("dl", { class: "hart-envelope" }, el("dt", null, "To"), el("dd", null, page.email.to || el("em", null, "no recipient yet")), el("dt", null, "Subject"), el("dd", null, page.email.subject.trim() || el("em", null, "no subject yet"))),
        prose(page.email.body, "The email is still empty.")),
    );
  }

  function missing(page) {
    const left = page.steps.filter((s) => !s.done);
    if (!left.length && !page.conflicts) return el("p", { class: "hart-note" }, drawing(CHECK), el("span", null, "Every part has something in it. Read it once more, then hand in."));
    return el(
      "div",
      { class: "hart-note hart-note-caution" },
      el("div", null,
        el("p", null, el("strong", null, left.length ? `Still to do: ${plural(left.length, "part")}. You can hand in all the same.` : "One thing to decide.")),
        el("ul", null,
          left.map((s) => el("li", null, stepLink(s.id, s.title), `: ${s.detail}`)),
          page.conflicts ? el("li", null, `${plural(page.conflicts, "text")} with two versions: choose which one stays.`) : null)),
    );
  }

  function receiptNote(receipt) {
    if (!receipt) return null;
    return el(
      "div",
      { class: "hart-panel hart-receipt" },
      el("h4", null, drawing(CHECK), receipt.current ? "Handed in" : "Handed in, changed since then"),
      el("dl", { class: "hart-envelope" }, el("dt", null, "Time"), el("dd", null, hart.localTime(receipt.time), hart.localTime(receipt.time) === receipt.time ? null : el("span", { class: "hart-muted" }, ` (${receipt.time.replace(/\.\d+/, "")})`)), el("dt", null, "Receipt"), el("dd", null, el("code", null, receipt.hash)), el("dt", null, "Arrived as"), el("dd", null, receipt.where)),
      receipt.current ? null : el("p", null, "What you changed after this is not handed in. Hand in again to send it."),
    );
  }

  return { review, missing, receiptNote };
})();
