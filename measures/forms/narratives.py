"""What a person types for the province's own text, cleaned; nothing is written here."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from agencies.asking import too_long
from measures.forms.entry import plain
from measures.forms.planning import keys
from measures.models import Narrative, RoundMeasure
from measures.workflow import MAX_TEXT


@dataclass(frozen=True)
class NarrativeTyped:
    """A text and what it was ticked for: whole groups by number and single measures by key.

    outcome: what came of it, asked in a plan by issue.
    """

    text: str = ""
    groups: frozenset[int] = frozenset()
    measures: frozenset[int] = frozenset()
    outcome: str = ""


def narrative_typed(data: QueryDict) -> NarrativeTyped:
    """Return what was typed and ticked, whatever it is."""
    groups, measures = keys(data.getlist("group")), keys(data.getlist("measure"))
    text, outcome = plain(data.get("text", "")), plain(data.get("outcome", ""))
    return NarrativeTyped(text, frozenset(groups), frozenset(measures), outcome)


def narrative_stored(narrative: Narrative) -> NarrativeTyped:
    """Return a stored text as it would be typed."""
    covers = frozenset(row.pk for row in narrative.covers.all())
    return NarrativeTyped(narrative.text, frozenset(), covers, narrative.outcome)


def problem(typed: NarrativeTyped, covers: list[RoundMeasure]) -> str:
    """Return what keeps the text from being stored, or nothing."""
    if not covers:
        return _("โปรดเลือกมาตรการที่ข้อความนี้ครอบคลุม")
    if not typed.text:
        return _("โปรดพิมพ์ข้อความ ถ้าไม่ต้องการใช้แล้วให้กด “ลบข้อความนี้”")
    if max(len(typed.text), len(typed.outcome)) > MAX_TEXT:
        return str(too_long(MAX_TEXT))
    return ""


def with_words_of(text: str, words: str) -> str:
    """Return the text with an agency's words after it; words that stand there already are not repeated."""
    words = plain(words)
    if words in text:
        return text
    return f"{text}\n\n{words}" if text else words
