// One's own texts beside an example's, part by part.

export default {
  render({ model, el: host }) {
    const { el } = hart;
    const root = hart.root(host, { name: "example", label: "Compare with an example", step: "example" });
    const slot = el("div");
    root.prepend(el("h3", null, "Compare with an example"), slot);

    const text = (words, none) => (words.trim() ? el("div", { class: "hart-drill-text", tabindex: "0", role: "region", "aria-label": none }, words) : el("p", { class: "hart-muted" }, "Nothing written."));

    function part(data) {
      if (!data.tried) return el("li", null, el("strong", null, data.title), el("span", { class: "hart-muted" }, ": opens after you have rated a text of your own."));
      return el("li", null, el("details", { class: "hart-panel", "data-part": data.title },
        el("summary", { class: "hart-open-line" }, data.title),
        el("div", { class: "hart-beside" },
          el("div", null, el("h4", null, "Yours"), text(data.mine, `Yours: ${data.title}`)),
          el("div", null, el("h4", null, "The example"), text(data.example, `Example: ${data.title}`)))));
    }

    function show() {
      const page = model.get("page");
      const opened = [...slot.querySelectorAll("details[open]")].map((d) => d.dataset.part);
      const about = page.base
        ? `${page.person} is a new person, varied from ${page.base}; the example was written for ${page.base}. Names and facts differ, the way of writing doesn’t.`
        : "One good way, not the only one.";
      hart.renew(slot,
        ...(page.notice ? [el("p", { class: "hart-note hart-note-fault" }, page.notice)] : []),
        el("p", { class: "hart-help" }, !page.person ? "Choose a person first." : page.parts.length ? `${about} Written by a language model for this course, and level 4 by the course’s judge.` : "There is no example for this person."),
        el("ul", { class: "hart-plain hart-stack" }, page.person ? page.parts.map(part) : []),
      );
      for (const d of slot.querySelectorAll("details")) d.open = opened.includes(d.dataset.part);
    }

    show();
    return hart.listen(model, { "change:page": show });
  },
};
