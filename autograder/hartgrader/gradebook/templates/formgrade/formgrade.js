// Accept a proposal or choose a level with one click or key; nbgrader's own models do the saving.
(function () {
  "use strict";
  var panels = Array.prototype.slice.call(document.querySelectorAll(".hart-panel"));

  function named(collection, panel) {
    return collection && collection.find(function (m) { return m.get("name") === panel.dataset.grade; });
  }
  function grade(panel) { return named(formgrader.grades, panel); }
  function comment(panel) { return named(formgrader.comments, panel); }
  function decided(model) { return model.get("manual_score") !== null && !model.get("needs_manual_grade"); }

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
    count();
  }

  function count() {
    var done = panels.filter(function (p) { var m = grade(p); return m && decided(m); });
    document.querySelector(".hart-done").textContent = done.length;
    document.querySelector(".hart-count").textContent = panels.length;
  }

  function setScore(panel, points) {
    grade(panel).save({manual_score: points});
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

  function next(panel) {
    var following = panels[panels.indexOf(panel) + 1];
    if (following) { following.querySelector(".score").focus(); }
  }

  function current() {
    var inside = document.activeElement && document.activeElement.closest(".hart-panel");
    if (inside) { return inside; }
    var last = formgrader.last_selected && formgrader.last_selected.closest(".hart-panel")[0];
    return last || panels[0];
  }

  panels.forEach(function (panel) {
    var button = panel.querySelector(".hart-accept");
    if (button) { button.addEventListener("click", function () { if (accept(panel)) { next(panel); } }); }
    panel.querySelectorAll(".hart-level").forEach(function (level) {
      level.addEventListener("click", function () { setScore(panel, Number(level.dataset.points)); });
    });
  });
  document.querySelector(".hart-accept-all").addEventListener("click", function () {
    panels.forEach(function (panel) { var m = grade(panel); if (m && m.get("manual_score") === null) { accept(panel); } });
  });

  // Who else waits: the ones after this one first, then from the start again.
  var others = [], nextWaiting = document.querySelector(".hart-next-waiting");
  fetch(base_url + "/api/submitted_notebooks/" + assignment_id + "/" + notebook_id).then(function (answer) {
    return answer.json();
  }).then(function (all) {
    var here = (all.find(function (s) { return s.id === submission_id; }) || {index: -1}).index;
    others = all.filter(function (s) { return s.needs_manual_grade && s.id !== submission_id; });
    others.sort(function (a, b) { return (a.index < here) - (b.index < here) || a.index - b.index; });
    nextWaiting.hidden = !others.length;
    nextWaiting.querySelector(".hart-left").textContent = others.length;
  });
  nextWaiting.addEventListener("click", function () {
    location.href = base_url + "/submissions/" + others[0].id + "/";
  });

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.isComposing || !panels.length) { return; }
    var target = event.target, typing = target.tagName === "TEXTAREA", number = target.tagName === "INPUT";
    var digit = /^(?:Digit|Numpad)([0-4])$/.exec(event.code), panel = current();
    if (event.code === "KeyA" && (event.altKey || !typing)) {
      event.preventDefault();
      if (accept(panel)) { next(panel); }
    } else if (event.code === "KeyN" && others.length && (event.altKey || !typing)) {
      event.preventDefault();
      // Leaving the box saves what was typed there.
      document.activeElement.blur();
      $(document).ajaxStop(function () { nextWaiting.click(); });
      if (!$.active) { nextWaiting.click(); }
    } else if (digit && (event.altKey || !(typing || number))) {
      var level = panel.querySelector('.hart-level[data-level="' + digit[1] + '"]');
      if (level) { event.preventDefault(); level.click(); }
    }
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
    if (!/[?&]index=[1-9]/.test(location.search)) {
      var first = panels.find(function (p) { return grade(p) && grade(p).get("needs_manual_grade"); }) || panels[0];
      if (first) { first.querySelector(".score").focus(); }
    }
    document.body.dataset.hartReady = "yes";
  }, 50);
})();
