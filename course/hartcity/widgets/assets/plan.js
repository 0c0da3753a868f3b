// The coordination plan: steps on a timeline, each opens to be filled in, and can be moved by hand or by key.

const hartPlan = (() => {
  const { el, drawing, plural } = hart;
  const { clean, sentence } = hartSheet;
  const SIGNS = { up: "M8 13V3.5M4 7.5l4-4 4 4", down: "M8 3v9.5M4 8.5l4 4 4-4", out: "M4 4l8 8M12 4l-8 8", grip: "M5.5 3.5v.1M5.5 8v.1M5.5 12.5v.1M10.5 3.5v.1M10.5 8v.1M10.5 12.5v.1" };
  // value → label in the list, “I …”, “she …”
  const WAYS = [
    ["", "Choose how …", "contact", "contacts"],
    ["call", "Call", "call", "calls"],
    ["email", "Email", "email", "emails"],
    ["letter", "Formal letter", "write a formal letter to", "writes a formal letter to"],
    ["visit", "Visit", "visit", "visits"],
    ["meeting", "Meeting", "meet with", "meets with"],
    ["form", "Referral form", "send a referral form to", "sends a referral form to"],
  ];
  const CONSENTS = (first) => [
    ["", "Choose …"],
    ["signed", `${first} signed a release for this`],
    ["spoken", `${first} agreed in words`],
    ["ask", `I ask ${first} before this step`],
    ["none", "Nothing is shared in this step"],
  ];
  const OPENERS = ["First", "Then", "After that", "Next"];
  const WEEKDAY = /^(mon|tues|wednes|thurs|fri|satur|sun)day/i;

  const isMe = (who) => !clean(who) || /^(i|me|myself|my agency)$/i.test(clean(who));

  function action(row) {
    const [, , mine, theirs] = WAYS.find(([value]) => value === row.how) ?? WAYS[0];
    const when = clean(row.when);
    return [isMe(row.who) ? "I" : clean(row.who), isMe(row.who) ? mine : theirs, clean(row.whom) || "…", WEEKDAY.test(when) ? `on ${when}` : when].filter(Boolean).join(" ");
  }

  const begun = (row) => ["whom", "when", "what", "back", "fallback"].some((key) => clean(row[key]));

  function words(row, at, last, first) {
    const who = isMe(row.who) ? "I" : clean(row.who);
    const what = clean(row.what);
    const share = isMe(row.who) ? "share" : "shares";
    const shared = {
      signed: what && `With ${first}’s signed release, ${who} ${share} ${what}.`,
      spoken: what && `With ${first}’s spoken consent, ${who} ${share} ${what}.`,
      ask: what && `Before that I ask ${first} whether ${who} may share ${what}.`,
      none: `Nothing about ${first} is shared in this step.`,
    }[row.consent] ?? (what && sentence(`${who} ${share} ${what}`));
    const opener = last === 0 ? "" : at === last && last > 1 ? "Finally" : OPENERS[Math.min(at, 3)];
    const act = clean(row.whom) || row.how ? action(row) : "";
    return [
      act && (opener ? `${opener}, ${act}.` : sentence(act)),
      shared,
      clean(row.back) && `In return I expect ${clean(row.back)}.`,
      clean(row.fallback) && `If that does not happen, ${clean(row.fallback)}.`,
    ].filter(Boolean).join(" ");
  }

  function sheet(api, page, editor) {
    let current = page;
    let rows = hartSheet.parse(api.draft.text("plan"));
    let removed = null; // { row, at }
    const cards = new Map();
    const lists = { people: hart.uid("people"), times: hart.uid("times") };
    const datalist = (id, options) => el("datalist", { id }, options.map((value) => el("option", { value })));
    const peopleList = el("div");
    const list = el("ol", { class: "hart-timeline", "aria-label": "The steps of the plan" });
    const undoLine = el("p", { class: "hart-said", hidden: true });
    const add = el("button", { type: "button", class: "hart-button hart-button-quiet", "data-add-step": "", onclick: addStep }, "Add a step");
    const compose = () => {
      const steps = rows.filter(begun);
      return steps.map((row, at) => words(row, at, steps.length - 1, current.person.first)).join("\n\n");
    };
    const way = hartSheet.way(api, editor, compose, "As soon as a step says whom you contact, the plan can be turned into a text.");

    function changed() {
      api.draft.input("plan", JSON.stringify(rows));
      way.refresh();
    }

    function consentLine(row) {
      const partner = current.partners.find((p) => clean(row.whom).includes(p.name));
      if (!partner) return [];
      const may = partner.share.length ? `may be told: ${partner.share.join(", ")}` : "nothing is agreed yet";
      return [el("strong", null, `${partner.name}: `), may, partner.never.length ? `. Never: ${partner.never.join(", ")}` : "", partner.conflict ? `. Take care: ${partner.conflict}` : "", "."];
    }

    function card(row) {
      const first = current.person.first;
      const title = el("span", { class: "hart-plan-act" });
      const when = el("span", { class: "hart-plan-when" });
      const number = el("span", { class: "hart-plan-number", "aria-hidden": "true" });
      const consent = el("p", { class: "hart-cell-hint hart-cell-wide" });
      const tool = (key, label, action) => el("button", { type: "button", class: "hart-tool", "data-tool": key, title: label, onclick: action }, drawing(SIGNS[key]), el("span", { class: "hart-sr" }));
      const up = tool("up", "Earlier", () => move(row, -1, "up"));
      const down = tool("down", "Later", () => move(row, 1, "down"));
      const out = tool("out", "Take out", () => remove(row));
      const grip = el("span", { class: "hart-grip", draggable: "true", title: "Drag to another place" }, drawing(SIGNS.grip));
      const specs = [
        { key: "who", label: "Who", list: lists.people },
        { key: "how", label: "How", options: WAYS.map(([value, label]) => [value, label]) },
        { key: "whom", label: "Whom", list: lists.people, hint: "An agency, and whom there", size: "half" },
        { key: "what", label: "What is shared", hint: "Only what this step needs", size: "half" },
        { key: "consent", label: "Consent", options: CONSENTS(first), size: "half" },
        { key: "when", label: "When", list: lists.times, hint: "A day, a date, or how soon", size: "half" },
        { key: "back", label: "What comes back, and by when", hint: "A reply, a date, a paper", size: "half" },
        { key: "fallback", label: "If that does not happen, …", hint: "Your plan B for this step", size: "wide" },
      ];
      const cells = specs.map((spec) => hartSheet.field(row, spec, () => { label(); changed(); }));
      const details = el("details", null, el("summary", null, el("span", { class: "hart-plan-head" }, when, title)), el("div", { class: "hart-cells" }, cells.slice(0, 3).map((c) => c.node), consent, cells.slice(3).map((c) => c.node)));
      const node = el("li", { class: "hart-plan-step", "data-step-id": row.id }, number, el("div", { class: "hart-plan-card" }, details, el("div", { class: "hart-tools" }, grip, up, down, out)));
      node.addEventListener("keydown", (event) => {
        const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (!step || !event.altKey) return;
        event.preventDefault();
        move(row, step, null);
      });
      grip.addEventListener("dragstart", (event) => {
        event.dataTransfer.setData("text/plain", row.id);
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setDragImage(node, 20, 20);
        list.dataset.dragged = row.id;
      });
      grip.addEventListener("dragend", () => { delete list.dataset.dragged; mark(null); });

      function label() {
        const at = rows.indexOf(row);
        number.textContent = String(at + 1);
        when.textContent = clean(row.when) || "no day yet";
        title.textContent = clean(row.whom) || row.how ? action({ ...row, when: "" }) : "New step: open it and say who contacts whom";
        consent.replaceChildren(...consentLine(row));
        consent.hidden = !consent.firstChild;
        for (const [button, what] of [[up, "move earlier"], [down, "move later"], [out, "take out"]]) button.lastChild.textContent = `Step ${at + 1}: ${what}`;
        up.setAttribute("aria-disabled", String(at === 0));
        down.setAttribute("aria-disabled", String(at === rows.length - 1));
      }

      return { node, label, details };
    }

    function draw() {
      for (const id of [...cards.keys()]) if (!rows.some((r) => r.id === id)) cards.delete(id);
      for (const row of rows) if (!cards.has(row.id)) cards.set(row.id, card(row));
      hart.arrange(list, rows.map((row) => cards.get(row.id).node));
      for (const one of cards.values()) one.label();
      list.hidden = !rows.length;
      way.refresh();
    }

    function addStep() {
      const row = { id: `s${Date.now().toString(36)}${Math.random().toString(36).slice(2, 5)}`, who: "I", how: "", whom: "", when: "", what: "", consent: "", back: "", fallback: "" };
      rows.push(row);
      draw();
      const { details } = cards.get(row.id);
      details.open = true;
      details.querySelector("input, select").focus();
      api.announce(`Step ${rows.length} added.`, 0);
      changed();
    }

    function move(row, step, tool) {
      const at = rows.indexOf(row);
      const to = at + step;
      if (to < 0 || to >= rows.length) {
        api.announce(step < 0 ? "This is the first step." : "This is the last step.", 0);
        return;
      }
      const focused = document.activeElement;
      rows.splice(to, 0, rows.splice(at, 1)[0]);
      draw();
      (tool ? cards.get(row.id).node.querySelector(`[data-tool="${tool}"]`) : focused)?.focus({ preventScroll: true });
      cards.get(row.id).node.scrollIntoView({ block: "nearest" });
      api.announce(`Now step ${to + 1} of ${rows.length}.`, 0);
      changed();
    }

    function remove(row) {
      removed = { row, at: rows.indexOf(row) };
      rows = rows.filter((r) => r !== row);
      draw();
      undoLine.hidden = false;
      undoLine.replaceChildren(`Step ${removed.at + 1} taken out. `, el("button", { type: "button", class: "hart-link", onclick: bringBack }, "Bring it back"));
      undoLine.querySelector("button").focus();
      api.announce(`Step ${removed.at + 1} taken out. It can be brought back.`, 0);
      changed();
    }

    function bringBack() {
      rows.splice(removed.at, 0, removed.row);
      undoLine.hidden = true;
      draw();
      cards.get(removed.row.id).node.querySelector("summary").focus();
      changed();
    }

    // Where a dragged step would land.
    function mark(target) {
      for (const node of list.children) node.classList.toggle("hart-plan-target", node === target);
    }
    list.addEventListener("dragover", (event) => {
      if (!list.dataset.dragged) return;
      event.preventDefault();
      mark(event.target.closest?.(".hart-plan-step"));
    });
    list.addEventListener("drop", (event) => {
      const target = event.target.closest?.(".hart-plan-step");
      const row = rows.find((r) => r.id === list.dataset.dragged);
      const to = rows.findIndex((r) => r.id === target?.dataset.stepId);
      event.preventDefault();
      if (row && to >= 0 && rows[to] !== row) move(row, to - rows.indexOf(row), null);
    });

    function options() {
      const names = ["I", current.person.first, ...current.partners.map((p) => p.name)];
      peopleList.replaceChildren(datalist(lists.people, names), datalist(lists.times, ["today", "tomorrow", "within 3 days", "within a week", "every Friday", "after 30 days"]));
    }

    const node = el(
      "details",
      { class: "hart-panel hart-sheet", open: true },
      el("summary", null, "Plan it step by step"),
      el("p", { class: "hart-help" }, "If you like: build the plan here and turn it into a text. Only the text below is read and judged."),
      peopleList, list, el("div", { class: "hart-row" }, add), undoLine, way.node,
    );
    options();
    draw();
    return {
      node,
      written: way.refresh,
      // A card writes into the row it was made with, so other rows need other cards; what stood open stays open.
      show(text) {
        const open = [...cards].filter(([, c]) => c.details.open).map(([id]) => id);
        const focus = list.contains(document.activeElement) ? [document.activeElement.closest("li").dataset.stepId, document.activeElement.dataset.key] : null;
        rows = hartSheet.parse(text);
        cards.clear();
        list.replaceChildren();
        draw();
        for (const id of open) if (cards.has(id)) cards.get(id).details.open = true;
        if (focus) cards.get(focus[0])?.node.querySelector(focus[1] ? `[data-key="${focus[1]}"]` : "summary")?.focus({ preventScroll: true });
      },
      page(next) {
        current = next;
        options();
        draw();
      },
    };
  }

  return { sheet };
})();
