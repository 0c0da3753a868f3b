// Opens the course's own notebooks ready to use: runs their cells, hides their code, puts a quiet bar on top.
// A notebook runs by itself only if it asks to and every code cell is, letter for letter, one of the course's.

// All inside one function: this is a plain script, and its names would shadow the page's own.
(() => {
"use strict";

const STYLE = `
.hart-page { --jp-content-font-size1: 16px; }
.hart-page .jp-MarkdownOutput { padding-inline: 0; border-inline-width: 0; }
.hart-page:not(.hart-doors) .jp-MarkdownOutput > :is(p, ul, ol, blockquote) { max-width: 46rem; }
.hart-page .jp-RenderedHTMLCommon table { margin-inline: 0; font-size: inherit; }
.hart-page .jp-RenderedHTMLCommon :is(th, td) { text-align: start; vertical-align: top; }
.hart-page .jp-Notebook { --jp-cell-padding: 4px; }
.hart-page .jp-Notebook .jp-WindowedPanel-viewport, .hart-page .jp-Notebook .jp-WindowedPanel-inner { max-width: 76rem; margin-inline: auto; }
.hart-page .jp-InputPrompt, .hart-page .jp-OutputPrompt, .hart-page .jp-OutputArea-promptOverlay, .hart-page .jp-Collapser, .hart-page .jp-Notebook-footer { display: none; }
.hart-page .hart-answer-cell { display: none; }
.hart-page:not(.hart-shows-code) .jp-CodeCell .jp-Cell-inputWrapper { display: none; }
.hart-page:not(.hart-shows-code) .jp-Toolbar > :not(.hart-bar) { display: none; }
.hart-page .jp-Cell.jp-mod-selected { background: none; }
.hart-page:not(.hart-shows-code) .jp-MarkdownOutput { border-color: transparent; }
.hart-page:not(.hart-shows-code) .jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"],
.hart-page:not(.hart-shows-code) .jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"] { display: none; }
.hart-untouched .jp-Notebook .jp-Cell.jp-mod-active.jp-mod-selected,
.hart-page:not(.hart-shows-code) .jp-Notebook .jp-Cell.jp-mod-active.jp-mod-selected:not(:focus-visible) { box-shadow: none; }
.hart-doors .jp-WindowedPanel-viewport { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: .5rem; }
.hart-doors .jp-Cell:is(:first-child, :last-child, :has(table)) { grid-column: 1 / -1; }
.hart-doors .jp-Cell:not(:first-child, :last-child) :is(.jp-Cell-inputWrapper, .jp-InputArea) { height: 100%; }
.hart-doors .jp-Cell:not(:first-child, :last-child) .jp-MarkdownOutput { box-sizing: border-box; height: 100%; padding: .25rem 1.25rem .5rem;
  border: 1px solid var(--jp-border-color1); border-top: 4px solid var(--hart-door, #0a5f5c); border-radius: 10px; }
body[data-jp-theme-light="false"] .hart-doors { --hart-door: #7fd0cb; }
.hart-doors .jp-RenderedHTMLCommon table { width: 100%; table-layout: auto; }
.hart-doors .jp-RenderedHTMLCommon :is(th, td) { white-space: normal; }
.hart-bar { display: flex; gap: 1rem; align-items: center; width: 100%; box-sizing: border-box; padding: 2px 8px; }
.hart-bar > span { flex: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-weight: 600; color: var(--jp-ui-font-color1); }
.hart-bar button { font: inherit; color: var(--jp-ui-font-color1); background: var(--jp-layout-color1); border: 1px solid var(--jp-border-color1);
  border-radius: 4px; padding: 2px 10px; min-height: 26px; white-space: nowrap; cursor: pointer; }
@media (max-width: 30rem) { .hart-page:not(.hart-shows-code) .hart-bar button[aria-pressed] { display: none; } }
.hart-bar button:hover { background: var(--jp-layout-color2); }
.hart-bar button:focus-visible { outline: 2px solid var(--jp-brand-color1); outline-offset: 1px; }
`;

const config = JSON.parse(document.getElementById("jupyter-config-data")?.textContent ?? "{}");
const known = new Set(JSON.parse(config.hartCells || "[]"));

function element(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

function isOurs(panel) {
  const cells = [...panel.content.model.cells].filter((cell) => cell.type === "code");
  return cells.length > 0 && cells.every((cell) => known.has(cell.sharedModel.getSource()));
}

// What a student reads while the page is being made ready, and when it can't be.
function say(bar, text) {
  bar.state.textContent = text;
}

function addBar(app, panel, title) {
  const bar = element("div", { className: "hart-bar" });
  const name = element("span", { textContent: title });
  bar.state = element("output", {});
  const home = element("button", { type: "button", textContent: "Start page" });
  home.onclick = () => app.commands.execute("docmanager:open", { path: startPage(panel) });
  const code = element("button", { type: "button", textContent: "Show the code" });
  code.setAttribute("aria-pressed", "false");
  code.onclick = async () => {
    const shown = panel.node.classList.toggle("hart-shows-code");
    code.setAttribute("aria-pressed", String(shown));
    code.textContent = shown ? "Hide the code" : "Show the code";
    await app.commands.execute(shown ? "notebook:show-all-cell-code" : "notebook:hide-all-cell-code");
  };
  const hasCode = [...panel.content.model.cells].some((cell) => cell.type === "code");
  bar.append(name, bar.state, ...(hasCode ? [home, code] : []));
  panel.toolbar.node.append(bar);
  return bar;
}

// The Start page lies in the workspace, one folder above the assignment's.
function startPage(panel) {
  const folders = panel.context.path.split("/").slice(0, -2);
  return [...folders, "Start.ipynb"].join("/");
}

// Lab's command runs whatever notebook is in front: that must be this one, and not one that waits for a person's word.
function inFront(app, panel) {
  if (app.shell.currentWidget === panel) return Promise.resolve();
  return new Promise((resolve) => {
    const look = () => {
      if (app.shell.currentWidget !== panel) return;
      app.shell.currentChanged.disconnect(look);
      resolve();
    };
    app.shell.currentChanged.connect(look);
  });
}

// Lab goes to the last cell when it runs all: back to where the person was, `top` pixels down, as soon as the page is as
// tall as that; not once they have gone elsewhere. Their field has the caret where it was, unless a dialog is open.
function stayAt(panel, { top, field, caret }) {
  const page = panel.content.node.querySelector(".jp-WindowedPanel-outer");
  let moved = false;
  for (const act of ["pointerdown", "keydown", "wheel", "touchmove"]) {
    panel.node.addEventListener(act, () => { moved = true; }, { once: true, capture: true, passive: true });
  }
  return async () => {
    for (let i = 0; i < 50 && !moved; i += 1) {
      const place = field ? panel.node.querySelector(`[data-field="${field}"]`) : panel.node;
      if (place && page.scrollHeight - page.clientHeight >= top) {
        panel.content.activeCellIndex = 0;
        page.scrollTo({ top });
        if (field && !document.querySelector(".jp-Dialog")) {
          place.focus({ preventScroll: true });
          place.setSelectionRange?.(caret, caret);
        }
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
}

async function run(app, panel, bar, place = { top: 0 }) {
  say(bar, "Getting ready…");
  await panel.sessionContext.ready;
  await inFront(app, panel);
  const back = stayAt(panel, place);
  const done = app.commands.execute("notebook:run-all-cells");
  if (!place.top) await back();
  await done;
  await back();
  const failed = [...panel.content.model.cells].some(
    (cell) => cell.type === "code" && [...(cell.sharedModel.outputs ?? [])].some((output) => output.output_type === "error"),
  );
  say(bar, failed ? "Something went wrong, but what you typed is safe. Reload this page." : "");
}

function markAnswers(panel) {
  for (const cell of panel.content.widgets) {
    if (cell.model.getMetadata("nbgrader")?.solution) cell.node.classList.add("hart-answer-cell");
  }
}

// What a person writes is in the answers' file; what Lab would save here are outputs that are made anew on opening. So
// Lab neither saves by itself, nor asks about it when the page is left, until somebody has looked at the code.
function keepClean(panel) {
  const { model } = panel.content;
  const clean = () => {
    if (panel.node.classList.contains("hart-shows-code")) model.stateChanged.disconnect(clean);
    else if (model.dirty) model.dirty = false;
  };
  model.stateChanged.connect(clean);
  clean();
}

// The page has the whole width; the file list stays one click away. A page that was opened by its address shows the list
// a little later: it is closed until somebody does something, since whoever opens it then wants it.
function tidy(app) {
  const close = () => {
    if (app.shell.leftCollapsed === false) app.shell.collapseLeft();
    if (app.shell.rightCollapsed === false) app.shell.collapseRight();
  };
  close();
  app.shell.layoutModified?.connect(close);
  for (const act of ["pointerdown", "keydown"]) {
    document.addEventListener(act, () => app.shell.layoutModified?.disconnect(close), { once: true, capture: true });
  }
}

async function prepare(app, panel, seen) {
  if (!panel?.context?.ready || !panel.content?.model || seen.has(panel)) return;
  seen.add(panel);
  await panel.context.ready;
  const hart = panel.content.model.getMetadata("hart");
  if (!hart) return;
  panel.node.classList.add("hart-page", "hart-untouched");
  // Lab puts the focus on the first cell; a frame around it means nothing to somebody who has not pressed a key yet.
  panel.node.addEventListener("keydown", () => panel.node.classList.remove("hart-untouched"), { once: true, capture: true });
  panel.node.classList.toggle("hart-doors", Boolean(hart.doors));
  if (!seen.tidied) {
    seen.tidied = true;
    tidy(app);
    for (const side of window.innerWidth < 600 ? ["right", "left"] : ["right"]) {
      if (app.shell.isSideTabBarVisible?.(side)) app.commands.execute("application:toggle-side-tabbar", { side });
    }
  }
  const bar = addBar(app, panel, hart.title ?? "");
  await panel.revealed;
  markAnswers(panel);
  panel.content.model.cells.changed.connect(() => setTimeout(() => markAnswers(panel)));
  if (!hart.run) return;
  if (!isOurs(panel)) {
    const start = element("button", { type: "button", textContent: "Run this page" });
    start.onclick = () => run(app, panel, bar);
    bar.append(start);
    say(bar, "The code of this page was changed, so it doesn't run by itself.");
    return;
  }
  keepClean(panel);
  const session = panel.sessionContext;
  say(bar, "Getting ready…");
  await session.ready;
  await session.session?.kernel?.info;
  let restarted = false;
  let last = null;
  panel.node.addEventListener("focusin", (event) => { last = event.target; });
  session.statusChanged.connect((_, status) => {
    if (status === "restarting" || status === "autorestarting") restarted = true;
    if (status === "dead") say(bar, "The page lost its engine: reload it. What you typed is safe.");
    if (status === "idle" && restarted) {
      restarted = false;
      const top = panel.content.node.querySelector(".jp-WindowedPanel-outer").scrollTop;
      run(app, panel, bar, { top, field: last?.dataset.field, caret: last?.selectionStart });
    }
  });
  await run(app, panel, bar);
}

// Without a server a reload forgets which page was open: it is remembered here, and a first visit gets the Start page.
const LAST = "hart-last-page";
const asked = new URLSearchParams(window.location.search).has("path");

function comeBack(app) {
  app.shell.currentChanged?.connect(() => {
    const path = app.shell.currentWidget?.context?.path;
    if (path) localStorage.setItem(LAST, path);
  });
  if (asked || [...app.shell.widgets("main")].some((widget) => widget.context)) return;
  app.commands.execute("docmanager:open", { path: localStorage.getItem(LAST) ?? config.hartStart });
}

const plugin = {
  id: "hart-city:plugin",
  description: "Opens the course's notebooks ready to use.",
  autoStart: true,
  activate: (app) => {
    document.head.append(element("style", { textContent: STYLE }));
    // The instructor's door: the formgrader is a page of the server, not a file.
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.('a[href$="/formgrader"], a[href$="/formgrader/queue"]');
      if (!link) return;
      event.preventDefault();
      event.stopPropagation();
      window.open((config.baseUrl ?? "/") + link.getAttribute("href").replace(/^.*\/(?=formgrader)/, ""), "_blank");
    }, true);
    // A link of the progress strip to the other notebook: opened here, since leaving the page would ask to be confirmed.
    window.addEventListener("hart-open", (event) => {
      const here = app.shell.currentWidget?.context?.path;
      if (!here) return;
      event.preventDefault();
      const path = [...here.split("/").slice(0, -1), event.detail.file].join("/");
      // Notebook 7 has one page for each notebook; what is saved asks nothing when it is left.
      if (app.name === "Jupyter Notebook") {
        app.commands.execute("docmanager:save").finally(() => window.location.assign(`${config.baseUrl ?? "/"}notebooks/${encodeURI(path)}#${event.detail.step}`));
        return;
      }
      app.commands.execute("docmanager:open", { path });
      const until = Date.now() + 30000;
      const look = setInterval(() => {
        const step = document.querySelector(`[data-hart-step="${event.detail.step}"]`);
        if (step?.getClientRects().length) step.scrollIntoView({ block: "start" });
        if (step?.getClientRects().length || Date.now() > until) clearInterval(look);
      }, 300);
    });
    // Lab waits for this function before it is restored: waiting here for that would be for ever.
    app.restored.then(() => {
      const seen = new WeakSet();
      const look = () => {
        for (const widget of app.shell.widgets("main")) prepare(app, widget, seen).catch(console.error);
      };
      app.shell.currentChanged?.connect(look);
      if (config.hartStart) comeBack(app);
      app.shell.layoutModified?.connect(look);
      look();
    });
  },
};

window._JUPYTERLAB = window._JUPYTERLAB || {};
window._JUPYTERLAB["hart-city"] = {
  init: () => {},
  get: async () => () => ({ __esModule: true, default: plugin }),
};
})();
