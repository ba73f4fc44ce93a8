/* Photos and files of a result: [data-files] is the part, replaced whole by what the server answers.
   Drag, paste, choose or take with the camera; each file is sent by itself, with its progress. A cut connection
   says so, keeps the file on the page and sends it again when the network is back or the button is pressed
   (the same file twice is stored once). [data-photo] opens the large picture in a dialog.
   Without script every button is a plain form. */
(() => {
  "use strict";
  const MOST = 20 * 1024 * 1024;
  const STALLED = 60_000;
  const english = document.documentElement.lang === "en";
  const say = english
    ? {
        waiting: "Waiting", sending: "Sending", checking: "Checking the file…", again: "Send again", drop: "Do not send",
        network: "The connection was cut. The file is not stored yet; it will be sent again when the network is back.",
        session: "Your session has ended. Log in in a new tab, then press “Send again”.",
        big: "The file is larger than 20 MB. Make it smaller or split it.", refused: "The file was not stored.",
        close: "Close", before: "Previous photo", after: "Next photo", moved: "Moved", left: "Files are still being sent.",
      }
    : {
        waiting: "รอส่ง", sending: "กำลังส่ง", checking: "กำลังตรวจไฟล์…", again: "ส่งอีกครั้ง", drop: "ไม่ส่งแล้ว",
        network: "การเชื่อมต่อขาดหาย ยังไม่ได้เก็บไฟล์นี้ ระบบจะส่งใหม่เองเมื่อเครือข่ายกลับมา",
        session: "หมดเวลาการเข้าสู่ระบบ โปรดเข้าสู่ระบบในแท็บใหม่ แล้วกด “ส่งอีกครั้ง”",
        big: "ไฟล์ใหญ่เกิน 20 MB โปรดย่อหรือแบ่งไฟล์", refused: "ยังไม่ได้เก็บไฟล์",
        close: "ปิด", before: "ภาพก่อนหน้า", after: "ภาพถัดไป", moved: "ย้ายแล้ว", left: "ยังส่งไฟล์ไม่เสร็จ",
      };

  const part = (id) => document.getElementById(id);
  const make = (tag, text, props = {}) => Object.assign(document.createElement(tag), { textContent: text, ...props });

  /* ---- sending ---- */
  const queue = [];
  let busy = null;

  function take(box, files) {
    for (const file of files) {
      const job = { id: box.id, file, row: moving(box, file), state: "waiting" };
      if (file.size > MOST) stop(job, say.big, false);
      else queue.push(job);
    }
    next();
  }

  function moving(box, file) {
    const row = make("li", "", { className: "moving" });
    const bar = make("progress", "", { max: 100, value: 0 });
    bar.setAttribute("aria-label", file.name);
    row.append(make("span", file.name, { className: "cut" }), bar, make("span", say.waiting, { className: "hint" }), make("span", "", { className: "row" }));
    row.lastElementChild.setAttribute("role", "status");
    box.querySelector("[data-files-moving]").append(row);
    return row;
  }

  function tell(job, text, tone = "hint") {
    const words = job.row.children[2];
    words.textContent = text;
    words.className = tone;
  }

  function next() {
    if (busy) return;
    busy = queue.find((job) => job.state === "waiting") || null;
    if (busy) send(busy);
  }

  function send(job) {
    const box = part(job.id), form = box?.querySelector("[data-files-add]");
    if (!form) return stop(job, say.refused, false);
    const bar = job.row.children[1], request = new XMLHttpRequest(), body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
    body.append("files", job.file, job.file.name || "photo.jpg");
    job.row.children[3].replaceChildren();
    request.open("POST", form.action);
    request.setRequestHeader("X-Autosave", "files");
    request.setRequestHeader("Accept", "application/json");
    let watch = null;
    // A dead line sends no event by itself: when nothing moves for long, it is cut.
    const alive = () => { clearTimeout(watch); watch = setTimeout(() => request.abort(), STALLED); };
    alive();
    request.upload.addEventListener("progress", (event) => {
      alive();
      bar.value = event.lengthComputable ? (100 * event.loaded) / event.total : 0;
      tell(job, event.loaded < event.total ? `${say.sending} ${Math.round(bar.value)} %` : say.checking);
    });
    const cut = () => { clearTimeout(watch); stop(job, say.network, true); };
    request.addEventListener("error", cut);
    request.addEventListener("abort", cut);
    request.addEventListener("load", () => { clearTimeout(watch); answered(job, request); });
    request.send(body);
  }

  function answered(job, request) {
    const data = read(request);
    if (!data) return request.status >= 500 ? stop(job, say.network, true) : stop(job, say.session, true, true);
    if (data.html && request.status === 200) {
      finish(job);
      replace(job.id, data);
    } else stop(job, (data.message || say.refused).replace(`${job.file.name}: `, ""), false);
    next();
  }

  function read(request) {
    try { return JSON.parse(request.responseText); } catch { return null; }
  }

  function finish(job) {
    queue.splice(queue.indexOf(job), 1);
    job.row.remove();
    busy = null;
  }

  function stop(job, text, retry, login = false) {
    job.state = retry ? "cut" : "refused";
    job.row.children[1].hidden = !retry;
    if (!retry && queue.includes(job)) queue.splice(queue.indexOf(job), 1);
    if (busy === job) busy = null;
    tell(job, retry ? text : `${say.refused}: ${text}`, "moving__bad");
    const drop = make("button", retry ? say.drop : say.close, { type: "button", className: "btn btn--small btn--quiet" });
    drop.addEventListener("click", () => { if (queue.includes(job)) queue.splice(queue.indexOf(job), 1); job.row.remove(); });
    const again = make("button", say.again, { type: "button", className: "btn btn--small" });
    again.addEventListener("click", () => (login ? renew(job) : resume(job)));
    job.row.children[3].replaceChildren(...(retry ? [again] : []), drop);
    if (!login) next();
  }

  function resume(job) {
    job.state = "waiting";
    tell(job, say.waiting);
    next();
  }

  /* After a new log-in the page's token is old: take the new one, but only for the same person. */
  async function renew(job) {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const token = page.querySelector("input[name=csrfmiddlewaretoken]");
      if (!token || page.body.dataset.user !== document.body.dataset.user) return;
      for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token.value;
      resume(job);
    } catch { tell(job, say.network, "moving__bad"); }
  }

  window.addEventListener("online", () => queue.filter((job) => job.state === "cut").forEach(resume));
  window.addEventListener("beforeunload", (event) => { if (queue.length) event.preventDefault(); });

  /* ---- the part anew, with what was typed and not sent yet, and the focus where it was ---- */
  function replace(id, data) {
    const old = part(id), active = document.activeElement;
    if (!old || !data.html) return;
    const held = old.contains(active) ? active.id || "-" : "";
    const fresh = new DOMParser().parseFromString(data.html, "text/html").getElementById(id);
    for (const field of old.querySelectorAll("input[name=caption]")) {
      const twin = fresh.querySelector(`#${CSS.escape(field.id)}`);
      if (twin && field.value !== field.defaultValue) twin.value = field.value;
    }
    fresh.querySelector("[data-files-moving]").replaceChildren(...old.querySelector("[data-files-moving]").children);
    old.replaceWith(fresh);
    prepare(fresh);
    for (const [key, text] of Object.entries(data.progress || {})) {
      for (const place of document.querySelectorAll(`[data-progress="${CSS.escape(key)}"]`)) place.textContent = text;
    }
    document.dispatchEvent(new CustomEvent("files:changed", { detail: data }));
    // The captions of the new part save themselves like every other form.
    document.dispatchEvent(new Event("htmx:load"));
    if (held) (document.getElementById(held) || fresh.querySelector("input[name=caption], input[type=file]"))?.focus();
  }

  async function act(form, button) {
    const box = form.closest("[data-files]"), body = new FormData(form);
    if (button?.name) body.append(button.name, button.value);
    try {
      const answer = await fetch(form.action, { method: "POST", body, credentials: "same-origin", redirect: "manual", headers: { "X-Autosave": "files", Accept: "application/json" } });
      if (!(answer.headers.get("Content-Type") || "").includes("json")) return form.submit();
      const data = await answer.json();
      if (data.html) replace(box.id, data);
      if (!answer.ok) problem(part(box.id), data.message);
    } catch { problem(part(box.id), say.network); }
  }

  function problem(box, text) {
    const row = make("li", "", { className: "moving" });
    row.append(make("span", text || say.refused, { className: "moving__bad" }));
    row.setAttribute("role", "alert");
    box.querySelector("[data-files-moving]").replaceChildren(row);
  }

  /* ---- choosing, dropping, pasting ---- */
  function prepare(root) {
    const coarse = matchMedia("(pointer:coarse)").matches;
    for (const box of [root, ...root.querySelectorAll("[data-files]")]) box.matches?.("[data-files]") && box.classList.add("files--script");
    for (const spot of root.querySelectorAll("[data-files-wide]")) spot.hidden = coarse;
    for (const spot of root.querySelectorAll("[data-files-camera], [data-files-capture]")) spot.hidden = !coarse;
    for (const button of root.querySelectorAll("[data-files-send]")) button.hidden = true;
    for (const row of root.querySelectorAll("[data-file]")) row.draggable = !coarse;
  }

  document.addEventListener("change", (event) => {
    const field = event.target.closest?.("[data-files] input[type=file]");
    if (!field) return;
    const files = [...field.files];
    field.value = "";
    take(field.closest("[data-files]"), files);
  });

  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-file] input[name=caption]")) event.target.ariaInvalid = event.target.value.trim() ? "false" : "true";
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches?.("[data-files-act]")) return;
    event.preventDefault();
    act(event.target, event.submitter);
  });

  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files || [])];
    const box = event.target.closest?.(".measure")?.querySelector("[data-files]");
    if (!files.length || !box) return;
    event.preventDefault();
    take(box, files);
  });

  let dragged = null;
  const carries = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  document.addEventListener("dragstart", (event) => { dragged = event.target.closest?.("[data-file]") || null; });
  document.addEventListener("dragend", () => { dragged?.parentElement.querySelectorAll(".is-over").forEach((row) => row.classList.remove("is-over")); dragged = null; });
  document.addEventListener("dragover", (event) => {
    const box = event.target.closest?.(".measure")?.querySelector("[data-files]");
    const row = dragged && event.target.closest?.("[data-file]");
    if (carries(event)) { event.preventDefault(); event.dataTransfer.dropEffect = box ? "copy" : "none"; }
    for (const spot of document.querySelectorAll(".files__drop.is-over, .file.is-over")) spot.classList.remove("is-over");
    if (carries(event)) box?.querySelector("[data-files-drop]")?.classList.add("is-over");
    else if (row && row.parentElement === dragged.parentElement) { event.preventDefault(); row.classList.add("is-over"); }
  });
  document.addEventListener("drop", (event) => {
    for (const spot of document.querySelectorAll(".is-over")) spot.classList.remove("is-over");
    const box = event.target.closest?.(".measure")?.querySelector("[data-files]");
    if (carries(event)) {
      // A file dropped beside the part would open in place of the page and take what is typed with it.
      event.preventDefault();
      if (box) take(box, [...event.dataTransfer.files]);
      return;
    }
    const row = dragged && event.target.closest?.("[data-file]");
    if (!row || row === dragged || row.parentElement !== dragged.parentElement) return;
    event.preventDefault();
    const form = dragged.querySelector("form[action$='/move/']"), place = [...row.parentElement.children].indexOf(row);
    act(form, { name: "place", value: String(place) });
  });

  /* ---- the large picture ---- */
  function show(link) {
    const links = [...link.closest("ul, ol").querySelectorAll("[data-photo]")];
    let at = links.indexOf(link);
    const dialog = make("dialog", "", { className: "lightbox" }), picture = make("img", ""), words = make("p", "");
    const button = (name, step) => {
      const one = make("button", name, { type: "button", className: "btn btn--small" });
      one.addEventListener("click", () => turn(step));
      return one;
    };
    function turn(step) {
      if (!step) return dialog.close();
      at = (at + step + links.length) % links.length;
      picture.src = links[at].href;
      picture.alt = words.textContent = links[at].dataset.photo;
      return null;
    }
    const row = make("p", "", { className: "row" });
    row.append(...(links.length > 1 ? [button(say.before, -1), button(say.after, 1)] : []), button(say.close, 0));
    dialog.append(picture, words, row);
    dialog.setAttribute("aria-label", link.dataset.photo);
    dialog.addEventListener("keydown", (event) => { if (links.length > 1 && event.key === "ArrowRight") turn(1); if (links.length > 1 && event.key === "ArrowLeft") turn(-1); });
    dialog.addEventListener("close", () => { dialog.remove(); link.focus(); });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
    picture.src = link.href;
    picture.alt = words.textContent = link.dataset.photo;
    dialog.showModal();
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-photo]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    show(link);
  });

  prepare(document);
})();
