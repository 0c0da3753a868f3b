// Accept a proposal or choose a level with one click or key; nbgrader's own models do the saving.
var hart = (function () {
  "use strict";
  var panels = Array.prototype.slice.call(document.querySelectorAll(".hart-panel"));
  var bar = document.querySelector("div.hart-bar"), keys = {};
  var asked = location.search;  // as it was followed: nbgrader writes the address anew on every focus

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
    state.textContent = waits ? "Waits for you" : own ? "Looked at" : "Proposed";
    state.className = "hart-state" + (waits ? " hart-waits" : own ? " hart-decided" : "");
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

  function setScore(panel, points) { grade(panel).save({manual_score: points}); }

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

  // Leaving a box saves what was typed there; go only when everything is saved.
  function leave(address) {
    if (document.activeElement) { document.activeElement.blur(); }
    $(document).one("ajaxStop", function () { location.href = address; });
    if (!$.active) { location.href = address; }
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

  // nbgrader makes its models after the page has loaded.
  var waiting = setInterval(function () {
    if (!(formgrader.grades && formgrader.grades.loaded && formgrader.comments && formgrader.comments.loaded)) { return; }
    clearInterval(waiting);
    panels.forEach(function (panel) {
      var model = grade(panel);
      if (model) { model.on("change sync", function () { show(panel); }); show(panel); }
    });
    // Begin where a person is needed, unless the address says where to go on.
    var visible = inView(), at = new URLSearchParams(asked).get("at");
    var first = visible.find(function (p) { return p.dataset.grade === at; })
      || visible.find(function (p) { return grade(p) && grade(p).get("needs_manual_grade"); }) || visible[0];
    if (first && !/[?&]index=[1-9]/.test(asked)) { focus(first); }
    document.body.dataset.hartReady = "yes";
  }, 50);

  return {panels: panels, bar: bar, keys: keys, grade: grade, comment: comment, current: current, leave: leave, focus: focus};
})();
