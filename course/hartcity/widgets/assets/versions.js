// Earlier versions: a list, one to look at, and the way back to it, which can itself be taken back.

const hartVersions = (() => {
  const { el, plural } = hart;

  // ask() for the list, restore(version), announce(words)
  function panel(ask, restore, announce) {
    const list = el("ul", { class: "hart-plain hart-version-rows" });
    const look = el("div");
    const said = el("p", { class: "hart-said", hidden: true });
    const node = el("details", { class: "hart-panel hart-versions-panel", ontoggle: () => { if (node.open) begin(); } },
      el("summary", null, "Earlier versions"),
      el("p", { class: "hart-help" }, "While you work, a copy is kept now and then. Looking at one changes nothing."),
      said, list, look);

    function begin() {
      if (!list.childElementCount) list.replaceChildren(el("li", { class: "hart-muted" }, "Looking…"));
      ask();
    }

    function open(version, opener) {
      const heading = el("h4", { tabindex: "-1" }, version.when);
      look.replaceChildren(el("section", { class: "hart-version-look", "aria-label": `The version of ${version.when}` },
        el("div", { class: "hart-row hart-between" }, heading, el("div", { class: "hart-row" },
          el("button", { type: "button", class: "hart-button hart-button-small", "data-restore": version.id, onclick: () => restore(version.id) }, "Go back to this version"),
          el("button", { type: "button", class: "hart-button hart-button-small hart-button-quiet", onclick: () => { look.replaceChildren(); opener.focus(); } }, "Close"))),
        hartReview.review(version, false)));
      heading.focus();
    }

    return {
      node,
      show(versions) {
        hart.renew(list, ...(versions.length
          ? versions.map((v) => {
              const opener = el("button", { type: "button", class: "hart-button hart-button-small hart-button-quiet", onclick: () => open(v, opener) }, "Look at it", el("span", { class: "hart-sr" }, `: ${v.when}`));
              return el("li", { class: "hart-row hart-between" }, el("span", null, el("strong", null, v.when), el("span", { class: "hart-muted" }, ` · ${plural(v.words, "word")}${v.person ? ` · for ${v.person}` : ""}`)), opener);
            })
          : [el("li", { class: "hart-muted" }, "None yet: the first is kept a minute after you begin to write.")]));
      },
      restored({ undo }) {
        look.replaceChildren();
        said.hidden = false;
        const back = undo ? el("button", { type: "button", class: "hart-link", onclick: () => restore(undo) }, "Take it back") : "";
        said.replaceChildren("You are back at that version; it stands in your texts now. ", back);
        announce("You are back at that version.", 0);
        (back || node.querySelector("summary")).focus();
        begin();
      },
    };
  }

  return { panel };
})();
