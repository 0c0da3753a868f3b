// One line of steps: what is done has a check, what is left says what; each leads to its place.

export default {
  render({ model, el: host }) {
    const { el, drawing, stepLink } = hart;
    const root = hart.root(host, { name: "strip", label: "Your progress" });
    const slot = el("div");
    root.prepend(slot);
    let before = "";

    function show() {
      const page = model.get("page");
      const now = JSON.stringify(page);
      if (now === before) return;
      before = now;
      const done = page.steps.filter((s) => s.done).length;
      const next = page.steps.find((s) => !s.done);
      hart.renew(slot,
        ...(page.notice ? [el("p", { class: "hart-note hart-note-caution", role: "status" }, el("span", null, page.notice, page.copies ? [" Not the right one? ", stepLink("finish", "Choose an earlier version"), "."] : null))] : []),
        el(
          "p",
          { class: "hart-strip-line" },
          el("strong", null, `${done} of ${page.steps.length} done`),
          next ? [el("span", { class: "hart-muted" }, " · Next: "), stepLink(next.id, next.title)] : null,
        ),
        el(
          "ol",
          { class: "hart-steps" },
          page.steps.map((step) =>
            el(
              "li",
              { class: step.done ? "hart-step hart-step-done" : step === next ? "hart-step hart-step-next" : "hart-step" },
              stepLink(
                step.id,
                el("span", null,
                  drawing(step.done ? "M3 8.5l3.2 3.2L13 4.8" : "M8 2.6a5.4 5.4 0 1 0 .01 0"),
                  el("span", { class: "hart-step-title" }, step.title, el("span", { class: "hart-sr" }, step.done ? ", done: " : ", to do: ")),
                  el("span", { class: "hart-step-detail" }, step.detail, step.at ? ` ${hart.localTime(step.at, { month: "short", day: "numeric", hour: "numeric", minute: "2-digit" })}` : null)),
                "hart-step-link",
              ),
            ),
          ),
        ),
      );
    }

    show();
    return hart.listen(model, { "change:page": show });
  },
};
