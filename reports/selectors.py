"""Fetch what the forms are built from. The number of queries does not depend on the number of measures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import gettext

from agencies.choices import Role
from agencies.models import Agency, Province, User
from agencies.verdict import YES, Verdict
from assessments.bands import wordings
from assessments.models import Edition
from assessments.selectors import indicator_scores, indicators_of, issues_of
from measures.choices import Answer, RoundKind, RoundState, State
from measures.grouping import by_issue
from measures.models import Narrative, Plan, Result, ResultLink, Round, RoundMeasure, Submission
from measures.selectors.weak import plan_bands
from reports.document import Link
from reports.facts import AgencyRound, Indicator, LastScore, Measure, ProvinceRound, Reported


class NothingToPrint(LookupError):
    """The year, round or agency has nothing for this form; the message says what is missing, as its reader speaks."""


@dataclass(frozen=True)
class Gaps:
    """What a paper would show as "-": `blank` measures as (group, label), and `not_sent` agencies (form B).

    by_issue: the groups are issues, else indicators. `said`: whatever else should be known before the download, one
    sentence in the reader's language each.
    """

    blank: tuple[tuple[int, str], ...] = ()
    not_sent: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    by_issue: bool = False

    @property
    def places(self) -> list[str]:
        """The blank measures in words, one line an indicator or issue: "ตัวชี้วัดที่ 1 ข้อ 2, 3"."""
        if self.by_issue:
            words = gettext("ประเด็นที่ %(indicator)s ข้อ %(labels)s")
        else:
            words = gettext("ตัวชี้วัดที่ %(indicator)s ข้อ %(labels)s")
        return [
            words % {"indicator": indicator, "labels": ", ".join(label for _number, label in group)}
            for indicator, group in groupby(self.blank, key=lambda place: place[0])
        ]

    def __bool__(self) -> bool:
        return bool(self.blank or self.not_sent or self.said)


@dataclass(frozen=True)
class Subject:
    """Whose paper of which year. `round` and `submission` are there for a form of a round, the latter for an agency;
    `level` is the score that page 1 of form B may name, `photos_a_page` 2, 4 or 6 of form E."""

    owner: Agency | Province
    fiscal_year: int
    round: Round | None = None
    submission: Submission | None = None
    level: int | None = None
    photos_a_page: int = 4

    def at_level(self, level: int | None) -> "Subject":
        """The same with that level."""
        return replace(self, level=level)

    def with_photos(self, a_page: int) -> "Subject":
        """The same with so many photos on a page."""
        return replace(self, photos_a_page=a_page)

    @property
    def when(self) -> str:
        """The year and, of a round, its name: "2566 รอบ 12 เดือน"."""
        return f"{self.fiscal_year} {self.round.printed_name}" if self.round else str(self.fiscal_year)

    @property
    def when_in_words(self) -> str:
        """The same as screens say it, in the reader's language: "12-month round 2566"."""
        return f"{self.round.name} {self.fiscal_year}" if self.round else str(self.fiscal_year)

    @property
    def reported(self) -> Submission:
        """The agency's submission. Raises NothingToPrint where the paper is not that of an agency's round."""
        if self.submission is None:
            raise NothingToPrint(f"{self.owner} ไม่มีรายงานของปีงบประมาณ พ.ศ. {self.fiscal_year}")
        return self.submission

    @property
    def reporting(self) -> Round:
        """The round. Raises NothingToPrint where the paper is that of a whole year."""
        if self.round is None:
            raise NothingToPrint(f"{self.owner} ไม่มีรอบรายงานของปีงบประมาณ พ.ศ. {self.fiscal_year}")
        return self.round


def subject_of(target: Round | Submission, *, level: int | None = None) -> Subject:
    """The subject of a submission (its agency's paper) or of a round (the paper of the plan's owner)."""
    if isinstance(target, Submission):
        return Subject(target.agency, target.round.plan.fiscal_year, target.round, target, level)
    return Subject(target.plan.agency or target.plan.province, target.plan.fiscal_year, target, level=level)


def find_subject(
    owner: Agency | Province, fiscal_year: int, kind: str = "", *, of_round: bool = True, level: int | None = None
) -> Subject:
    """The owner's year, with its round ("6" or "12"; "" is the newest) where the form wants one.

    Raises NothingToPrint.
    """
    if not of_round:
        return Subject(owner, fiscal_year, level=level)
    if isinstance(owner, Agency):
        return subject_of(find_submission(owner, fiscal_year, kind), level=level)
    return subject_of(find_round(owner, fiscal_year, kind), level=level)


def find_submission(agency: Agency, fiscal_year: int, kind: str = "") -> Submission:
    """The agency's submission of that year and round ("6" or "12"; "" is the newest). Raises NothingToPrint."""
    found = Submission.objects.with_context().filter(agency=agency, round__plan__fiscal_year=fiscal_year)
    submission = _of_kind(found, "round__kind", kind).order_by("-round__pk").first()
    if submission is None:
        told = {"owner": agency.in_words, "year": fiscal_year, "round": _round_words(kind)}
        raise NothingToPrint(gettext("%(owner)s ไม่มีรายงานของปีงบประมาณ พ.ศ. %(year)s%(round)s") % told)
    return submission


def find_round(province: Province, fiscal_year: int, kind: str = "") -> Round:
    """The province's own round of that year ("6" or "12"; "" is the newest). Raises NothingToPrint."""
    plans = Plan.objects.of_province(province).filter(fiscal_year=fiscal_year)
    found = Round.objects.filter(plan__in=plans).select_related("plan__province", "plan__agency")
    round_ = _of_kind(found, "kind", kind).order_by("-pk").first()
    if round_ is None:
        told = {"owner": province.in_words, "year": fiscal_year, "round": _round_words(kind)}
        raise NothingToPrint(gettext("%(owner)sไม่มีรอบรายงานของปีงบประมาณ พ.ศ. %(year)s%(round)s") % told)
    return round_


def agency_round(submission: Submission) -> AgencyRound:
    """All of form A: four queries."""
    return agency_rounds([submission])[0]


def agency_rounds(submissions: Sequence[Submission]) -> list[AgencyRound]:
    """All of form A for each of several submissions of one round: four queries, however many there are."""
    indicators = _indicators(submissions[0].round.plan) if submissions else {}
    found = Result.objects.filter(submission__in=submissions).order_by("measure__order", "measure__pk")
    results = list(found.only("submission", "measure", "answer", "text", "reason"))
    # not prefetched: a province has thousands of them, and Django makes a queryset for each result then
    typed: dict[int, list[str]] = {}
    links = ResultLink.objects.filter(result__submission__in=submissions).order_by("order", "pk")
    for key, address in links.values_list("result", "link__typed"):
        typed.setdefault(key, []).append(address)
    # one measure stands in every agency's report: it is read, and made plain, once
    rows = RoundMeasure.objects.in_bulk({result.measure_id for result in results})
    measures = {key: measure_facts(row, indicators) for key, row in rows.items()}
    entries: dict[int, list[tuple[Measure, Reported]]] = {submission.pk: [] for submission in submissions}
    for result in results:
        entries[result.submission_id].append((measures[result.measure_id], _reported(result, typed.get(result.pk, ()))))
    return [
        AgencyRound(
            fiscal_year=submission.round.plan.fiscal_year,
            province=submission.round.plan.province.name,
            agency=submission.agency.name,
            entries=tuple(entries[submission.pk]),
            draft=is_draft(submission),
        )
        for submission in submissions
    ]


def is_draft(target: Round | Submission) -> bool:
    """Whether a paper of it is marked as a draft: not approved, or a round that still runs."""
    if isinstance(target, Submission):
        return target.state != State.APPROVED
    return target.state not in (RoundState.LOCKED, RoundState.PUBLISHED)


def agency_gaps(submission: Submission) -> Gaps:
    """The measures of form A without an answer: one query."""
    results = Result.objects.filter(submission=submission, answer=Answer.BLANK).select_related("measure")
    ordered = results.order_by("measure__order", "measure__pk")
    return Gaps(tuple(_place(result.measure) for result in ordered), by_issue=by_issue(submission.round.plan))


def province_round(round_: Round, *, level: int | None = None) -> ProvinceRound:
    """All of form B: five queries. `level` is the score that page 1 may name."""
    plan = round_.plan
    indicators = _indicators(plan)
    rows = list(round_.measures.order_by("order", "pk"))
    places = {row.pk: place for place, row in enumerate(rows)}
    narratives = Narrative.objects.filter(round=round_).exclude(text="").prefetch_related("covers")
    return ProvinceRound(
        fiscal_year=plan.fiscal_year,
        round_name=round_.printed_name,
        province=plan.province.name,
        measures=tuple(measure_facts(row, indicators) for row in rows),
        narratives=tuple((n.text, frozenset(places[m.pk] for m in n.covers.all())) for n in narratives),
        scores=_last_scores(plan, indicators),
        level=level,
        draft=is_draft(round_),
    )


def province_gaps(round_: Round) -> Gaps:
    """Measures of form B that no narrative covers, and agencies that have not sent: two queries."""
    told = Narrative.objects.filter(round=round_).exclude(text="")
    bare = round_.measures.exclude(narratives__in=told).order_by("order", "pk")
    waiting = round_.submissions.filter(state__in=(State.DRAFT, State.ENDORSEMENT))
    names = waiting.order_by("agency__name").values_list("agency__name", flat=True)
    return Gaps(tuple(map(_place, bare)), tuple(names), by_issue=by_issue(round_.plan))


def _of_kind(found: Any, field: str, kind: str) -> Any:
    return found.filter(**{field: kind}) if kind else found


def _round_words(kind: str) -> str:
    return f" {gettext(RoundKind(kind).label)}" if kind else ""


def _place(row: RoundMeasure) -> tuple[int, str]:
    return row.group, row.label


def _indicators(plan: Plan) -> dict[int, Indicator]:
    """Number → what stands in the indicator column: the plan's indicators, or its issues."""
    if by_issue(plan):
        return {one.number: Indicator("", one.number, one.name, by_issue=True) for one in issues_of(plan.fiscal_year)}
    return {
        found.number: Indicator(found.instrument.code, found.number, found.name, found.question_range)
        for found in indicators_of(plan.fiscal_year)
    }


def measure_facts(row: RoundMeasure, indicators: dict[int, Indicator]) -> Measure:
    """A measure of a round as papers print it, under its indicator (by number), or its issue in a plan by issue."""
    indicator = indicators.get(row.group)
    if indicator is None or indicator.by_issue != bool(row.issue):
        # a year without an edition prints the number alone
        indicator = Indicator("", row.group, "", by_issue=bool(row.issue))
    steps = tuple((str(step.get("label", "")), str(step.get("text", ""))) for step in row.substeps)
    return Measure(indicator, row.label, row.text, row.responsible, steps)


def reported_facts(result: Result) -> Reported:
    """An agency's answer with its links; they are to be fetched along (result_links__link)."""
    return _reported(result, [item.link.typed for item in result.result_links.all()])


def _reported(result: Result, typed: Iterable[str]) -> Reported:
    return Reported(
        answer=result.answer,
        answer_words=result.get_answer_display(),
        text=result.text,
        reason=result.reason,
        links=tuple(Link(address, address.strip()) for address in typed),
    )


def _last_scores(plan: Plan, indicators: dict[int, Indicator]) -> tuple[tuple[int, LastScore], ...]:
    if by_issue(plan):
        return ()  # an issue has no score
    year = plan.fiscal_year - 1
    scores: dict[int, Decimal] = indicator_scores(plan.agency or plan.province, year)
    known = {number: score for number, score in scores.items() if number in indicators}
    bands = plan_bands(plan)
    instruments = {number: indicators[number].instrument for number in known}
    advice = wordings(known, instruments, bands) if bands and known else {}
    return tuple((number, LastScore(year, score, advice.get(number, ""))) for number, score in known.items())


def rounds_for(user: User) -> QuerySet[Round]:
    """The rounds of plans that the person may know of, newest first."""
    plans = Plan.objects.visible_to(user)
    return Round.objects.visible_to(user).filter(plan__in=plans).select_related("plan__province", "plan__agency")


def usual_round(rounds: QuerySet[Round], user: User) -> Round | None:
    """The round whose papers the person most likely wants: of the own place's plan, begun, the newest.

    The own plan is the province's for whoever reviews it, and the one reported to for an agency. Where nothing of it
    was opened yet, any other round that was opened; then any. One query.
    """
    agencies = [m.agency_id for m in user.held if m.agency_id]
    provinces = [m.province_id for m in user.held if m.province_id]
    own = Q(plan__agency__isnull=True, plan__province__in=provinces)
    own |= Q(submissions__agency__in=agencies)
    begun = ~Q(state=RoundState.PLANNED)
    order = Case(When(own & begun, then=0), When(begun, then=1), default=2)
    return rounds.annotate(far=order).order_by("far", "-plan__fiscal_year", "-pk").first()


def submissions_for(user: User, round_: Round | int) -> QuerySet[Submission]:
    """The submissions of a round that the person may know of."""
    return Submission.objects.visible_to(user).with_context().filter(round=round_)


def agencies_for(user: User) -> QuerySet[Agency]:
    """The agencies in use whose papers of a year the person may see: those that he may know of."""
    return Agency.objects.visible_to(user).active().select_related("province").order_by("name", "pk")


def provinces_for(user: User) -> QuerySet[Province]:
    """The provinces that the person works in or reads, their own offices' or all for the nation."""
    if user.roles & {Role.VIEWER, Role.ADMIN}:
        return Province.objects.all()
    homes = [m.agency.province_id if m.agency else m.province_id for m in user.held]
    return Province.objects.filter(pk__in=[home for home in homes if home])


def may_see_province(user: User, province: Province) -> Verdict:
    """Say whether the person may see a year's papers of all agencies of a province."""
    if user.roles & {Role.VIEWER, Role.ADMIN} or any(m.province_id == province.pk for m in user.held):
        return YES
    return Verdict(gettext("เอกสารของทั้งจังหวัดเปิดได้เฉพาะสำนักงานจังหวัดและส่วนกลาง"))


def paper_years() -> list[int]:
    """The fiscal years that have an edition, the newest first: one query."""
    return list(Edition.objects.values_list("fiscal_year", flat=True).order_by("-fiscal_year"))
