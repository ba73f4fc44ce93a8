"""What form E is built from: plain data, and the selectors that fetch it. The number of queries is constant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from agencies.models import Agency, Province
from assessments.selectors import indicators_of, issues_of
from evidence.choices import FileKind
from measures.choices import Answer, RoundKind
from measures.grouping import by_issue
from measures.models import Memo, Narrative, Plan, Result, ResultAttachment, Round, Submission
from measures.selectors.memo import crest_at, memo_at, memo_before
from measures.selectors.prose import prose_of
from reports import letters
from reports.blocks import Photo
from reports.facts import Indicator, Measure, Reported
from reports.letters import Letter
from reports.prose import cited
from reports.score_facts import ScoreYear, score_year
from reports.selectors import NothingToPrint, Subject, is_draft, measure_facts, reported_facts
from reports.suggesting import suggestions_for

PHOTOS_A_PAGE = 4


@dataclass(frozen=True)
class Told:
    """One measure and what came of it. group: the number of its issue or indicator; shared: the province's text that
    it has in common with others, 0: its own."""

    measure: Measure
    group: int = 0
    reported: Reported = field(default_factory=Reported)
    outcome: str = ""
    photos: tuple[Photo, ...] = ()
    shared: int = 0


@dataclass(frozen=True)
class Group:
    """The measures of an issue, or of an indicator where the plan is grouped so."""

    number: int
    name: str
    told: tuple[Told, ...]


@dataclass(frozen=True)
class AnnualResults:
    """All of form E. owner in words ("จังหวัดศรีนที"); province its province's name; is_whole_year: of the 12-month
    round; written: the letter is a person's own, else proposed; scores: of that year, with the year before;
    suggested: measures of the library by weak indicator; planner: whose plan it is, "" for the owner's own."""

    fiscal_year: int
    round_name: str
    owner: str
    province: str
    groups: tuple[Group, ...]
    letter: Letter
    scores: ScoreYear
    written: bool = False
    is_province: bool = False
    by_issue: bool = True
    is_whole_year: bool = True
    crest: Photo | None = None
    prose: Mapping[str, str] = field(default_factory=dict)
    suggested: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    photos_a_page: int = PHOTOS_A_PAGE
    draft: bool = False
    planner: str = ""

    @property
    def told(self) -> tuple[Told, ...]:
        """All measures in order."""
        return tuple(one for group in self.groups for one in group.told)


def annual_results(subject: Subject, code: str) -> AnnualResults:
    """All of form E of an agency's submission, or of a province's round in the province's own words.

    code: the form whose parts the office has written. Raises NothingToPrint for the round of an agency's own plan that
    no agency is chosen of.
    """
    round_, plan = subject.reporting, subject.reporting.plan
    if subject.submission is None and plan.agency is not None:
        words = _("รอบนี้เป็นของ%(agency)s โปรดเลือกหน่วยงานในช่อง “หน่วยงาน”")
        raise NothingToPrint(words % {"agency": plan.agency.name})
    owner = subject.owner
    groups = _grouped(plan, _of_agency(subject.submission) if subject.submission else _of_province(round_))
    memo = memo_at(owner, round_)
    scores = score_year(owner, plan.fiscal_year)
    return AnnualResults(
        fiscal_year=plan.fiscal_year,
        round_name=round_.printed_name,
        owner=owner.printed_name,
        province=plan.province.name,
        groups=groups,
        letter=letter_of(memo) if memo else letters.proposed(reporting(owner, round_, groups)),
        written=memo is not None,
        scores=scores,
        is_province=isinstance(owner, Province),
        by_issue=by_issue(plan),
        is_whole_year=round_.kind == RoundKind.TWELVE,
        crest=crest_of(owner),
        prose=prose_of(owner, plan.fiscal_year, code),
        suggested=suggestions_for(scores),
        photos_a_page=subject.photos_a_page,
        draft=is_draft(subject.submission or round_),
        planner="" if isinstance(owner, Province) or plan.agency_id else plan.printed_owner,
    )


def letter_of(memo: Memo) -> Letter:
    """The words of a stored memo."""
    return Letter(**{name: getattr(memo, name) for name in Letter.__dataclass_fields__})


def reporting(owner: Agency | Province, round_: Round, groups: Iterable[Group]) -> letters.Reporting:
    """What a memo of that owner and round is proposed from: one query, for the memo before."""
    told = [one for group in groups for one in group.told]
    is_province = isinstance(owner, Province)
    done = [one for one in told if one.reported.answer == Answer.DONE or (is_province and one.reported.text)]
    last = memo_before(owner, round_)
    return letters.Reporting(
        owner=owner.printed_name,
        fiscal_year=round_.plan.fiscal_year,
        round_name=cited(round_.title) if round_.title else round_.printed_name,
        planner="" if is_province or round_.plan.agency_id else round_.plan.printed_owner,
        is_province=is_province,
        phone=owner.phone if isinstance(owner, Agency) else "",
        number=owner.memo_prefix if isinstance(owner, Agency) else "",
        measures=len(told),
        done=len(done),
        last=letter_of(last) if last else None,
    )


def proposed_letter(owner: Agency | Province, round_: Round, submission: Submission | None) -> Letter:
    """The memo that the portal proposes to whoever begins to write it: four queries."""
    told = _of_agency(submission) if submission else _of_province(round_)
    return letters.proposed(reporting(owner, round_, (Group(0, "", tuple(told)),))).as_typed()


def crest_of(owner: Agency | Province) -> Photo | None:
    """The crest that the office uploaded: one query."""
    found = crest_at(owner)
    return Photo(str(found.file.name), found.sha256, "", found.width, found.height) if found else None


def _of_agency(submission: Submission) -> list[Told]:
    """The agency's own answers, outcomes and photos: four queries."""
    results = (
        Result.objects.filter(submission=submission)
        .select_related("measure")
        .prefetch_related("result_links__link", "result_attachments__attachment")
        .order_by("measure__order", "measure__pk")
    )
    plan = submission.round.plan
    known = _known(plan)
    return [
        Told(
            measure_facts(row.measure, known), row.measure.group, reported_facts(row), row.outcome,
            _photos(row.result_attachments.all()),
        )
        for row in results
    ]  # fmt: skip


def _photos(rows: Iterable[ResultAttachment]) -> tuple[Photo, ...]:
    files = (row.attachment for row in rows)
    return tuple(
        Photo(str(one.file.name), one.sha256, one.caption, one.width or 0, one.height or 0)
        for one in files
        if one.kind == FileKind.PHOTO
    )


def _of_province(round_: Round) -> list[Told]:
    """The measures of the round with the province's own texts over them: three queries."""
    texts = Narrative.objects.filter(round=round_).exclude(text="").prefetch_related("covers")
    over = {row.pk: text for text in texts for row in text.covers.all()}
    plan = round_.plan
    known = _known(plan)
    return [
        _narrated(measure_facts(row, known), row.group, over.get(row.pk))
        for row in round_.measures.order_by("order", "pk")
    ]


def _narrated(measure: Measure, group: int, text: Narrative | None) -> Told:
    if text is None:
        return Told(measure, group)
    return Told(measure, group, Reported(text=text.text), text.outcome, shared=text.pk)


def _known(plan: Plan) -> dict[int, Indicator]:
    """The indicators of the plan's year: the names of the groups, and what a measure serves as well."""
    return {one.number: Indicator(one.instrument.code, one.number, one.name) for one in indicators_of(plan.fiscal_year)}


def _grouped(plan: Plan, told: list[Told]) -> tuple[Group, ...]:
    """The measures in groups by number: issues, or indicators where the plan is grouped so. One query for the names."""
    if by_issue(plan):
        names = {one.number: one.name for one in issues_of(plan.fiscal_year)}
    else:
        names = {one.group: one.measure.indicator.name for one in told}
    found: dict[int, list[Told]] = {}
    for one in told:
        found.setdefault(one.group, []).append(one)
    return tuple(Group(number, names.get(number, ""), tuple(rows)) for number, rows in sorted(found.items()))
