"""What is asked of what people type: one limit, said at the field beforehand and in the refusal afterwards."""

from typing import TYPE_CHECKING, Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Words
else:
    Words = object

MEGABYTE = 1024 * 1024
PHONE, PERSON_NAME = 60, 160


def at_most(most: int, hint: Words = "") -> Words:
    """Return the help of a text of at most `most` characters, after the hint what to write: "… ไม่เกิน 2,000 ตัวอักษร"."""
    limit = format_lazy(_("ไม่เกิน {most} ตัวอักษร"), most=f"{most:,}")
    return format_lazy("{hint} {limit}", hint=hint, limit=limit) if hint else limit


def too_long(most: int) -> Words:
    """Return the refusal of a text of more than `most` characters."""
    return format_lazy(_("ข้อความยาวเกิน {most} ตัวอักษร โปรดย่อข้อความ"), most=f"{most:,}")


def length(most: int, hint: Words = "") -> dict[str, Any]:
    """Return the options of a CharField of at most `most` characters: its limit, its help and its refusal."""
    return {"max_length": most, "help_text": at_most(most, hint), "error_messages": {"max_length": too_long(most)}}


def size(most: int, hint: Words = "") -> Words:
    """Return the help of a file of at most `most` bytes, before the hint what happens to it: "ไม่เกิน 10 MB …"."""
    return format_lazy(_("ไม่เกิน {most} MB {hint}"), most=most // MEGABYTE, hint=hint)


def too_big(most: int, hint: Words) -> Words:
    """Return the refusal of a file of more than `most` bytes, and what to do instead."""
    return format_lazy(_("ไฟล์ใหญ่เกิน {most} MB {hint}"), most=most // MEGABYTE, hint=hint)
