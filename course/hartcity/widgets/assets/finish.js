// Everything on one page as it stands on disk, what is missing, handing in, files, and earlier versions.

export default {
  render({ model, el: host }) {
    const { el } = hart;
    const root = hart.root(host, { name: "finish", label: "Review and hand in", step: "finish" });
    const missingSlot = el("div");
    const receiptSlot = el("div");
    const reviewSlot = el("div");
    const trouble = el("p", { class: "hart-note hart-note-fault", role: "alert", hidden: true });
    const note = el("p", { class: "hart-note hart-note-caution", role: "status", hidden: true });
    const submit = el("button", { type: "button", class: "hart-button", "data-submit": "", onclick: () => ask({ do: "submit" }) });
    const zip = el("button", { type: "button", class: "hart-button hart-button-quiet", onclick: () => ask({ do: "zip" }) }, "Download for your course site (.zip)");
    const nameId = hart.uid("name");
    const name = el("input", { type: "text", id: nameId, autocomplete: "name", maxlength: "120" });
    const document_ = (kind, label) => el("button", { type: "button", class: "hart-button hart-button-quiet hart-button-small", "data-kind": kind, onclick: () => ask({ do: "document", kind, name: name.value }) }, label);
    const files = [document_("docx", "Word (.docx)"), document_("pdf", "PDF"), document_("txt", "Plain text (.txt)")];
    const versions = hartVersions.panel(() => model.send({ do: "versions" }), (version) => ask({ do: "restore", version }), root.announce);
    const named = hart.follow(name);
    const answer = hart.question(60000, () => end(`The notebook’s kernel doesn’t answer, so ${nothing()}. Run the notebook again, then try once more.`));
    const nothing = () => ({ submit: "nothing was handed in", restore: "no version was brought back" })[busy] ?? "no file was made";
    let busy = null;
    const WORDS = { submit: "Handing in…", zip: "Packing…", document: "Writing…", restore: "Going back…" };

    function label() {
      const page = model.get("page");
      submit.hidden = !page.can_submit;
      submit.textContent = busy === "submit" ? WORDS.submit : page.receipt ? "Hand in again" : "Hand in";
      submit.classList.toggle("hart-button-quiet", Boolean(page.receipt?.current) && !busy);
      zip.classList.toggle("hart-button-quiet", page.can_submit);
      for (const button of files) button.hidden = !page.formats.includes(button.dataset.kind);
      for (const button of [submit, zip, ...files]) button.setAttribute("aria-disabled", String(Boolean(busy)));
    }

    function say(words) {
      trouble.textContent = words;
      trouble.hidden = !words;
    }

    // Nothing is handed in that is still on its way to the disk.
    async function ask(wish) {
      if (busy) return;
      busy = wish.do;
      say("");
      note.hidden = true;
      label();
      root.announce(WORDS[wish.do], 0);
      if (!(await hart.saved())) {
        end(`Something on this page is not saved yet, so ${nothing()}. See the note beside it, then try again.`);
        return;
      }
      model.send(wish);
      answer.ask();
    }

    function end(words) {
      answer.end();
      busy = null;
      say(words);
      label();
    }

    function onMessage(content, buffers) {
      if (content.file) {
        hart.download(root, content, buffers);
        note.textContent = content.note ?? "";
        note.hidden = !content.note;
        end("");
      } else if (content.error) {
        end(content.error);
      } else if (content.done) {
        end("");
        root.announce("Handed in.", 0);
        receiptSlot.querySelector("h4")?.setAttribute("tabindex", "-1");
        receiptSlot.querySelector("h4")?.focus();
      } else if (content.versions) {
        versions.show(content.versions);
      } else if (content.restored) {
        end("");
        versions.restored(content);
      }
    }

    function show() {
      const page = model.get("page");
      hart.renew(missingSlot, hartReview.missing(page));
      hart.renew(receiptSlot, ...[hartReview.receiptNote(page.receipt)].filter(Boolean));
      hart.renew(reviewSlot, hartReview.review(page));
      named(page.name);
      label();
    }

    root.prepend(
      el("h3", null, "Review and hand in"),
      missingSlot,
      el("details", { class: "hart-panel hart-review-panel", open: true }, el("summary", null, "Read everything once more"), reviewSlot),
      el("div", { class: "hart-row hart-finish-row" }, submit, zip),
      trouble,
      receiptSlot,
      el("section", { class: "hart-panel hart-files" },
        el("h4", null, "Keep it as a document"),
        el("div", { class: "hart-field" }, el("label", { for: nameId }, "Your name, if it should stand on it"), name),
        el("div", { class: "hart-row" }, files),
        note),
      versions.node,
    );
    const deaf = hart.listen(model, { "change:page": show, "msg:custom": onMessage });
    show();
    return () => {
      answer.end();
      deaf();
    };
  },
};
