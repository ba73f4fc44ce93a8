/* Ticks of a copy list, kept in this browser: [data-ticks="list"] holds checkboxes [data-tick="item"]. What is kept is
   the item's version (data-tick-of): once the item changes its tick is gone, for it has to be copied again. */
(() => {
  "use strict";
  for (const list of document.querySelectorAll("[data-ticks]")) {
    const name = `ticks-${list.dataset.ticks}`;
    const boxes = [...list.querySelectorAll("[data-tick]")];
    const count = document.querySelector("[data-ticks-count]");
    let kept = {};
    try {
      kept = JSON.parse(localStorage.getItem(name)) || {};
    } catch {
      // A browser that keeps nothing: the ticks last as long as the page.
    }
    const tell = () => {
      const done = boxes.filter((box) => box.checked);
      for (const box of boxes) box.closest("section").classList.toggle("is-ticked", box.checked);
      if (!count) return;
      count.hidden = false;
      count.querySelector("[data-ticks-done]").textContent = done.length;
    };
    for (const box of boxes) box.checked = kept[box.dataset.tick] === box.dataset.tickOf;
    list.addEventListener("change", (event) => {
      const box = event.target.closest("[data-tick]");
      if (!box) return;
      if (box.checked) kept[box.dataset.tick] = box.dataset.tickOf;
      else delete kept[box.dataset.tick];
      try {
        localStorage.setItem(name, JSON.stringify(kept));
      } catch {
        // As above.
      }
      tell();
    });
    tell();
  }
})();
