"""What the appendix of evidence is built from: every link and file of a round's results, and what is known of them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import translation

from evidence.chips import LinkChip
from evidence.choices import FileKind, Reach
from measures.choices import SENT
from measures.models import ResultAttachment, ResultLink, RoundMeasure
from reports.selectors import Subject, is_draft
from thai.dates import in_bangkok

BROKEN = (Reach.GONE, Reach.BROKEN)


@dataclass(frozen=True)
class Place:
    """A measure that a piece of evidence proves: group number (an issue's where `by_issue`), and official label."""

    number: int
    label: str
    by_issue: bool = False


@dataclass(frozen=True)
class CitedLink:
    """A link as typed, where a click leads ("" for no web address), the verdict of its last check in Thai, its day.

    broken: the page was not there.
    """

    typed: str
    href: str
    verdict: str
    checked: dt.date | None
    places: tuple[Place, ...]
    broken: bool = False


@dataclass(frozen=True)
class CitedFile:
    """A file: its name and caption as typed; `pages` of a paper, None for a photo."""

    name: str
    caption: str
    pages: int | None
    places: tuple[Place, ...]


@dataclass(frozen=True)
class AgencyEvidence:
    """All evidence of one agency's report, in the order of its measures; equal links stand once."""

    agency: str
    links: tuple[CitedLink, ...] = ()
    files: tuple[CitedFile, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """All of the appendix: one agency's evidence, or that of a round's agencies that have sent, by name."""

    fiscal_year: int
    round_name: str
    owner: str
    agencies: tuple[AgencyEvidence, ...]
    is_province: bool = False
    draft: bool = False


def evidence_of(subject: Subject) -> Evidence:
    """The evidence of an agency's report, or of the reports of a round that were sent: two queries.

    Raises NothingToPrint where there is no round.
    """
    round_ = subject.reporting
    only: dict[str, Any] = (
        {"result__submission": subject.submission}
        if subject.submission
        else {"result__submission__round": round_, "result__submission__state__in": SENT}
    )
    links = _links(ResultLink.objects.filter(**only).select_related("link__page"))
    files = _files(ResultAttachment.objects.filter(**only).select_related("attachment"))
    agencies = sorted({*links, *files})
    owner = subject.submission.agency.name if subject.submission else round_.plan.printed_owner
    return Evidence(
        fiscal_year=subject.fiscal_year,
        round_name=round_.printed_name,
        owner=owner,
        agencies=tuple(AgencyEvidence(key[0], links.get(key, ()), files.get(key, ())) for key in agencies),
        is_province=subject.submission is None,
        draft=is_draft(subject.submission or round_),
    )


Key = tuple[str, int]  # an agency by its name, then its number: two may be called alike


def _in_order(rows: QuerySet[Any]) -> Iterable[Any]:
    context = rows.select_related("result__measure", "result__submission__agency")
    return context.order_by("result__measure__order", "result__measure__pk", "order", "pk")


def _links(rows: QuerySet[ResultLink]) -> dict[Key, tuple[CitedLink, ...]]:
    """The links of each agency by their first place; those that lead to the same address are one."""
    chips: dict[Key, dict[str, LinkChip]] = {}
    places: dict[tuple[Key, str], dict[Place, None]] = {}
    for row in _in_order(rows):
        key, same = _agency(row), row.link.url or row.link.typed.strip()
        chips.setdefault(key, {}).setdefault(same, LinkChip(row.link, row.link.page))
        places.setdefault((key, same), {})[_place(row.result.measure)] = None
    # papers are Thai, whoever reads
    with translation.override("th"):
        return {
            key: tuple(_cited(chip, tuple(places[key, same])) for same, chip in found.items())
            for key, found in chips.items()
        }


def _cited(chip: LinkChip, places: tuple[Place, ...]) -> CitedLink:
    checked = in_bangkok(chip.checked_at).date() if chip.checked_at else None
    broken = bool(chip.page and chip.page.reach in BROKEN)
    return CitedLink(chip.link.typed.strip(), chip.href, chip.words, checked, places, broken)


def _files(rows: QuerySet[ResultAttachment]) -> dict[Key, tuple[CitedFile, ...]]:
    files: dict[Key, dict[int, Any]] = {}
    places: dict[int, dict[Place, None]] = {}
    for row in _in_order(rows):
        files.setdefault(_agency(row), {})[row.attachment_id] = row.attachment
        places.setdefault(row.attachment_id, {})[_place(row.result.measure)] = None
    return {
        key: tuple(
            CitedFile(one.name, one.caption, one.pages if one.kind == FileKind.PDF else None, tuple(places[one.pk]))
            for one in found.values()
        )
        for key, found in files.items()
    }


def _agency(row: Any) -> Key:
    agency = row.result.submission.agency
    return agency.name, agency.pk


def _place(measure: RoundMeasure) -> Place:
    return Place(measure.group, measure.label, bool(measure.issue))
