/* Copy buttons: <button data-copy="#id" hidden> copies the field's value and says so.
   Fill buttons (demo log-ins): data-fill='{"#id": "value"}' writes values into fields. */
(() => {
  "use strict";
  const done = document.documentElement.lang === "en" ? "Copied" : "คัดลอกแล้ว";
  for (const button of document.querySelectorAll("[data-copy], [data-fill]")) button.hidden = false;

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const field = document.querySelector(button.dataset.copy);
    field.select?.();
    try {
      await navigator.clipboard.writeText(field.value ?? field.textContent.trim());
    } catch {
      // Plain http on an office network has no clipboard interface; the old command still works there.
      document.execCommand("copy");
    }
    const label = button.querySelector("[data-copy-label]") || button;
    label.textContent = done;
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill]");
    if (!button) return;
    for (const [id, value] of Object.entries(JSON.parse(button.dataset.fill))) document.querySelector(id).value = value;
    document.querySelector(button.dataset.fillFocus || "button[type=submit]")?.focus();
  });
})();
