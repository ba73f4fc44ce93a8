"""Days as a calendar file (RFC 5545) that phones and office programs read. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

# An unfolded line may hold 75 octets; a Thai letter is three.
LONGEST = 75


@dataclass(frozen=True)
class Day:
    """A day or several: `ends` is the last of them. uid: the same for the same thing, whenever the file is made."""

    uid: str
    begins: dt.date
    ends: dt.date
    title: str
    about: str = ""
    url: str = ""
    reminds: bool = False


def calendar_file(name: str, days: Iterable[Day], *, now: dt.datetime) -> bytes:
    """Return the .ics file: whole days, so that no program moves them into another time zone.

    name: what programs call the calendar. A day that `reminds` gives an alarm three days before.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ITA measures//TH", "CALSCALE:GREGORIAN",
             f"X-WR-CALNAME:{_escaped(name)}"]  # fmt: skip
    for day in days:
        lines += _event(day, f"{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}")
    lines.append("END:VCALENDAR")
    return b"".join(piece + b"\r\n" for line in lines for piece in _folded(line))


def _event(day: Day, stamp: str) -> list[str]:
    after = day.ends + dt.timedelta(days=1)
    lines = [
        "BEGIN:VEVENT", f"UID:{_escaped(day.uid)}", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{day.begins:%Y%m%d}",
        f"DTEND;VALUE=DATE:{after:%Y%m%d}", f"SUMMARY:{_escaped(day.title)}", "TRANSP:TRANSPARENT",
    ]  # fmt: skip
    if day.about:
        lines.append(f"DESCRIPTION:{_escaped(day.about)}")
    if day.url:
        lines.append(f"URL:{''.join(day.url.split())}")
    if day.reminds:
        title = _escaped(day.title)
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{title}", "TRIGGER:-P3D", "END:VALARM"]
    return [*lines, "END:VEVENT"]


def _escaped(text: str) -> str:
    """Return text with nothing in it that would end a line or a value: no name of a round makes an event of its own."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> Iterable[bytes]:
    """Yield the line in pieces of 75 octets at most, cut between letters; what goes on begins with a space."""
    piece = b""
    for sign in line:
        more = sign.encode()
        if len(piece) + len(more) > LONGEST:
            yield piece
            piece = b" "
        piece += more
    yield piece
