/* Says how many rows are chosen; shift+click chooses a whole stretch, a button all or none. The form works without it. */
(() => {
  "use strict";
  const form = document.getElementById("chosen");
  if (!form) return;
  const boxes = [...form.querySelectorAll('input[name="report"]')];
  const told = form.querySelector("[data-chosen]");
  let last = null;
  const tell = () => {
    if (told) told.textContent = boxes.filter((box) => box.checked).length || "";
  };
  const all = form.querySelector("[data-all]");
  if (all) {
    all.hidden = boxes.length < 2;
    all.addEventListener("click", () => {
      const choose = boxes.some((box) => !box.checked);
      for (const box of boxes) box.checked = choose;
      tell();
    });
  }
  form.addEventListener("click", (event) => {
    const box = event.target.closest('input[name="report"]');
    if (!box) return;
    if (event.shiftKey && last) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((one, other) => one - other);
      for (const one of boxes.slice(from, to + 1)) one.checked = box.checked;
    }
    last = box;
    tell();
  });
  tell();
})();
