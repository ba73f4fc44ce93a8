/* What the checks say follows what is typed and attached: the answer to an autosave or a file holds, for each card of
   the page, its findings as HTML (escaped by the server) and its badge [words, tone], and the indicator's line of the
   rail. Once the links of a card were checked, the page is fetched again and tells the same. Without script all is
   fresh with every page. */
(() => {
  "use strict";
  const one = (root, name, key) => root.querySelector(`[data-${name}="${CSS.escape(key)}"]`);

  function showCard(key, html, words, tone) {
    const box = one(document, "card-findings", key);
    const badge = one(document, "card-badge", key);
    // Left alone while nothing changed, so that nobody hears it twice.
    if (box && (box.dataset.shown ?? box.innerHTML.trim()) !== html) box.innerHTML = html;
    if (box) box.dataset.shown = html;
    if (badge) {
      badge.textContent = words;
      badge.className = `badge is-${tone}`;
    }
  }

  function showRail(number, bar, full) {
    const line = one(document, "rail", number);
    const old = line?.querySelector(".bar");
    if (!old) return;
    old.outerHTML = bar.trim();
    line.classList.toggle("is-full", full);
  }

  function show(event) {
    const { cards = {}, rail = {} } = event.detail || {};
    for (const [key, card] of Object.entries(cards)) showCard(key, card.html.trim(), ...card.badge);
    for (const [number, line] of Object.entries(rail)) showRail(number, line.bar, line.full);
  }

  function takeFrom(page) {
    for (const box of page.querySelectorAll("[data-card-findings]")) {
      const key = box.dataset.cardFindings;
      const badge = one(page, "card-badge", key);
      const tone = badge && [...badge.classList].find((name) => name.startsWith("is-"));
      if (tone) showCard(key, box.innerHTML.trim(), badge.textContent, tone.slice(3));
    }
    for (const line of page.querySelectorAll("[data-rail]")) {
      showRail(line.dataset.rail, line.querySelector(".bar").outerHTML, line.classList.contains("is-full"));
    }
    for (const fresh of page.querySelectorAll("[data-progress]")) {
      for (const place of document.querySelectorAll(`[data-progress="${CSS.escape(fresh.dataset.progress)}"]`)) {
        place.textContent = fresh.textContent;
      }
    }
  }

  document.addEventListener("autosave:saved", show);
  document.addEventListener("files:changed", show);
  document.addEventListener("links:checked", async () => {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      takeFrom(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // What is shown stays; the next saving tells it anew.
    }
  });
})();
