/* Rows of links: [data-links] holds [data-links-rows] with [data-links-row]s, one <template>,
   and a button [data-links-add hidden]. "__n__" in the template becomes the row's number.
   Without script the server shows an empty row to fill, and an emptied field takes its link away. */
(() => {
  "use strict";
  function changed(box) {
    box.closest("form")?.dispatchEvent(new Event("change", { bubbles: true }));
  }
  function add(box) {
    const rows = box.querySelector("[data-links-rows]");
    const number = Number(box.dataset.linksNext || rows.children.length + 1);
    box.dataset.linksNext = String(number + 1);
    const html = box.querySelector("template").innerHTML.replaceAll("__n__", String(number));
    rows.insertAdjacentHTML("beforeend", html);
    rows.lastElementChild.querySelector("input")?.focus();
  }
  function remove(box, row) {
    const next = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    (next?.querySelector("input") || box.querySelector("[data-links-add]"))?.focus();
    changed(box);
  }
  function prepare(root) {
    for (const button of root.querySelectorAll("[data-links-add], [data-links-remove]")) button.hidden = false;
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-links-add], [data-links-remove]");
    const box = button?.closest("[data-links]");
    if (!box) return;
    event.preventDefault();
    if (button.matches("[data-links-add]")) {
      add(box);
      prepare(box);
    } else {
      remove(box, button.closest("[data-links-row]"));
    }
  });
  prepare(document);
  document.addEventListener("htmx:load", (event) => prepare(event.target));
})();
