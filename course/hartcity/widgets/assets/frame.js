// What the text fields and the composer have in common: a head with the state of saving, editors, the coach, and the
// choice between two versions of a text.

const hartFrame = (() => {
  const { el, drawing, plural, stepLink } = hart;
  const STATUS = {
    saved: "M3 8.5l3.2 3.2L13 4.8",
    busy: "M8 2.2a5.8 5.8 0 1 0 .01 0M8 4.8V8l2.2 1.6",
    caution: "M8 2.6l6 10.8H2zM8 6.6v3.2M8 11.6v.1",
    fault: "M8 2.6l6 10.8H2zM8 6.6v3.2M8 11.6v.1",
  };

  function conflict(field, versions, choose) {
    const names = versions.map((_, i) => (i === 0 ? "In this window" : `In another window${versions.length > 2 ? ` (${i})` : ""}`));
    const heading = hart.uid("versions");
    return el(
      "section",
      { class: "hart-versions hart-note-caution", "aria-labelledby": heading, role: "group" },
      el("h4", { id: heading }, drawing(STATUS.caution), "Two windows changed this text"),
      el("p", null, "Nothing is lost: every version is kept in your file. Which one should stay?"),
      el("div", { class: "hart-version-list" }, versions.map((text, i) =>
        el(
          "div",
          { class: "hart-version" },
          el("h5", null, names[i]),
          el("p", { class: "hart-version-text", tabindex: "0", role: "region", "aria-label": names[i] }, text || "(empty)"),
          el("button", { type: "button", class: "hart-button hart-button-small hart-button-quiet", onclick: () => choose(text) }, "Keep this one", el("span", { class: "hart-sr" }, `: ${names[i].toLowerCase()}`)),
        ))),
      el("button", { type: "button", class: "hart-button hart-button-small", onclick: () => choose(versions.filter((t) => t.trim()).join("\n\n")) }, versions.length > 2 ? "Keep all, one after the other" : "Keep both, one after the other"),
    );
  }

  // parts: name; build(api, page) → { node, editors, show(field, text), refresh(feedback) }; emptyCoach(texts) → words
  function frame(model, host, parts) {
    const first = model.get("page");
    const root = hart.root(host, { name: parts.name, label: first.title ?? "Writing", step: first.step, onSave: () => draft.save() });
    const status = el("p", { class: "hart-status" });
    const title = el("h3", null);
    const intro = el("p", { class: "hart-help" });
    const notice = el("p", { class: "hart-note hart-note-caution", hidden: true });
    const body = el("div");
    const main = el("div", { class: "hart-writing-main" });
    const bubble = hartBubble.bubble(apply, () => { current = null; coach.light(null); markAll(read); });
    root.prepend(el("header", { class: "hart-head" }, el("div", null, title, intro), status), notice, body);
    let built = null;
    let signature = "";
    let findings = [];
    let lastStatus = "";
    let read = {};
    let current = null;
    const slots = new Map();

    const editors = () => built?.editors ?? [];
    const editorOf = (field) => editors().find((e) => e.field === field);
    const isRemark = (f) => hartCoaching.isRemark(f, mode());
    const remarks = () => findings.filter((f) => isRemark(f) && f.spans.length);
    const mode = () => model.get("page").mode;

    const coach = hartCoaching.panel({
      label: `Coach: ${first.title}`,
      mode,
      quote: (span) => (read[span.field] ?? "").slice(span.start, span.end),
      go,
      apply,
      announce: root.announce,
    });

    const writing = el("div", { class: "hart-writing" }, main, coach.node);

    // When nothing can be saved, the words can at least be taken along; this needs no kernel and no disk.
    const take = el("button", { type: "button", class: "hart-button hart-button-small hart-button-quiet", onclick: () => {
      const texts = editors().map((e) => `${e.label}\n\n${e.text()}\n`);
      hart.download(root, { file: `${first.step}.txt`, type: "text/plain" }, [texts.join("\n")]);
    } }, "Download what I wrote");

    // The finding's own place may have moved since the coach read the text.
    function placed(finding) {
      for (const editor of editors()) {
        const span = editor.spans().find((s) => s.key === finding.key);
        if (span) return { editor, span };
      }
      return null;
    }

    function go(finding) {
      light(finding);
      const place = placed(finding);
      if (!place) return;
      place.editor.select(place.span);
      root.announce(`${finding.label}. ${finding.message} ${finding.suggestion}${finding.replacement ? " Alt Enter changes it." : ""}`, 0);
    }

    function apply(finding) {
      const place = placed(finding);
      if (!place || finding.replacement === null || finding.replacement === undefined) return;
      bubble.hide();
      place.editor.replace(place.span, finding.replacement);
      root.announce(`Changed to ${finding.replacement || "nothing"}. Control Z takes it back.`, 0);
    }

    function light(finding, by = "caret") {
      current = finding ? finding.key : null;
      coach.light(current);
      markAll(read);
      const place = finding && isRemark(finding) ? placed(finding) : null;
      if (place) bubble.show(finding, place.editor, place.span, by);
      else bubble.hide();
    }

    function onspan(span, by) {
      const finding = span ? findings.find((f) => f.key === span.key) : null;
      if (by === "hover" && !finding) bubble.away();
      else if ((finding?.key ?? null) !== current || (finding && !bubble.open())) light(finding, by);
    }

    function next(step) {
      const all = remarks();
      if (!all.length) {
        root.announce("No remarks.", 0);
        return;
      }
      const at = all.findIndex((f) => f.key === current);
      go(all[(at + step + all.length + (at < 0 && step < 0 ? 1 : 0)) % all.length]);
    }

    root.addEventListener("keydown", (event) => {
      if (event.key === "F8") {
        event.preventDefault();
        next(event.shiftKey ? -1 : 1);
      } else if (event.key === "Enter" && event.altKey) {
        const finding = findings.find((f) => f.key === current);
        if (finding) {
          event.preventDefault();
          apply(finding);
        }
      } else if (event.key === "Escape" && bubble.open()) {
        event.preventDefault();
        bubble.hide();
      }
    });

    function markAll(texts) {
      for (const editor of editors()) {
        const found = [];
        for (const f of findings) {
          // What is fine is only marked when the student asks where it stands.
          if (!isRemark(f) && f.key !== current) continue;
          for (const s of f.spans) if (s.field === editor.field) found.push({ start: s.start, end: s.end, kind: f.kind, key: f.key, indicator: f.indicator });
        }
        editor.mark(found, texts[editor.field] ?? editor.text(), current);
      }
    }

    function onPage(page) {
      title.textContent = page.title ?? "";
      title.hidden = !page.title;
      intro.textContent = page.intro ?? "";
      intro.hidden = !page.intro;
      const now = JSON.stringify([page.person?.id, page.fields.map((f) => f.field), parts.signature?.(page)]);
      if (now === signature) {
        built?.page?.(page);
        return;
      }
      signature = now;
      slots.clear();
      light(null);
      if (!page.person || !page.fields.length) {
        built = null;
        const [head, rest] = page.person ? (page.empty ?? ["Nothing to write yet.", ""]) : ["First choose whom you help.", "What you write here is for one person. Meet the people of the city and choose one."];
        const step = page.person ? page.empty_step : "person";
        body.replaceChildren(el("div", { class: "hart-empty" }, el("p", null, el("strong", null, head), " ", rest), el("p", null, stepLink(step, step === "person" ? "Meet the people" : "Choose services"))));
        coach.show([], "");
        return;
      }
      const before = new Map(editors().map((e) => [e.field, e]));
      built = parts.build({ draft, onspan, before, node: built?.node, words: wordsLine, announce: root.announce }, page);
      for (const editor of editors()) {
        if (!slots.has(editor.field)) {
          const slot = el("div");
          slots.set(editor.field, slot);
          editor.node.append(slot);
        }
        editor.show(draft.text(editor.field));
      }
      hart.arrange(main, [built.node]);
      hart.arrange(body, [writing]);
    }

    function onFeedback(feedback) {
      notice.textContent = feedback.notice;
      notice.hidden = !feedback.notice;
      if (!built) return;
      read = feedback.read ?? {};
      findings = hartCoaching.named(feedback.findings, read);
      if (current && !findings.some((f) => f.key === current)) light(null);
      else markAll(read);
      const empty = editors().every((e) => e.oneLine || !e.text().trim());
      coach.show(findings, empty && findings.length ? "Start writing; the coach reads along." : "");
      built.refresh?.(feedback);
    }

    function wordsLine(text) {
      return `${plural(hartEditor.words(text), "word")}`;
    }

    const draft = hartDraft.connect(model, root, {
      show(field, text) {
        editorOf(field)?.show(text);
        built?.show?.(field, text);
      },
      status(kind, words) {
        if (`${kind} ${words}` === lastStatus) return;
        const bad = kind === "fault" || kind === "caution";
        if (bad !== /^(fault|caution)/.test(lastStatus) && lastStatus) root.announce(words, 300);
        lastStatus = `${kind} ${words}`;
        status.className = `hart-status hart-status-${kind}`;
        status.replaceChildren(drawing(STATUS[kind]), el("span", null, words), ...(bad && built ? [take] : []));
      },
      aside(field, versions) {
        const slot = slots.get(field);
        if (!slot) return;
        const now = JSON.stringify(versions);
        if (slot.dataset.versions === now) return;
        slot.dataset.versions = now;
        slot.replaceChildren(...(versions.length > 1 ? [conflict(field, versions, (text) => {
          draft.resolve(field, text);
          root.announce("Kept.", 0);
          editorOf(field)?.area.focus();
        })] : []));
      },
      feedback: onFeedback,
      page: onPage,
    });
    draft.start();
    return () => draft.close();
  }

  return { frame };
})();
