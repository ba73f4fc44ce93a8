/* What the checks say follows what is typed: the answer to an autosave holds, for each card of the page, its findings
   as HTML (escaped by the server) and its badge [words, tone]. Without script both are fresh with every page. */
(() => {
  "use strict";
  document.addEventListener("autosave:saved", (event) => {
    for (const [key, card] of Object.entries(event.detail?.cards || {})) {
      const box = document.querySelector(`[data-card-findings="${CSS.escape(key)}"]`);
      const badge = document.querySelector(`[data-card-badge="${CSS.escape(key)}"]`);
      const html = card.html.trim();
      // Left alone while nothing changed, so that nobody hears it twice.
      if (box && (box.dataset.shown ?? box.innerHTML.trim()) !== html) box.innerHTML = html;
      if (box) box.dataset.shown = html;
      if (badge) {
        const [words, tone] = card.badge;
        badge.textContent = words;
        badge.className = `badge is-${tone}`;
      }
    }
  });
})();
