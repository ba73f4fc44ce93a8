/* Autosave of long forms: every 10 seconds and on leaving a field.
   <form data-autosave data-autosave-url="…"> posts its fields; the answer is JSON:
   200 {saved_at, version, progress:{key: text}} · 409 {message, html} · 401 signed out.
   saved_at is "22:55" and shown as the language writes it ("22.55 น."); version goes to the field "version"; progress goes to [data-progress=key].
   Nothing is kept in the browser: personal data does not stay on shared computers. */
(() => {
  "use strict";
  const EVERY = 10_000;
  const english = document.documentElement.lang === "en";
  const say = english
    ? {
        saved: "Saved", busy: "Saving…", retry: "Save again", login: "Log in in a new tab",
        network: "Not saved: the network does not answer. Your text is still on this page and will be sent again.",
        session: "Not saved: your session has ended. Your text is still on this page. Log in in a new tab, then save again.",
        other: "Not saved: another account is logged in now. Log in with your own account, then save again.",
        refused: "Not saved. Your text is still on this page.",
        conflict: "Not saved: someone else changed this. Both texts are kept.",
      }
    : {
        saved: "บันทึกแล้ว", busy: "กำลังบันทึก…", retry: "บันทึกอีกครั้ง", login: "เข้าสู่ระบบในแท็บใหม่",
        network: "ยังไม่ได้บันทึก เครือข่ายไม่ตอบ ข้อความยังอยู่ในหน้านี้และระบบจะลองส่งใหม่เอง",
        session: "ยังไม่ได้บันทึก หมดเวลาการเข้าสู่ระบบ ข้อความยังอยู่ในหน้านี้ โปรดเข้าสู่ระบบในแท็บใหม่ แล้วกดบันทึกอีกครั้ง",
        other: "ยังไม่ได้บันทึก ขณะนี้มีบัญชีอื่นเข้าสู่ระบบอยู่ โปรดเข้าสู่ระบบด้วยบัญชีเดิม แล้วกดบันทึกอีกครั้ง",
        refused: "ยังไม่ได้บันทึก ข้อความยังอยู่ในหน้านี้",
        conflict: "ยังไม่ได้บันทึก มีผู้อื่นแก้ไขรายการนี้ ข้อความของทั้งสองฝ่ายยังอยู่ครบ",
      };

  const fingerprint = (form) => {
    const data = new FormData(form);
    data.delete("csrfmiddlewaretoken");
    return JSON.stringify([...data].filter(([, value]) => typeof value === "string"));
  };

  const clock = (at) => (english || !at ? at : `${at.replace(":", ".")} น.`);

  const statusOf = (form) =>
    form.querySelector("[data-autosave-status]") || document.querySelector("[data-autosave-status]");

  function show(form, text, tone) {
    const status = statusOf(form);
    if (!status) return;
    status.hidden = false;
    status.className = "saved" + (tone ? ` saved--${tone}` : "");
    status.textContent = text;
  }

  function problem(form, text, { login = false, html = "" } = {}) {
    let box = form.querySelector("[data-autosave-problem]");
    if (!box) {
      box = document.createElement("div");
      box.className = "stack";
      box.dataset.autosaveProblem = "";
      form.prepend(box);
    }
    box.replaceChildren();
    const alert = document.createElement("div");
    alert.className = "alert is-bad stack-s";
    alert.setAttribute("role", "alert");
    const words = document.createElement("p");
    words.textContent = text;
    alert.append(words);
    if (login) alert.append(loginRow(form));
    box.append(alert);
    // The two texts side by side come ready-made, escaped by the server.
    if (html) box.insertAdjacentHTML("beforeend", html);
  }

  function loginRow(form) {
    const row = document.createElement("p");
    row.className = "row";
    const link = document.createElement("a");
    link.className = "btn btn--small";
    link.target = "_blank";
    link.rel = "noopener";
    link.href = document.body.dataset.loginUrl || "/";
    link.textContent = say.login;
    const again = document.createElement("button");
    again.type = "button";
    again.className = "btn btn--small";
    again.textContent = say.retry;
    again.addEventListener("click", () => renew(form));
    row.append(link, again);
    return row;
  }

  /* After a new log-in the page's token is old: take the new one, but only for the same person. */
  async function renew(form) {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = page.querySelector("input[name=csrfmiddlewaretoken]");
      if (!token || !page.body.dataset.user) return problem(form, say.session, { login: true });
      if (page.body.dataset.user !== document.body.dataset.user) return problem(form, say.other, { login: true });
      for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token.value;
      return save(form, { force: true });
    } catch {
      return problem(form, say.network, { login: true });
    }
  }

  const states = new WeakMap();

  async function save(form, { force = false, leaving = false } = {}) {
    const state = states.get(form);
    const now = fingerprint(form);
    // A field was left while the words before it were on their way: its turn comes when they have arrived.
    state.again = state.busy;
    if (state.busy || (!force && (state.stopped || now === state.saved))) return;
    state.busy = true;
    state.stopped = false;
    show(form, say.busy, "busy");
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (typeof value !== "string") body.delete(name);
    try {
      const answer = await fetch(form.dataset.autosaveUrl || form.action, {
        method: "POST", body, credentials: "same-origin", redirect: "manual", keepalive: leaving,
        headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest", "X-Autosave": "1" },
      });
      await settle(form, state, now, answer);
    } catch {
      show(form, say.network, "bad");
    } finally {
      state.busy = false;
      // A button was pressed while the words were on their way: it goes on with the new version.
      const { waiting } = state;
      state.waiting = null;
      if (waiting && !state.stopped) form.requestSubmit(waiting);
      // Also when the server refused: it keeps what it refuses, and keeps the newer words then.
      else if (state.again) save(form, { force: state.stopped && fingerprint(form) !== now });
    }
  }

  async function settle(form, state, sent, answer) {
    const json = (answer.headers.get("Content-Type") || "").includes("json");
    const data = json ? await answer.json() : {};
    if (answer.ok) {
      state.saved = sent;
      form.querySelector("[data-autosave-problem]")?.replaceChildren();
      const version = form.elements.namedItem("version");
      if (version && data.version !== undefined) {
        version.value = data.version;
        state.saved = fingerprint(form) === sent ? sent : withVersion(sent, data.version);
      }
      for (const [key, text] of Object.entries(data.progress || {})) {
        for (const place of document.querySelectorAll(`[data-progress="${CSS.escape(key)}"]`)) place.textContent = text;
      }
      show(form, `${say.saved} ${clock(data.saved_at || "")}`.trim());
      form.dispatchEvent(new CustomEvent("autosave:saved", { bubbles: true, detail: data }));
    } else if (answer.status === 409) {
      state.stopped = true;
      problem(form, data.message || say.conflict, { html: data.html || "" });
      show(form, say.refused, "bad");
    } else if (answer.type === "opaqueredirect" || answer.status === 401 || (answer.status === 403 && !json)) {
      state.stopped = true;
      problem(form, say.session, { login: true });
      show(form, say.refused, "bad");
    } else if (answer.status >= 500) {
      show(form, say.network, "bad");
    } else {
      state.stopped = true;
      problem(form, data.message || say.refused, { html: data.html || "" });
      show(form, say.refused, "bad");
    }
  }

  /* What was sent, with the new version in it: typing during the request stays "not saved yet". */
  function withVersion(sent, version) {
    return JSON.stringify(JSON.parse(sent).map(([k, v]) => [k, k === "version" ? String(version) : v]));
  }

  function watch(form) {
    if (states.has(form)) return;
    states.set(form, { saved: fingerprint(form), busy: false, stopped: false, sending: false });
    form.addEventListener("focusout", () => setTimeout(() => save(form), 0));
    form.addEventListener("change", () => save(form));
    form.addEventListener("input", () => { states.get(form).stopped = false; });
    // The server keeps what it refused: its link to the page where one chooses leaves nothing behind.
    form.addEventListener("click", (event) => {
      const state = states.get(form);
      if (event.target.closest("[data-autosave-problem] a:not([target])") && state.stopped) state.sending = true;
    });
    form.addEventListener("submit", (event) => {
      const state = states.get(form);
      if (state.busy && !state.stopped) {
        event.preventDefault();
        state.waiting = event.submitter || form.querySelector("button");
      } else {
        state.sending = true;
      }
    });
  }

  const forms = () => [...document.querySelectorAll("form[data-autosave]")];
  const open = () => forms().filter((form) => {
    const state = states.get(form);
    return state && !state.sending && fingerprint(form) !== state.saved;
  });

  forms().forEach(watch);
  document.addEventListener("htmx:load", () => forms().forEach(watch));
  setInterval(() => forms().forEach((form) => states.has(form) && save(form)), EVERY);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") open().forEach((form) => save(form, { leaving: true }));
  });
  window.addEventListener("beforeunload", (event) => { if (open().length) event.preventDefault(); });
})();
