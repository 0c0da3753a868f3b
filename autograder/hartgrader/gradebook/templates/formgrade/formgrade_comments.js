// Comments to reuse under each answer: kept ones, and what the instructor wrote under this question before.
(function () {
  "use strict";

  function element(tag, text, className) {
    var made = document.createElement(tag);
    if (text !== undefined) { made.textContent = text; }
    if (className) { made.className = className; }
    if (tag === "button") { made.type = "button"; }
    return made;
  }

  function values(panel) {
    var model = hart.grade(panel), score = model && model.get("manual_score");
    var points = score === null ? Number(panel.dataset.points) : score;
    var level = Array.prototype.find.call(panel.querySelectorAll(".hart-level"), function (b) {
      return Math.abs(Number(b.dataset.points) - points) < 0.005;
    });
    return {
      first_name: hart.bar.dataset.first, last_name: hart.bar.dataset.last, person: hart.bar.dataset.person,
      level: level ? level.dataset.level : "", level_name: level ? level.querySelector("strong").textContent : "",
      points: String(Math.round(points * 100) / 100), max_points: panel.dataset.most, question: panel.querySelector("h3").textContent
    };
  }

  // A placeholder without a value goes with the comma and the space that follow it.
  function filled(text, panel) {
    var known = values(panel);
    return text.replace(/\{(\w+)\}(,?[^\S\n]*)/g, function (all, name, tail) {
      if (!(name in known)) { return all; }
      return known[name] ? known[name] + tail : "";
    });
  }

  function bank(panel) {
    var box = panel.querySelector(".hart-bank"), area = panel.querySelector(".comment");
    var opener = panel.querySelector(".hart-bank-button"), list = element("ul"), problem = element("p", "", "hart-warning");
    var address = base_url + "/api/hart/comments/" + encodeURIComponent(assignment_id) + "/" + encodeURIComponent(panel.dataset.grade);
    var search = element("input"), save = element("button", "Keep what I wrote", "hart-button"), where = element("select");
    search.type = "search";
    search.placeholder = "Find a comment";
    search.setAttribute("aria-label", "Find a comment");
    where.setAttribute("aria-label", "Where to offer it");
    [["this question", panel.dataset.grade], ["every question", "all"]].forEach(function (pair) {
      var option = element("option", "for " + pair[0]);
      option.value = pair[1];
      where.appendChild(option);
    });
    var row = element("div", undefined, "hart-bank-row");
    [search, save, where].forEach(function (e) { row.appendChild(e); });
    [row, problem, list].forEach(function (e) { box.appendChild(e); });
    problem.hidden = true;

    var asked = 0;
    function ask(options) {
      var mine = ++asked;
      return fetch(address, Object.assign({credentials: "same-origin"}, options)).then(function (answer) {
        return answer.json().then(function (data) {
          if (mine !== asked) { return; }  // an answer overtaken by a later one would bring an old list back
          if (data.kept) { draw(data); }
          problem.hidden = !data.problem;
          problem.textContent = data.problem || "";
          if (answer.status === 409) { return ask(); }
        });
      }).catch(function () { problem.hidden = false; problem.textContent = "The comments could not be reached; nothing was changed."; });
    }
    function change(criterion, text, was) {
      return ask({
        method: "POST", headers: {"X-XSRFToken": getCookie("_xsrf"), "Content-Type": "application/json"},
        body: JSON.stringify({criterion: criterion, text: text, was: was || ""})
      });
    }
    // What somebody types may hold placeholders too: a student must never read “{first_name}”.
    var typed = "";
    area.addEventListener("change", function () {
      typed = area.value;
      area.value = filled(typed, panel);
    }, true);
    function insert(text) {
      var before = area.value.slice(0, area.selectionStart), after = area.value.slice(area.selectionEnd);
      var gap = before && !/\s$/.test(before) ? " " : "";
      area.value = before + gap + filled(text, panel) + after;
      $(area).trigger("change");
      close();
    }
    function entry(text, note, actions) {
      var item = element("li"), put = element("button", text, "hart-put");
      put.addEventListener("click", function () { insert(text); });
      item.appendChild(put);
      if (note) { item.appendChild(element("small", note)); }
      actions.forEach(function (pair) {
        var button = element("button", pair[0], "hart-link");
        button.setAttribute("aria-label", pair[0] + ": " + text.slice(0, 60));
        button.addEventListener("click", function () { pair[1](item, put); });
        item.appendChild(button);
      });
      list.appendChild(item);
    }
    function edit(kept) {
      return function (item) {
        var form = element("textarea", kept.text), done = element("button", "Save", "hart-button");
        form.setAttribute("aria-label", "Change this comment");
        form.dataset.id = kept.id;
        item.textContent = "";
        item.appendChild(form);
        item.appendChild(done);
        done.addEventListener("click", function () {
          if (form.disabled) { return; }
          form.disabled = true;
          search.focus();
          change(kept.criterion, form.value, kept.id).then(function () { form.disabled = false; });
        });
        form.focus();
      };
    }
    function draw(data) {
      // What is being changed stays open, and whoever is in the list stays in it.
      var at = offers().indexOf(document.activeElement), form = list.querySelector("textarea:enabled");
      var open = form && form.parentNode, typing = form && form === document.activeElement;
      list.textContent = "";
      if (open) { list.appendChild(open); }
      data.kept.forEach(function (k) {
        if (form && form.dataset.id === k.id) { return; }
        entry(k.text, k.criterion === "all" ? "every question" : "", [
          ["Change", edit(k)], ["Remove", function () { change(k.criterion, "", k.id); }]
        ]);
      });
      data.learned.forEach(function (l) {
        entry(l.text, "you wrote this " + l.count + (l.count === 1 ? " time" : " times"), [
          ["Keep", function () { change(panel.dataset.grade, l.text); }]
        ]);
      });
      if (!list.children.length) {
        list.appendChild(element("li", "Nothing here yet. Write a comment and keep it; {first_name}, {level} and the like are filled in for each student.", "hart-nothing"));
      }
      narrow();
      if (typing) { form.focus(); } else if (at >= 0) { (offers()[at] || search).focus(); }
    }
    function narrow() {
      var wanted = search.value.toLowerCase();
      Array.prototype.forEach.call(list.children, function (item) { item.hidden = item.textContent.toLowerCase().indexOf(wanted) < 0; });
    }
    function offers() { return Array.prototype.filter.call(list.querySelectorAll(".hart-put"), function (b) { return !b.parentNode.hidden; }); }
    function close() {
      box.hidden = true;
      opener.setAttribute("aria-expanded", "false");
      area.focus();
    }
    function open() {
      box.hidden = false;
      opener.setAttribute("aria-expanded", "true");
      search.value = "";
      ask();
      search.focus();
    }
    search.addEventListener("input", narrow);
    save.addEventListener("click", function () {
      var own = filled(typed, panel) === area.value ? typed : area.value;
      if (own.trim()) { change(where.value, own); } else { area.focus(); }
    });
    box.addEventListener("keydown", function (event) {
      var all = offers(), at = all.indexOf(document.activeElement);
      if (event.key === "Escape") { close(); }
      else if (event.key === "ArrowDown" && all.length) { (all[at + 1] || all[0]).focus(); }
      else if (event.key === "ArrowUp" && all.length) { (all[at - 1] || search).focus(); }
      else if (event.key === "Enter" && event.target === search && all.length) { all[0].click(); }
      else { return; }
      event.preventDefault();
      event.stopPropagation();
    });
    return function () { if (box.hidden) { open(); } else { close(); } };
  }

  var toggles = hart.panels.map(function (panel) {
    var toggle = bank(panel);
    panel.querySelector(".hart-bank-button").addEventListener("click", toggle);
    return toggle;
  });
  hart.keys.KeyC = function () { toggles[hart.panels.indexOf(hart.current())](); };
})();
