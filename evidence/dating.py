"""How old a page is, as far as its own address and title say so for certain. Pure."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from thai.dates import common_year
from thai.digits import to_arabic_digits

_YEAR = r"(25[4-9]\d|20[0-4]\d)"
_MONTH, _DAY = r"(0[1-9]|1[0-2])", r"(0[1-9]|[12]\d|3[01])"
_ALONE, _ENDS = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
# /2023/05/, 2566-05-12: months and days of two digits, else "2566-1" (the year's first issue) would be January.
_DATED = re.compile(rf"{_ALONE}{_YEAR}[/._-]{_MONTH}(?:[/._-]{_DAY})?{_ENDS}")
_PACKED = re.compile(rf"{_ALONE}{_YEAR}{_MONTH}{_DAY}{_ENDS}")
# A plan of 2566–2570 is of all these years.
_RANGE = re.compile(rf"{_ALONE}25[4-9]\d\s?[-–_]\s?(25[4-9]\d|\d\d){_ENDS}")
_BUDDHIST = re.compile(rf"{_ALONE}[A-Za-z]{{0,12}}(25[4-9]\d){_ENDS}")
_TITLED = re.compile(r"(?:ปีงบประมาณ|ประจำปี|พ\.?\s?ศ\.)[\sพ.ศ]*(25[4-9]\d)(?:\s?[-–]\s?(25[4-9]\d|\d\d)(?!\d))?")


def latest_day(url: str, title: str = "") -> dt.date | None:
    """Return the last day that the page's address and title can speak of, or None where they name no date.

    A year alone means its whole calendar year, of a range of years the last, of several dates the latest: who asks
    whether the page is older than some day errs on the page's side. Figures that may be a number of an article
    (/news/2560, ?id=2015) are no date.
    """
    days = [*_of_address(url), *_of_title(title)]
    return max(days, default=None)


def _of_address(url: str) -> Iterator[dt.date]:
    try:
        path = to_arabic_digits(unquote(urlsplit(url).path))
    except ValueError:
        return
    for year, month, day in _DATED.findall(path):
        yield _day(year, month, day)
    for year, month, day in _PACKED.findall(path):
        yield _day(year, month, day)
    # What is a day is no year alone.
    rest = _PACKED.sub("-", _DATED.sub("-", path))
    for last in _RANGE.findall(rest):
        yield _year_end(last)
    steps = [step for step in rest.split("/") if step]
    for place, step in enumerate(steps):
        if not step.isdigit() or place + 1 < len(steps):
            yield from (_year_end(year) for year in _BUDDHIST.findall(step))


def _of_title(title: str) -> Iterator[dt.date]:
    for year, last in _TITLED.findall(to_arabic_digits(title)):
        yield _year_end(last or year)


def _day(year: str, month: str, day: str) -> dt.date:
    """Return the day; the month's last where none, or none that there is, is named."""
    common = common_year(int(year))
    last = calendar.monthrange(common, int(month))[1]
    return dt.date(common, int(month), min(int(day or last), last))


def _year_end(year: str) -> dt.date:
    return dt.date(common_year(int(year)), 12, 31)
