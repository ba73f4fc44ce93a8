// What a window loses of a page: the page scrolls sideways, or words lie where nobody can bring them into sight.
async () => {
  await document.fonts.ready;
  const root = document.documentElement;
  const found = [];
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter(
      part => part.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(part.parentElement));
    const names = wide.slice(-3).map(part => `${part.tagName.toLowerCase()}.${part.className.baseVal ?? part.className}`);
    found.push(`sideways: the page is ${root.scrollWidth - root.clientWidth}px too wide (${names.join(", ")})`);
  }
  function scrolls(part) {
    for (let one = part; one && one !== root; one = one.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(one).overflowX)) return true;
    }
    return false;
  }
  function cutAt(part, box) {
    for (let one = part; one && one !== root; one = one.parentElement) {
      const style = getComputedStyle(one);
      // Said to screen readers only, on purpose.
      if (style.clipPath !== "none") return "";
      if (["auto", "scroll"].includes(style.overflowX)) return "";
      const edge = one.getBoundingClientRect();
      if (style.textOverflow === "ellipsis" && one.title) return "";
      if (["hidden", "clip"].includes(style.overflowX) && (box.right > edge.right + 2 || box.left < edge.left - 2)) {
        return `cut by ${one.tagName.toLowerCase()}.${one.className}`;
      }
    }
    return box.right > root.clientWidth + 1 || box.left < -1 ? "out of sight" : "";
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const words = walker.currentNode.data.trim();
    const part = walker.currentNode.parentElement;
    if (!words || part.closest("script,style,.skip,option,title") || !part.checkVisibility({visibilityProperty: true})) continue;
    range.selectNodeContents(walker.currentNode);
    const box = range.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    const why = cutAt(part, box);
    if (why) found.push(`lost: "${words.slice(0, 40)}" ${why}`);
  }
  return found;
}
