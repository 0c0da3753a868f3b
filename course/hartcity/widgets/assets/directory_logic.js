// The directory's arithmetic: search, facets, counts, order, tray. Pure functions of the payload; no DOM.

const hartLogic = (() => {
  const FACETS = ["need", "cost", "language", "access", "wait", "who", "bus", "sector", "org"];
  const OTHER_LETTERS = { ł: "l", ø: "o", đ: "d", ð: "d", ı: "i", ß: "ss", æ: "ae", œ: "oe", þ: "th" };

  // Lower case, no accents, no apostrophes, words parted by one space: “St. Brigid’s” → “st brigids”.
  function fold(text) {
    return String(text ?? "")
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[łøđðıßæœþ]/g, (c) => OTHER_LETTERS[c])
      .replace(/['’‘ʼ`]/g, "")
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  }

  // One row a service: folded texts by weight, and for each facet the set of its values.
  function buildIndex(payload) {
    const words = new Set();
    const rows = payload.services.map((service, at) => {
      const org = payload.organizations[service.o];
      const needs = service.needs.map((n) => payload.needs[n] ?? n).join(" ");
      const fields = [
        [8, service.name],
        [5, org.name],
        [4, needs],
        [1, [service.description, service.who, service.note, org.sector, org.description].join(" ")],
      ].map(([weight, text]) => [weight, ` ${fold(text)} `]);
      for (const [, text] of fields) for (const word of text.split(" ")) if (word.length > 3) words.add(word);
      const facets = {
        ...service.facets,
        need: service.needs,
        sector: [org.sector],
        org: [org.id],
      };
      return { at, service, org, fields, facets, nameKey: fold(service.name), orgKey: fold(org.name) };
    });
    const byId = new Map(rows.map((row) => [row.service.id, row]));
    return { rows, byId, words, payload };
  }

  // How well a row answers the words; 0 when a word is nowhere. A word matches the beginning of a word.
  function rank(row, tokens, inside) {
    let total = 0;
    for (const token of tokens) {
      let best = 0;
      for (const [weight, text] of row.fields) {
        if (weight <= best) break;
        if (text.includes(inside ? token : ` ${token}`)) best = weight;
      }
      if (!best) return 0;
      total += best;
    }
    return total;
  }

  function emptyState() {
    return { query: "", picked: Object.fromEntries(FACETS.map((f) => [f, new Set()])), sort: "best" };
  }

  function search(index, query) {
    const tokens = fold(query).split(" ").filter(Boolean);
    if (!tokens.length) return null;
    for (const inside of [false, true]) {
      const found = new Map();
      for (const row of index.rows) {
        const score = rank(row, tokens, inside);
        if (score) found.set(row.at, score);
      }
      if (found.size) return found;
    }
    return new Map();
  }

  const places = (row) => row.service.available ?? -1;
  const ORDERS = {
    best: (a, b, found) => (found ? found.get(b.at) - found.get(a.at) : 0) || a.at - b.at,
    name: (a, b) => (a.nameKey < b.nameKey ? -1 : a.nameKey > b.nameKey ? 1 : a.at - b.at),
    organization: (a, b) => (a.orgKey < b.orgKey ? -1 : a.orgKey > b.orgKey ? 1 : a.at - b.at),
    wait: (a, b) => (a.service.wait_days ?? 1e9) - (b.service.wait_days ?? 1e9) || a.at - b.at,
    places: (a, b) => places(b) - places(a) || a.at - b.at,
  };

  // Values of one facet widen each other, facets narrow each other. A value's count is what picking it would show.
  function filter(index, state) {
    const found = search(index, state.query);
    const active = FACETS.filter((f) => state.picked[f].size);
    const counts = Object.fromEntries(FACETS.map((f) => [f, new Map()]));
    const rows = [];
    for (const row of index.rows) {
      if (found && !found.has(row.at)) continue;
      let missed = null;
      let misses = 0;
      for (const facet of active) {
        const picked = state.picked[facet];
        if (!(row.facets[facet] ?? []).some((v) => picked.has(v))) {
          missed = facet;
          if (++misses > 1) break;
        }
      }
      if (misses > 1) continue;
      if (!misses) rows.push(row);
      for (const facet of misses ? [missed] : FACETS) {
        const count = counts[facet];
        for (const value of row.facets[facet] ?? []) count.set(value, (count.get(value) ?? 0) + 1);
      }
    }
    const order = ORDERS[state.sort] ?? ORDERS.best;
    rows.sort((a, b) => order(a, b, found));
    return { rows, counts };
  }

  // For an empty list: what to let go of, and how many services would then be left; best first.
  function relaxations(index, state) {
    const options = [];
    const without = (change) => {
      const next = { ...state, picked: { ...state.picked } };
      change(next);
      const count = filter(index, next).rows.length;
      return { count, state: next };
    };
    for (const facet of FACETS) {
      if (!state.picked[facet].size) continue;
      options.push({ facet, ...without((next) => (next.picked[facet] = new Set())) });
    }
    if (fold(state.query)) options.push({ facet: "query", ...without((next) => (next.query = "")) });
    return options.filter((o) => o.count).sort((a, b) => b.count - a.count);
  }

  // Edits between two words (two swapped neighbors are one edit), giving up beyond 2.
  function distance(a, b) {
    if (Math.abs(a.length - b.length) > 2) return 3;
    const grid = [Array.from({ length: b.length + 1 }, (_, i) => i)];
    for (let i = 1; i <= a.length; i++) {
      grid[i] = [i];
      for (let j = 1; j <= b.length; j++) {
        const change = a[i - 1] === b[j - 1] ? 0 : 1;
        grid[i][j] = Math.min(grid[i - 1][j] + 1, grid[i][j - 1] + 1, grid[i - 1][j - 1] + change);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          grid[i][j] = Math.min(grid[i][j], grid[i - 2][j - 2] + 1);
        }
      }
    }
    return grid[a.length][b.length];
  }

  // A word of the directory that was probably meant, or "".
  function didYouMean(index, query) {
    let changed = false;
    const words = fold(query).split(" ").map((token) => {
      if (token.length < 4 || [...index.words].some((w) => w.startsWith(token))) return token;
      let best = token;
      let least = 3;
      for (const word of index.words) {
        const edits = distance(token, word);
        if (edits < least) [best, least] = [word, edits];
      }
      if (best !== token) changed = true;
      return best;
    });
    return changed ? words.join(" ") : "";
  }

  // What the tray says about a choice. It speaks of needs, never of eligibility.
  function summary(index, chosen, person) {
    const rows = chosen.map((id) => index.byId.get(id)).filter(Boolean);
    const inPlace = (person.in_place ?? []).map((id) => index.byId.get(id)).filter(Boolean);
    const reach = (need) => rows.filter((row) => row.service.needs.includes(need));
    const needs = person.needs ?? [];
    const overlaps = [];
    for (const need of new Set(rows.flatMap((row) => row.service.needs))) {
      const names = reach(need).map((row) => row.service.name);
      const had = inPlace.filter((r) => r.service.needs.includes(need) && !chosen.includes(r.service.id));
      if (names.length + had.length > 1) {
        overlaps.push({ need, names, inPlace: had.map((row) => row.service.name) });
      }
    }
    return {
      rows,
      unknown: chosen.filter((id) => !index.byId.has(id)),
      organizations: new Set(rows.map((row) => row.service.o)).size,
      met: needs.filter((need) => reach(need).length),
      unmet: needs.filter((need) => !reach(need).length),
      overlaps,
    };
  }

  return { FACETS, fold, buildIndex, emptyState, filter, relaxations, didYouMean, summary };
})();
