// Cards to place on steps: with a list beside each card, or by dragging. Every card says why it belongs where it belongs.

export default {
  render({ model, el: host }) {
    const { el, drawing, plural, uid } = hart;
    const SIGNS = { right: "M3 8.5l3.2 3.2L13 4.8", wrong: "M8 2.6l6 10.8H2zM8 6.6v3.2M8 11.6v.1" };
    const exercise = model.get("page");
    const root = hart.root(host, { name: "sort", label: exercise.title });
    const problem = el("p", { class: "hart-note hart-note-caution", hidden: true });
    const verdict = el("p", { class: "hart-verdict", tabindex: "-1", hidden: true });
    const place = {}; // card → step
    const boxes = { "": box("", { name: "To place", means: "" }, 0) };
    Object.entries(exercise.steps).forEach(([id, step], at) => { boxes[id] = box(id, step, at + 1); });
    const cards = Object.fromEntries(Object.entries(exercise.cards).map(([id, it]) => [id, card(id, it)]));
    const again = el("button", { type: "button", class: "hart-button hart-button-small hart-button-quiet", onclick: () => { send(Object.keys(place), ""); draw(); root.announce("All cards are back.", 0); } }, "Start again");
    root.prepend(
      el("h3", null, exercise.title),
      ...(exercise.intro ? [el("p", { class: "hart-help" }, exercise.intro)] : []),
      problem,
      boxes[""].node,
      el(exercise.ordered ? "ol" : "ul", { class: `hart-plain hart-steps-to-fill${exercise.ordered ? " hart-ladder" : ""}` }, Object.keys(exercise.steps).map((id) => el("li", null, boxes[id].node))),
      el("div", { class: "hart-row" }, el("button", { type: "button", class: "hart-button hart-button-small", onclick: judge }, "Check the places"), again),
      verdict,
    );

    function box(id, step, number) {
      const heading = uid("box");
      const list = el("ul", { class: "hart-plain hart-cards" });
      const empty = el("p", { class: "hart-muted hart-box-empty" });
      const node = el("div", { class: `hart-box${id ? "" : " hart-box-tray"}`, role: "group", "aria-labelledby": heading, "data-step": id, style: `--at: ${number}` },
        el("h4", { id: heading }, exercise.ordered && id ? `${number}. ` : "", step.name),
        step.means ? el("p", { class: "hart-muted" }, step.means) : null, empty, list);
      node.addEventListener("dragover", (event) => { event.preventDefault(); node.classList.add("hart-box-over"); });
      node.addEventListener("dragleave", () => node.classList.remove("hart-box-over"));
      node.addEventListener("drop", (event) => {
        event.preventDefault();
        node.classList.remove("hart-box-over");
        const dragged = event.dataTransfer.getData("text/plain");
        if (cards[dragged]) put(dragged, id);
      });
      return { node, list, empty, name: step.name };
    }

    function card(id, it) {
      const label = uid("card");
      const select = el("select", { "aria-label": "Place", "aria-describedby": label, onchange: () => put(id, select.value, true) },
        el("option", { value: "" }, "Choose a place …"),
        Object.entries(exercise.steps).map(([step, { name }]) => el("option", { value: step }, name)));
      const why = el("p", { class: "hart-why", hidden: true });
      const node = el("li", { class: "hart-card-to-place", draggable: "true", "data-card": id }, el("p", { id: label }, it.text), select, why);
      node.addEventListener("dragstart", (event) => event.dataTransfer.setData("text/plain", id));
      return { node, select, why, it };
    }

    function put(id, step, keepFocus = false) {
      send([id], step);
      draw();
      if (keepFocus) cards[id].select.focus();
      const left = Object.keys(cards).length - Object.keys(place).length;
      root.announce(`${step ? `Placed: ${boxes[step].name}` : "Taken back"}. ${left ? `${plural(left, "card")} left.` : "All cards are placed."}`, 0);
    }

    function draw() {
      verdict.hidden = true;
      for (const [id, { node, select, why }] of Object.entries(cards)) {
        const step = place[id] ?? "";
        if (node.parentNode !== boxes[step].list) boxes[step].list.append(node);
        select.value = step;
        why.hidden = true;
        node.classList.remove("hart-card-right", "hart-card-wrong");
      }
      for (const [id, { list, empty }] of Object.entries(boxes)) {
        empty.hidden = list.children.length > 0;
        empty.textContent = id ? "Nothing here yet." : "Everything is placed. Check the places.";
      }
    }

    function judge() {
      const placed = Object.keys(place);
      let right = 0;
      for (const id of placed) {
        const { node, why, it } = cards[id];
        const good = place[id] === it.step;
        right += good;
        node.classList.toggle("hart-card-right", good);
        node.classList.toggle("hart-card-wrong", !good);
        const words = good ? it.because : it.otherwise[place[id]] ?? `${boxes[place[id]].name}${exercise.steps[place[id]].means ? ` means: ${exercise.steps[place[id]].means}` : ""} Does that fit?`;
        why.hidden = false;
        why.className = `hart-why hart-why-${good ? "right" : "wrong"}`;
        why.replaceChildren(drawing(SIGNS[good ? "right" : "wrong"]), el("span", null, el("strong", null, good ? "Yes." : "Look again."), " ", words));
      }
      const all = Object.keys(cards).length;
      verdict.hidden = false;
      verdict.className = `hart-verdict hart-verdict-${right === all ? "right" : "wrong"}`;
      verdict.textContent = !placed.length ? "Place a card first." : right === all ? `All ${all} are where they belong.` : `${right} of ${all} are where they belong${placed.length < all ? `; ${all - placed.length} still to place` : ""}. Read the reasons and move what you like.`;
      verdict.focus();
    }

    // Only what was moved: another window may have moved others.
    function send(moved, step) {
      for (const id of moved) {
        if (step) place[id] = step;
        else delete place[id];
      }
      model.send({ choices: Object.fromEntries(moved.map((id) => [id, step])) });
    }

    function show() {
      const page = model.get("page");
      problem.textContent = page.problem;
      problem.hidden = !page.problem;
    }

    Object.assign(place, exercise.chosen);
    draw();
    show();
    return hart.listen(model, { "change:page": show });
  },
};
