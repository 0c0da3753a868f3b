// What was decided about each answer before, by whom and when; every new decision appears as soon as it is saved.
(function () {
  "use strict";
  var address = base_url + "/api/hart/history/" + encodeURIComponent(submission_id), asked = 0;

  function line(decision) {
    var item = document.createElement("li"), about = document.createElement("small");
    item.textContent = decision.words;
    about.textContent = new Date(decision.when).toLocaleString([], {dateStyle: "medium", timeStyle: "short"}) + ", " + decision.who
      + (decision.same_text ? "" : ", on an earlier answer")
      + (decision.version > 1 ? ", rubric version " + decision.version : "");
    item.appendChild(about);
    return item;
  }

  function draw(decisions) {
    hart.panels.forEach(function (panel) {
      var box = panel.querySelector(".hart-earlier"), list = box.querySelector("ol");
      var own = decisions.filter(function (d) { return d.criterion === panel.dataset.grade; }).reverse();
      box.hidden = !own.length;
      box.querySelector("summary").textContent = "Earlier decisions (" + own.length + ")";
      list.textContent = "";
      own.forEach(function (d) { list.appendChild(line(d)); });
    });
  }

  function load() {
    var mine = ++asked;
    fetch(address, {credentials: "same-origin"}).then(function (answer) { return answer.json(); }).then(function (data) {
      if (mine === asked && Array.isArray(data)) { draw(data); }  // an answer overtaken by a later one is old
    });
  }

  $(document).on("finished_saving", load);
  load();
})();
