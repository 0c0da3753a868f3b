// Everything on one page as it stands on disk, what is missing, and handing in.

const hartFinish = (() => {
  const { el, drawing, plural, stepLink } = hart;

  const prose = (text, none) =>
    text.trim() ? el("div", { class: "hart-letter" }, text.split(/\n\s*\n/).filter((p) => p.trim()).map((p) => el("p", null, p))) : el("p", { class: "hart-muted" }, none);

  function review(page) {
    return el(
      "div",
      { class: "hart-stack hart-review" },
      el("section", null, el("h4", null, "Part 1: services"), el("p", null, page.person ? `For ${page.person}` : "Nobody is chosen yet."),
        page.services.map((s) => el("section", null, el("h5", null, s.name, s.organization ? el("span", { class: "hart-muted" }, ` · ${s.organization}`) : null), prose(s.text, "Nothing written about its benefits yet."))),
        page.services.length ? null : el("p", { class: "hart-muted" }, "No service is chosen yet."),
        el("section", null, el("h5", null, "Coordination"), prose(page.coordination, "Nothing written yet.")),
        el("section", null, el("h5", null, "Finances"), prose(page.finances, "Nothing written yet."))),
      el("section", null, el("h4", null, "Part 2: email"),
        el("dl", { class: "hart-envelope" }, el("dt", null, "To"), el("dd", null, page.email.to || el("em", null, "no recipient yet")), el("dt", null, "Subject"), el("dd", null, page.email.subject.trim() || el("em", null, "no subject yet"))),
        prose(page.email.body, "The email is still empty.")),
    );
  }

  function missing(page) {
    const left = page.steps.filter((s) => !s.done);
    if (!left.length && !page.conflicts) return el("p", { class: "hart-note" }, drawing("M3 8.5l3.2 3.2L13 4.8"), el("span", null, "Every part has something in it. Read it once more, then hand in."));
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
      el("h4", null, drawing("M3 8.5l3.2 3.2L13 4.8"), receipt.current ? "Handed in" : "Handed in, changed since then"),
      el("dl", { class: "hart-envelope" }, el("dt", null, "Time"), el("dd", null, receipt.time), el("dt", null, "Receipt"), el("dd", null, el("code", null, receipt.hash)), el("dt", null, "Arrived as"), el("dd", null, receipt.where)),
      receipt.current ? null : el("p", null, "What you changed after this is not handed in. Hand in again to send it."),
    );
  }

  return { review, missing, receiptNote };
})();

export default {
  render({ model, el: host }) {
    const { el } = hart;
    const root = hart.root(host, { name: "finish", label: "Review and hand in", step: "finish" });
    const missingSlot = el("div");
    const receiptSlot = el("div");
    const reviewSlot = el("div");
    const trouble = el("p", { class: "hart-note hart-note-fault", role: "alert", hidden: true });
    const submit = el("button", { type: "button", class: "hart-button", "data-submit": "", onclick: () => ask("submit") });
    const zip = el("button", { type: "button", class: "hart-button hart-button-quiet", onclick: () => ask("zip") }, "Download for your course site (.zip)");
    const text = el("button", { type: "button", class: "hart-button hart-button-quiet", onclick: () => ask("text") }, "Download as plain text");
    let busy = null;
    const WORDS = { submit: "Handing in…", zip: "Packing…", text: "Writing…" };

    function label() {
      const page = model.get("page");
      submit.hidden = !page.can_submit;
      submit.textContent = busy === "submit" ? WORDS.submit : page.receipt ? "Hand in again" : "Hand in";
      zip.classList.toggle("hart-button-quiet", page.can_submit);
      for (const button of [submit, zip, text]) button.setAttribute("aria-disabled", String(Boolean(busy)));
    }

    function say(words) {
      trouble.textContent = words;
      trouble.hidden = !words;
    }

    // Nothing is handed in that is still on its way to the disk.
    async function ask(wish) {
      if (busy) return;
      busy = wish;
      say("");
      label();
      root.announce(WORDS[wish], 0);
      for (let i = 0; i < 40 && window.hartUnsaved?.size; i += 1) await new Promise((r) => setTimeout(r, 100));
      if (window.hartUnsaved?.size) {
        end("Some text on this page is not saved yet, so nothing was handed in. See the note beside that text, then try again.");
        return;
      }
      model.send({ do: wish });
      clearTimeout(ask.timer);
      ask.timer = setTimeout(() => busy && end("The notebook’s kernel doesn’t answer, so nothing was handed in. Run the notebook again, then try once more."), 60000);
    }

    function end(words) {
      clearTimeout(ask.timer);
      busy = null;
      say(words);
      label();
    }

    function onMessage(content, buffers) {
      if (content.file) {
        hart.download(root, content, buffers);
        end("");
      } else if (content.error) {
        end(content.error);
      } else if (content.done) {
        end("");
        root.announce("Handed in.", 0);
        receiptSlot.querySelector("h4")?.setAttribute("tabindex", "-1");
        receiptSlot.querySelector("h4")?.focus();
      }
    }

    function show() {
      const page = model.get("page");
      missingSlot.replaceChildren(hartFinish.missing(page));
      receiptSlot.replaceChildren(...[hartFinish.receiptNote(page.receipt)].filter(Boolean));
      reviewSlot.replaceChildren(hartFinish.review(page));
      label();
    }

    root.prepend(
      el("h3", null, "Review and hand in"),
      missingSlot,
      el("details", { class: "hart-panel hart-review-panel" }, el("summary", null, "Read everything once more"), reviewSlot),
      receiptSlot,
      trouble,
      el("div", { class: "hart-row hart-finish-row" }, submit, zip, text),
    );
    model.on("change:page", show);
    model.on("msg:custom", onMessage);
    show();
    return () => {
      clearTimeout(ask.timer);
      model.off("change:page", show);
      model.off("msg:custom", onMessage);
    };
  },
};
