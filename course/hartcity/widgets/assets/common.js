// What every widget of the course stands on. Data enters the page only as text nodes and attributes, never as HTML.

const hart = (() => {
  let count = 0;

  // An id that no other view of the page has.
  const uid = (name) => `hart-${name}-${(count += 1)}-${Math.random().toString(36).slice(2, 7)}`;

  // el("p", { class: "hart-note", onclick: f, "aria-label": "…", hidden: true }, "text", node, [more], null)
  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on") && typeof value === "function") node.addEventListener(name.slice(2), value);
      else if (["value", "checked", "disabled", "hidden", "open"].includes(name)) node[name] = value;
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false));
    return node;
  }

  // One polite live region: only the last message of a burst is spoken, and the same one not twice in a row.
  function announcer(root) {
    const region = el("div", { class: "hart-sr", role: "status", "aria-live": "polite" });
    root.append(region);
    let timer = null;
    let last = "";
    return (message, wait = 700) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (message === last && region.textContent) return;
        last = message;
        region.textContent = message;
      }, wait);
    };
  }

  // Keys belong to the widget, not to the notebook: without this, Enter never reaches a text field in JupyterLab.
  function keepKeys(root, onSave) {
    for (const type of ["keydown", "keypress", "keyup"]) {
      root.addEventListener(type, (event) => {
        if (type === "keydown" && (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
          event.preventDefault();
          onSave?.();
        }
        event.stopPropagation();
      });
    }
  }

  // The root element of a widget. `step` names it for the strip's jumps.
  function root(el_, { name, label, step = null, onSave = null }) {
    const node = el("section", { class: `hart hart-${name}`, "aria-label": label, "data-hart-step": step });
    keepKeys(node, onSave);
    el_.append(node);
    node.announce = announcer(node);
    return node;
  }

  function debounce(action, wait) {
    let timer = null;
    const later = (...args) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        timer = null;
        action(...args);
      }, wait);
    };
    later.now = (...args) => {
      clearTimeout(timer);
      timer = null;
      action(...args);
    };
    later.pending = () => timer !== null;
    later.cancel = () => {
      clearTimeout(timer);
      timer = null;
    };
    return later;
  }

  // What may be missing in a strict browser must never break a page.
  const storage = {
    get(key) {
      try {
        return JSON.parse(window.localStorage.getItem(key));
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        window.localStorage.setItem(key, JSON.stringify(value));
        return true;
      } catch {
        return false;
      }
    },
    remove(key) {
      try {
        window.localStorage.removeItem(key);
      } catch {
        // Nothing was stored either.
      }
    },
  };

  const SVG = "http://www.w3.org/2000/svg";

  function svg(tag, attributes, ...children) {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (value !== null && value !== undefined) node.setAttribute(name, value);
    }
    node.append(...children.flat().filter((c) => c !== null && c !== undefined));
    return node;
  }

  // A 16 × 16 line drawing that accompanies words; screen readers skip it.
  function drawing(path) {
    const image = svg("svg", { viewBox: "0 0 16 16", class: "hart-icon", "aria-hidden": "true", focusable: "false" });
    image.append(svg("path", { d: path }));
    return image;
  }

  // Gives a file to the browser: what a message {file, type} brought along in its buffers.
  function download(root_, { file, type }, buffers) {
    const url = URL.createObjectURL(new Blob(buffers, { type }));
    const link = el("a", { href: url, download: file, hidden: true });
    root_.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
    root_.announce(`${file} is downloaded.`, 0);
  }

  // While the pointer is down, what is under it must stay there, or the click is lost: `after(action)` waits for it to go
  // up, two seconds at most. One for the whole page.
  const press = (window.hartPress ??= (() => {
    let timer = null;
    const waiting = [];
    const end = () => {
      clearTimeout(timer);
      timer = null;
      for (const action of waiting.splice(0)) queueMicrotask(action);
    };
    window.addEventListener("pointerdown", () => {
      clearTimeout(timer);
      timer = setTimeout(end, 2000);
    }, true);
    // The click itself comes after this event.
    for (const up of ["pointerup", "pointercancel"]) window.addEventListener(up, () => setTimeout(end, 30), true);
    return { after: (action) => (timer === null ? action() : waiting.push(action)) };
  })());

  // Hears what the kernel's side of a widget does ("change:page", "msg:custom"), until what it returns is called.
  function listen(model, ears) {
    let open = true;
    const hung = Object.entries(ears).map(([name, hear]) => [name, (...said) => press.after(() => open && hear(...said))]);
    for (const [name, hear] of hung) model.on(name, hear);
    return () => {
      open = false;
      for (const [name, hear] of hung) model.off(name, hear);
    };
  }

  // Puts new content in a place; who was there by keyboard still is.
  function renew(place, ...content) {
    const spots = () => [...place.querySelectorAll("a, button, summary, input, select, textarea, [tabindex]")];
    const was = document.activeElement;
    const at = spots().indexOf(was);
    place.replaceChildren(...content);
    if (at < 0) return;
    const now = spots();
    const same = now.find((n) => n.tagName === was.tagName && n.textContent === was.textContent);
    (same ?? now[Math.min(at, now.length - 1)])?.focus({ preventScroll: true });
  }

  // Gives a place these nodes in this order. What is in its order already isn't touched: it keeps focus and caret.
  function arrange(place, nodes) {
    for (const node of [...place.children]) if (!nodes.includes(node)) node.remove();
    nodes.forEach((node, at) => {
      if (place.children[at] !== node) place.insertBefore(node, place.children[at] ?? null);
    });
    return place;
  }

  // Writes the kernel's word into a box, until somebody has typed another one there.
  function follow(box) {
    let told = box.value;
    return (word) => {
      if (box.value === told) box.value = word;
      told = word;
    };
  }

  // One question to the kernel at a time: `lost` is called when `wait` milliseconds pass without an answer.
  function question(wait, lost) {
    let timer = null;
    const end = () => {
      clearTimeout(timer);
      timer = null;
    };
    return {
      open: () => timer !== null,
      ask() {
        timer = setTimeout(() => {
          end();
          lost();
        }, wait);
      },
      end,
    };
  }

  // Whether all that was typed on this page is on the disk; what is on its way there is waited for, four seconds at most.
  async function saved() {
    for (let i = 0; i < 40 && window.hartUnsaved?.size; i += 1) await new Promise((r) => setTimeout(r, 100));
    return !window.hartUnsaved?.size;
  }

  // nbgrader's “2026-11-24 15:53:12.369086 UTC” as the reader's own clock has it; anything else as it is.
  function localTime(stamp, options = { dateStyle: "long", timeStyle: "short" }) {
    const [, day, clock] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d+)? UTC$/.exec(stamp) ?? [];
    return day ? new Date(`${day}T${clock}Z`).toLocaleString("en-US", options) : stamp;
  }

  const plural = (number, one, many) => `${number.toLocaleString("en-US")} ${number === 1 ? one : (many ?? `${one}s`)}`;

  // Scrolls to a place of this page and puts the focus there; false when the page doesn't hold it.
  function jump(selector) {
    const target = document.querySelector(selector);
    if (!target) return false;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    target.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
    const spot = target.matches("textarea, input, select, button, a") ? target : target.querySelector("h2, h3, textarea, input, select, button");
    if (spot) {
      if (/^H\d$/.test(spot.tagName)) spot.setAttribute("tabindex", "-1");
      spot.focus({ preventScroll: true });
    }
    return true;
  }

  const NOTEBOOKS = {
    person: "part-1-services",
    services: "part-1-services",
    benefits: "part-1-services",
    coordination: "part-1-services",
    finances: "part-1-services",
    email: "part-2-email",
    finish: "part-2-email",
  };

  // A link to a step of the assignment: a place on this page, else the other notebook in the same folder. JupyterLab
  // opens that one without leaving the page when something there listens for `hart-open`.
  function stepLink(step, words, className = "hart-link") {
    const here = window.location.pathname;
    const file = `${NOTEBOOKS[step]}.ipynb`;
    const href = here.endsWith(".ipynb") ? here.replace(/[^/]*$/, file) : "#";
    return el("a", {
      class: className,
      href,
      "data-go": step,
      onclick: (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        const opening = new CustomEvent("hart-open", { cancelable: true, detail: { file, step } });
        if (jump(`[data-hart-step="${step}"]`) || !window.dispatchEvent(opening) || href === "#") event.preventDefault();
      },
    }, words);
  }

  return { uid, el, root, announcer, keepKeys, debounce, storage, svg, drawing, download, listen, renew, arrange, follow, question, saved, localTime, plural, jump, stepLink };
})();
