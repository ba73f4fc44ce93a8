"""What a person types for the province's own text, cleaned; nothing is written here."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from measures.forms.entry import plain
from measures.forms.planning import keys
from measures.models import Narrative, Result, RoundMeasure
from measures.workflow import MAX_TEXT


@dataclass(frozen=True)
class NarrativeTyped:
    """A text and what it was ticked for: whole indicators and single measures, by key."""

    text: str = ""
    indicators: frozenset[int] = frozenset()
    measures: frozenset[int] = frozenset()


def narrative_typed(data: QueryDict) -> NarrativeTyped:
    """Return what was typed and ticked, whatever it is."""
    indicators, measures = keys(data.getlist("indicator")), keys(data.getlist("measure"))
    return NarrativeTyped(plain(data.get("text", "")), frozenset(indicators), frozenset(measures))


def narrative_stored(narrative: Narrative) -> NarrativeTyped:
    """Return a stored text as it would be typed."""
    return NarrativeTyped(narrative.text, frozenset(), frozenset(row.pk for row in narrative.covers.all()))


def problem(typed: NarrativeTyped, covers: list[RoundMeasure]) -> str:
    """Return what keeps the text from being stored, or nothing."""
    if not covers:
        return _("โปรดเลือกตัวชี้วัดหรือมาตรการที่ข้อความนี้ครอบคลุม")
    if not typed.text:
        return _("โปรดพิมพ์ข้อความ ถ้าไม่ต้องการใช้แล้วให้กด “ลบข้อความนี้”")
    if len(typed.text) > MAX_TEXT:
        return _("ข้อความยาวเกิน {most} ตัวอักษร โปรดย่อข้อความ").format(most=f"{MAX_TEXT:,}")
    return ""


def with_words_of(text: str, result: Result) -> str:
    """Return the text with an agency's words after it; words that stand there already are not repeated."""
    words = plain(result.text)
    if words in text:
        return text
    return f"{text}\n\n{words}" if text else words
