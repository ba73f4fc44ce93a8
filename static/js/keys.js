/* Review keys: an element with data-key="j" is clicked (or chosen, or focused) when that key is pressed.
   data-key-focus="#id" moves the focus there afterwards; data-key-send sends its form at once. Ctrl+Enter sends a
   form with data-key-form from any of its fields. Off while typing, with Ctrl, Alt or Meta,
   and when the box [data-keys-toggle] is not ticked (the choice is remembered in this browser). */
(() => {
  "use strict";
  const toggle = document.querySelector("[data-keys-toggle]");
  if (toggle) {
    toggle.checked = localStorage.getItem("keys") !== "off";
    toggle.addEventListener("change", () => localStorage.setItem("keys", toggle.checked ? "on" : "off"));
  }
  const typing = (target) => target.closest("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])");

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form[data-key-form]");
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return form.requestSubmit();
    }
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || typing(event.target)) return;
    if (localStorage.getItem("keys") === "off") return;
    // The physical key: a Thai keyboard sends other letters for the same keys.
    const letter = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key.toLowerCase();
    const target = document.querySelector(`[data-key="${CSS.escape(letter)}"]`);
    if (!target) return;
    event.preventDefault();
    target.click();
    if (target.matches("input")) target.focus();
    if ("keySend" in target.dataset) target.form?.requestSubmit();
    else if (target.dataset.keyFocus) document.querySelector(target.dataset.keyFocus)?.focus();
  });
})();
