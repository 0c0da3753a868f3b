// The directory on the page: search, filters, results, comparison, tray. State comes from the kernel by the traits
// `payload`, `person`, `fits`, `saved` and `notice`; what is chosen and taken out goes there as wishes.

const hartDirectory = (() => {
  const { el, plural } = hart;
  const { icon, list } = hartChoosing;
  const PAGE = 12;
  const SEARCH_PAUSE = 90;
  const SAVE_PATIENCE = 4000;
  const SORTS = [
    ["best", "Best match"],
    ["name", "Service name"],
    ["organization", "Organization"],
    ["wait", "Shortest wait"],
    ["places", "Most open places"],
  ];

  function render({ model, el: place }) {
    const root = hart.root(place, { name: "directory", label: "Directory of services", step: "services" });
    root.classList.add("hart-choosing");
    const prefix = hart.uid("directory");
    const payload = model.get("payload");
    const index = hartLogic.buildIndex(payload);
    const say = root.announce;
    let timer = null;
    let shown = [];
    let visible = 0;
    let lastCounts = null;
    let lateSave = null;
    let savingLate = false;
    const wishes = new Map(); // service → { on, asked }: whether it shall be chosen; asked is 0 when that has failed
    let asked = 0;
    const unsaved = (window.hartUnsaved ??= new Set());

    const app = {
      payload,
      index,
      state: hartLogic.emptyState(),
      compared: new Set(),
      uid: (name) => `${prefix}-${name}`,
      chosen,
      fits: () => model.get("fits") ?? {},
      inPlace: () => model.get("person")?.in_place ?? [],
      personNeeds: () => model.get("person")?.needs ?? [],
      home: () => model.get("person")?.home ?? null,
      firstName: () => model.get("person")?.first || "this person",
      needLabel: (id) => payload.needs[id] ?? id,
      pick, pickOwnNeeds, clear, setQuery, setState, toggle, compare, savedWords,
    };

    const searchId = app.uid("search");
    const search = el("input", { id: searchId, type: "search", autocomplete: "off", spellcheck: "false", placeholder: "food, ride, St. Brigid’s …", oninput: () => later() });
    const sort = el("select", { id: app.uid("sort"), onchange: () => { app.state.sort = sort.value; refresh(); } }, SORTS.map(([value, label]) => el("option", { value }, label)));
    const count = el("p", { class: "hart-result-count" });
    const activeSlot = el("div");
    const compareSlot = el("div");
    const compareBar = el("div", { class: "hart-row hart-compare-bar" });
    const cards = el("ul", { class: "hart-cards", "aria-label": "Services" });
    const emptySlot = el("div");
    const more = el("button", { type: "button", class: "hart-button hart-button-quiet hart-wide", onclick: () => showMore(true) });
    const notice = el("p", { class: "hart-notice", role: "alert" });
    const facetSlot = el("div", { class: "hart-facet-column" });
    const mapSlot = el("div");
    const tray = hartTray.tray(app);
    let facets = hartFacets.panel(app);
    facetSlot.append(facets.node);

    root.append(
      el("h3", null, "Find services"),
      el("p", { class: "hart-muted" }, `${plural(payload.services.length, "service")} at ${plural(payload.organizations.length, "organization")} in ${payload.city}${payload.as_of_text ? `. Open places as of ${payload.as_of_text}` : ""}.`),
      notice,
      el(
        "div",
        { class: "hart-row hart-search", role: "search" },
        el("div", { class: "hart-field hart-grow" }, el("label", { for: searchId }, "Search by name, organization, need or word"), search),
        el("div", { class: "hart-field" }, el("label", { for: sort.id }, "Order"), sort),
      ),
      mapSlot,
      el("div", { class: "hart-columns" }, facetSlot, el("div", { class: "hart-results" }, count, activeSlot, compareBar, compareSlot, emptySlot, cards, more)),
      tray.node,
    );
    const map = payload.map ? hartMap.panel(app) : null;
    if (map) mapSlot.append(map.node);

    function later() {
      clearTimeout(timer);
      timer = setTimeout(() => {
        app.state.query = search.value;
        if (search.value) map?.stepAside();
        refresh();
      }, SEARCH_PAUSE);
    }

    function refresh(quietly) {
      const { rows, counts } = hartLogic.filter(index, app.state);
      lastCounts = counts;
      shown = rows;
      visible = 0;
      cards.replaceChildren();
      const words = rows.length ? plural(rows.length, "service") : "No service";
      count.replaceChildren(el("strong", null, words), rows.length === index.rows.length ? "" : ` of ${index.rows.length.toLocaleString("en-US")}`);
      if (quietly !== true) say(rows.length ? `${words} found` : "No service found. Below are ways to widen the search.");
      facets.sync(counts);
      map?.sync(counts);
      activeSlot.replaceChildren(...[hartFacets.active(app)].filter(Boolean));
      emptySlot.replaceChildren(...(rows.length ? [] : [hartFacets.empty(app)]));
      showMore(false);
    }

    function showMore(moveFocus) {
      const next = shown.slice(visible, visible + PAGE).map((row) => hartCards.card(row, app));
      cards.append(...next);
      visible += next.length;
      const left = shown.length - visible;
      more.hidden = left <= 0;
      more.textContent = left > PAGE ? `Show ${PAGE} more of ${left}` : `Show the other ${left}`;
      if (moveFocus) next[0]?.hartFocus();
    }

    function pick(facet, value, on, fromChip) {
      app.state.picked[facet][on ? "add" : "delete"](value);
      refresh();
      if (fromChip) (activeSlot.querySelector("button") ?? search).focus();
    }

    function pickOwnNeeds() {
      app.state.picked.need = new Set(app.personNeeds());
      refresh();
    }

    function setState(state) {
      app.state = state;
      search.value = state.query;
      refresh();
      search.focus();
    }

    function clear() {
      setState({ ...hartLogic.emptyState(), sort: app.state.sort });
    }

    function setQuery(query) {
      setState({ ...app.state, query });
    }

    // What the file holds, with the wishes that are on their way there.
    function chosen() {
      const saved = model.get("saved");
      const added = [...wishes.keys()].filter((id) => wishes.get(id).on && !saved.includes(id));
      return [...saved.filter((id) => wishes.get(id)?.on ?? true), ...added];
    }

    function toggle(id) {
      const before = app.chosen();
      wishes.set(id, { on: !before.includes(id), asked: 0 });
      unsaved.add(prefix);
      // What is on its way isn't said again: it may be for the person helped until then.
      const now = [...wishes].filter(([, wish]) => !wish.asked);
      asked += 1;
      for (const [, wish] of now) wish.asked = asked;
      model.send({ wishes: Object.fromEntries(now.map(([service, { on }]) => [service, on])), asked });
      watchSaving();
      const name = index.byId.get(id)?.service.name ?? id;
      const sum = syncChosen();
      const needs = app.personNeeds();
      say(`${name} ${before.includes(id) ? "taken out" : "chosen"}. ${plural(sum.rows.length, "service")} at ${plural(sum.organizations, "organization")}${needs.length ? `; ${sum.met.length} of ${needs.length} needs met` : ""}.`);
    }

    function syncChosen() {
      for (const node of cards.children) node.hartSync();
      for (const button of compareSlot.querySelectorAll("button[data-choose]")) {
        const chosen = app.chosen().includes(button.dataset.choose);
        button.classList.toggle("hart-button-quiet", chosen);
        button.firstChild.textContent = chosen ? "Take out" : "Choose";
      }
      map?.sync(lastCounts);
      return tray.sync();
    }

    // What could not be saved is wished again with the next.
    function answered(content) {
      for (const [id, wish] of [...wishes]) {
        if (wish.asked !== content.asked) continue;
        if (content.done) wishes.delete(id);
        else wish.asked = 0;
      }
      if (!wishes.size) {
        unsaved.delete(prefix);
        savingLate = false;
      }
      syncChosen();
    }

    // “Saved” is only said of what the kernel has read back from the file.
    function savedWords() {
      if (!wishes.size) return app.chosen().length ? [icon("check"), "Saved"] : [];
      if (model.get("notice")) return [icon("warn"), "Not saved: see the message above the search."];
      return savingLate ? [icon("warn"), "Not saved yet: the kernel doesn’t answer. Keep this page open."] : [icon("clock"), "Saving…"];
    }

    function watchSaving() {
      clearTimeout(lateSave);
      savingLate = false;
      lateSave = setTimeout(() => {
        savingLate = wishes.size > 0;
        tray.sync();
        if (savingLate) say("Your choice is not saved yet: the kernel doesn’t answer.");
      }, SAVE_PATIENCE);
    }

    function compare(id, on) {
      if (on && app.compared.size >= hartCards.MOST_COMPARED) {
        say(`You can compare ${hartCards.MOST_COMPARED} services at a time. Stop comparing one first.`);
        notice.textContent = `You can compare ${hartCards.MOST_COMPARED} services at a time. Stop comparing one first.`;
      } else {
        notice.textContent = "";
        app.compared[on ? "add" : "delete"](id);
      }
      for (const node of cards.children) node.hartSync();
      syncCompareBar();
      if (compareSlot.firstChild) {
        if (!app.compared.size) closeComparison();
        else openComparison(!on);
      }
    }

    function syncCompareBar() {
      const names = [...app.compared].map((id) => index.byId.get(id)?.service.name).filter(Boolean);
      compareBar.replaceChildren(
        ...(names.length
          ? [
              el("span", null, `To compare (${names.length} of ${hartCards.MOST_COMPARED}): ${list(names)}`),
              el("button", { type: "button", class: "hart-button", "data-compare": "", disabled: names.length < 2 ? "" : null, onclick: () => openComparison(true) }, names.length < 2 ? "Pick one more to compare" : `Compare ${names.length} side by side`),
            ]
          : []),
      );
      compareBar.hidden = !names.length;
    }

    function openComparison(moveFocus) {
      const panel = hartCards.comparison(app, closeComparison);
      compareSlot.replaceChildren(panel);
      if (moveFocus) panel.hartFocus();
    }

    function closeComparison() {
      compareSlot.replaceChildren();
      (compareBar.querySelector("button:not([disabled])") ?? search).focus();
    }

    function changedPerson() {
      for (const [id, wish] of [...wishes]) if (!wish.asked) wishes.delete(id);
      for (const f of hartLogic.FACETS) if (f === "need") app.state.picked[f] = new Set();
      facets = hartFacets.panel(app);
      facetSlot.replaceChildren(facets.node);
      refresh(true);
      tray.sync();
    }

    const onFits = () => refresh(true);
    const onNotice = () => { notice.textContent = model.get("notice"); tray.sync(); };
    const deaf = hart.listen(model, {
      "change:saved": syncChosen,
      "msg:custom": answered,
      "change:person": changedPerson,
      "change:fits": onFits,
      "change:notice": onNotice,
    });
    onNotice();
    syncCompareBar();
    refresh(true);
    tray.sync();

    return () => {
      clearTimeout(timer);
      clearTimeout(lateSave);
      unsaved.delete(prefix);
      deaf();
    };
  }

  return { render };
})();

export default hartDirectory;
