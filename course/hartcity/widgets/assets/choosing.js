// Pieces that the person and the directory share: icons and small sentence builders.

const hartChoosing = (() => {
  // 16 × 16 line drawings; they only accompany words.
  const PATHS = {
    check: "M3 8.5l3.2 3.2L13 4.8",
    cross: "M4 4l8 8M12 4l-8 8",
    plus: "M8 3.2v9.600M3.2 8h9.600",
    ask: "M5.6 6a2.4 2.4 0 1 1 3.4 2.2c-.7.3-1 .8-1 1.6M8 12.4v.1",
    clock: "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 1 0 8 2.2M8 4.8V8l2.2 1.6",
    coin: "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 1 0 8 2.2M9.8 6c-.4-.7-1-1-1.8-1-1 0-1.8.5-1.8 1.4 0 2 3.7 1 3.7 3.1 0 .9-.8 1.5-1.9 1.5-.9 0-1.6-.4-2-1.1M8 4v1M8 11v1",
    people: "M6 7.4a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 1 0 0 4.4M2 13c0-2.4 1.8-3.8 4-3.8s4 1.4 4 3.8M10.6 7.2a2 2 0 1 0-.8-3.8M11.6 9.4c1.5.4 2.4 1.7 2.4 3.6",
    door: "M4 14V2.6h8V14M2.4 14h11.2M9.8 8.4v.2",
    calendar: "M2.6 4h10.8v9.4H2.6zM2.6 7h10.8M5.4 2.4V5M10.6 2.4V5",
    paper: "M4 2.2h5.2L12 5v8.8H4zM9 2.4V5.2h2.8M6 8h4M6 10.6h4",
    speech: "M2.4 3h11.2v7.4H7.6L4.8 13v-2.6H2.4z",
    access: "M6 3.2a1 1 0 1 0 0-.1M6 5v4h3.6l1.8 3.6 1.2-.5M6.2 7H9M4.6 7.4a3.4 3.4 0 1 0 4.6 4.4",
    bus: "M3 3.4h10v8.2H3zM3 7.6h10M5 11.6v1.6M11 11.6v1.6M5.2 9.6v.1M10.8 9.6v.1",
    lock: "M3.6 7h8.8v6.6H3.6zM5.4 7V5a2.6 2.6 0 0 1 5.2 0v2M8 9.6v1.6",
    phone: "M5.6 2.4l1.6 3-1.4 1.2c.7 1.6 1.9 2.8 3.5 3.5l1.3-1.4 3 1.6c-.2 2-1.3 3.2-3 3.2C6.3 13 3 9.6 2.5 5.4 2.5 3.7 3.6 2.6 5.6 2.4",
    star: "M8 2.2l1.7 3.6 4 .5-2.9 2.7.8 3.9L8 10.9l-3.6 2 .8-3.9L2.3 6.3l4-.5z",
    heart: "M8 13.2C3.6 10.2 2.2 8 2.2 5.9 2.2 4.2 3.5 3 5 3c1.2 0 2.3.7 3 2 .7-1.3 1.8-2 3-2 1.5 0 2.8 1.2 2.8 2.9 0 2.1-1.4 4.3-5.8 7.3",
    home: "M2.4 7.8L8 2.8l5.6 5M4 6.600v7h8v-7",
    warn: "M8 2.6l6 10.800H2zM8 6.600v3.2M8 11.600v.1",
    flag: "M4 14V2.6M4 3h8l-1.8 2.7L12 8.4H4",
  };

  const icon = (name) => hart.drawing(PATHS[name] ?? PATHS.ask);

  // “a, b and c”
  function list(words) {
    if (words.length < 2) return words.join("");
    return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
  }

  return { icon, list };
})();
