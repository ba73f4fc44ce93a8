"""What is known of a result's links: the chip beside each, and the checks of one."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from evidence import urls
from evidence.choices import Reach, Why
from evidence.models import Link, LinkCheck, WebPage
from measures.models import Result, ResultLink

# Reach → (tone of the chip, icon).
LOOKS = {
    Reach.UNKNOWN: ("mute", "question"),
    Reach.ALIVE: ("ok", "check"),
    Reach.MOVED: ("info", "arrow-right"),
    Reach.LOGIN: ("warn", "lock"),
    Reach.GONE: ("bad", "x"),
    Reach.BROKEN: ("bad", "x"),
    Reach.UNCLEAR: ("mute", "question"),
}
HISTORY = 50


@dataclass(frozen=True)
class Chip:
    """One link of a result and what its last check found. `page` is None where it is no web address."""

    result_pk: int
    link: Link
    page: WebPage | None

    @property
    def href(self) -> str:
        """Return where it leads, or "": made anew of what was typed, nothing stored is trusted."""
        return urls.canonical(self.link.typed)

    @property
    def repair(self) -> tuple[str, ...]:
        """Return what the field ought to hold where it is no single address, or ()."""
        mended = urls.repair(self.link.typed)
        return mended.urls if mended.why else ()

    @property
    def waiting(self) -> bool:
        """Say whether an answer is on its way that a person waits for."""
        return self.page is not None and (self.page.urgent or self._first_time)

    @property
    def _first_time(self) -> bool:
        page = self.page
        return page is not None and page.reach == Reach.UNKNOWN and page.next_check_at is not None

    @property
    def words(self) -> str:
        """Return the chip's words."""
        if self.page is None:
            return _("ไม่ใช่ที่อยู่เว็บไซต์")
        return _("กำลังตรวจ") if self.waiting else str(Reach(self.page.reach).label)

    @property
    def tone(self) -> str:
        """Return the chip's colour, as its style's name."""
        if self.page is None:
            return "warn"
        return "mute" if self.waiting else LOOKS[Reach(self.page.reach)][0]

    @property
    def icon(self) -> str:
        """Return the name of the chip's icon."""
        if self.page is None:
            return "warn"
        return "hourglass" if self.waiting else LOOKS[Reach(self.page.reach)][1]

    @property
    def why(self) -> str:
        """Return what stands behind it in words, or ""."""
        return "" if self.page is None or self.waiting else why(self.page.detail)

    @property
    def moved_to(self) -> str:
        """Return where the page is now, when that is elsewhere."""
        moved = self.page is not None and self.page.reach == Reach.MOVED and not self.waiting
        return self.page.final_url if self.page and moved else ""

    @property
    def checked_at(self) -> dt.datetime | None:
        """Return when it was checked last."""
        return self.page.checked_at if self.page else None

    @property
    def last_seen(self) -> dt.datetime | None:
        """Return when the page was there for the last time, where it is not there now."""
        if self.page is None or self.page.reach in (Reach.ALIVE, Reach.MOVED):
            return None
        return self.page.alive_at


@dataclass(frozen=True)
class Seen:
    """One check as its line in the history."""

    at: dt.datetime
    words: str
    tone: str
    icon: str
    why: str
    final_url: str
    title: str


def why(code: str) -> str:
    """Return the words for a check's detail, or ""."""
    return str(Why(code).label) if code in Why.values else ""


def chips(result: Result) -> list[Chip]:
    """Return the chips of a result's links in order. Fetch `result_links` with `link__page` before: no query then."""
    return [Chip(result.pk, row.link, row.link.page) for row in result.result_links.all()]


def fresh_chips(result: Result) -> list[Chip]:
    """Return the same, read anew: 1 query."""
    rows = ResultLink.objects.filter(result=result).select_related("link__page")
    return [Chip(result.pk, row.link, row.link.page) for row in rows]


def chip_of(result: Result, link_pk: int) -> Chip | None:
    """Return the chip of one link of the result, or None where the result has no such link."""
    return next((chip for chip in fresh_chips(result) if chip.link.pk == link_pk), None)


def history_of(chip: Chip) -> list[Seen]:
    """Return the last 50 checks of the page, the newest first."""
    checks: Any = LinkCheck.objects.filter(page=chip.page)[:HISTORY] if chip.page else ()
    return [
        Seen(
            one.at, str(Reach(one.reach).label), *LOOKS[Reach(one.reach)], why(one.detail), one.final_url, one.title
        )
        for one in checks
    ]  # fmt: skip
