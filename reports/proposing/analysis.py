"""Proposals of the analysis: what the scores say, against each other and against the year before (forms C and D)."""

from collections.abc import Iterator
from decimal import Decimal

from reports.proposing.wording import (
    YEAR,
    asked_words,
    both,
    change_words,
    has_scores,
    indicator_words,
    known_indicators,
    name_words,
    nothing_yet,
    numbered,
    question_lines,
    result_words,
    score,
    since_last_words,
    text_of,
)
from reports.prose import cited
from reports.score_facts import IndicatorScore, ScoreYear


def analysis(facts: ScoreYear) -> str:
    """Form C, ๓ การวิเคราะห์: the whole, the instruments, best and lowest, changes, weak points, what is missing."""
    if not has_scores(facts):
        return nothing_yet(facts)
    return text_of((
        _whole(facts), _instruments(facts), _best_and_lowest(facts), _changes(facts), _weak(facts), _aside(facts),
        _lost(facts), _missing(facts),
    ))  # fmt: skip


def plan_analysis(facts: ScoreYear) -> str:
    """Form D, ๓ การวิเคราะห์: the weak points that the measures answer; section ๒ has told the scores."""
    if not has_scores(facts):
        return nothing_yet(facts)
    return text_of((
        _whole(facts), _best_and_lowest(facts), _changes(facts), _weak(facts), _aside(facts), _lost(facts),
        _missing(facts), _leads_on(facts),
    ))  # fmt: skip


def _whole(facts: ScoreYear) -> str:
    if facts.overall is None:
        return f"{name_words(facts.owner)}ยังไม่มีคะแนนในภาพรวมของ{YEAR} {facts.fiscal_year} การวิเคราะห์ต่อไปนี้ใช้คะแนนเท่าที่มี"
    words = f"ผลการประเมินในภาพรวมของ{cited(facts.owner)} ประจำ{YEAR} {facts.fiscal_year} ได้ {result_words(facts)}"
    then, before = facts.fiscal_year - 1, facts.previous.overall if facts.previous else None
    if before is None:
        return f"{words} ทั้งนี้ ไม่มีคะแนนของ{YEAR} {then} สำหรับเปรียบเทียบ"
    return f"{words} {change_words(facts.overall, before)}เมื่อเทียบกับ{YEAR} {then} ซึ่งได้ {score(before)}"


def _instruments(facts: ScoreYear) -> str:
    lines = []
    for one in facts.instruments:
        if one.score is None:
            continue
        line = f"{cited(one.name)} ({one.code}) ได้ {score(one.score)}"
        lines.append(line if one.previous is None else f"{line} {since_last_words(one.score, one.previous)}")
    return f"เมื่อพิจารณาเป็นรายเครื่องมือ ปรากฏผลดังนี้\n{numbered(lines)}" if lines else ""


def _best_and_lowest(facts: ScoreYear) -> str:
    known = known_indicators(facts)
    scores = [one.score for one in known if one.score is not None]
    if len(set(scores)) < 2:
        return ""
    best, lowest = max(scores), min(scores)
    return (
        f"เมื่อพิจารณาเป็นรายตัวชี้วัด ตัวชี้วัดที่ได้คะแนนสูงสุด คือ {_named(known, best)} ได้ {score(best)} "
        f"ส่วนตัวชี้วัดที่ได้คะแนนต่ำสุด คือ {_named(known, lowest)} ได้ {score(lowest)}"
    )


def _named(known: list[IndicatorScore], value: Decimal) -> str:
    return both([indicator_words(one) for one in known if one.score == value])


def _changes(facts: ScoreYear) -> str:
    moved = [(one, one.change) for one in facts.indicators if one.change is not None]
    if not moved:
        return ""
    up = [(change, one) for one, change in moved if change > 0]
    down = [(change, one) for one, change in moved if change < 0]
    same = len(moved) - len(up) - len(down)
    counts = [
        f"{words} {count} ตัวชี้วัด"
        for words, count in (("เพิ่มขึ้น", len(up)), ("ลดลง", len(down)), ("เท่าเดิม", same))
        if count
    ]
    text = f"เมื่อเทียบกับ{YEAR} {facts.fiscal_year - 1} มีตัวชี้วัดที่ได้คะแนน{both(counts)}"
    if up:
        text += f" ตัวชี้วัดที่เพิ่มขึ้นมากที่สุด คือ {_most(up, max(change for change, _one in up))}"
    if down:
        text += f" ตัวชี้วัดที่ลดลงมากที่สุด คือ {_most(down, min(change for change, _one in down))}"
    return text


def _most(moved: list[tuple[Decimal, IndicatorScore]], change: Decimal) -> str:
    """Those that moved just as far: "ตัวชี้วัดที่ 4 … จาก 65.29 คะแนน เป็น 97.02 คะแนน"."""
    return both([
        f"{indicator_words(one)} จาก {one.previous:.2f} คะแนน เป็น {one.score:.2f} คะแนน"
        for by, one in moved
        if by == change
    ])  # fmt: skip


def _weak(facts: ScoreYear) -> str:
    known, weak = known_indicators(facts), facts.weak_indicators
    if not known:
        return ""
    if not weak:
        advice = next((one.advice for one in known if one.advice), "")
        words = f"ตัวชี้วัดที่มีคะแนนทั้ง {len(known)} ตัวชี้วัด ไม่มีตัวชี้วัดใดต้องปรับปรุงตามช่วงคะแนนที่กำหนด"
        return f"{words} โดยอยู่ในช่วง “{cited(advice)}”" if advice else words
    begins = f"ตัวชี้วัดที่ต้องปรับปรุงหรือพัฒนาตามช่วงคะแนนที่กำหนดมี {len(weak)} ตัวชี้วัด ดังนี้"
    return f"{begins}\n{numbered(line for one in weak for line in _weak_lines(facts, one))}"


def _weak_lines(facts: ScoreYear, one: IndicatorScore) -> Iterator[str]:
    advice = f" {cited(one.advice)}" if one.advice else ""
    got = f" ได้ {score(one.score)}" if one.score is not None else ""
    yield f"**{indicator_words(one)}**{got}{advice}"
    mine = [question for question in facts.weak_questions if question.indicator == one.number]
    yield from (f"  {line}" for line in question_lines(mine))


def _aside(facts: ScoreYear) -> str:
    """Weak questions of indicators that are not weak as a whole."""
    weak = {one.number for one in facts.weak_indicators}
    others = [one for one in facts.weak_questions if one.indicator not in weak]
    if not others:
        return ""
    lead = "นอกจากนี้ ในตัวชี้วัดอื่น" if weak else "อย่างไรก็ตาม"
    lines = "\n".join(question_lines(others))
    below = f"{facts.marks[-1]} คะแนน" if facts.marks else "ช่วงคะแนนสูงสุด"
    return f"{lead} มีข้อคำถามที่ได้คะแนนต่ำกว่า {below} {len(others)} ข้อ ดังนี้\n{lines}"


def _lost(facts: ScoreYear) -> str:
    lost = facts.lost_items
    if not lost:
        return ""
    lines = "\n".join(f"- {asked_words(one)}{f' ({cited(one.section)})' if one.section else ''}" for one in lost)
    return f"สำหรับการเปิดเผยข้อมูลสาธารณะ (OIT) มีรายการที่ไม่ได้คะแนน {len(lost)} รายการ ดังนี้\n{lines}"


def _missing(facts: ScoreYear) -> str:
    lacking = facts.lacking
    if not lacking:
        return ""
    numbers = both([str(number) for number in lacking])
    return f"ทั้งนี้ ยังไม่มีคะแนนของตัวชี้วัดที่ {numbers} จึงไม่ได้นำมาวิเคราะห์ในรายงานนี้"


def _leads_on(facts: ScoreYear) -> str:
    if not (facts.weak_indicators or facts.weak_questions or facts.lost_items):
        return ""
    plan = f"มาตรการส่งเสริมความโปร่งใสภายในหน่วยงาน ประจำ{YEAR} {facts.plan_year}"
    return f"ประเด็นข้างต้นใช้เป็นข้อมูลในการกำหนด{plan}"
