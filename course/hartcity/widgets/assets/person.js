// Meet the person: a gallery, a portrait, a consent board. Traits: `payload`, `person`, `work`, `notice`.

const hartPerson = (() => {
  const { el, plural } = hart;
  const { icon, list } = hartChoosing;

  const initials = (name) => name.split(/\s+/).filter((w) => /^\p{Lu}/u.test(w)).map((w) => w[0]).slice(0, 2).join("");

  function face(person) {
    return el("span", { class: "hart-face", "aria-hidden": "true" }, initials(person.name));
  }

  function bullets(items, sign, className) {
    return el("ul", { class: className ?? "hart-plain hart-signed" }, items.map((item) => el("li", null, icon(sign), el("span", null, item))));
  }

  function block(title, sign, ...content) {
    return el("section", { class: "hart-block" }, el("h4", null, icon(sign), title), content);
  }

  // Calm and short: what the story holds, and numbers for whoever may want them.
  function contentNote(person) {
    if (!person.content_note) return null;
    return el(
      "div",
      { class: "hart-note hart-before", role: "note" },
      icon("heart"),
      el(
        "div",
        null,
        el("p", null, el("strong", null, "Before you read: "), person.content_note),
        person.help_lines.length
          ? el("details", null, el("summary", null, "If you would like to talk to somebody yourself"), el("ul", { class: "hart-plain" }, person.help_lines.map((line) => el("li", null, line))))
          : null,
      ),
    );
  }

  function facts(rows) {
    return el("dl", { class: "hart-facts" }, rows.map((row) => el("div", { class: "hart-fact" }, el("dt", null, icon(row.sign), row.label), el("dd", null, row.text))));
  }

  function smaller(title, sign, items) {
    return items.length ? el("div", null, el("h5", null, icon(sign), title), el("ul", { class: "hart-plain" }, items.map((item) => el("li", null, item)))) : null;
  }

  // What may be told to whom. Words carry the meaning; icons and color only repeat it.
  function consentBoard(person, uid) {
    const { consent, first } = person;
    const rows = (sign, label, items, kind) =>
      el("div", { class: `hart-say hart-say-${kind}` }, el("h6", null, icon(sign), label), el("ul", { class: "hart-plain" }, items.map((item) => el("li", null, item))));
    return el(
      "section",
      { class: "hart-block hart-consent", "aria-labelledby": uid("consent") },
      el("h4", { id: uid("consent") }, icon("lock"), `What ${first} agreed may be said`),
      el("p", { class: "hart-muted" }, `Tell an organization what your request needs, and no more. Whatever isn’t listed as agreed: ask ${first} first.`),
      consent.anyone.length ? el("div", { class: "hart-say hart-say-no hart-anyone" }, el("h5", null, icon("cross"), "Never, to anyone"), el("ul", { class: "hart-plain" }, consent.anyone.map((fact) => el("li", null, fact)))) : null,
      consent.ask_anyone.length ? el("div", { class: "hart-say hart-say-ask hart-anyone" }, el("h5", null, icon("ask"), "Ask first, whoever it is for"), el("ul", { class: "hart-plain" }, consent.ask_anyone.map((fact) => el("li", null, fact)))) : null,
      el(
        "ul",
        { class: "hart-board" },
        consent.organizations.map((org) =>
          el(
            "li",
            { class: "hart-consent-card" },
            el("h5", null, org.name),
            org.relationship ? el("p", { class: "hart-note" }, icon("people"), el("span", null, el("strong", null, "They know each other: "), org.relationship)) : null,
            org.conflict ? el("p", { class: "hart-note" }, icon("warn"), el("span", null, el("strong", null, "Take care: "), org.conflict)) : null,
            org.share.length ? rows("check", "May be said", org.share, "yes") : null,
            org.never.length ? rows("cross", "Not to be said here", org.never, "no") : null,
            rows("ask", "Ask first", [...org.ask, org.share.length ? "anything else" : `anything at all, before you contact them for ${first}`], "ask"),
          ),
        ),
      ),
      consent.organizations.length ? el("p", { class: "hart-muted" }, `All other organizations: nothing is agreed yet. Ask ${first} before you name ${person.object} there.`) : null,
    );
  }

  function portrait(person, uid) {
    const placed = [...person.in_place, ...person.supports];
    const { have, missing } = person.papers;
    return el(
      "article",
      { class: "hart-portrait", "aria-labelledby": uid("name") },
      el("div", { class: "hart-row hart-portrait-head" }, face(person), el("div", null, el("h3", { id: uid("name"), tabindex: "-1" }, person.name), el("p", { class: "hart-muted" }, person.subtitle))),
      contentNote(person),
      el("div", { class: "hart-story" }, el("p", { class: "hart-about hart-lead" }, person.situation), person.story.map((text) => el("p", { class: "hart-about" }, text))),
      person.quote ? el("blockquote", { class: "hart-quote" }, el("p", null, `“${person.quote.replace(/^[“"]|[”"]$/g, "")}”`), el("footer", { class: "hart-muted" }, `${person.first}, in ${person.possessive} own words`)) : null,
      person.terms.length ? el("p", { class: "hart-muted hart-terms" }, icon("speech"), `Words that fit: ${person.terms.join("; ")}`) : null,
      el(
        "div",
        { class: "hart-blocks" },
        block(`What ${person.first} brings`, "star", bullets(person.strengths, "star")),
        block(
          `What ${person.first} needs, most pressing first`,
          "flag",
          el("ol", { class: "hart-needs" }, person.needs.map((need) => el("li", null, el("strong", null, need.label), need.due ? el("span", null, ` – ${need.due}`) : null, need.why ? el("p", { class: "hart-muted" }, need.why) : null))),
          smaller("Dates that matter", "calendar", person.dates),
        ),
        block("Money and household", "coin", facts(person.money)),
        block(
          "Getting there, being understood",
          "bus",
          facts(person.around),
          smaller("When there is no time", "clock", person.times),
          smaller("Papers at hand", "paper", have),
          smaller("Papers that are missing", "warn", missing),
        ),
        block("In place already", "home", placed.length ? bullets(placed, "check") : el("p", { class: "hart-muted" }, "Nothing yet.")),
        block("What makes it harder", "warn", person.barriers.length ? bullets(person.barriers, "warn") : el("p", { class: "hart-muted" }, "Nothing is noted.")),
      ),
      consentBoard(person, uid),
    );
  }

  function galleryCard(person, current, open) {
    return el(
      "li",
      null,
      el(
        "article",
        { class: `hart-card hart-person-card${current ? " hart-card-chosen" : ""}` },
        el("div", { class: "hart-row" }, face(person), el("div", null, el("h4", null, person.name), el("p", { class: "hart-muted" }, person.subtitle))),
        current ? el("p", { class: "hart-badge" }, icon("check"), "The person you help") : null,
        el("p", { class: "hart-about" }, person.situation),
        el("p", { class: "hart-muted" }, icon("flag"), `Most pressing: ${list(person.needs.slice(0, 2).map((need) => need.label.toLowerCase()))}`),
        person.content_note ? el("p", { class: "hart-muted" }, icon("heart"), ` ${person.content_note}`) : null,
        el("button", { type: "button", class: `hart-button${current ? " hart-button-quiet" : ""}`, "data-meet": person.id, onclick: () => open(person.id) }, `Meet ${person.first}`),
      ),
    );
  }

  function render({ model, el: place }) {
    const root = hart.root(place, { name: "person", label: "The person you help", step: "person" });
    root.classList.add("hart-choosing");
    const prefix = hart.uid("person");
    const uid = (name) => `${prefix}-${name}`;
    const say = root.announce;
    let payload = model.get("payload");
    let people = new Map(payload.people.map((p) => [p.id, p]));
    const notice = el("p", { class: "hart-notice", role: "alert" });
    const slot = el("div");
    let helped = model.get("person"); // whom the student helps, also before the kernel has heard of it
    let asked = 0;
    let answered = 0;
    let view = people.has(helped) ? helped : "";
    root.append(notice, slot);

    const current = () => people.get(helped);

    function workWords() {
      const { person, services, texts } = model.get("work");
      if (person !== helped) return ""; // the kernel hasn't turned to this person yet: nothing is written
      const parts = [];
      if (services) parts.push(`chosen ${plural(services, "service")}`);
      if (texts) parts.push(`written ${plural(texts, "text")}`);
      return list(parts);
    }

    function gallery(moveFocus) {
      view = "";
      const heading = el("h3", { tabindex: "-1" }, "Whom will you help?");
      slot.replaceChildren(
        heading,
        el("p", { class: "hart-muted" }, `${plural(payload.people.length, "person", "people")} of ${payload.city} would like a worker to bring agencies together for them. Meet them, then choose one. All are fictional.`),
        el("ul", { class: "hart-cards hart-gallery", "aria-label": "People" }, payload.people.map((p) => galleryCard(p, p.id === helped, (id) => meet(id, true)))),
      );
      if (moveFocus) heading.focus();
    }

    function meet(id, moveFocus) {
      view = id;
      const person = people.get(id);
      const mine = id === helped;
      const ask = el("div");
      const bar = el(
        "div",
        { class: "hart-row hart-person-bar" },
        payload.people.length > 1 ? el("button", { type: "button", class: "hart-button hart-button-quiet", "data-gallery": "", onclick: () => gallery(true) }, mine ? "Meet the others" : "Back to all people") : null,
        mine
          ? el("p", { class: "hart-badge" }, icon("check"), `You are helping ${person.first}`)
          : el("button", { type: "button", class: "hart-button", "data-help": id, onclick: () => wish(person, ask) }, `Help ${person.first}`),
      );
      slot.replaceChildren(bar, ask, portrait(person, uid));
      if (moveFocus) slot.querySelector("h3").focus();
    }

    // Asks only when there is work for somebody else.
    function wish(person, ask) {
      const before = current();
      const work = workWords();
      if (!before || !work) {
        choose(person.id);
        return;
      }
      const title = el("h4", { tabindex: "-1", id: uid("ask") }, `Help ${person.first} instead of ${before.first}?`);
      ask.replaceChildren(
        el(
          "section",
          { class: "hart-panel", "aria-labelledby": title.id },
          title,
          el("p", null, `For ${before.first} you have ${work}. Nothing is lost: it is put aside, and is here again when you come back to ${before.first}.`),
          el(
            "div",
            { class: "hart-row" },
            el("button", { type: "button", class: "hart-button", "data-switch": "", onclick: () => choose(person.id) }, `Yes, help ${person.first}`),
            el("button", { type: "button", class: "hart-button hart-button-quiet", onclick: () => { ask.replaceChildren(); slot.querySelector("[data-help]")?.focus(); } }, `Stay with ${before.first}`),
          ),
        ),
      );
      title.focus();
    }

    function choose(id) {
      helped = id;
      asked += 1;
      model.send({ help: id, asked });
      meet(id, true);
      say(`You are helping ${people.get(id).first}.`);
    }

    // An earlier answer of the kernel doesn't undo a later choice.
    const onPerson = () => {
      const id = model.get("person");
      if (asked !== answered || id === helped) return;
      helped = id;
      if (people.has(id)) meet(id, view === id && slot.contains(document.activeElement));
      else gallery(false);
    };
    const onAnswer = (content) => {
      answered = content.asked;
      onPerson();
    };
    const onPayload = () => {
      payload = model.get("payload");
      people = new Map(payload.people.map((p) => [p.id, p]));
    };
    const onNotice = () => { notice.textContent = model.get("notice"); };
    const deaf = hart.listen(model, { "change:payload": onPayload, "change:person": onPerson, "change:notice": onNotice, "msg:custom": onAnswer });
    onNotice();
    if (view) meet(view, false);
    else gallery(false);
    return deaf;
  }

  return { render };
})();

export default hartPerson;
