/* The grid of scores: computes while typing, takes blocks from a sheet, moves with the arrow keys.
   Without it the page's own buttons do the same on the server. */
(function () {
  "use strict";
  const form = document.querySelector("form.score-form");
  const table = document.querySelector("[data-score-grid]");
  if (!form || !table || !window.scoreSums) { return; }
  const scheme = JSON.parse(form.dataset.scheme);
  const COLUMNS = ["least", "little", "much", "most", "score"];
  const MOST_FIELDS = 900; // the server takes 1,000
  const words = table.dataset;
  const cells = Array.from(table.querySelectorAll(".score-cell"));
  const byName = new Map(cells.map((cell) => [cell.name, cell]));

  function say(cell, problem) {
    const place = document.getElementById("e-" + cell.name);
    const text = problem === "out_of_range" ? words.range : problem ? words.unreadable : "";
    place.textContent = text;
    if (text) {
      cell.setAttribute("aria-invalid", "true");
      cell.setAttribute("aria-describedby", place.id);
    } else {
      cell.removeAttribute("aria-invalid");
      cell.removeAttribute("aria-describedby");
    }
  }

  function read() {
    const card = { figures: {}, shares: {} };
    const shares = {};
    for (const cell of cells) {
      const found = window.scoreSums.parse(cell.value);
      say(cell, found.problem);
      const code = cell.name.split(":")[0];
      if (found.value === null) { continue; }
      if (cell.dataset.column === "score") {
        card.figures[code] = found.value;
      } else {
        (shares[code] = shares[code] || {})[cell.dataset.column] = found.value;
      }
    }
    for (const [code, four] of Object.entries(shares)) {
      const all = COLUMNS.slice(0, 4).map((column) => four[column]);
      if (all.every((one) => one !== undefined)) { card.shares[code] = all; }
    }
    return card;
  }

  function compute() {
    const found = window.scoreSums.computed(scheme, read());
    const off = new Set(found.off);
    document.querySelectorAll("output[data-of]").forEach((place) => {
      const code = place.dataset.of;
      const text = found.values[code] || "";
      if (place.textContent !== text) { place.textContent = text; }
      const around = place.closest(".score-out");
      if (around) { around.classList.toggle("is-off", off.has(code)); }
      const cell = byName.get(code + ":score");
      if (cell) { cell.classList.toggle("is-off", off.has(code)); }
    });
  }

  let waiting = 0;
  function soon() {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(compute);
  }

  /* The cell in the same column of the next shown row (or the one before) that has one. */
  function beside(cell, step) {
    const column = cells.filter((one) => one.dataset.column === cell.dataset.column && one.offsetParent);
    return column[column.indexOf(cell) + step] || null;
  }

  table.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1, Enter: 1 };
    if (!event.target.matches(".score-cell") || !(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    const next = beside(event.target, event.shiftKey && event.key === "Enter" ? -1 : steps[event.key]);
    if (next) { next.focus(); next.select(); }
  });
  table.addEventListener("input", soon);

  function codeOf(text) {
    const found = window.scoreSums.plain(text).toLowerCase();
    if (found === "รวม") { return "overall"; }
    if (["iit", "eit", "oit"].includes(found)) { return found.toUpperCase(); }
    const zero = /^0(\d{1,2})$/.exec(found);
    return zero ? "o" + Number(zero[1]) : found.replace(/\s/g, "");
  }

  /* Lines that begin with codes go to their rows; those of unknown codes wait in the box for the server. */
  function pasteByCode(lines) {
    const unknown = [];
    for (const line of lines) {
      const code = codeOf(line[0]);
      const rest = line.slice(1);
      while (rest.length && !rest[rest.length - 1].trim()) { rest.pop(); }
      if (window.scoreSums.plain(line[0]) === "ระดับ" && rest.length) {
        form.elements.level.value = rest[rest.length - 1].trim();
      } else if (byName.has(code + ":score") && rest.length) {
        put(byName.get(code + ":score"), rest[rest.length - 1]);
        if (rest.length >= 5) {
          rest.slice(-5, -1).forEach((text, i) => put(byName.get(code + ":" + COLUMNS[i]), text));
        }
      } else if (rest.length) {
        unknown.push(line.join("\t"));
      }
    }
    if (unknown.length) {
      const box = form.elements.paste;
      box.value = (box.value ? box.value + "\n" : "") + unknown.join("\n");
      box.closest("details").open = true;
    }
  }

  function pasteFrom(cell, lines) {
    const first = COLUMNS.indexOf(cell.dataset.column);
    let at = cell;
    for (const line of lines) {
      if (!at) { return; }
      const code = at.name.split(":")[0];
      line.forEach((text, i) => put(byName.get(code + ":" + COLUMNS[first + i]), text));
      at = beside(at, 1);
    }
  }

  function put(cell, text) {
    if (cell) { cell.value = window.scoreSums.plain(text).slice(0, 40); }
  }

  /* Whether nearly every line begins with a code of its own. Five bare numbers at a first share are five shares. */
  function areCoded(lines, cell) {
    const codes = lines.map((line) => codeOf(line[0]));
    const known = codes.filter((code) => byName.has(code + ":score") || /^(?:ระดับ|[ieo]\d{1,2}(?:\.\d{1,2})?)$/.test(code));
    const wide = lines.every((line) => line.length > 1);
    const shares = cell.dataset.column === "least" && lines.every((line) => line.length === 5)
      && codes.every((code) => /^[\d.]+$/.test(code));
    return wide && !shares && new Set(codes).size === codes.length && known.length * 5 >= codes.length * 4;
  }

  table.addEventListener("paste", (event) => {
    const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    const lines = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
    if (!event.target.matches(".score-cell") || (lines.length < 2 && lines[0].length < 2)) { return; }
    event.preventDefault();
    if (areCoded(lines, event.target)) { pasteByCode(lines); } else { pasteFrom(event.target, lines); }
    soon();
  });

  form.addEventListener("submit", () => {
    if (cells.length <= MOST_FIELDS) { return; }
    const packed = document.createElement("input");
    packed.type = "hidden";
    packed.name = "grid";
    packed.value = JSON.stringify(Object.fromEntries(cells.map((cell) => [cell.name, cell.value])));
    form.append(packed);
    cells.forEach((cell) => { cell.disabled = true; });
  });
  compute();
})();
