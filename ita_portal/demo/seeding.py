"""The whole demo in one transaction."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from agencies.models import Notice, Province
from assessments.base_data import load_base
from assessments.editions import copy_edition
from assessments.models import Edition
from ita_portal.demo.colleagues import invite_colleagues
from ita_portal.demo.data import demo_data
from ita_portal.demo.editions import borrow_questions
from ita_portal.demo.evidence import complete_proofs, let_links_die, make_faults
from ita_portal.demo.issue_year import issue_year
from ita_portal.demo.links import check_links
from ita_portal.demo.memos import write_memos
from ita_portal.demo.people import create_cast
from ita_portal.demo.prose import write_prose
from ita_portal.demo.public import correct_year
from ita_portal.demo.registers import fill_registers
from ita_portal.demo.scores import score_year
from ita_portal.demo.tokens import issue_tokens
from ita_portal.demo.weak_points import mark_weak_points
from ita_portal.demo.years import own_year, past_year, planned_year, running_year
from measures.models import Plan
from thai.dates import fiscal_year

PAST_YEAR, PLANNED_YEAR = 2568, 2569
# The last edition that lists its questions, for full cards of a few; three years that borrow them, for everybody.
FULL_YEAR, FULL_CARDS = 2566, 2
NEWS = dt.timedelta(days=30)
SCORE_YEARS = (2567, 2568, 2569)


def most_agencies() -> int:
    """How many agencies the demo data can give."""
    return len(demo_data("agencies")["agencies"])


def most_measures() -> int:
    """How many measures the demo data can give."""
    return len(demo_data("measures"))


@transaction.atomic
def seed(*, agencies: int, measures: int, today: dt.date) -> bool:
    """Make the demo province; False, with nothing written, where there is one already.

    `agencies` 1 to `most_agencies()`, `measures` 1 to `most_measures()`; else ValueError (Thai).
    """
    for value, most, noun in ((agencies, most_agencies(), "หน่วยงาน"), (measures, most_measures(), "มาตรการ")):
        if not 1 <= value <= most:
            raise ValueError(f"จำนวน{noun}ต้องเป็น 1 ถึง {most}")
    if Province.objects.filter(is_demo=True).exists():
        return False
    load_base()
    year = fiscal_year(today)
    _edition_of(year)
    cast = create_cast(agencies)
    borrow_questions(FULL_YEAR, SCORE_YEARS)
    score_year(cast.province, cast.agencies[:FULL_CARDS], FULL_YEAR)
    for score_of in SCORE_YEARS:
        score_year(cast.province, cast.agencies, score_of)
    past_year(cast, PAST_YEAR, measures)
    issue_year(cast, PAST_YEAR)
    write_memos(cast, PAST_YEAR)
    write_prose(cast, PAST_YEAR)
    correct_year(cast, PAST_YEAR)
    planned_year(cast, PLANNED_YEAR, measures)
    for plan in Plan.objects.filter(fiscal_year__in=(PAST_YEAR, PLANNED_YEAR)).order_by("pk"):
        mark_weak_points(plan)
    running_year(cast, year, measures, today=today)
    own_year(cast, year, measures, today=today)
    fill_registers(cast, year, today=today)
    make_faults(cast, year, today)
    check_links(today)
    let_links_die(cast, year, today)
    complete_proofs(timezone.now())
    invite_colleagues(cast)
    issue_tokens(cast, today)
    # What was told in past years has been read; only the news of the running round stand in the inboxes as new.
    Notice.objects.filter(created_at__lt=timezone.now() - NEWS, read_at=None).update(read_at=F("created_at"))
    return True


def _edition_of(year: int) -> None:
    """A year that nobody shipped yet starts, as always, from the last one."""
    if not Edition.objects.filter(fiscal_year=year).exists():
        copy_edition(Edition.objects.order_by("fiscal_year").latest("fiscal_year"), year)
