// The grading queue: what waits for a person, in the order of need. Everything from outside is put in as text.
(function () {
  "use strict";
  var root = document.querySelector(".hart-queue"), base = root.dataset.base;
  var assignment = encodeURIComponent(root.dataset.assignment);
  var GROUPS = ["The judge is not sure", "Looks gamed, or tells too much", "The rest", "Nothing that could be read: ask the student"];
  var UNREADABLE = 3, STEP = 100, answers = [], shown = STEP;
  function find(name) { return root.querySelector(".hart-" + name); }
  var criterion = find("criterion"), show = find("show"), names = find("names");

  function get(address) {
    return fetch(base + address, {credentials: "same-origin"}).then(function (answer) {
      if (!answer.ok) { throw new Error("The server answered " + answer.status + "."); }
      return answer.json();
    });
  }

  function element(tag, text, className) {
    var made = document.createElement(tag);
    if (text !== undefined) { made.textContent = text; }
    if (className) { made.className = className; }
    return made;
  }

  function remember(key, value) { try { localStorage.setItem("hart-" + key, value); } catch (error) { /* private window */ } }
  function recall(key) { try { return localStorage.getItem("hart-" + key) || ""; } catch (error) { return ""; } }

  function chosen() {
    return answers.filter(function (a) {
      var wanted = show.value === "all" || (show.value === "waits" ? a.waits : !a.decided);
      return wanted && (!criterion.value || a.criterion === criterion.value);
    });
  }

  function address(a) {
    var way = criterion.value ? "?by=" : "?at=";
    return base + "/submissions/" + encodeURIComponent(a.submission) + "/" + way + encodeURIComponent(a.criterion);
  }

  // Whom to ask must be known; and there is no text that a name could color.
  function named(order) { return names.checked || order === UNREADABLE; }

  function row(a) {
    var line = element("tr"), first = element("td"), link = element("a", a.title);
    link.href = address(a);
    if (a.order === UNREADABLE) { link.textContent = "The whole hand-in"; }
    first.appendChild(link);
    line.appendChild(first);
    if (named(a.order)) { line.appendChild(element("td", a.name || a.student)); }
    line.appendChild(element("td", a.level === null ? "–" : a.level, "hart-number"));
    line.appendChild(element("td", a.level === null ? "–" : Math.round(a.confidence * 100) + " %", "hart-number"));
    line.appendChild(element("td", (a.waits ? "" : a.decided ? "✓ looked at. " : "") + a.why, a.decided && !a.waits ? "hart-done" : ""));
    return line;
  }

  function draw() {
    var list = chosen(), groups = find("groups"), left = shown;
    groups.textContent = "";
    GROUPS.forEach(function (title, order) {
      var members = list.filter(function (a) { return a.order === order; });
      if (order === UNREADABLE) {  // one line a student: there is nothing to grade question by question
        members = members.filter(function (a, n) { return members.findIndex(function (b) { return b.student === a.student; }) === n; });
      }
      if (!members.length || left <= 0) { return; }
      var heading = element("h2", title + " ");
      heading.appendChild(element("small", "(" + members.length + ")"));
      groups.appendChild(heading);
      var table = element("table"), head = element("tr"), body = element("tbody");
      ["Question", named(order) && "Student", "Proposed", "Confidence", "Why"].filter(Boolean).forEach(function (name) {
        var cell = element("th", name, "hart-is-" + name.toLowerCase());
        cell.scope = "col";
        head.appendChild(cell);
      });
      table.appendChild(element("thead")).appendChild(head);
      members.slice(0, left).forEach(function (a) { body.appendChild(row(a)); });
      left -= members.length;
      table.appendChild(body);
      groups.appendChild(table);
    });
    find("more").hidden = list.length <= shown;
    find("start").disabled = !list.length;
    var waiting = answers.filter(function (a) { return a.waits; }).length;
    var decided = answers.filter(function (a) { return a.decided && !a.waits; }).length;
    var why = list.length ? "" : !answers.length ? "nothing" : waiting || show.value !== "waits" ? "elsewhere" : "done";
    root.querySelectorAll(".hart-empty").forEach(function (box) { box.hidden = box.dataset.when !== why; });
    find("waiting").textContent = !answers.length ? "Nothing is graded yet"
      : waiting + (waiting === 1 ? " answer waits" : " answers wait") + " for you; you scored " + decided + " of " + answers.length;
    find("bar").hidden = !answers.length;
    find("bar").max = Math.max(1, waiting + decided);
    find("bar").value = decided;
  }

  function fillQuestions() {
    var waiting = {}, titles = {}, kept = criterion.value || recall("criterion");
    answers.forEach(function (a) { titles[a.criterion] = a.title; waiting[a.criterion] = (waiting[a.criterion] || 0) + (a.waits ? 1 : 0); });
    criterion.length = 1;
    Object.keys(titles).forEach(function (key) {
      var option = element("option", titles[key] + " (" + waiting[key] + ")");
      option.value = key;
      criterion.appendChild(option);
    });
    criterion.value = titles[kept] ? kept : "";
  }

  function load() {
    return get("/api/hart/queue/" + assignment).then(function (found) {
      answers = found;
      fillQuestions();
      draw();
      document.body.dataset.hartReady = "yes";
    }).catch(function (error) {
      find("waiting").textContent = "The queue could not be loaded: " + error.message + " Reload the page to try again.";
    });
  }

  // Grading goes on in the server; this page only looks how far it is.
  function follow(run) {
    var line = find("run"), button = find("grade");
    if (!run.assignment) { return; }
    line.hidden = false;
    button.disabled = run.running;
    if (run.running) {
      line.textContent = run.total ? "Grading: " + run.done + " of " + run.total + ". You can grade meanwhile." : "Getting ready to grade …";
      setTimeout(function () { get("/api/hart/grade/" + assignment).then(follow, function () { follow(run); }); }, 1000);
      return;
    }
    var parts = [run.graded + " graded", run.kept + " kept from before", run.failed + " failed"];
    line.textContent = run.error || "Done: " + parts.join(", ") + "." + run.lines.map(function (l) { return "\n" + l; }).join("");
    load();
  }

  find("grade").addEventListener("click", function () {
    find("grade").disabled = true;
    fetch(base + "/api/hart/grade/" + assignment, {
      method: "POST", credentials: "same-origin", headers: {"X-XSRFToken": getCookie("_xsrf")}
    }).then(function (answer) { return answer.json(); }).then(follow).catch(function () {
      find("run").hidden = find("grade").disabled = false;
      find("run").textContent = "The server did not answer; nothing is graded. Try again.";
    });
  });
  find("start").addEventListener("click", function () { location.href = address(chosen()[0]); });
  find("more").addEventListener("click", function () { shown += STEP; draw(); });
  criterion.addEventListener("change", function () { remember("criterion", criterion.value); shown = STEP; draw(); });
  show.addEventListener("change", function () { shown = STEP; draw(); });
  names.addEventListener("change", function () { remember("names", names.checked ? "yes" : ""); draw(); });
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) { return; }
    if (event.key === "s" && !find("start").disabled) { find("start").click(); }
  });

  // Back from a submission by the browser's own button: the list as it was then is an old one.
  window.addEventListener("pageshow", function (event) { if (event.persisted) { load(); } });

  names.checked = recall("names") === "yes";
  get("/api/hart/grade/" + assignment).then(function (run) { if (run.running) { follow(run); } });
  load();
})();
