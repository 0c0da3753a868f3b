// The city as a stylized map, and the same places as a numbered list beside it. A place is a filter: its organization.

const hartMap = (() => {
  const { el, svg, plural } = hart;
  const MOST_SHOWN = 60;
  const CORNER = 14;
  const DASHES = ["", "9 5", "2 5", "14 5 2 5", "5 3", "1 4", "20 4", "8 3 2 3 2 3"];

  // A way through points with rounded corners.
  function way(points) {
    if (points.length < 3) return points.map(([x, y], i) => `${i ? "L" : "M"}${x} ${y}`).join("");
    let path = `M${points[0].join(" ")}`;
    for (let i = 1; i < points.length - 1; i += 1) {
      const [before, at, after] = [points[i - 1], points[i], points[i + 1]];
      const near = (to) => {
        const length = Math.hypot(to[0] - at[0], to[1] - at[1]) || 1;
        const part = Math.min(CORNER, length / 2) / length;
        return `${at[0] + (to[0] - at[0]) * part} ${at[1] + (to[1] - at[1]) * part}`;
      };
      path += `L${near(before)}Q${at.join(" ")} ${near(after)}`;
    }
    return `${path}L${points.at(-1).join(" ")}`;
  }

  // A line's dashes and tone; after the last pattern they come again, hollow. Nobody has to tell lines apart by color.
  function stroke(i, d) {
    const [round, pattern] = [Math.floor(i / DASHES.length), i % DASHES.length];
    const drawn = (name) => svg("path", { d, class: name, "stroke-dasharray": DASHES[pattern] });
    const hollow = round % 2 === 1;
    return svg("g", { class: `hart-map-line hart-map-line-${pattern}${hollow ? " hart-map-line-hollow" : ""}` }, drawn("hart-map-line-edge"), hollow ? drawn("hart-map-line-heart") : null);
  }

  // The line's number, at the end of its way that lies at `at`; where one lies already, beside it.
  function tag(map, line, i, at, taken) {
    const [left, top] = [map.width * 0.02 + 12, map.height * 0.02 + 10];
    let [x, y] = [Math.min(Math.max(at[0], left), map.width - left), Math.min(Math.max(at[1], top), map.height - top)];
    const aside = x < map.width / 2 ? 32 : -32;
    const hit = () => taken.find(([a, b]) => Math.abs(a - x) < 32 && Math.abs(b - y) < 24);
    while (hit()) x = hit()[0] + aside;
    taken.push([x, y]);
    return svg("g", { class: `hart-map-tag hart-map-line-${i % DASHES.length}` }, svg("rect", { x: x - 15, y: y - 11, width: 30, height: 22, rx: 6 }), label([x, y], line.name.replace(/^(bus|line)\s+/i, ""), "hart-map-tag-text", 5));
  }

  function label(at, text, name, shift = 0) {
    return svg("text", { x: at[0], y: at[1] + shift, class: name, "text-anchor": "middle" }, text);
  }

  function ground(map) {
    const taken = [];
    return svg(
      "svg",
      { viewBox: `0 0 ${map.width} ${map.height}`, class: "hart-map-ground", "aria-hidden": "true", focusable: "false" },
      svg("rect", { x: 0, y: 0, width: map.width, height: map.height, class: "hart-map-land" }),
      map.river.length ? svg("path", { d: way(map.river), class: "hart-map-river", "stroke-width": Math.max(map.width, map.height) / 22 }) : null,
      map.neighborhoods.map((spot) => label(spot.at, spot.name.toUpperCase(), "hart-map-quarter")),
      map.lines.map((line, i) => stroke(i, way(line.path))),
      map.lines.flatMap((line, i) => [line.path[0], line.path.at(-1)].map((end) => tag(map, line, i, end, taken))),
      map.landmarks.map((spot) => svg("g", null, svg("rect", { x: spot.at[0] - 5, y: spot.at[1] - 5, width: 10, height: 10, class: "hart-map-landmark" }), label(spot.at, spot.name, "hart-map-landmark-name", 20))),
    );
  }

  function legend(map) {
    if (!map.lines.length) return null;
    return el(
      "ul",
      { class: "hart-plain hart-map-legend", "aria-label": "Bus lines" },
      map.lines.map((line, i) =>
        el("li", null, svg("svg", { viewBox: "0 0 36 8", class: "hart-map-key", "aria-hidden": "true" }, stroke(i, "M1 4H35")), el("strong", null, line.name), line.runs ? el("span", { class: "hart-muted" }, ` · ${line.runs}`) : null)),
    );
  }

  function panel(app) {
    const { map, organizations } = app.payload;
    const surface = el("div", { class: "hart-map-surface", style: `aspect-ratio: ${map.width} / ${map.height}` });
    const list = el("ol", { class: "hart-map-list" });
    const more = el("p", { class: "hart-muted hart-map-more" });
    const helpId = app.uid("map-help");
    const markers = el("div", { class: "hart-map-markers", role: "group", "aria-label": `Map of ${app.payload.city}`, "aria-describedby": helpId });
    const home = el("div", { class: "hart-map-home", hidden: true });
    surface.append(ground(map), home, markers);
    let shown = [];

    const place = (node, [x, y]) => {
      node.style.insetInlineStart = `${(100 * x) / map.width}%`;
      node.style.insetBlockStart = `${(100 * y) / map.height}%`;
      return node;
    };
    const where = (spot) => [spot.near, organizations[spot.o].bus.join(", ") || organizations[spot.o].transit].filter(Boolean).join(" · ");
    const isOn = (id) => app.state.picked.org.has(id);
    const mark = (o) => app.chosen().some((id) => app.index.byId.get(id)?.service.o === o);

    function light(at) {
      for (const part of [...markers.children, ...list.children]) part.classList.toggle("hart-map-lit", part.dataset.at === at);
    }

    function marker({ spot, count }, i) {
      const org = organizations[spot.o];
      return place(el("button", {
        type: "button", class: "hart-marker", "data-at": String(i), "data-org": org.id,
        "aria-pressed": String(isOn(org.id)), title: org.name,
        "aria-label": `${i + 1}: ${org.name}. ${where(spot)}. ${plural(count, "service")}${mark(spot.o) ? ", one of them chosen" : ""}`,
        onclick: () => app.pick("org", org.id, !isOn(org.id)),
        onpointerenter: () => light(String(i)), onpointerleave: () => light(""),
        onfocus: () => light(String(i)), onblur: () => light(""),
      }, String(i + 1)), spot.at);
    }

    function line({ spot, count }, i) {
      const org = organizations[spot.o];
      return el("li", { "data-at": String(i), onpointerenter: () => light(String(i)), onpointerleave: () => light("") },
        el("button", { type: "button", class: "hart-map-name", "data-org": org.id, "aria-pressed": String(isOn(org.id)), onclick: () => app.pick("org", org.id, !isOn(org.id)) },
          el("span", { class: "hart-map-number", "aria-hidden": "true" }, String(i + 1)),
          el("span", null, el("strong", null, org.name), mark(spot.o) ? " ✓" : "", el("span", { class: "hart-sub" }, [where(spot), plural(count, "service")].filter(Boolean).join(" · ")))));
    }

    // The label of the home goes to that side of its place where it hides no number.
    function free([x, y]) {
      const sides = [[0, -0.06], [0, 0.06], [0.12, 0], [-0.12, 0]].map(([dx, dy]) => [Math.min(Math.max(x + dx * map.width, 0.13 * map.width), 0.87 * map.width), y + dy * map.height]);
      const room = (side) => Math.min(...map.places.map(({ at }) => Math.hypot((at[0] - side[0]) / 2, at[1] - side[1])));
      return sides.reduce((best, side) => (room(side) > room(best) ? side : best));
    }

    // One stop for Tab each; arrow keys go from one place to the next.
    function stop(buttons, at) {
      buttons.forEach((node, i) => { node.tabIndex = i === at ? 0 : -1; });
    }

    function roam(event) {
      const all = [...event.currentTarget.querySelectorAll("[data-org]")];
      const at = all.indexOf(document.activeElement);
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -at, End: all.length - 1 - at }[event.key];
      if (step === undefined || at < 0) return;
      event.preventDefault();
      const next = (at + step + all.length) % all.length;
      stop(all, next);
      all[next].focus();
    }
    markers.addEventListener("keydown", roam);
    list.addEventListener("keydown", roam);

    function sync(counts) {
      const focused = node.contains(document.activeElement) ? document.activeElement : null;
      const inMap = focused && markers.contains(focused);
      const all = map.places.map((spot) => ({ spot, count: counts.org.get(organizations[spot.o].id) ?? 0 })).filter((p) => p.count || isOn(organizations[p.spot.o].id));
      shown = all.slice(0, MOST_SHOWN);
      markers.replaceChildren(...shown.map(marker));
      list.replaceChildren(...shown.map(line));
      more.textContent = [
        all.length > shown.length ? `${plural(all.length - shown.length, "more place")} fit; search or filter to see them here.` : "",
        map.unmapped ? `${plural(map.unmapped, "organization")} ${map.unmapped === 1 ? "has" : "have"} no public place on the map.` : "",
      ].filter(Boolean).join(" ");
      for (const part of [markers, list]) {
        const all = [...part.querySelectorAll("[data-org]")];
        const at = all.findIndex((n) => n.dataset.org === focused?.dataset.org);
        stop(all, Math.max(at, 0));
        if (at >= 0 && (part === markers) === inMap) all[at].focus({ preventScroll: true });
      }
      const own = app.home();
      home.hidden = !own;
      if (own) {
        place(home, free(own.at));
        home.replaceChildren(hartChoosing.icon("home"), el("span", { class: "hart-map-home-name" }, `${app.firstName()}’s home`), el("span", { class: "hart-sr" }, own.name ? `, ${own.name}` : ""));
      }
    }

    let asked = false;
    const node = el(
      "details",
      { class: "hart-map", open: window.innerWidth > 800 },
      el("summary", { onclick: () => { asked = true; } }, `Map of ${app.payload.city}`),
      el("p", { class: "hart-help", id: helpId }, "Stylized, not to scale. Each number is an organization with services that match; choosing it shows only those. Arrow keys go from one to the next. The list has the same places in words."),
      el("div", { class: "hart-map-both" }, el("div", null, el("div", { class: "hart-scroll" }, surface), legend(map)), el("div", { class: "hart-map-words", role: "group", "aria-label": "The places of the map as a list" }, list, more)),
    );
    // Whoever types looks for services, which stand below: they come up unless the student wanted the map.
    const stepAside = () => { if (!asked) node.open = false; };
    return { node, sync, stepAside };
  }

  return { panel };
})();
