"""Look at one page in one window: axe-core's findings, and what the window cuts off."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

FOLDER = Path(__file__).parent
# A context that has it as its first script saves sending it with every page.
AXE_FILE = FOLDER / "vendor" / "axe.min.js"
# Width and height of a desk, a tablet, a phone; a desk at 200 % has half as many pixels of the page's own.
WINDOWS = {"1280": (1280, 900), "768": (768, 1024), "360": (360, 740), "200%": (640, 450)}
LONGEST = 16_000
# Every rule of axe-core that is not an experiment, and the size of what a finger taps (WCAG 2.2 AA).
ALL = {"rules": {"target-size": {"enabled": True}}}
SCROLLED = {"runOnly": {"type": "rule", "values": ["scrollable-region-focusable"]}}
AXE = """async (asked) => {
  const found = await axe.run(document, {resultTypes: ["violations"], preload: false, iframes: false, ...asked});
  return found.violations.flatMap(rule => rule.nodes.map(node => {
    const told = [...node.any, ...node.all, ...node.none].map(check => check.message)[0] || "";
    return `${rule.id}: ${node.target.join(" ")} | ${node.html.slice(0, 120)} | ${told.slice(0, 160)}`;
  }));
}"""


@cache
def _script(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def faults_in(page: Page, window: str) -> list[str]:
    """Return what is wrong with the page that stands open, in one of WINDOWS: one line a fault, [] where it is well.

    Most rules look at the page in a window as long as itself: there a bar that sticks to an edge covers nothing.
    """
    width, height = WINDOWS[window]
    page.set_viewport_size({"width": width, "height": height})
    found = [*page.evaluate(_script("lost.js")), *axe_on(page, SCROLLED)]
    long = min(LONGEST, page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": width, "height": max(height, long)})
    return found + axe_on(page, ALL)


def axe_on(page: Page, asked: dict[str, Any]) -> list[str]:
    """Return what axe-core finds on the page as it stands; `asked` are its options."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_FILE.read_text("utf-8"))
    return page.evaluate(AXE, asked)
