// The way of a text to the disk. What is typed stands in this browser until the kernel says that the file holds it.

const hartDraft = (() => {
  const WAIT = 150;
  const PATIENCE = 3000;
  const RETRY = 5000;

  // Two people on one shared computer, two courses on one server: none may see another's drafts.
  function place() {
    const data = document.getElementById("jupyter-config-data");
    try {
      return JSON.parse(data.textContent).baseUrl ?? "/";
    } catch {
      return window.location.pathname.replace(/(\/(lab|doc|notebooks|voila|tree)(\/.*)?)$/, "/");
    }
  }

  // hooks: show(field, text), status(kind, words), aside(field, versions), feedback(feedback), page(page)
  function connect(model, root, hooks) {
    const view = hart.uid("view");
    const prefix = (person) => `hart-draft:${place()}:${model.get("page").key}:${person}:`;
    let fields = new Map(); // field → { text, base, sent }
    let aside = {};
    let person = null;
    let rev = 0;
    let answered = 0;
    let problem = "";
    let resolving = {};
    let extra = {};
    let chosenAt = 0; // the revision that carries `resolving` and `extra`
    let farewell = null; // { rev, keys }: last words for a person the student no longer helps
    let lost = null;
    let silent = false;
    let savedAt = "";
    let closed = false;

    // A text typed and taken back isn't safe while the kernel may still write it: what was `sent` has no answer yet.
    const safe = (field) => {
      const f = fields.get(field);
      return (f.text === f.base && !f.sent.length) || (aside[field] ?? []).includes(f.text);
    };
    const unsent = () => Object.keys(resolving).length + Object.keys(extra).length > 0;
    const dirty = () => [...fields.keys()].filter((f) => !safe(f));

    function keep(field) {
      const f = fields.get(field);
      const key = `${prefix(person)}${field}:${view}`;
      if (safe(field)) hart.storage.remove(key);
      else hart.storage.set(key, { text: f.text, base: [f.base, ...f.sent], at: Date.now() });
    }

    // Drafts that a closed page left behind. The newest goes on; others that differ are kept as versions to choose from.
    function leftBehind(field, disk, merge) {
      const start = `${prefix(person)}${field}:`;
      let keys = [];
      try {
        keys = Object.keys(window.localStorage).filter((k) => k.startsWith(start) && !k.endsWith(`:${view}`));
      } catch {
        return null;
      }
      const drafts = keys.map((k) => hart.storage.get(k)).filter((d) => typeof d?.text === "string" && d.text !== disk);
      drafts.sort((a, b) => b.at - a.at);
      const [newest, ...others] = drafts;
      const known = newest ? [newest.text, ...(newest.base ?? [])] : [];
      const apart = others.map((d) => d.text).filter((t) => t.trim() && !known.includes(t) && !newest.text.startsWith(t));
      if (apart.length && !merge) extra[field] = [...new Set(apart)];
      for (const key of keys) hart.storage.remove(key);
      return newest ?? null;
    }

    function open() {
      const page = model.get("page");
      const feedback = model.get("feedback");
      const next = page.person?.id ?? null;
      const texts = (feedback.person || null) === next ? (feedback.texts ?? {}) : {};
      const before = person === next ? fields : new Map();
      person = next;
      fields = new Map();
      for (const { field, merge } of [...page.fields, ...(page.sheets ?? []).map((sheet) => ({ field: sheet, merge: true }))]) {
        if (!next) break;
        const disk = texts[field] ?? "";
        if (before.has(field)) {
          fields.set(field, before.get(field));
          continue;
        }
        const draft = leftBehind(field, disk, merge);
        const [base, ...sent] = draft?.base ?? [];
        fields.set(field, draft ? { text: draft.text, base: base ?? disk, sent, merge } : { text: disk, base: disk, sent: [], merge });
        if (draft) keep(field);
      }
      // A field that left the page while its text was on the way still has to arrive.
      for (const [field, f] of before) if (!fields.has(field) && f.text !== f.base) fields.set(field, f);
    }

    function send() {
      if (closed) return;
      const names = dirty();
      rev += 1;
      if (unsent()) chosenAt = rev;
      const draft = { view, rev, person, fields: {}, base: {}, resolve: resolving, extra };
      for (const name of names) {
        const f = fields.get(name);
        draft.fields[name] = f.text;
        draft.base[name] = [f.base, ...f.sent];
        f.sent = [...f.sent.filter((t) => t !== f.text), f.text].slice(-20);
        keep(name);
      }
      try {
        model.set("draft", draft);
        model.save_changes();
      } catch {
        // A closed connection: the draft stays in the browser, the watch below says so.
      }
      clearTimeout(lost);
      lost = setTimeout(unanswered, answered ? PATIENCE : 3 * PATIENCE);
      tell();
    }

    function unanswered() {
      if (closed) return;
      silent = true;
      tell();
      lost = setTimeout(send, RETRY);
    }

    // One draft is on its way at a time: what is typed meanwhile goes when it is answered, or seems lost. Otherwise a slow
    // kernel would find texts of this window in the file that this window knows nothing of any more.
    const later = hart.debounce(() => {
      if (rev === answered) send();
    }, WAIT);

    // Handing in waits for every widget of the page; they share nothing but the window.
    const unsaved = (window.hartUnsaved ??= new Set());

    function tell() {
      if (dirty().length || unsent() || problem) unsaved.add(view);
      else unsaved.delete(view);
      const waiting = dirty().length > 0 || later.pending() || unsent();
      if (problem) {
        hooks.status("fault", `${problem} What you type is kept in this browser until it can be saved.`);
      } else if (silent) {
        hooks.status("caution", waiting ? "Not saved yet: the notebook’s kernel doesn’t answer. Your text is kept in this browser; run the notebook again to save it." : "The notebook’s kernel doesn’t answer. What you type is kept in this browser; run the notebook again to save it.");
      } else if (waiting) {
        hooks.status("busy", "Saving…");
      } else if (answered === 0) {
        hooks.status("busy", "Opening…");
      } else {
        hooks.status("saved", savedAt ? `Saved ${savedAt}` : "Saved");
      }
    }

    function onFeedback() {
      const feedback = model.get("feedback");
      if (feedback.view === view) {
        answered = feedback.rev;
        if (feedback.rev >= chosenAt && !feedback.problem) {
          resolving = {};
          extra = {};
        }
        if (farewell && feedback.rev >= farewell.rev && !feedback.problem) {
          for (const key of farewell.keys) hart.storage.remove(key);
          farewell = null;
        }
      }
      const latest = feedback.view === view && feedback.rev === rev;
      if (latest) {
        clearTimeout(lost);
        silent = false;
        problem = feedback.problem;
        if (problem) lost = setTimeout(send, RETRY);
        else savedAt = feedback.saved_at;
      }
      if ((feedback.person || null) !== person) return;
      aside = feedback.aside ?? {};
      for (const [field, f] of fields) {
        const disk = feedback.texts?.[field];
        // A version chosen here goes before whatever the file held until then.
        if (disk === undefined || field in resolving) continue;
        if (f.merge) {
          merged(field, f, disk, latest && !problem);
          continue;
        }
        const wasClean = safe(field);
        if (disk === f.text || f.sent.includes(disk)) {
          f.base = disk;
          if (disk === f.text) f.sent = [];
        } else if (wasClean && !(aside[field] ?? []).length) {
          f.text = disk;
          f.base = disk;
          hooks.show(field, disk);
        }
        keep(field);
        const versions = [f.text, disk, ...(aside[field] ?? [])].filter((t, at, all) => all.indexOf(t) === at);
        hooks.aside(field, (aside[field] ?? []).length ? versions : []);
      }
      hooks.feedback(feedback, view);
      if (latest && !problem && (dirty().length || unsent()) && !later.pending()) later();
      tell();
    }

    // A sheet's rows are merged in the file: once it has what was sent from here, it is right also where it differs.
    function merged(field, f, disk, arrived) {
      if (arrived && f.sent.length) {
        f.base = f.sent.at(-1);
        f.sent = [];
      }
      if (safe(field) && disk !== f.text) {
        f.text = disk;
        f.base = disk;
        hooks.show(field, disk);
      }
      keep(field);
    }

    function onPage() {
      const page = model.get("page");
      if ((page.person?.id ?? null) !== person && dirty().length) {
        // The last words for the person left behind; the store puts them with that person's texts.
        later.cancel();
        const keys = dirty().map((f) => `${prefix(person)}${f}:${view}`);
        send();
        farewell = { rev, keys };
      }
      open();
      hooks.page(page);
      onFeedback();
      if (dirty().length || unsent()) later();
    }

    const deaf = hart.listen(model, { "change:feedback": onFeedback, "change:page": onPage });
    const look = () => {
      if (document.visibilityState === "visible" && silent) send();
    };
    document.addEventListener("visibilitychange", look);

    return {
      view,
      start() {
        open();
        hooks.page(model.get("page"));
        onFeedback();
        send();
      },
      text: (field) => fields.get(field)?.text ?? "",
      input(field, text) {
        const f = fields.get(field);
        if (!f || f.text === text) return;
        f.text = text;
        keep(field);
        later();
        tell();
      },
      save() {
        later.now();
        root.announce(problem || silent ? "Not saved yet." : "Saving now.", 0);
      },
      resolve(field, text) {
        const f = fields.get(field);
        f.text = text;
        f.base = text;
        f.sent = [];
        resolving = { ...resolving, [field]: text };
        hooks.show(field, text);
        later.cancel();
        send();
      },
      close() {
        if (dirty().length || unsent()) send();
        closed = true;
        unsaved.delete(view);
        clearTimeout(lost);
        later.cancel();
        deaf();
        document.removeEventListener("visibilitychange", look);
      },
    };
  }

  return { connect };
})();
