/* Choices that depend on another one: a field inside [data-choose] asks for the page again as soon as it changes, with
   what is chosen so far. Without script the button beside it does the same. */
(() => {
  "use strict";
  for (const box of document.querySelectorAll("[data-choose]")) {
    const button = box.querySelector("button[name=choose]");
    button.hidden = true;
    box.querySelector("select")?.addEventListener("change", () => box.closest("form").requestSubmit(button));
  }
})();
