"""What the public pages show: read from what was frozen alone, never from a report, a plan or a person.

The one thing that is read as it stands today are issued papers (their bytes are frozen in their own way), and of those
only what belongs to a shown version: issued after its report became final, before the next version.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _

from agencies.models import Agency, Province
from assessments.charts import Series, trend
from measures.choices import Action, Answer, RoundKind, RoundState
from measures.grouping import noun
from measures.models import Event
from reports.issued import form_name
from reports.models import IssuedFile, IssuedReport, Publication, PublicFile
from reports.output import FORMATS

# Form A and form B: they say what the page says, and name no person.
PAPERS = ("agency_measures", "province_measures")
PAPER_FORMATS = ("pdf", "accessible")


@dataclass(frozen=True)
class Version:
    """A line in the list of versions; `round` in the reader's words."""

    number: int
    published_at: dt.datetime
    round: str
    note: str
    withdrawn: bool


@dataclass(frozen=True)
class Part:
    """One round of the year as it was published. `groups` is the frozen data with words; empty when withdrawn."""

    publication: Publication
    name: str
    reported: bool
    groups: tuple[dict[str, Any], ...]
    tally: tuple[tuple[str, str, int], ...]
    files: dict[int, PublicFile] = field(default_factory=dict)
    agencies: int = 0
    by_issue: bool = False

    @property
    def measures(self) -> int:
        """Return how many measures it shows."""
        return sum(len(group["measures"]) for group in self.groups)


@dataclass(frozen=True)
class Paper:
    """An issued paper: its form, number, date and the files that everybody may have, as (code, name, size)."""

    issued: IssuedReport
    name: str
    files: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class Scores:
    """The frozen table of scores: (code, name, instrument, figures) a row; `chart` is an SVG, "" without figures."""

    years: tuple[int, ...]
    levels: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, str, str, tuple[str, ...]], ...]
    chart: str


@dataclass(frozen=True)
class YearPage:
    """The page of an owner's year in one version; `is_old`: there is a newer one."""

    owner: Agency | Province
    facts: dict[str, Any]
    fiscal_year: int
    version: int
    is_old: bool
    published_at: dt.datetime
    sha256: str
    versions: tuple[Version, ...]
    parts: tuple[Part, ...]
    papers: tuple[Paper, ...]
    scores: Scores | None

    @property
    def name(self) -> str:
        """Return whose page it is, as it was called then: a province in the reader's language."""
        if isinstance(self.owner, Province):
            return self.owner.in_words
        return str(self.facts.get("name") or self.owner.name)


def year_page(owner: Agency | Province, fiscal_year: int, version: int | None = None) -> YearPage | None:
    """Return the page of that version (None: the newest), None where there is none: six queries."""
    rows = list(Publication.objects.of_year(owner, fiscal_year).defer("data").select_related("round__plan"))
    if not rows or (version is not None and version not in {row.version for row in rows}):
        return None
    wanted = version or rows[0].version
    chosen = _of_version(rows, wanted)
    shown = [row for row in chosen if row.withdrawn_at is None]
    data = dict(Publication.objects.filter(pk__in=[row.pk for row in shown]).values_list("pk", "data"))
    files: dict[int, dict[int, PublicFile]] = {}
    for one in PublicFile.objects.shown().filter(publication__in=shown):
        files.setdefault(one.publication_id, {})[one.number] = one
    newest = data[shown[0].pk] if shown else {}
    here = next(row for row in rows if row.version == wanted)
    return YearPage(
        owner, newest.get("owner", {}), fiscal_year, wanted, wanted != rows[0].version, here.published_at, here.sha256,
        tuple(map(_version, rows)), tuple(_part(row, data.get(row.pk), files.get(row.pk, {})) for row in chosen),
        papers_of(owner, rows, shown, data), _scores(newest.get("scores"), owner),
    )  # fmt: skip


def _of_version(rows: Sequence[Publication], version: int) -> list[Publication]:
    """The newest publication of each round up to a version, the latest round first."""
    found: dict[int, Publication] = {}
    for row in rows:
        if row.version <= version:
            found.setdefault(row.round_id, row)
    return sorted(found.values(), key=lambda row: (row.round.kind == RoundKind.TWELVE, row.version), reverse=True)


def _version(row: Publication) -> Version:
    return Version(row.version, row.published_at, row.round.name, row.note, row.withdrawn_at is not None)


def _part(row: Publication, data: dict[str, Any] | None, files: dict[int, PublicFile]) -> Part:
    if data is None:
        return Part(row, row.round.name, reported=False, groups=(), tally=())
    by_issue = data["round"]["by"] == "issue"
    groups = tuple(_worded(group, by_issue=by_issue, files=files) for group in data["groups"])
    answers = [one["answer"] for group in groups for one in group["measures"] if "answer" in one]
    tally = tuple((code, words, answers.count(code)) for code, words in answer_words().items() if code in answers)
    name = data["round"]["name"] if data["round"]["kind"] == RoundKind.FREE else _(data["round"]["name"])
    return Part(row, name, data["reported"], groups, tally, files, data.get("agencies", 0), by_issue)


def answer_words() -> dict[str, str]:
    """Code → words of the answers in the reader's language, blank last."""
    words = {answer.value: _(str(answer.label)) for answer in Answer if answer.value}
    return words | {"": _(str(Answer.BLANK.label))}


def _worded(group: dict[str, Any], *, by_issue: bool, files: dict[int, PublicFile]) -> dict[str, Any]:
    """The group with its title and each measure's answer in words and files as rows."""
    title = f"{noun(by_issue=by_issue)} {group['number']}"
    name = _(group["name"]) if group["name"] else ""
    words = answer_words()
    measures = [
        one
        | {
            "answer_words": words.get(one.get("answer"), ""),
            "photos": [files[number] for number in one.get("files", ()) if number in files],
            "tally": [(words["" if code == "blank" else code], n) for code, n in one.get("counts", {}).items()],
        }
        for one in group["measures"]
    ]
    return group | {"title": f"{title} {name}".strip(), "name": name, "measures": measures}


def _scores(data: dict[str, Any] | None, owner: Agency | Province) -> Scores | None:
    if not data or not data["years"]:
        return None
    rows = tuple(
        (
            row["code"],
            _(row["name"]) if row["name"] else "",
            row["instrument"],
            tuple(score if score is not None else "–" for score in row["scores"]),
        )
        for row in data["rows"]
    )
    series = [
        Series(_("คะแนนรวม") if row["code"] == "overall" else row["code"], row["instrument"], _figures(row["scores"]))
        for row in data["rows"]
        if row["code"] in ("overall", row["instrument"])
    ]
    chart = ""
    if series:
        title = f"{_('คะแนนรายปี')} {owner.in_words}"
        chart = trend(series, data["years"], title=title, ident="chart-trend", lines=data["marks"])
    levels = tuple((name, hinted) for name, hinted in data["levels"])
    return Scores(tuple(data["years"]), levels, rows, chart)


def _figures(scores: Sequence[str | None]) -> tuple[Decimal | None, ...]:
    return tuple(None if score is None else Decimal(score) for score in scores)


def papers_of(
    owner: Agency | Province, rows: Sequence[Publication], shown: Sequence[Publication], data: dict[int, dict[str, Any]]
) -> tuple[Paper, ...]:
    """Return the issued papers that say what the shown versions say, the newest edition of each: two queries."""
    spans = {row.round_id: span for row in shown if (span := _span(row, rows, data[row.pk]))}
    found = IssuedReport.objects.of_owner(owner).filter(code__in=PAPERS, round__in=spans).order_by("-issued_at", "-pk")
    newest: dict[tuple[str, int], IssuedReport] = {}
    for issued in found.defer("dataset").select_related("round__plan", "agency", "province"):
        first, last = spans[issued.round_id or 0]
        if first <= issued.issued_at and (last is None or issued.issued_at < last):
            newest.setdefault((issued.code, issued.round_id or 0), issued)
    files: dict[int, list[tuple[str, str, int]]] = {}
    kept = IssuedFile.objects.filter(report__in=[one.pk for one in newest.values()], format__in=PAPER_FORMATS)
    for one in kept:
        files.setdefault(one.report_id, []).append((one.format, _(FORMATS[one.format].name), one.size))
    return tuple(
        Paper(one, f"{form_name(one)} {one.round.name if one.round else ''}".strip(), tuple(files.get(one.pk, ())))
        for one in newest.values()
    )


def _span(
    row: Publication, rows: Sequence[Publication], data: dict[str, Any]
) -> tuple[dt.datetime, dt.datetime | None] | None:
    """From when until when issued papers say what the version says; None where it shows no report.

    Without an end while the round stays published. Papers of a correction say what is not public before it is
    published, so that the span ends where the round was opened again.
    """
    if not data["reported"] or not data["final_at"]:
        return None
    first = dt.datetime.fromisoformat(data["final_at"])
    corrected = Event.objects.filter(round=row.round_id, action=Action.ROUND_CORRECT, at__gte=row.published_at)
    if opened := corrected.order_by("pk").first():
        return first, opened.at
    later = [one.published_at for one in rows if one.round_id == row.round_id and one.version > row.version]
    if later or row.round.state != RoundState.PUBLISHED:
        return first, min(later, default=row.published_at)
    return first, None


def public_paper_file(token: str, format_: str) -> IssuedFile | None:
    """Return the file of an issued paper that a public page of today shows, None for every other: eight queries."""
    if format_ not in PAPER_FORMATS:
        return None
    issued = IssuedReport.objects.filter(token=token, code__in=PAPERS, round__isnull=False).select_related(
        "agency__province", "province"
    ).first()  # fmt: skip
    if issued is None:
        return None
    rows = list(Publication.objects.of_year(issued.owner, issued.fiscal_year).select_related("round__plan"))
    # Of older versions, too: they stay readable until they are withdrawn.
    for version in [row.version for row in rows]:
        shown = [row for row in _of_version(rows, version) if row.withdrawn_at is None]
        papers = papers_of(issued.owner, rows, shown, {row.pk: row.data for row in shown})
        if issued.pk in {paper.issued.pk for paper in papers}:
            return issued.files.filter(format=format_).first()
    return None


def public_file(pk: int) -> PublicFile | None:
    """Return a published file, None where there is none or its version was withdrawn."""
    return PublicFile.objects.shown().filter(pk=pk).first()


def newest_stamp() -> int:
    """Return what changes whenever anything is published: caches are told apart by it. One query."""
    return Publication.objects.aggregate(last=Max("pk"))["last"] or 0


@dataclass(frozen=True)
class Line:
    """A line of a list: a province or an agency, how many pages lie below it, and the date of the newest version."""

    place: Province | Agency
    years: tuple[int, ...]
    agencies: int
    latest: dt.datetime | None


def provinces_line() -> list[Line]:
    """Return the provinces that have published anything, by name: one query."""
    shown = Q(agencies__publications__withdrawn_at=None, agencies__publications__isnull=False)
    rows = Province.objects.annotate(
        count=Count("agencies", filter=shown, distinct=True),
        agency_latest=Max("agencies__publications__published_at", filter=shown),
        own_latest=Max("publications__published_at"),
    )
    lines = []
    for row in rows.filter(Q(count__gt=0) | Q(own_latest__isnull=False)).order_by("name"):
        dates = [day for day in (row.agency_latest, row.own_latest) if day]
        lines.append(Line(row, (), row.count, max(dates)))
    return lines


def province_of(code: str) -> Province | None:
    """Return the province with that official code."""
    return Province.objects.filter(code=code).first()


def agency_of(code: str, pk: int) -> Agency | None:
    """Return the agency of that number in that province."""
    return Agency.objects.filter(pk=pk, province__code=code).select_related("province", "kind").first()


def owner_lines(owners: str, province: Province, find: str = "") -> list[Line]:
    """Return what has been published, by name. owners: "agencies" of the province or the "province" itself.

    find: only agencies whose name holds that text. One query.
    """
    rows = Publication.objects.filter(withdrawn_at=None).defer("data")
    if owners == "agencies":
        rows = rows.filter(agency__province=province, agency__name__icontains=find)
    else:
        rows = rows.filter(province=province)
    rows = rows.select_related("agency__kind", "province").order_by("agency__name", "-fiscal_year", "-version")
    return _lines(rows)


def years_of(owner: Agency | Province) -> list[tuple[int, int, dt.datetime]]:
    """Return (year, newest version, its date) of an owner, the newest year first: one query."""
    rows = Publication.objects.of_owner(owner).order_by("-fiscal_year", "-version")
    found: dict[int, tuple[int, int, dt.datetime]] = {}
    for year, version, at in rows.values_list("fiscal_year", "version", "published_at"):
        found.setdefault(year, (year, version, at))
    return list(found.values())


def _lines(rows: Any) -> list[Line]:
    found: dict[int, list[Publication]] = {}
    for row in rows:
        found.setdefault(row.agency_id or 0, []).append(row)
    return [
        Line(rows[0].owner, tuple(dict.fromkeys(row.fiscal_year for row in rows)), 0, max(r.published_at for r in rows))
        for rows in found.values()
    ]
