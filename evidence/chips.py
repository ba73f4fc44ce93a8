"""One link and what its last check found, in the words and looks of the chip beside it."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evidence import urls
from evidence.choices import Reach, Why
from evidence.models import Link, WebPage

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


@dataclass(frozen=True)
class LinkChip:
    """A link and its page; `page` is None where it is no web address."""

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


def why(code: str) -> str:
    """Return the words for a check's detail, or ""."""
    return str(Why(code).label) if code in Why.values else ""
