// One family's month: what one agency saw, then what all of them saw.

export default {
  render({ model, el: host }) {
    const { el, svg, plural } = hart;
    const page = model.get("page");
    const root = hart.root(host, { name: "month", label: page.title });
    const agencies = Object.entries(page.agencies);
    const ALL = "";
    const seen = new Set();
    let current = agencies[0][0];
    const slot = el("div", { class: "hart-month-view" });
    const lanes = el("div", { class: "hart-lanes", "aria-hidden": "true" });
    const buttons = [...agencies.map(([id, { name }]) => [id, name]), [ALL, "All together"]].map(([id, name]) =>
      el("button", { type: "button", class: "hart-button hart-button-small hart-button-quiet", "data-agency": id, onclick: () => choose(id) }, name));
    root.prepend(
      el("h3", null, page.title),
      ...(page.intro ? [el("p", { class: "hart-help" }, page.intro)] : []),
      el("div", { class: "hart-row hart-agencies", role: "group", "aria-label": "Whose month" }, buttons),
      lanes,
      slot,
    );

    function drawLanes() {
      const step = 17;
      const width = 31 * step;
      const image = svg("svg", { viewBox: `0 0 ${width} ${agencies.length * 22}`, class: "hart-lane-picture" });
      agencies.forEach(([id], row) => {
        const y = row * 22 + 11;
        const on = current === ALL || current === id;
        image.append(svg("line", { x1: 0, x2: width, y1: y, y2: y, class: "hart-lane" }));
        for (const event of page.events.filter((e) => e.agency === id)) {
          image.append(svg("circle", { cx: (event.day - 0.5) * step, cy: y, r: on ? 7 : 4, class: on ? "hart-dot-on" : "hart-dot-off" }));
        }
      });
      lanes.replaceChildren(el("div", { class: "hart-lane-names" }, agencies.map(([id, { name }]) => el("span", { class: current === ALL || current === id ? "hart-lane-name hart-lane-name-on" : "hart-lane-name" }, name))), image);
    }

    function line(event) {
      return el("li", null,
        el("span", { class: "hart-day" }, `March ${event.day}`),
        el("div", null,
          current === ALL ? el("strong", null, `${page.agencies[event.agency].name}: `) : null,
          event.saw, event.did ? el("span", { class: "hart-did" }, ` ${event.did}`) : null));
    }

    function draw() {
      for (const button of buttons) {
        const on = button.dataset.agency === current;
        button.setAttribute("aria-pressed", String(on));
        button.classList.toggle("hart-button-quiet", !on);
      }
      drawLanes();
      const events = page.events.filter((e) => current === ALL || e.agency === current);
      const agency = page.agencies[current];
      slot.replaceChildren(
        el("h4", null, agency ? agency.name : `${page.who}: the whole month`),
        ...(agency ? [el("p", { class: "hart-muted" }, agency.job)] : []),
        events.length ? el("ol", { class: "hart-plain hart-days" }, events.map(line)) : el("p", { class: "hart-empty" }, "Nothing. Nobody called."),
        el("p", { class: "hart-note" }, el("span", null, agency ? el("strong", null, "What it could not know: ") : null, agency ? agency.knew_not : page.together)),
      );
    }

    function choose(id) {
      current = id;
      seen.add(id);
      draw();
      const number = page.events.filter((e) => id === ALL || e.agency === id).length;
      root.announce(`${page.agencies[id]?.name ?? "All together"}: ${plural(number, "event")}.`, 0);
    }

    draw();
  },
};
