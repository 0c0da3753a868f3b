// The email: To, Subject, Body, with the counts, the consent and a preview as the recipient would see it.

const hartComposer = (() => {
  const { el, plural } = hart;

  const SNIPPET = 90;

  // As a mail program shows it: one line among others, then opened.
  function preview(recipient, subject, body) {
    const paragraphs = body.split(/\n\s*\n/).filter((p) => p.trim());
    const nothing = (words) => el("em", { class: "hart-muted" }, words);
    const begin = body.replace(/\s+/g, " ").trim();
    return el(
      "div",
      { class: "hart-preview", role: "group", "aria-label": "The email as its recipient sees it" },
      el("p", { class: "hart-inbox" }, el("strong", null, "You"), el("span", { class: "hart-inbox-line" }, el("strong", null, subject.trim() || nothing("(no subject)")), el("span", { class: "hart-muted" }, begin ? ` – ${begin.slice(0, SNIPPET)}${begin.length > SNIPPET ? "…" : ""}` : "")), el("span", { class: "hart-muted" }, "now")),
      el(
        "article",
        { class: "hart-opened" },
        el("h4", null, subject.trim() || nothing("(no subject)")),
        el(
          "dl",
          { class: "hart-envelope" },
          el("dt", null, "To"),
          el("dd", null, recipient ? `${recipient.name}${recipient.email ? ` <${recipient.email}>` : ""}` : nothing("no recipient yet")),
        ),
        el("div", { class: "hart-letter" }, paragraphs.length ? paragraphs.map((p) => el("p", null, p)) : el("p", null, nothing("The email is still empty."))),
      ),
    );
  }

  // “71 words: about 50 more”, “240 words: about 20 too many”; the ask itself comes from the course.
  function against(count, [low, high], word) {
    const said = el("strong", null, plural(count, word));
    if (count < low) return [said, count ? `: ${low - count} more` : ""];
    if (count > high) return [said, `: ${count - high} too many`];
    return [el("span", { class: "hart-right" }, hart.drawing("M3 8.5l3.2 3.2L13 4.8"), said)];
  }

  function build(api, page) {
    const { draft } = api;
    const toId = hart.uid("to");
    const select = el("select", { id: toId, "data-field": "email.to", onchange: () => { draft.input("email.to", select.value); recipientChanged(); } });
    const gone = el("p", { class: "hart-note hart-note-caution", hidden: true });
    const consentSlot = el("div");
    const consent = el("details", { class: "hart-panel hart-consent-panel", open: true }, el("summary", null, `What may be said of ${page.person.first}`), consentSlot);
    const counts = el("p", { class: "hart-count-line" });
    const previewSlot = el("div", { hidden: true });
    const previewId = hart.uid("preview");
    previewSlot.id = previewId;
    const toggle = el("button", { type: "button", class: "hart-button hart-button-quiet", "aria-expanded": "false", "aria-controls": previewId, onclick: () => {
      previewSlot.hidden = !previewSlot.hidden;
      toggle.setAttribute("aria-expanded", String(!previewSlot.hidden));
      toggle.textContent = previewSlot.hidden ? "Show as the recipient sees it" : "Hide the preview";
      refresh();
    } }, "Show as the recipient sees it");
    let current = page;
    let counted = {};

    const input = (field) => (text) => {
      draft.input(field, text);
      refresh();
    };
    const subject = hartEditor.editor({ field: "email.subject", label: "Subject", oneLine: true, oninput: input("email.subject"), onspan: api.onspan, onleave: () => body.area.focus() });
    subject.oneLine = true;
    const body = hartEditor.editor({ field: "email.body", label: "Email", rows: 14, oninput: input("email.body"), onspan: api.onspan });
    body.node.append(counts);

    const recipient = () => current.recipients.find((r) => r.id === select.value) ?? null;

    function options() {
      const value = draft.text("email.to");
      select.replaceChildren(
        el("option", { value: "" }, "Choose an organization …"),
        ...current.recipients.map((r) => el("option", { value: r.id }, r.name)),
      );
      select.value = current.recipients.some((r) => r.id === value) ? value : "";
      recipientChanged();
    }

    function recipientChanged() {
      const to = recipient();
      gone.hidden = !to || to.chosen;
      gone.textContent = to && !to.chosen ? `You took the services of ${to.name} out again. Choose one of your organizations, or choose a service there.` : "";
      consentSlot.replaceChildren(hartConsent.board(to, current.person.first));
      refresh();
    }

    function refresh(feedback) {
      if (feedback) {
        counted = feedback.counts ?? {};
        if (document.activeElement !== select && select.value !== draft.text("email.to")) options();
      }
      const { words, paragraphs } = current.ask;
      counts.replaceChildren(
        ...against(counted.words ?? 0, words, "word"), " · ",
        ...against(counted.paragraphs ?? 0, [paragraphs, paragraphs], "paragraph"),
        el("span", { class: "hart-asked" }, `Asked for: ${words[0]} to ${words[1]} words in ${paragraphs} paragraphs, without salutation and close`),
      );
      if (!previewSlot.hidden) previewSlot.replaceChildren(preview(recipient(), subject.text(), body.text()));
    }

    const node = el(
      "div",
      { class: "hart-stack" },
      el("div", { class: "hart-field" }, el("label", { for: toId }, "To"), select, gone),
      consent,
      subject.node,
      body.node,
      el("div", { class: "hart-row" }, toggle),
      previewSlot,
    );
    options();
    return {
      node,
      editors: [subject, body],
      refresh,
      show: (field) => (field === "email.to" ? options() : refresh()),
      page(next) {
        current = next;
        options();
      },
    };
  }

  return { build };
})();

export default {
  render({ model, el: host }) {
    return hartFrame.frame(model, host, { name: "composer", build: hartComposer.build });
  },
};
