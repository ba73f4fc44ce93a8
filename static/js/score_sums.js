/* The arithmetic of the scores in exact fractions of whole numbers: the same results as assessments/scoring.py.
   A fraction is [numerator, denominator] of BigInt; figures are read as assessments/intake/figures.py reads them. */
(function () {
  "use strict";
  const WEIGHTS = [0n, 33n, 67n, 100n];
  const BLANK = new Set(["", "-", "–", "—", "n/a", "na", "ไม่มี", "ไม่มีข้อมูล"]);

  function reduced(n, d) {
    let a = n < 0n ? -n : n, b = d;
    while (b) { [a, b] = [b, a % b]; }
    return a ? [n / a, d / a] : [0n, 1n];
  }
  const add = (x, y) => reduced(x[0] * y[1] + y[0] * x[1], x[1] * y[1]);
  const times = (x, n, d) => reduced(x[0] * n, x[1] * d);

  /* A decimal text such as "33.3" as a fraction. */
  function fraction(text) {
    const [whole, part = ""] = text.split(".");
    return reduced(BigInt((whole || "0") + part), 10n ** BigInt(part.length));
  }

  /* Hundredths, half up: the one rounding. */
  function hundredths(x) {
    return (x[0] * 200n + x[1]) / (2n * x[1]);
  }
  function shown(x) {
    const text = String(hundredths(x)).padStart(3, "0");
    return text.slice(0, -2) + "." + text.slice(-2);
  }

  function plain(text) {
    return text.replace(/[๐-๙]/g, (sign) => String(sign.charCodeAt(0) - 0x0e50))
      .replace(/[\u200b\u200c\u200d\u2060\ufeff\u00ad]/g, "").replace(/\s+/g, " ").trim();
  }

  /* What a cell says: {value: fraction or null, problem: "" | "unreadable" | "out_of_range"}. */
  function parse(text) {
    let said = plain(text).replace(/\s*(?:คะแนน|%|ร้อยละ)\s*$/, "").replace(/\s*([.,])\s*/g, "$1").toLowerCase();
    if (BLANK.has(said)) { return { value: null, problem: "" }; }
    if (/^\d{1,3},\d{1,2}$/.test(said)) { said = said.replace(",", "."); }
    if (!/^(?:\d{1,3}(?:\.\d*)?|\.\d+)$/.test(said)) {
      const beyond = /^(?:-\s?\d+|\d{4,9}|\d{1,3}(?:,\d{3})+)(?:\.\d*)?$/.test(said);
      return { value: null, problem: beyond ? "out_of_range" : "unreadable" };
    }
    const exact = fraction(said);
    if (exact[0] > 100n * exact[1]) { return { value: null, problem: "out_of_range" }; }
    return { value: reduced(hundredths(exact), 100n), problem: "" };
  }

  /* The scheme with the parts that further codes tell of: "9.6" is a part of "9". */
  function withCodes(scheme, codes) {
    const parts = Object.assign({}, scheme.parts);
    const known = new Set(Object.values(parts).flat());
    for (const code of codes) {
      const dot = code.indexOf(".");
      const parent = code.slice(0, dot);
      if (dot > 0 && !known.has(code) && (known.has(parent) || parent in parts)) {
        parts[parent] = (parts[parent] || []).filter((one) => one.startsWith(parent + ".")).concat(code);
        known.add(code);
      }
    }
    return { parts: parts, weights: scheme.weights, signs: scheme.signs };
  }

  function sumOfShares(code, scheme, card) {
    const sign = scheme.signs[code] || scheme.signs[code.split(".")[0]] || "+";
    const weights = sign === "+" ? WEIGHTS : WEIGHTS.slice().reverse();
    return card.shares[code].reduce((sum, share, i) => add(sum, times(share, weights[i], 100n)), [0n, 1n]);
  }

  /* The exact value of a code from its parts or shares; null where a part is missing. */
  function value(code, scheme, card) {
    const parts = scheme.parts[code] || [];
    if (!parts.length) { return code in card.shares ? sumOfShares(code, scheme, card) : null; }
    const known = parts.map((part) => basis(part, scheme, card));
    if (known.some((one) => one === null)) { return null; }
    if (code === "overall") {
      return known.reduce((sum, one, i) => {
        const weight = fraction(scheme.weights[parts[i]]);
        return add(sum, times(one, weight[0], weight[1] * 100n));
      }, [0n, 1n]);
    }
    return times(known.reduce(add, [0n, 1n]), 1n, BigInt(known.length));
  }

  /* What a code counts for above it: as printed, else computed; an instrument by its exact mean. */
  function basis(code, scheme, card) {
    const printed = code in card.figures ? card.figures[code] : null;
    if (code in scheme.weights) {
      const exact = value(code, scheme, card);
      return exact === null ? printed : exact;
    }
    return printed === null ? value(code, scheme, card) : printed;
  }

  /* Whether a printed figure is further from its exact value than rounding explains. */
  function isOff(code, scheme, card) {
    const exact = value(code, scheme, card);
    if (exact === null || !(code in card.figures)) { return false; }
    const leaf = !(scheme.parts[code] || []).length;
    const gap = add(card.figures[code], times(exact, -1n, 1n));
    const size = gap[0] < 0n ? -gap[0] : gap[0];
    return size * 100n > (leaf ? 2n : 1n) * gap[1];
  }

  /* Code → text with two places of all that follows; `off` the codes whose printed figure disagrees. */
  function computed(scheme, card) {
    const whole = withCodes(scheme, [...Object.keys(card.figures), ...Object.keys(card.shares)]);
    const codes = new Set([...Object.keys(whole.parts), ...Object.keys(card.shares)]);
    const found = { values: {}, off: [] };
    for (const code of codes) {
      const exact = value(code, whole, card);
      if (exact === null) { continue; }
      found.values[code] = shown(exact);
      if (isOff(code, whole, card)) { found.off.push(code); }
    }
    return found;
  }

  window.scoreSums = { parse: parse, plain: plain, computed: computed };
})();
