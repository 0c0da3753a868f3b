// The remark at its words: it opens under a mark when the pointer rests on it or the caret is moved into it, and goes
// with Escape, with the next keystroke, or when the pointer leaves.

const hartBubble = (() => {
  const { el } = hart;
  const LEAVE = 350;

  // apply(finding), leave(): the bubble is gone, whatever opened it
  function bubble(apply, leave) {
    const node = el("div", { class: "hart-bubble", role: "group", "aria-label": "Remark", hidden: true });
    let timer = null;
    let how = "";

    function hide() {
      clearTimeout(timer);
      if (node.hidden) return;
      node.hidden = true;
      how = "";
      leave();
    }

    const hideSoon = () => {
      clearTimeout(timer);
      timer = setTimeout(hide, LEAVE);
    };
    node.addEventListener("pointerenter", () => clearTimeout(timer));
    node.addEventListener("pointerleave", () => { if (how === "hover") hideSoon(); });

    return {
      node,
      hide,
      open: () => !node.hidden,
      // The pointer left the words.
      away() {
        if (how === "hover") hideSoon();
      },
      show(finding, editor, span, by) {
        clearTimeout(timer);
        const spot = editor.spot(span);
        if (!spot) return;
        how = by;
        const change = finding.replacement !== null && finding.replacement !== undefined;
        node.replaceChildren(
          el("p", null, el("strong", null, finding.label, ". "), finding.message),
          finding.suggestion ? el("p", { class: "hart-suggestion" }, finding.suggestion) : "",
          el("div", { class: "hart-row" },
            change ? el("button", { type: "button", class: "hart-button hart-button-small", onclick: () => apply(finding) }, finding.replacement ? `Change to “${finding.replacement}”` : "Take it out") : null,
            el("span", { class: "hart-muted hart-keys" }, change ? [el("kbd", null, "Alt"), "+", el("kbd", null, "Enter"), " changes it · "] : null, el("kbd", null, "F8"), " next · ", el("kbd", null, "Esc"), " closes")),
        );
        node.hidden = false;
        editor.box.append(node);
        node.style.setProperty("--hart-at", `${spot.left}px`);
        const below = editor.box.getBoundingClientRect().top + spot.bottom + 6 + node.offsetHeight;
        const fits = below < window.innerHeight || spot.top < node.offsetHeight;
        node.style.insetBlockStart = `${fits ? spot.bottom + 6 : spot.top - node.offsetHeight - 6}px`;
        if (by === "caret") node.scrollIntoView({ block: "nearest" });
      },
    };
  }

  return { bubble };
})();
