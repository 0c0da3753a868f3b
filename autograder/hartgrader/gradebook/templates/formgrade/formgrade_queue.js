// The way through the class: by need, or one question across all students; and whose names are shown.
(function () {
  "use strict";
  var by = new URLSearchParams(location.search).get("by"), place = hart.bar.querySelector(".hart-place");
  var next = hart.bar.querySelector(".hart-next-waiting"), names = hart.bar.querySelector(".hart-names");
  var queue = base_url + "/queue/" + encodeURIComponent(assignment_id);
  if (!hart.panels.some(function (p) { return p.dataset.grade === by; })) { by = null; }

  function address(id, criterion) {
    var way = by ? "?by=" + encodeURIComponent(by) : "?at=" + encodeURIComponent(criterion);
    return base_url + "/submissions/" + encodeURIComponent(id) + "/" + way;
  }

  if (by) {
    hart.panels.forEach(function (p) { p.hidden = p.dataset.grade !== by; });
    hart.bar.querySelector(".hart-accept-all").hidden = hart.bar.querySelector(".hart-stands").hidden = true;
    hart.bar.querySelector(".hart-others").hidden = false;
    hart.bar.querySelector(".hart-others").addEventListener("click", function () { hart.leave(address(submission_id, by).replace("?by=", "?at=")); });
  }
  // nbgrader writes the address anew on every focus; what was chosen must stay in it.
  var stock = formgrader.navigateTo;
  formgrader.navigateTo = function (where) {
    return stock.call(formgrader, where) + (by && !where ? "&by=" + encodeURIComponent(by) : "");
  };

  // One entry for each page to open: an answer when going by question, else a submission at its neediest answer.
  var steps = [], here = -1;
  var listed = fetch(base_url + "/api/hart/queue/" + encodeURIComponent(assignment_id) + (by ? "?criterion=" + encodeURIComponent(by) : ""), {credentials: "same-origin"})
    .then(function (answer) { return answer.json(); })
    .then(function (answers) {
      var seen = {};
      answers.forEach(function (a) {
        var step = seen[a.submission];
        if (!step) { step = seen[a.submission] = {id: a.submission, criterion: a.criterion, waits: false}; steps.push(step); }
        if (a.waits && !step.waits) { step.waits = true; step.criterion = a.criterion; }
      });
      here = steps.findIndex(function (s) { return s.id === submission_id; });
      var title = by && hart.panels.find(function (p) { return p.dataset.grade === by; }).querySelector("h3").textContent;
      place.textContent = (by ? title : "Page") + " " + (here + 1) + " of " + steps.length;
      tell();
    });

  function waiting() {
    var after = steps.slice(here + 1).concat(steps.slice(0, Math.max(here, 0)));
    return after.filter(function (s) { return s.waits; });
  }
  function tell() {
    var left = waiting().length;
    next.hidden = !left;
    hart.bar.querySelector(".hart-finished").hidden = left > 0;
    next.querySelector(".hart-left").textContent = left;
  }
  // A key may be faster than the list of where to go.
  function goNext() { listed.then(function () { var s = waiting()[0]; hart.leave(s ? address(s.id, s.criterion) : queue); }, back); }
  function step(by_how_many) {
    return function () {
      listed.then(function () { var s = steps[here + by_how_many]; if (s) { hart.leave(address(s.id, s.criterion)); } });
    };
  }
  function back() { hart.leave(queue); }

  next.addEventListener("click", goNext);
  hart.bar.querySelector(".hart-queue-link").addEventListener("click", back);
  hart.keys.KeyN = goNext;
  hart.keys.KeyJ = step(1);
  hart.keys.KeyK = step(-1);
  hart.keys.KeyQ = back;
  hart.afterLast = function () {
    listed.then(function () { if (by && waiting().length) { goNext(); } else if (!next.hidden) { next.focus(); } });
  };

  // Names: hidden unless wished, also where a student signed with theirs.
  function remember(value) { try { localStorage.setItem("hart-names", value); } catch (error) { /* private window */ } }
  function recall() { try { return localStorage.getItem("hart-names"); } catch (error) { return ""; } }
  var own = [hart.bar.dataset.first, hart.bar.dataset.last].filter(function (n) { return n && n.length > 1; });
  var whole = own.join(" ");
  var pattern = own.length && new RegExp("(?<![\\p{L}\\p{N}])(?:" + [whole].concat(own).map(function (n) {
    return n.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  }).join("|") + ")(?![\\p{L}\\p{N}])", "gu");
  var texts = [];
  document.querySelectorAll(".hart-words, .hart-diff").forEach(function (words) {
    var walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT), node;
    while ((node = walker.nextNode())) { texts.push({node: node, text: node.nodeValue}); }
  });
  function setNames(shown) {
    names.checked = shown;
    toggle_name(shown);
    if (pattern) {
      texts.forEach(function (t) { t.node.nodeValue = shown ? t.text : t.text.replace(pattern, "[name]"); });
    }
  }
  names.addEventListener("change", function () { remember(names.checked ? "yes" : ""); setNames(names.checked); });
  hart.keys.KeyH = function () { names.click(); };
  $(function () { setNames(recall() === "yes"); });

  // nbgrader's Tab goes from box to box and skips everything else: outside a box Tab is the browser's own again.
  document.addEventListener("keydown", function (event) {
    if (event.key === "Tab" && !event.target.classList.contains("tabbable")) { event.stopPropagation(); }
  }, true);
  $(window).on("load", function () {
    document.querySelectorAll('a[tabindex="-1"]').forEach(function (link) { link.removeAttribute("tabindex"); });
  });

  // What the keys do, for whoever asks.
  var help = document.querySelector(".hart-help");
  function ask() { if (!help.open) { help.showModal(); } }
  hart.bar.querySelector(".hart-help-button").addEventListener("click", ask);
  document.addEventListener("keydown", function (event) {
    if (event.key === "?" && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) { ask(); }
  });
  help.querySelector("button").addEventListener("click", function () { help.close(); });
})();
