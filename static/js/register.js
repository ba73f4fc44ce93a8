/* After an item was saved by itself: its remarks and its state follow what was typed. The words come escaped from the
   server; without script they are fresh with every page. */
(() => {
  "use strict";
  document.addEventListener("autosave:saved", (event) => {
    const { remarks, badge } = event.detail || {};
    const place = event.target.querySelector("[data-item-remarks]");
    if (!place || !badge) return;
    place.innerHTML = remarks;
    event.target.querySelector("[data-item-copied]")?.remove();
    const state = event.target.closest("article")?.querySelector("[data-item-badge]");
    if (!state) return;
    state.className = `badge is-${badge.tone}`;
    state.textContent = badge.words;
  });
})();
