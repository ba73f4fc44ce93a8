"""Parts of papers in an office's own words: of the province and of the first agency, for one year."""

import datetime as dt

from agencies.models import Agency, Province, User
from ita_portal.demo.data import demo_data
from ita_portal.demo.people import Cast
from measures.clock import told
from measures.writing import save_prose
from reports.prose_desk import room_of
from reports.registry import form
from thai.dates import BANGKOK, fiscal_year_bounds
from thai.digits import to_thai_digits


def write_prose(cast: Cast, fiscal_year: int) -> None:
    """Let the province and the first agency write some parts of that year's papers; a year later they are offered."""
    begin, _end = fiscal_year_bounds(fiscal_year)
    first = cast.agencies[0]
    with told(dt.datetime.combine(begin + dt.timedelta(days=75), dt.time(10), BANGKOK)):
        _write(cast.province, fiscal_year, by=cast.reviewer)
        if head := cast.heads.get(first.pk):
            _write(first, fiscal_year, by=head)


def _write(owner: Agency | Province, fiscal_year: int, *, by: User) -> None:
    for one in demo_data("prose"):
        text = one["text"].format(
            owner=owner.printed_name, year=to_thai_digits(fiscal_year), last=to_thai_digits(fiscal_year - 1)
        )  # fmt: skip
        desk = room_of(form(one["paper"]), owner, fiscal_year).desk(one["part"])
        proposal = desk.proposal if desk else ""
        save_prose(owner, fiscal_year, one["paper"], one["part"], text, version=0, by=by, proposal=proposal)
