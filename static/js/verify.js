/* Compare a file with an issued paper: its SHA-256 is made here, the file does not leave the machine. On a page of one
   paper (it lists known hashes) the answer stands below the form; elsewhere the page is asked for the hash. Without
   crypto.subtle (plain http) or above the limit the form is sent as it is. */
(() => {
  "use strict";
  const form = document.querySelector("[data-verify]");
  if (!form || !window.crypto?.subtle) return;
  const result = document.querySelector("[data-verify-result]");
  const known = [...form.querySelectorAll("[data-sha256]")];

  function say(tone, words, hash) {
    const part = document.querySelector(`[data-verify-said="${tone}"]`).content.cloneNode(true);
    if (words) part.querySelector("[data-words]").textContent = words;
    result.replaceChildren(part);
    if (!hash) return;
    const line = document.createElement("p");
    line.className = "hint issued-hash";
    line.textContent = `SHA-256 ${hash}`;
    result.append(line);
  }

  async function hashed(file) {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  form.addEventListener("submit", async (event) => {
    const file = form.elements.file.files[0];
    if (!file || file.size > Number(form.dataset.most)) return;
    event.preventDefault();
    say("busy", "", "");
    let hash;
    try {
      hash = await hashed(file);
    } catch {
      form.submit();
      return;
    }
    if (known.length) {
      const same = known.find((one) => one.dataset.sha256 === hash);
      say(same ? same.dataset.tone : "bad", same ? same.value : "", hash);
      return;
    }
    const address = new URL(form.action);
    address.searchParams.set("sha256", hash);
    location.assign(address);
  });
})();
