"""What the pages of an import show: blocks by indicator or issue, doubts with their place in words."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext

from agencies.choices import Role
from agencies.models import User
from assessments.models import Edition
from evidence.office.doubts import shown_place
from measures.choices import RoundKind
from measures.grouping import Head, Titled, heads_of_year
from measures.intake.doubts import told
from measures.intake.shapes import Doubt, FoundMeasure, Reading
from measures.models import Intake, Submission


@dataclass(frozen=True)
class Block(Titled):
    """The measures of one indicator or issue of a paper."""

    number: int
    name: str
    instrument: str
    measures: tuple[FoundMeasure, ...]
    by_issue: bool = False


@dataclass(frozen=True)
class ShownDoubt:
    """A doubt in the reader's language, with its place in words: "" where it is of the whole paper."""

    doubt: Doubt
    place: str
    message: str


def intakes_for(user: User) -> QuerySet[Intake]:
    """The papers that the person may see.

    Plans of the provinces reviewed and of the agencies headed, results of the own agencies, and what a reviewer
    brought for an agency. `unreadable` says of each whether nothing at all was understood of it.
    """
    provinces = [m.province_id for m in user.held if m.role == Role.REVIEWER]
    agencies = [m.agency_id for m in user.held if m.agency_id]
    headed = [m.agency_id for m in user.held if m.role == Role.HEAD]
    plans = Q(with_results=False, own_plan=False, province__in=provinces)
    own = Q(with_results=False, own_plan=True, agency__in=headed)
    narratives = Q(with_results=True, agency=None, province__in=provinces)
    brought = Q(with_results=True, province__in=provinces, created_by=user)
    nothing = ExpressionWrapper(Q(reading__measures=[]), output_field=BooleanField())
    found = Intake.objects.filter(plans | own | narratives | brought | Q(with_results=True, agency__in=agencies))
    return found.annotate(unreadable=nothing)


def can_be_marked(reading: Reading) -> bool:
    """Whether the own file can come back with its doubtful cells marked: it could be opened, and has doubts."""
    return bool(reading.doubts) and not any(doubt.code == "hostile_file" for doubt in reading.doubts)


def submission_of(intake: Intake) -> Submission | None:
    """The report that an intake's results belong to, if it is there."""
    if not intake.with_results or intake.agency is None:
        return None
    found = Submission.objects.filter(agency=intake.agency)
    if intake.round_id:
        found = found.filter(round=intake.round_id)
    else:
        found = found.filter(
            round__kind=intake.round_kind, round__plan__province=intake.province,
            round__plan__agency=intake.agency if intake.own_plan else None,
            round__plan__fiscal_year=intake.fiscal_year,
        )  # fmt: skip
    return found.select_related("agency", "round__plan").first()


def round_name(intake: Intake) -> str:
    """The name of the round that an intake's results are for, "" for a plan."""
    if intake.round is not None:
        return intake.round.name
    return gettext(str(RoundKind(intake.round_kind).label)) if intake.round_kind else ""


def known_years() -> list[int]:
    """The fiscal years (B.E.) that have an edition, newest first."""
    return list(Edition.objects.order_by("-fiscal_year").values_list("fiscal_year", flat=True))


def blocks(reading: Reading, fiscal_year: int) -> list[Block]:
    """The measures by indicator or issue, in the paper's order."""
    known = heads_of_year(fiscal_year, by_issue=reading.by_issue)
    found = []
    for number in dict.fromkeys(one.group for one in reading.measures):
        head = known.get(number) or Head(number, by_issue=reading.by_issue)
        measures = tuple(one for one in reading.measures if one.group == number)
        found.append(Block(number, head.name, head.instrument, measures, head.by_issue))
    return found


def shown_doubts(reading: Reading, severity: str = "") -> list[ShownDoubt]:
    """The doubts: errors first, then those of the whole paper; only those of a severity where one is given."""
    wanted = [one for one in reading.doubts if severity in ("", one.severity)]
    ordered = sorted(wanted, key=lambda one: (one.severity != "error", one.where.row > 0))
    return [ShownDoubt(one, shown_place(one.where, gettext) if one.where.row else "", _message(one)) for one in ordered]


def _message(one: Doubt) -> str:
    """The message in the reader's language; in Thai where an earlier version of the portal kept no more."""
    try:
        return told(one, gettext)
    except KeyError:
        return one.message


def counts(reading: Reading) -> dict[str, int]:
    """How many measures, groups, errors and warnings a reading has."""
    grave = Counter(one.severity for one in reading.doubts)
    return {
        "measures": len(reading.measures),
        "groups": len({one.group for one in reading.measures}),
        "errors": grave["error"],
        "warnings": grave["warning"],
        "doubts": len(reading.doubts),
    }
