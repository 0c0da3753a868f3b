// A text field whose words can be marked: a layer with the same text lies under it and carries the underlines. The
// layer also gives the field its height, so nothing scrolls inside and nothing can shift at any zoom.

const hartEditor = (() => {
  const { el } = hart;
  const RANK = { fault: 3, missing: 2, evidence: 1 };

  // Where a place of the old text is in the new one, or null when it was edited away.
  function mover(before, after) {
    let head = 0;
    const short = Math.min(before.length, after.length);
    while (head < short && before[head] === after[head]) head += 1;
    let tail = 0;
    while (tail < short - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
    const shift = after.length - before.length;
    return ({ start, end, ...rest }) => {
      if (end <= head) return { start, end, ...rest };
      if (start >= before.length - tail) return { start: start + shift, end: end + shift, ...rest };
      return null;
    };
  }

  // Cuts overlapping spans into pieces; a piece looks like the weightiest finding on it.
  function pieces(text, spans) {
    const cuts = new Set([0, text.length]);
    for (const { start, end } of spans) cuts.add(start).add(end);
    const at = [...cuts].filter((c) => c >= 0 && c <= text.length).sort((a, b) => a - b);
    return at.slice(0, -1).map((start, i) => {
      const end = at[i + 1];
      const on = spans.filter((s) => s.start < end && s.end > start);
      on.sort((a, b) => RANK[b.kind] - RANK[a.kind]);
      return { start, end, on };
    });
  }

  const GOING = /^(Arrow|Home|End|Page)/;

  // options: label, help, rows, oneLine, placeholder, oninput(text), onspan(span | null, "caret" | "hover"), onleave()
  function editor(options) {
    const id = hart.uid("text");
    const helpId = options.help ? `${id}-help` : null;
    const layer = el("div", { class: "hart-layer", "aria-hidden": "true" });
    const area = el("textarea", {
      id,
      class: "hart-area",
      rows: options.oneLine ? 1 : options.rows,
      spellcheck: "true",
      autocomplete: "off",
      autocapitalize: "sentences",
      placeholder: options.placeholder,
      "aria-describedby": helpId,
      "data-field": options.field,
    });
    const box = el("div", { class: `hart-editor${options.oneLine ? " hart-editor-line" : ""}`, style: `--hart-rows: ${options.oneLine ? 1 : options.rows}` }, layer, area);
    const node = el(
      "div",
      { class: "hart-field" },
      el("label", { for: id }, options.label, options.sub ? el("span", { class: "hart-sub" }, options.sub) : null),
      options.help ? el("p", { class: "hart-help", id: helpId }, options.help) : null,
      box,
    );
    let text = "";
    let spans = [];
    let active = null;

    function paint() {
      const parts = [];
      for (const { start, end, on } of pieces(text, spans)) {
        const words = text.slice(start, end);
        if (!on.length) {
          parts.push(words);
          continue;
        }
        const lit = on.some((s) => s.key === active);
        parts.push(el("mark", { class: `hart-mark hart-mark-${on[0].kind}${lit ? " hart-mark-active" : ""}`, "data-start": start, "data-indicator": on[0].indicator }, words));
      }
      // A last line break has no height of its own.
      layer.replaceChildren(...parts, "\u200b");
    }

    function changed() {
      const value = options.oneLine ? area.value.replace(/\s*[\r\n]+\s*/g, " ") : area.value;
      if (value !== area.value) area.value = value;
      if (value === text) return;
      const move = mover(text, value);
      text = value;
      spans = spans.map(move).filter(Boolean);
      paint();
      options.oninput(text);
    }

    const spanAt = (offset) => {
      const on = spans.filter((s) => s.start <= offset && offset <= s.end);
      on.sort((a, b) => RANK[b.kind] - RANK[a.kind] || a.end - a.start - (b.end - b.start));
      return on[0] ?? null;
    };

    // Only a caret that is moved asks for a remark; one that types leaves it.
    let lastCaret = -1;
    function caret(event) {
      if (document.activeElement !== area || area.selectionStart === lastCaret) return;
      lastCaret = area.selectionStart;
      const moved = event.type === "click" || GOING.test(event.key);
      options.onspan?.(moved ? spanAt(area.selectionStart) : null, "caret");
    }

    let frame = null;
    function hover(event) {
      if (frame) return;
      frame = requestAnimationFrame(() => {
        frame = null;
        for (const mark of layer.querySelectorAll("mark")) {
          for (const box of mark.getClientRects()) {
            if (event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom) {
              options.onspan?.(spanAt(Number(mark.dataset.start)), "hover");
              return;
            }
          }
        }
        options.onspan?.(null, "hover");
      });
    }

    area.addEventListener("input", changed);
    area.addEventListener("keyup", caret);
    area.addEventListener("click", caret);
    area.addEventListener("pointermove", hover);
    area.addEventListener("pointerleave", () => options.onspan?.(null, "hover"));
    if (options.oneLine) {
      area.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.isComposing && !event.altKey) {
          event.preventDefault();
          options.onleave?.();
        }
      });
    }

    return {
      node,
      area,
      box,
      field: options.field,
      label: options.label,
      text: () => text,
      // Sets the text from outside; the caret stays as near to its place as it can.
      show(value) {
        if (value === text && area.value === value) return;
        const { selectionStart, selectionEnd } = area;
        const move = mover(text, value);
        const caret = move({ start: selectionStart, end: selectionEnd }) ?? { start: selectionStart, end: selectionEnd };
        spans = spans.map(move).filter(Boolean);
        text = value;
        area.value = value;
        if (document.activeElement === area) area.setSelectionRange(Math.min(caret.start, value.length), Math.min(caret.end, value.length));
        paint();
      },
      // `of` is the text the spans were found in.
      mark(found, of, lit) {
        active = lit;
        const move = of === text ? (s) => s : mover(of, text);
        spans = found.map(move).filter((s) => s && s.end <= text.length && s.start < s.end);
        paint();
      },
      spans: () => spans,
      // Where the last line of a span stands in the box.
      spot(span) {
        const mark = [...layer.querySelectorAll("mark")].filter((m) => Number(m.dataset.start) >= span.start && Number(m.dataset.start) < span.end).at(-1);
        if (!mark) return null;
        const [line] = [...mark.getClientRects()].slice(-1);
        const frame = box.getBoundingClientRect();
        return { left: line.left - frame.left, top: line.top - frame.top, bottom: line.bottom - frame.top };
      },
      caret: () => ({ start: area.selectionStart, end: area.selectionEnd }),
      select(span) {
        area.focus({ preventScroll: true });
        area.setSelectionRange(span.start, span.end);
        lastCaret = span.start;
        layer.querySelector(`mark[data-start="${span.start}"]`)?.scrollIntoView({ block: "nearest" });
      },
      // Replaces words the way typing does, so that the browser's own undo takes it back.
      replace(span, words) {
        area.focus({ preventScroll: true });
        area.setSelectionRange(span.start, span.end);
        const done = words ? document.execCommand("insertText", false, words) : document.execCommand("delete");
        if (!done) {
          area.setRangeText(words, span.start, span.end, "end");
          changed();
        }
      },
    };
  }

  // Words as a reader counts them, and paragraphs as blank lines part them.
  const words = (text) => (text.match(/[\p{L}\p{N}]+(?:[’'.,:/@-][\p{L}\p{N}]+)*/gu) ?? []).length;

  return { editor, words };
})();
