"""Words that all proposals share: scores, changes, lists, names of indicators."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from reports.prose import cited, offered
from reports.score_facts import IndicatorScore, ItemScore, QuestionScore, ScoreYear

ITA = "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ"
YEAR = "ปีงบประมาณ พ.ศ."
# Questions named in one list.
MOST_QUESTIONS = 5


def score(value: Decimal) -> str:
    """ "92.84 คะแนน"."""
    return f"{value:.2f} คะแนน"


def both(words: Sequence[str]) -> str:
    """Words one after the other as Thai lists them: "ก", "ก และข", "ก ข และค", "9 และ 10"."""
    *before, last = words
    if not before:
        return last
    return f"{' '.join(before)} และ{' ' if _begins_with_figure(last) else ''}{last}"


def _begins_with_figure(words: str) -> bool:
    return offered(words, "arabic")[:1].isdecimal()


def name_words(name: str) -> str:
    """A body's name as Thai runs on after it; a name that ends in a figure or a Latin letter is parted from it."""
    return cited(name) + ("" if "ก" <= name.strip()[-1:] <= "๎" else " ")


def text_of(paragraphs: Iterable[str]) -> str:
    """Paragraphs as one text; those without words are left out."""
    return "\n\n".join(one for one in paragraphs if one)


def numbered(items: Iterable[str]) -> str:
    """Lines as a numbered list; a line below an item (it begins with a space or "-") has no number of its own."""
    lines, number = [], 0
    for item in items:
        if item.startswith((" ", "-")):
            lines.append(item)
        else:
            number += 1
            lines.append(f"{number}. {item}")
    return "\n".join(lines)


def indicator_words(one: IndicatorScore) -> str:
    """ "ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ", the name as the edition has it."""
    return f"ตัวชี้วัดที่ {one.number} {cited(one.name)}" if one.name else f"ตัวชี้วัดที่ {one.number}"


def asked_words(one: QuestionScore | ItemScore) -> str:
    """ "ข้อ I19 …", the name as the edition has it."""
    return f"ข้อ {one.code.upper()} {cited(one.name)}" if one.name else f"ข้อ {one.code.upper()}"


def question_lines(questions: Sequence[QuestionScore]) -> Iterator[str]:
    """List lines of the lowest questions in their order, then how many there are besides: the tables name them all."""
    ranked = sorted((one for one in questions if one.score is not None), key=lambda one: one.score or 0)
    named = {one.code for one in ranked[:MOST_QUESTIONS]}
    for one in questions:
        if one.code in named and one.score is not None:
            yield f"- {asked_words(one)} ได้ {score(one.score)}"
    if more := len(questions) - len(named):
        yield f"- ข้อคำถามอื่นอีก {more} ข้อ"


def change_words(now: Decimal, then: Decimal) -> str:
    """How a score moved: "เพิ่มขึ้น 2.84 คะแนน", "ลดลง …", "เท่าเดิม"."""
    if now == then:
        return "เท่าเดิม"
    return f"{'เพิ่มขึ้น' if now > then else 'ลดลง'} {score(abs(now - then))}"


def since_last_words(now: Decimal, then: Decimal) -> str:
    """The same beside the year before: "เพิ่มขึ้นจากปีก่อน 2.84 คะแนน", "เท่ากับปีก่อน"."""
    if now == then:
        return "เท่ากับปีก่อน"
    return f"{'เพิ่มขึ้น' if now > then else 'ลดลง'}จากปีก่อน {score(abs(now - then))}"


def result_words(facts: ScoreYear) -> str:
    """The overall score and level: "92.84 คะแนน อยู่ในระดับผ่าน"; "" without a score."""
    if facts.overall is None:
        return ""
    if not facts.level:
        return score(facts.overall)
    if facts.level_printed:
        return f"{score(facts.overall)} อยู่ในระดับ{cited(facts.level)}"
    return f"{score(facts.overall)} ซึ่งเมื่อเทียบกับเกณฑ์ของปีดังกล่าวตรงกับระดับ{cited(facts.level)}"


def known_indicators(facts: ScoreYear) -> list[IndicatorScore]:
    """The indicators with a score."""
    return [one for one in facts.indicators if one.score is not None]


def nothing_yet(facts: ScoreYear) -> str:
    """The sentence where no score is known."""
    return (
        f"ยังไม่มีคะแนนผลการประเมินประจำ{YEAR} {facts.fiscal_year} ของ{cited(facts.owner)} "
        "จึงยังไม่อาจสรุปผลและวิเคราะห์ประเด็นที่ต้องพัฒนาจากคะแนนได้"
    )


def has_scores(facts: ScoreYear) -> bool:
    """Whether any score of the year is known."""
    known = facts.overall is not None or any(one.score is not None for one in facts.instruments)
    return known or bool(known_indicators(facts)) or asks_are_known(facts)


def asks_are_known(facts: ScoreYear) -> bool:
    """Whether the score of any question or OIT item is known."""
    return any(one.score is not None for one in facts.questions) or any(one.score is not None for one in facts.items)
