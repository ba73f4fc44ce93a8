"""A person without a mouse: Tab, Shift+Tab, Enter, Space, arrows and letters; every stop on the way must be seen."""

from playwright.sync_api import Locator, Page, expect

MOST = 150
# What the focus stands on, or the page; where it is marked and not covered, "" after its name.
STOP = """() => {
  const here = document.activeElement;
  if (!here || here === document.body || here === document.documentElement) return ["page", ""];
  const name = `${here.tagName.toLowerCase()} ${here.id || here.name || here.innerText || ""}`.slice(0, 60).trim();
  const bearers = [here, here.closest("label"), ...(here.labels || [])].filter(Boolean);
  const marked = bearers.some(part => {
    const style = getComputedStyle(part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const seen = bearers.some(part => {
    const box = part.getBoundingClientRect();
    const points = [[.5, .5], [.1, .2], [.9, .2], [.1, .8], [.9, .8]];
    return points.some(([x, y]) => {
      const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
      return top && (part.contains(top) || top.contains(part) && top !== document.body && top.tagName !== "HTML");
    });
  });
  return [name, marked ? (seen ? "" : "is covered") : "shows no focus"];
}"""


class Keys:
    """Hands on the keyboard of one page. `faults` collects the stops whose focus nobody can see."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, words: str) -> None:
        """Type into the field that has the focus, in place of what stands there."""
        self.press("Control+a")
        self.page.keyboard.type(words)

    def to(self, wanted: Locator, *, back: bool = False) -> None:
        """Go on with Tab until the focus is on what is wanted; fails where it never comes, as in a trap."""
        expect(wanted).to_be_visible()
        for _ in range(MOST):
            if wanted.evaluate("part => part === document.activeElement"):
                return
            self.press("Shift+Tab" if back else "Tab")
            self._look()
        raise AssertionError(f"{MOST} times Tab, and never on {wanted}")

    def tick(self, wanted: Locator) -> None:
        """Tick a box with Space."""
        self.to(wanted)
        self.press("Space")
        expect(wanted).to_be_checked()

    def choose(self, group: Locator, number: int) -> None:
        """Go into a group of radio buttons; choose the one of that number, counted from 0, with the arrows."""
        buttons = group.get_by_role("radio")
        inside = "part => part.contains(document.activeElement)"
        for _ in range(MOST):
            if group.evaluate(inside):
                break
            self.press("Tab")
            self._look()
        self.press("Space")
        for _ in range(buttons.count()):
            if buttons.nth(number).is_checked():
                return
            self.press("ArrowRight")
            self._look()
        raise AssertionError(f"arrows never reach number {number} of {group}")

    def go(self, wanted: Locator) -> None:
        """Go to a link or button and press Enter; wait until the page that follows stands."""
        self.to(wanted)
        with self.page.expect_navigation():
            self.press("Enter")

    def _look(self) -> None:
        name, fault = self.page.evaluate(STOP)
        if fault:
            self.faults.append(f"{self.page.url.partition('/')[2][1:].partition('/')[2]}: {name} {fault}")
