"""What came back with a reason was meant to be corrected, not sent again as it was."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from measures.choices import NoteKind

if TYPE_CHECKING:
    from measures.models import Result

CODE = "untouched"
SEVERITY = "warning"
NAME = gettext_lazy("ส่งกลับแล้วแต่ยังไม่ได้แก้ไข")


def is_untouched(result: "Result") -> bool:
    """Say whether the result was returned with a reason and nobody has changed it since.

    The result comes with `notes` fetched along.
    """
    if not result.flagged:
        return False
    reasons = [n for n in result.notes.all() if n.kind == NoteKind.REASON and n.settled_at is None]
    asked = max((note.created_at for note in reasons), default=None)
    return asked is not None and (result.updated_at is None or result.updated_at < asked)


def find(result: "Result") -> str:
    """Return the message when a returned measure goes back unchanged, or ""."""
    return _("ถูกส่งกลับให้แก้ไข แต่ยังไม่ได้แก้ไขมาตรการนี้") if is_untouched(result) else ""
