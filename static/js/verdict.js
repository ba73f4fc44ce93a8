/* A choice that was made and not saved is never dropped without a word: form[data-guard] holds it. Going on with the
   keys or links marked data-guarded shows [data-guard-say] first and puts the focus on the button that saves; the
   same again goes on without it. Every other way out asks as browsers do. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-guard]");
  if (!form) return;
  const words = form.querySelector("[data-guard-say]");
  const typed = () => JSON.stringify([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken"));
  let before = typed();
  let sending = false;
  let warned = "";

  form.addEventListener("submit", () => { sending = true; });
  form.addEventListener("input", () => { words.hidden = true; warned = ""; });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-guarded]");
    if (!link || sending || typed() === before) return;
    if (warned === link.href) {
      sending = true;
      return;
    }
    event.preventDefault();
    warned = link.href;
    words.hidden = false;
    form.querySelector("#save-mark").focus();
  });
  window.addEventListener("beforeunload", (event) => { if (!sending && typed() !== before) event.preventDefault(); });
  // Back from the browser's cache: what was chosen there was saved, or dropped by a person's word.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) [sending, before] = [false, typed()];
  });
})();
