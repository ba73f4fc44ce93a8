/* The list of findings about links follows what is typed: after a save that changed a link, the page is fetched
   again and its [data-findings] takes the place of the one shown, unless somebody is writing in it. Without
   script the list is fresh with every page. */
(() => {
  "use strict";
  const links = (form) => JSON.stringify(new FormData(form).getAll("url"));
  const known = new WeakMap();
  for (const form of document.querySelectorAll("form[data-autosave]")) known.set(form, links(form));
  let turn = 0;

  const busy = (panel) =>
    panel.contains(document.activeElement) || [...panel.querySelectorAll("textarea")].some((field) => field.value);

  document.addEventListener("autosave:saved", async (event) => {
    const form = event.target;
    const now = links(form);
    if (known.get(form) === now) return;
    known.set(form, now);
    const mine = ++turn;
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-findings]");
      const shown = document.querySelector("[data-findings]");
      if (!fresh || !shown || mine !== turn || busy(shown)) return;
      const open = shown.querySelector("details")?.open;
      const box = fresh.querySelector("details");
      if (box && open !== undefined) box.open = open || box.open;
      shown.replaceWith(document.adoptNode(fresh));
    } catch {
      // The list stays as it is; the next page has it fresh.
    }
  });
})();
