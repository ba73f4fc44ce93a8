/* Chips beside links: after an autosave the server says what became of each link: [data-links] with
   data-chips="address" answers {waiting, chips: [{typed, html}]}. Asked again a few times while a check is on its
   way, then no more. Chips are put beside the row whose field holds the same words.
   [data-chip-use] puts another address into the row, [data-chip-recheck] asks for a check. */
(() => {
  "use strict";
  // Seconds between the questions: seven at most for one saving.
  const PAUSES = [1.5, 2, 3, 5, 8, 15, 30];
  const asking = new WeakMap();

  function place(row) {
    let chip = row.querySelector("[data-chip]");
    if (!chip) {
      chip = document.createElement("div");
      chip.className = "link__say";
      chip.dataset.chip = "";
      chip.setAttribute("aria-live", "polite");
      row.append(chip);
    }
    return chip;
  }

  function show(box, chips) {
    for (const row of box.querySelectorAll("[data-links-row]")) {
      const typed = row.querySelector("input")?.value.trim();
      const found = chips.find((one) => one.typed === typed);
      if (found || row.querySelector("[data-chip]")) {
        const chip = place(row);
        // Ready-made and escaped by the server; left alone while nothing changed, so that nobody hears it twice.
        const html = found ? found.html.trim() : "";
        if (chip.dataset.shown !== html) {
          chip.innerHTML = html;
          chip.dataset.shown = html;
        }
        prepare(chip);
      }
    }
  }

  function prepare(root) {
    for (const button of root.querySelectorAll("[data-chip-use], [data-chip-recheck]")) {
      button.hidden = !button.closest("[data-links-row]");
    }
  }

  async function ask(box, turn = 0) {
    clearTimeout(asking.get(box));
    try {
      const answer = await fetch(box.dataset.chips, { credentials: "same-origin", redirect: "manual" });
      if (!answer.ok) return;
      const data = await answer.json();
      show(box, data.chips);
      if (data.waiting && turn < PAUSES.length) {
        asking.set(box, setTimeout(() => ask(box, turn + 1), PAUSES[turn] * 1000));
      } else if (turn) {
        document.dispatchEvent(new CustomEvent("links:checked"));
      }
    } catch {
      // The chip is only help: the next saving asks again.
    }
  }

  function use(button) {
    const row = button.closest("[data-links-row]");
    const field = row.querySelector("input");
    field.value = button.dataset.chipUse;
    place(row).replaceChildren();
    field.focus();
    field.closest("form")?.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function recheck(button) {
    const box = button.closest("[data-links]");
    const body = new FormData();
    body.set("csrfmiddlewaretoken", document.querySelector("input[name=csrfmiddlewaretoken]").value);
    button.disabled = true;
    try {
      const answer = await fetch(button.dataset.chipRecheck, {
        method: "POST", body, credentials: "same-origin", redirect: "manual", headers: { "X-Autosave": "1" },
      });
      const json = (answer.headers.get("Content-Type") || "").includes("json");
      const message = json ? (await answer.json()).message : "";
      if (answer.ok) return ask(box);
      if (message) {
        const words = document.createElement("span");
        words.textContent = message;
        button.replaceWith(words);
      }
    } catch {
      button.disabled = false;
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-chip-use], [data-chip-recheck]");
    if (!button) return;
    event.preventDefault();
    if (button.matches("[data-chip-use]")) use(button);
    else recheck(button);
  });
  document.addEventListener("autosave:saved", (event) => {
    for (const box of event.target.querySelectorAll("[data-chips]")) ask(box);
  });
  for (const box of document.querySelectorAll("[data-chips]")) {
    prepare(box);
    if (box.querySelector("[data-chip-waiting]")) asking.set(box, setTimeout(() => ask(box, 1), PAUSES[0] * 1000));
  }
})();
