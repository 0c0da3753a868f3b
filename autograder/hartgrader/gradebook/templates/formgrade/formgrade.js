// Accept a proposal or choose a level with one click or key; nbgrader's own models do the saving.
var hart = (function () {
  "use strict";
  var panels = Array.prototype.slice.call(document.querySelectorAll(".hart-panel"));
  var bar = document.querySelector("div.hart-bar"), keys = {};
  var asked = location.search;  // as it was followed: nbgrader writes the address anew on every focus
  var failed = new Set();  // models of which the server did not take the last change

  function named(collection, panel) {
    return collection && collection.find(function (m) { return m.get("name") === panel.dataset.grade; });
  }
  function grade(panel) { return named(formgrader.grades, panel); }
  function comment(panel) { return named(formgrader.comments, panel); }
  function decided(model) { return model.get("manual_score") !== null && !model.get("needs_manual_grade"); }
  function inView() { return panels.filter(function (p) { return !p.hidden; }); }

  function show(panel) {
    var model = grade(panel);
    if (!model) { return; }
    var score = model.get("manual_score"), state = panel.querySelector(".hart-state");
    var waits = model.get("needs_manual_grade"), own = score !== null;
    var lost = failed.has(model) || failed.has(comment(panel));
    state.textContent = lost ? "Not saved: the server did not take it" : waits ? "Waits for you" : own ? "Looked at" : "Proposed";
    state.className = "hart-state" + (lost || waits ? " hart-waits" : own ? " hart-decided" : "");
    panel.querySelector(".score").classList.toggle("needs_manual_grade", Boolean(waits));
    panel.querySelectorAll(".hart-level").forEach(function (button) {
      var yours = own && Math.abs(Number(button.dataset.points) - score) < 0.005;
      button.setAttribute("aria-pressed", String(yours));
      button.querySelector(".hart-yours").hidden = !yours;
    });
    var changed = panel.querySelector(".hart-changed");
    if (changed) { changed.hidden = !waits; }
    var done = panels.filter(function (p) { var m = grade(p); return m && decided(m); });
    bar.querySelector(".hart-done").textContent = done.length;
    bar.querySelector(".hart-count").textContent = panels.length;
  }

  function setScore(panel, points) {
    var model = grade(panel);
    if (model) { model.save({manual_score: points}); }
  }

  function accept(panel) {
    var model = grade(panel), note = comment(panel);
    if (!model || panel.dataset.proposal !== "yes") { return false; }
    setScore(panel, Number(panel.dataset.points));
    var free = !note || !note.get("manual_comment") || panel.dataset.replaceable === "yes";
    if (note && free && note.get("auto_comment")) {
      panel.dataset.replaceable = "no";
      note.save({manual_comment: note.get("auto_comment")});
    }
    return true;
  }

  // Both bars grow when they need two lines; a panel must not end up under them.
  var nav = document.querySelector(".navbar"), place = document.documentElement.style;
  function measure() {
    place.setProperty("--hart-nav", nav.offsetHeight + "px");
    place.setProperty("--hart-top", nav.offsetHeight + bar.offsetHeight + "px");
  }
  var watcher = new ResizeObserver(measure);
  watcher.observe(nav);
  watcher.observe(bar);

  // A late answer of the server undoes nothing: neither what is being typed, nor what was chosen after it was asked.
  [GradeUI, CommentUI].forEach(function (kind) {
    var render = kind.prototype.render;
    kind.prototype.render = function (model, answer) {
      var view = Object.create(this);
      ["$score", "$extra_credit", "$comment"].forEach(function (box) {
        if (view[box] && answer && answer.xhr) { view[box] = view[box].not(document.activeElement); }
      });
      render.call(view);
    };
  });
  [Grade, Comment].forEach(function (kind) {
    kind.prototype.initialize = function () {
      this.on("request", function (model, xhr, options) { model.asked = options; });
    };
    kind.prototype.parse = function (answer, options) { return this.asked && this.asked !== options ? {} : answer; };
  });

  // nbgrader would move the page under the mouse, half a second long, whenever a box gets the focus.
  FormGrader.prototype.scrollToLastSelected = function () {
    this.setCurrentIndex();
    history.replaceState(history.state, "", this.navigateTo(""));
  };

  // The panel, not its score box, has the focus: a digit then is a level.
  function focus(panel) {
    panel.focus({preventScroll: true});
    panel.scrollIntoView({block: "start"});
  }

  function goOn(panel) {
    var visible = inView(), following = visible[visible.indexOf(panel) + 1];
    if (following) { focus(following); } else if (hart.afterLast) { hart.afterLast(); }
  }

  function current() {
    var inside = document.activeElement && document.activeElement.closest(".hart-panel");
    if (inside) { return inside; }
    var last = formgrader.last_selected && formgrader.last_selected.closest(".hart-panel")[0];
    return last && !last.hidden ? last : inView()[0];
  }

  function again() { failed.forEach(function (model) { model.save(); }); }
  window.addEventListener("online", again);

  // Leaving a box saves what was typed there; go only when everything is saved.
  function leave(address) {
    if (document.activeElement) { document.activeElement.blur(); }
    again();
    function go() {
      var lost = panels.find(function (p) { return failed.has(grade(p)) || failed.has(comment(p)); });
      if (lost) { focus(lost); } else { location.href = address; }
    }
    if ($.active) { $(document).one("ajaxStop", go); } else { go(); }
  }

  panels.forEach(function (panel) {
    var button = panel.querySelector(".hart-accept");
    if (button) { button.addEventListener("click", function () { if (accept(panel)) { goOn(panel); } }); }
    panel.querySelectorAll(".hart-level").forEach(function (level) {
      level.addEventListener("click", function () { setScore(panel, Number(level.dataset.points)); });
    });
    panel.addEventListener("focusin", function () {
      formgrader.last_selected = $(panel).find(document.activeElement).filter(".tabbable").add($(panel).find(".score")).first();
    });
  });
  bar.querySelector(".hart-accept-all").hidden = !panels.some(function (p) { return p.dataset.proposal === "yes"; });
  bar.querySelector(".hart-accept-all").addEventListener("click", function () {
    inView().forEach(function (panel) { var m = grade(panel); if (m && m.get("manual_score") === null) { accept(panel); } });
  });

  keys.KeyA = function () { var panel = current(); if (accept(panel)) { goOn(panel); } };
  "01234".split("").forEach(function (digit) {
    keys["Digit" + digit] = keys["Numpad" + digit] = function () {
      var level = current().querySelector('.hart-level[data-level="' + digit + '"]');
      if (level) { level.click(); }
    };
  });
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.isComposing || event.repeat || !panels.length) { return; }
    // In a box a letter is a letter; with Alt the keys work there too.
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName), act = keys[event.code];
    if (act && (event.altKey || !(typing || event.shiftKey))) { event.preventDefault(); act(); }
  });

  // nbgrader makes its models after the page has loaded: until then nothing can be saved here, and it would overwrite what
  // is typed. Who has begun to read isn't moved.
  var moved = false, all = bar.querySelector(".hart-accept-all");
  all.disabled = true;
  panels.forEach(function (panel) {
    panel.inert = true;
    panel.querySelector(".hart-state").textContent = "Loading …";
  });
  ["wheel", "pointerdown", "keydown", "touchmove"].forEach(function (act) {
    document.addEventListener(act, function () { moved = true; }, {once: true, passive: true, capture: true});
  });
  $(document).ajaxError(function () {
    if (document.body.dataset.hartReady) { return; }
    panels.forEach(function (panel) {
      panel.querySelector(".hart-state").textContent = "The scores could not be loaded. Reload the page.";
    });
  });
  var waiting = setInterval(function () {
    if (!(formgrader.grades && formgrader.grades.loaded && formgrader.comments && formgrader.comments.loaded)) { return; }
    clearInterval(waiting);
    panels.forEach(function (panel) {
      panel.inert = false;
      [grade(panel), comment(panel)].filter(Boolean).forEach(function (model) {
        model.on("error", function (_, xhr, options) { if (model.asked === options) { failed.add(model); show(panel); } });
        model.on("sync", function () { failed.delete(model); });
        model.on("change sync", function () { show(panel); });
      });
      show(panel);
    });
    all.disabled = false;
    // Begin where a person is needed, unless the address says where to go on.
    var visible = inView(), at = new URLSearchParams(asked).get("at");
    var first = visible.find(function (p) { return p.dataset.grade === at; })
      || visible.find(function (p) { return grade(p) && grade(p).get("needs_manual_grade"); }) || visible[0];
    if (first && !moved) {
      if (/[?&]index=[1-9]/.test(asked)) { formgrader.last_selected.focus(); } else { focus(first); }
    }
    document.body.dataset.hartReady = "yes";
  }, 50);

  return {panels: panels, bar: bar, keys: keys, grade: grade, comment: comment, current: current, leave: leave, focus: focus};
})();
