// The finances worksheet: for each chosen service what it costs, what covers it, what else comes with it, and how that
// is met. It adds up what the student found; it knows no answer.

const hartCosts = (() => {
  const { el, stepLink } = hart;
  const { clean, sentence } = hartSheet;
  const { OFTEN, cents, dollars, spread, add, less, both } = hartMoney;

  const known = (amount) => Number.isInteger(amount);
  const direct = (row) => (known(row.cost) ? spread(row.cost, row.often, row.times) : { once: 0, month: 0 });
  const covered = (row) => (known(row.covered) ? spread(row.covered, row.often, row.times) : { once: 0, month: 0 });
  const others = (row) => add((row.other ?? []).filter((o) => known(o.cost)).map((o) => spread(o.cost, o.often, o.times)));
  const left = (row) => add([less(direct(row), covered(row)), others(row)]);
  const begun = (row) => known(row.cost) || clean(row.coverage) || (row.other ?? []).some((o) => clean(o.what) || known(o.cost)) || clean(row.remedy);

  function priced(item) {
    if (!item.cost) return "nothing";
    const often = OFTEN.find(([value]) => value === item.often)?.[1] ?? "once";
    const times = item.often === "each" && item.times > 1 ? `, ${item.times} times a month (${dollars(item.cost * item.times)} a month)` : "";
    return `${dollars(item.cost)} ${often}${times}`;
  }

  function words(row, name, first) {
    const other = (row.other ?? []).filter((o) => clean(o.what) || known(o.cost));
    return [
      known(row.cost) && (row.cost === 0 ? `${name} is free for ${first}.` : `${name} costs ${first} ${priced(row)}.`),
      clean(row.coverage) && sentence(`${known(row.cost) ? "" : `For ${name}, `}what applies to ${first}: ${clean(row.coverage)}${known(row.covered) && row.covered ? `, which takes off ${priced({ ...row, cost: row.covered })}` : ""}`),
      other.length && `There is also ${other.map((o) => [clean(o.what) || "another cost", known(o.cost) ? `(${priced(o)})` : ""].filter(Boolean).join(" ")).join(", and ")}.`,
      clean(row.remedy) && `To meet this, ${clean(row.remedy)}.`,
    ].filter(Boolean).join(" ");
  }

  function sheet(api, page, editor) {
    let current = page;
    let rows = hartSheet.parse(api.draft.text("costs"));
    const cards = el("div", { class: "hart-stack" });
    const made = new Map(); // service → its card
    const none = el("p", { class: "hart-muted" }, "Each service you choose gets a place here. ", stepLink("services", "Choose services"));
    const totals = el("div");
    const first = () => current.person.first;
    const rowOf = (id) => rows.find((r) => r.id === id);
    const compose = () => {
      const told = current.services.filter((s) => rowOf(s.id) && begun(rowOf(s.id)));
      if (!told.length) return "";
      const texts = told.map((s) => words(rowOf(s.id), s.name, first()));
      const sum = add(told.map((s) => left(rowOf(s.id))));
      return [...texts, `Altogether ${first()} pays ${both(sum)}.`].join("\n\n");
    };
    const way = hartSheet.way(api, editor, compose, "As soon as a cost stands here, the worksheet can be turned into a text.");

    function changed() {
      api.draft.input("costs", JSON.stringify(rows.filter(begun)));
      total();
      way.refresh();
    }

    function total() {
      const lines = current.services.map((s) => [s.name, rowOf(s.id)]).filter(([, row]) => row && begun(row));
      const sum = add(lines.map(([, row]) => left(row)));
      const cell = (amount) => el("td", null, amount ? dollars(amount) : "–");
      totals.replaceChildren(...(lines.length
        ? [el("table", { class: "hart-sums" },
            el("caption", null, `What is left for ${first()} to pay`),
            el("thead", null, el("tr", null, el("th", { scope: "col" }, "Service"), el("th", { scope: "col" }, "Once"), el("th", { scope: "col" }, "A month"))),
            el("tbody", null, lines.map(([name, row]) => el("tr", null, el("th", { scope: "row" }, name), cell(left(row).once), cell(left(row).month)))),
            el("tfoot", null, el("tr", null, el("th", { scope: "row" }, "Together"), cell(sum.once), cell(sum.month))))]
        : []));
    }

    // An amount with how often it is paid; a word that is no amount is said at once and counts for nothing.
    function amount(row, key, label, hint) {
      const trouble = el("p", { class: "hart-cell-trouble", role: "alert" });
      const spec = {
        key, label, hint, inputmode: "decimal",
        show: (value) => (known(value) ? dollars(value).replace("$", "") : ""),
        read(text, input) {
          const value = cents(text);
          input.setAttribute("aria-invalid", String(value === undefined));
          trouble.textContent = value === undefined ? "Write an amount such as 4 or 12.50." : "";
          return value ?? null;
        },
      };
      const { node } = hartSheet.field(row, spec, changed);
      node.append(trouble);
      return node;
    }

    function often(row) {
      const times = hartSheet.field(row, { key: "times", label: "Times a month", inputmode: "numeric", show: (v) => (v ? String(v) : ""), read: (text) => (/^\d{1,3}$/.test(text.trim()) ? Number(text) : null) }, changed).node;
      const choice = hartSheet.field(row, { key: "often", label: "How often", options: OFTEN }, () => { times.hidden = row.often !== "each"; changed(); }).node;
      times.hidden = row.often !== "each";
      return [choice, times];
    }

    function otherCost(row, item, redraw) {
      const take = el("button", { type: "button", class: "hart-link", onclick: () => { row.other = row.other.filter((o) => o !== item); redraw(true); changed(); } }, "Take out", el("span", { class: "hart-sr" }, " this other cost"));
      return el("div", { class: "hart-cells hart-other" },
        hartSheet.field(item, { key: "what", label: "What else it costs", hint: "The way there, time off, a paper, a lost benefit", size: "half" }, changed).node,
        amount(item, "cost", "Amount ($)"), often(item), el("div", { class: "hart-cell" }, take));
    }

    function card(service) {
      let row = rowOf(service.id);
      if (!row) {
        row = { id: service.id, cost: null, often: "once", times: null, coverage: "", covered: null, other: [], remedy: "" };
        rows.push(row);
      }
      const list = el("div", { class: "hart-stack" });
      const heading = hart.uid("service");
      const more = el("button", { type: "button", class: "hart-button hart-button-small hart-button-quiet", onclick: () => {
        row.other = [...(row.other ?? []), { what: "", cost: null, often: "once", times: null }];
        redraw();
        list.lastElementChild.querySelector("input").focus();
      } }, "Add another cost", el("span", { class: "hart-sr" }, ` of ${service.name}`));
      function redraw(moved) {
        list.replaceChildren(...(row.other ?? []).map((item) => otherCost(row, item, redraw)));
        if (moved) more.focus();
      }
      redraw();
      return el("section", { class: "hart-cost", "aria-labelledby": heading },
        el("h4", { id: heading }, service.name, el("span", { class: "hart-sub" }, service.organization)),
        el("div", { class: "hart-cells" },
          amount(row, "cost", "Direct cost ($)", "0 when it is free"), often(row),
          hartSheet.field(row, { key: "coverage", label: `Coverage or rule that applies to ${first()}`, hint: "Insurance, a sliding scale, a waiver, a reduced price", size: "most" }, changed).node,
          amount(row, "covered", "Takes off ($)", "As often as the direct cost")),
        list, el("div", { class: "hart-row" }, more),
        hartSheet.field(row, { key: "remedy", label: "To meet this, …", hint: "Who or what pays for what is left", size: "wide" }, changed).node);
    }

    function draw() {
      for (const service of current.services) if (!made.has(service.id)) made.set(service.id, card(service));
      hart.arrange(cards, current.services.length ? current.services.map((s) => made.get(s.id)) : [none]);
      total();
      way.refresh();
    }

    const node = el(
      "details",
      { class: "hart-panel hart-sheet", open: true },
      el("summary", null, "Work out what it costs"),
      el("p", { class: "hart-help" }, "If you like: put down here what you found in the directory and in the person’s file, and turn it into a text. It adds up for you; it doesn’t know the answers. Only the text below is read and judged."),
      cards, totals, way.node,
    );
    draw();
    return {
      node,
      written: way.refresh,
      show(text) {
        const at = document.activeElement;
        const inputs = () => [...cards.querySelectorAll("input, select")];
        const place = cards.contains(at) ? inputs().indexOf(at) : -1;
        rows = hartSheet.parse(text);
        made.clear();
        draw();
        if (place >= 0) inputs()[place]?.focus({ preventScroll: true });
      },
      page(next) {
        const same = JSON.stringify(next.services) === JSON.stringify(current.services);
        current = next;
        if (!same) draw();
      },
    };
  }

  return { sheet };
})();
