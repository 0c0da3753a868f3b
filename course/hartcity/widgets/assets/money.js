// Amounts as a person writes them, and what they come to: once, and in a month. All in whole cents, never in floats.

const hartMoney = (() => {
  const OFTEN = [
    ["once", "once"],
    ["each", "each time"],
    ["week", "a week"],
    ["month", "a month"],
    ["year", "a year"],
  ];

  // “4”, “$12.50”, “1,200” → cents; "" → null; anything else → undefined.
  function cents(text) {
    const plain = text.trim().replace(/^\$\s*/, "").replace(/^free$/i, "0");
    if (!plain) return null;
    const found = /^(\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.(\d{1,2}))?$/.exec(plain);
    if (!found) return undefined;
    return Number(found[1].replaceAll(",", "")) * 100 + Number((found[2] ?? "").padEnd(2, "0"));
  }

  function dollars(amount) {
    const whole = Math.trunc(Math.abs(amount) / 100).toLocaleString("en-US");
    const rest = Math.abs(amount) % 100;
    return `${amount < 0 ? "−" : ""}$${whole}${rest ? `.${String(rest).padStart(2, "0")}` : ""}`;
  }

  // { once, month } in cents of an amount paid so often; half a cent rounds up.
  function spread(amount, often, times) {
    const month = { each: amount * (times || 1), week: Math.round((amount * 52) / 12), month: amount, year: Math.round(amount / 12) }[often];
    return month === undefined ? { once: amount, month: 0 } : { once: 0, month };
  }

  const add = (sums) => sums.reduce((all, s) => ({ once: all.once + s.once, month: all.month + s.month }), { once: 0, month: 0 });
  const less = (a, b) => ({ once: Math.max(0, a.once - b.once), month: Math.max(0, a.month - b.month) });

  // “$5 once and $44 a month”, “nothing”
  function both({ once, month }) {
    const parts = [once ? `${dollars(once)} once` : "", month ? `${dollars(month)} a month` : ""].filter(Boolean);
    return parts.join(" and ") || "nothing";
  }

  return { OFTEN, cents, dollars, spread, add, less, both };
})();
