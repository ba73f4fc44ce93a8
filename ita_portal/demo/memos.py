"""Memos of the demo's finished year, so that its result reports come out full. All names are invented."""

import datetime as dt
from dataclasses import replace

from agencies.models import Agency, Province, User
from ita_portal.demo.data import demo_data
from ita_portal.demo.people import Cast
from measures.choices import RoundKind
from measures.clock import told
from measures.models import Round, Submission
from measures.writing_memo import save_memo
from reports.annual_facts import proposed_letter
from reports.letters import Letter
from thai.dates import BANGKOK, buddhist_year, fiscal_year_bounds, parse_date
from thai.digits import to_thai_digits


def write_memos(cast: Cast, fiscal_year: int) -> None:
    """Give the 12-month rounds of that year their memos: of every agency, written by its head, or by
    the one person of an office without, and of the province."""
    day = parse_date(f"{demo_data('memo')['date']} {buddhist_year(fiscal_year_bounds(fiscal_year)[1])}")
    rounds = Round.objects.filter(plan__fiscal_year=fiscal_year, plan__province=cast.province, kind=RoundKind.TWELVE)
    with told(dt.datetime(day.year, day.month, day.day, 9, tzinfo=BANGKOK)):
        for round_ in rounds.select_related("plan__province", "plan__agency"):
            for submission in Submission.objects.with_context().filter(round=round_).order_by("agency_id"):
                writer = cast.heads.get(submission.agency_id) or cast.staff[submission.agency_id]
                _write(submission.agency, round_, submission, day=day, by=writer)
            if round_.plan.agency_id is None:
                _write(cast.province, round_, None, day=day, by=cast.reviewer)


def _write(
    owner: Agency | Province, round_: Round, submission: Submission | None, *, day: dt.date, by: User
) -> None:  # fmt: skip
    words, proposed = demo_data("memo"), proposed_letter(owner, round_, submission)
    turn = owner.pk % 3
    letter = replace(
        proposed,
        number=to_thai_digits(f"{proposed.number or 'ศน 0017.1/'}{owner.pk % 90 + 10}"),
        phone=to_thai_digits(proposed.phone),
        date=day,
        to=proposed.to or f"ผู้ว่าราชการจังหวัด{round_.plan.province.name}",
        reporter_name=words["reporters"][turn],
        reporter_position=proposed.reporter_position or words["reporter_position"],
        deputy_name=words["deputies"][turn] if proposed.deputy_position else "",
        head_name=words["heads"][turn],
        head_position=proposed.head_position or words["head_position"],
    )
    save_memo(owner, round_, _typed(letter), by=by, version=0)


def _typed(letter: Letter) -> dict[str, object]:
    return dict(vars(letter))
