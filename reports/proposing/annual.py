"""Proposals of the result report of a year (form E): its opening, the outcome as a whole, recommendations."""

from collections.abc import Sequence
from dataclasses import dataclass

from reports.proposing.advice import Suggested
from reports.proposing.advice import recommendations as score_advice
from reports.proposing.wording import (
    YEAR,
    both,
    change_words,
    has_scores,
    indicator_words,
    name_words,
    numbered,
    result_words,
    score,
    text_of,
)
from reports.prose import cited
from reports.score_facts import ScoreYear


@dataclass(frozen=True)
class Work:
    """What a year's plan came to: whose, of which year, its groups (issues or indicators) and how many measures.

    round_name: "รอบ 12 เดือน". groups: names in order. planner: who made the plan, in words, "" for the owner itself.
    told: a province tells results in its own words, without answers of single measures, so that only `blank` (measures
    without a text) is counted.
    """

    owner: str
    fiscal_year: int
    round_name: str
    groups: tuple[str, ...] = ()
    by_issue: bool = True
    measures: int = 0
    done: int = 0
    in_progress: int = 0
    not_started: int = 0
    not_applicable: int = 0
    blank: int = 0
    told: bool = False
    planner: str = ""


def opening(work: Work) -> str:
    """What was planned, in which groups, and how far it came."""
    owner = name_words(work.owner)
    if not work.measures:
        return f"{owner}ยังไม่มีมาตรการส่งเสริมคุณธรรมและความโปร่งใสของ{YEAR} {work.fiscal_year}"
    kind = "ประเด็น" if work.by_issue else "ตัวชี้วัด"
    plan, year = "มาตรการส่งเสริมคุณธรรมและความโปร่งใส", f"ประจำ{YEAR} {work.fiscal_year}"
    if work.planner:
        begins = f"{owner}ได้รับมอบหมายให้ดำเนินการตาม{plan} {year} ของ{cited(work.planner)}"
    else:
        begins = f"{owner}ได้กำหนด{plan}ภายในหน่วยงาน {year}"
    begins += f" จำนวน {work.measures} มาตรการ"
    if work.groups:
        begins += f" ใน {len(work.groups)} {kind} ดังนี้\n{numbered(cited(name) for name in work.groups)}"
    return text_of((begins, _came_to(work)))


def _came_to(work: Work) -> str:
    counts = _counts(work)
    if work.told:
        written = work.measures - work.blank
        if not written:
            return f"ทั้งนี้ ยังไม่มีผลการดำเนินงาน{work.round_name}ของมาตรการดังกล่าว"
        text = f"ผลการดำเนินงาน{work.round_name}ตามมาตรการดังกล่าวปรากฏตามตารางต่อไปนี้"
        return f"{text} โดยยังไม่มีผลของ {work.blank} มาตรการ" if work.blank else text
    if not counts:
        return f"ทั้งนี้ ยังไม่มีผลการดำเนินงาน{work.round_name}ของมาตรการดังกล่าว"
    if work.blank:
        counts.append(f"ยังไม่มีรายงานผล {work.blank} มาตรการ")
    return f"ในการดำเนินงาน{work.round_name} มีมาตรการที่{both(counts)} รายละเอียดปรากฏตามตารางต่อไปนี้"


def _counts(work: Work) -> list[str]:
    pairs = (
        ("ดำเนินการแล้ว", work.done),
        ("อยู่ระหว่างดำเนินการ", work.in_progress),
        ("ยังไม่ได้ดำเนินการ", work.not_started),
        ("ไม่เกี่ยวข้องกับหน่วยงาน", work.not_applicable),
    )
    return [f"{words} {count} มาตรการ" for words, count in pairs if count]


def overall(facts: ScoreYear) -> str:
    """What this year's result is beside last year's. facts: of the report's own year."""
    if not has_scores(facts):
        missing = f"ยังไม่มีคะแนนผลการประเมินประจำ{YEAR} {facts.fiscal_year} ของ{cited(facts.owner)}"
        return f"{missing} จึงยังไม่อาจเปรียบเทียบกับปีก่อนได้"
    then, before = facts.fiscal_year - 1, facts.previous.overall if facts.previous else None
    if facts.overall is None:
        first = f"{name_words(facts.owner)}ยังไม่มีคะแนนในภาพรวมของ{YEAR} {facts.fiscal_year}"
    else:
        first = f"ใน{YEAR} {facts.fiscal_year} {name_words(facts.owner)}ได้คะแนนในภาพรวม {result_words(facts)}"
        if before is None:
            first += f" ทั้งนี้ ไม่มีคะแนนของ{YEAR} {then} สำหรับเปรียบเทียบ"
        else:
            first += f" {change_words(facts.overall, before)}เมื่อเทียบกับ{YEAR} {then} ซึ่งได้ {score(before)}"
    return text_of((first, _moved(facts)))


def _moved(facts: ScoreYear) -> str:
    """The indicators that changed, the furthest first."""
    moved = [one for one in facts.indicators if one.change]
    if not moved:
        return ""
    ranked = sorted(moved, key=lambda one: (-(one.change or 0), one.number))
    lines = [
        f"{indicator_words(one)} {change_words(one.score, one.previous)} (จาก {one.previous:.2f} เป็น {one.score:.2f})"
        for one in ranked
        if one.score is not None and one.previous is not None
    ]
    return f"ตัวชี้วัดที่คะแนนเปลี่ยนแปลงไปจาก{YEAR} {facts.fiscal_year - 1} มี {len(lines)} ตัวชี้วัด ดังนี้\n{numbered(lines)}"


def recommendations(
    facts: ScoreYear, work: Work, suggested: Suggested | None = None, unfinished: Sequence[str] = ()
) -> str:
    """What should be done in the year that comes. unfinished: labels of measures that are not done yet, as typed."""
    late = ""
    if unfinished:
        late = (
            f"ควรเร่งรัดมาตรการของ{YEAR} {work.fiscal_year} ที่ยังไม่แล้วเสร็จ {len(unfinished)} มาตรการ "
            f"ได้แก่ ข้อ {both([cited(label) for label in unfinished])}"
        )
    return text_of((score_advice(facts, suggested), late))
