/* Buttons that mark what is selected in a text: bold words, numbered lines, lines with a dash. They stay hidden without
   script, where the signs are typed; the preview follows by itself, so its button goes. */
(() => {
  "use strict";
  const thai = "๐๑๒๓๔๕๖๗๘๙";
  const marked = /^\s*(?:(?:-|[\d๐-๙]{1,3}[.)]|[\d๐-๙]{1,2}(?:\.[\d๐-๙]{1,2}){1,3}[.)]?)\s+)?/;
  const counted = (number, field) =>
    /[๐-๙]/.test(field.value) ? [...String(number)].map((digit) => thai[digit]).join("") : String(number);

  const replace = (field, start, end, words, select) => {
    field.focus();
    field.setSelectionRange(start, end);
    // Kept by the browser's own undo; where the command is gone the words still change.
    if (!document.execCommand("insertText", false, words)) field.setRangeText(words, start, end, "end");
    field.setSelectionRange(...select);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const bold = (field) => {
    const { selectionStart: start, selectionEnd: end, value } = field;
    const words = value.slice(start, end);
    const inner = words.trim();
    const before = start + words.indexOf(inner);
    replace(field, before, before + inner.length, `**${inner}**`, [before + 2, before + 2 + inner.length]);
  };

  const list = (field, mark) => {
    const { value } = field;
    const start = value.lastIndexOf("\n", field.selectionStart - 1) + 1;
    const stop = value.indexOf("\n", field.selectionEnd);
    const end = stop < 0 ? value.length : stop;
    let number = 0;
    const lines = value.slice(start, end).split("\n").map((line) => {
      if (!line.trim() && end > start) return line;
      number += 1;
      const words = line.replace(marked, "");
      return mark === "number" ? `${counted(number, field)}. ${words}` : `- ${words}`;
    });
    const words = lines.join("\n");
    replace(field, start, end, words, [start + words.length, start + words.length]);
  };

  for (const tools of document.querySelectorAll("[data-prose-tools]")) {
    const field = document.getElementById(tools.dataset.proseTools);
    tools.hidden = false;
    tools.addEventListener("click", (event) => {
      const mark = event.target.closest("[data-prose-mark]")?.dataset.proseMark;
      if (mark === "bold") bold(field);
      else if (mark) list(field, mark);
    });
  }
  for (const button of document.querySelectorAll("[data-prose-plain]")) button.hidden = Boolean(window.htmx);
})();
