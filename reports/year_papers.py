"""What the papers of a year about scores and measures (forms C and D) are built from: plain data, and what fetches it.

A paper of the year N tells of the card of N − 1 and of the plan of N.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from assessments.models import ScoreCard
from measures.selectors.prose import prose_of
from reports.parts import Part, as_proposed
from reports.plan_facts import PlanYear, plan_year
from reports.score_facts import ScoreYear, score_year
from reports.selectors import Gaps, NothingToPrint, Subject
from reports.suggesting import suggestions_for

SHOWN = 10  # lines of one kind among the gaps; more of them are counted


@dataclass(frozen=True)
class YearPaper:
    """A year's scores and measures, the office's own words by part, measures of the library by weak indicator."""

    scores: ScoreYear
    plan: PlanYear | None = None
    prose: Mapping[str, str] = field(default_factory=dict)
    suggested: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def fiscal_year(self) -> int:
        """The year of the paper: that of its measures."""
        return self.scores.plan_year

    @property
    def owner(self) -> str:
        """Whose paper it is, in words."""
        return self.scores.owner

    @property
    def is_whole(self) -> bool:
        """Whether there is a card and a plan with measures: what lacks one of them is a draft."""
        return not _missing(self.fiscal_year, self.plan, has_card=self.scores.has_card)


def fetch_year_paper(subject: Subject, code: str) -> YearPaper:
    """All of form C or D (`code`). Raises NothingToPrint where there is neither a card nor a plan."""
    scores = score_year(subject.owner, subject.fiscal_year - 1)
    paper = YearPaper(
        scores,
        plan_year(subject.owner, subject.fiscal_year),
        prose_of(subject.owner, subject.fiscal_year, code),
        suggestions_for(scores),
    )
    if not paper.scores.has_card and paper.plan is None:
        words = _(
            "%(owner)s ยังไม่มีผลคะแนนปีงบประมาณ พ.ศ. %(scores)s "
            "และยังไม่มีแผนมาตรการปีงบประมาณ พ.ศ. %(plan)s ให้บันทึกผลคะแนนหรือทำแผนก่อน"
        )
        told = {"owner": subject.owner.in_words, "scores": paper.scores.fiscal_year, "plan": paper.fiscal_year}
        raise NothingToPrint(words % told)
    return paper


def unfinished_year(subject: Subject) -> str:
    """Why the paper of that year may not be issued yet, in the reader's language; "" where it may."""
    owner, year = subject.owner, subject.fiscal_year
    has_card = ScoreCard.objects.of(owner, year - 1).exists()
    return next(iter(_missing(year, plan_year(owner, year), has_card=has_card)), "")


def year_gaps(paper: YearPaper, parts: tuple[Part, ...]) -> Gaps:
    """What the paper lacks, a sentence each: card, plan, figures, and parts that nobody has written."""
    missing = _missing(paper.fiscal_year, paper.plan, has_card=paper.scores.has_card)
    said = [*missing, *_figures(paper.scores, paper.plan), *_measures(paper.plan)]
    if proposed := as_proposed(parts, paper):
        said.append(_("ยังเป็นข้อความที่ระบบเสนอ: %(parts)s") % {"parts": ", ".join(_(title) for title in proposed)})
    return Gaps(said=tuple(said))


def _missing(fiscal_year: int, plan: PlanYear | None, *, has_card: bool) -> list[str]:
    said = []
    if not has_card:
        said.append(_("ยังไม่มีผลคะแนนปีงบประมาณ พ.ศ. %(year)s") % {"year": fiscal_year - 1})
    if plan is None:
        said.append(_("ยังไม่มีแผนมาตรการปีงบประมาณ พ.ศ. %(year)s") % {"year": fiscal_year})
    elif not plan.measures:
        said.append(_("แผนมาตรการปีงบประมาณ พ.ศ. %(year)s ยังไม่มีมาตรการของหน่วยงาน") % {"year": plan.fiscal_year})
    return said


def _figures(scores: ScoreYear, plan: PlanYear | None) -> list[str]:
    if not scores.has_card:
        return []
    said = []
    if scores.lacking:
        told = {"year": scores.fiscal_year, "numbers": ", ".join(map(str, scores.lacking))}
        said.append(_("คะแนนปี %(year)s ยังขาดตัวชี้วัดที่ %(numbers)s") % told)
    if not any(one.score is not None for one in scores.questions):
        said.append(_("ยังไม่มีคะแนนรายข้อคำถาม จึงบอกจุดอ่อนได้เฉพาะรายตัวชี้วัด"))
    elif not scores.answered:
        said.append(_("ยังไม่มีร้อยละของคำตอบรายข้อคำถาม"))
    if nobody := [one.code for one in scores.lost_items if not (one.unit or (plan and plan.answering(one.code)))]:
        said.append(_("ข้อ OIT ที่ไม่ได้คะแนนยังไม่มีผู้รับผิดชอบข้อมูล: %(codes)s") % {"codes": _few(nobody)})
    return said


def _measures(plan: PlanYear | None) -> list[str]:
    said, measures = [], plan.measures if plan else ()
    for words, lacking in (
        (_("ยังไม่ระบุการกำกับติดตาม: %(places)s"), [one.place for one in measures if not one.follow_up.strip()]),
        (_("ยังไม่ระบุผู้รับผิดชอบ: %(places)s"), [one.place for one in measures if not one.responsible.strip()]),
    ):
        if lacking:
            said.append(words % {"places": _few(lacking)})
    return said


def _few(places: list[str]) -> str:
    more = len(places) - SHOWN
    told = ", ".join(places[:SHOWN])
    return told + (" " + _("และอีก %(count)s แห่ง") % {"count": more} if more > 0 else "")
