"""Proposals of recommendations: one for each weak indicator, numbered, then the OIT items without points (form C).

Form E ends with the same, for the year that comes.
"""

from collections.abc import Iterator, Mapping, Sequence

from reports.proposing.wording import (
    YEAR,
    asked_words,
    both,
    has_scores,
    indicator_words,
    known_indicators,
    numbered,
    question_lines,
    score,
    text_of,
)
from reports.prose import cited
from reports.score_facts import IndicatorScore, ScoreYear

Suggested = Mapping[int, Sequence[str]]


def recommendations(facts: ScoreYear, suggested: Suggested | None = None) -> str:
    """Form C, ๔ ข้อเสนอแนะ. suggested: measures of the library by indicator (reports.suggesting), to choose from."""
    if not has_scores(facts):
        return f"ยังไม่มีคะแนนผลการประเมินประจำ{YEAR} {facts.fiscal_year} ของ{cited(facts.owner)} จึงยังไม่มีข้อเสนอแนะรายตัวชี้วัด"
    items = list(_items(facts, suggested or {}))
    if not items:
        return _keep_on(facts)
    begins = f"จากผลการวิเคราะห์ มีข้อเสนอแนะเพื่อการพัฒนาใน{YEAR} {facts.plan_year} ดังนี้"
    return text_of((f"{begins}\n{numbered(items)}", _keep_on(facts)))


def _items(facts: ScoreYear, suggested: Suggested) -> Iterator[str]:
    weak = facts.weak_indicators
    for one in weak:
        yield _indicator(facts, one)
        yield from (f"  - {cited(words)}" for words in suggested.get(one.number, ()))
    others = [one for one in facts.weak_questions if one.indicator not in {one.number for one in weak}]
    if others:
        yield "**ข้อคำถามในตัวชี้วัดอื่นที่ยังพัฒนาได้อีก** ควรให้ความสำคัญกับประเด็นต่อไปนี้"
        yield from (f"  {line}" for line in question_lines(others))
    if lost := facts.lost_items:
        yield "**การเปิดเผยข้อมูลสาธารณะ (OIT)** ควรเผยแพร่ข้อมูลของรายการที่ไม่ได้คะแนนให้ครบถ้วนและเป็นปัจจุบัน"
        for item in lost:
            unit = f" ผู้รับผิดชอบข้อมูล: {cited(item.unit)}" if item.unit else ""
            yield f"  - {asked_words(item)}{unit}"


def _indicator(facts: ScoreYear, one: IndicatorScore) -> str:
    known = f" ({score(one.score)})" if one.score is not None else ""
    words = f"**{indicator_words(one)}**{known}"
    if one.advice:
        words += f" {cited(one.advice)}"
    lowest = sorted(
        (question for question in facts.weak_questions if question.indicator == one.number),
        key=lambda question: question.score or 0,
    )
    if lowest and lowest[0].score is not None:
        words += f" โดยให้ความสำคัญเป็นลำดับแรกกับ{asked_words(lowest[0])} ซึ่งได้คะแนนต่ำสุดในตัวชี้วัดนี้ ({score(lowest[0].score)})"
    return words


def _keep_on(facts: ScoreYear) -> str:
    """The indicators that are to stay where they are."""
    weak = {one.number for one in facts.weak_indicators}
    strong = [one for one in known_indicators(facts) if one.number not in weak]
    if not strong:
        return ""
    if len(strong) == len(facts.indicators):
        return "ทุกตัวชี้วัดควรรักษาระดับการปฏิบัติงานไว้ และติดตามผลอย่างต่อเนื่อง"
    return f"ส่วน{both([indicator_words(one) for one in strong])} ควรรักษาระดับการปฏิบัติงานไว้และติดตามผลอย่างต่อเนื่อง"
