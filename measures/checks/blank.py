"""Every measure needs an answer."""

from typing import TYPE_CHECKING

from measures.choices import Answer

if TYPE_CHECKING:
    from measures.models import Result

CODE = "blank"
SEVERITY = "error"


def find(result: "Result") -> str:
    """Return the Thai message when the measure is not answered, or ""."""
    return "ยังไม่ได้เลือกคำตอบ" if result.answer == Answer.BLANK else ""
