"""What a check says, and all checks together. One check is one file with `CODE` and `find(result)`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from measures.checks import blank, caption_missing, no_evidence, not_applicable, same_words, unconfirmed, untouched

if TYPE_CHECKING:
    from agencies.models import User
    from measures.models import Result

CHECKS = (blank, not_applicable, unconfirmed, no_evidence, caption_missing, same_words, untouched)


@dataclass(frozen=True)
class Finding:
    """One thing to mend (`error`) or to look at (`warning`) at one measure ("1.4")."""

    code: str
    severity: str
    measure: str
    result_id: int
    message: str


def find_all(results: Iterable["Result"]) -> list[Finding]:
    """Return the findings of all checks, measure by measure.

    The results come with `measure`, `result_links__link`, `result_attachments__attachment` and `notes` fetched along.
    """
    return [
        Finding(check.CODE, check.SEVERITY, str(result.measure), result.pk, message)
        for result in results
        for check in CHECKS
        if (message := check.find(result))
    ]


def refusals(results: list["Result"], *, sender: "User", acknowledged: bool) -> str:
    """Return why the report cannot be sent yet, as one text, or "".

    Unsaved texts of the sender come first: what was typed must not be left behind.
    """
    unsaved = [str(r.measure) for r in results if any(u.user_id == sender.pk for u in r.unsaved.all())]
    if unsaved:
        return _("มีข้อความที่ยังไม่ได้บันทึกในมาตรการ %(names)s โปรดเลือกว่าจะใช้หรือทิ้งก่อนส่ง") % {"names": ", ".join(unsaved)}
    findings = find_all(results)
    errors = sorted({f.result_id for f in findings if f.severity == "error"})
    if errors:
        names = [str(r.measure) for r in results if r.pk in set(errors)]
        return _("ยังไม่ครบ %(count)s มาตรการ: %(names)s") % {"count": len(names), "names": ", ".join(names)}
    if any(f.severity == "warning" for f in findings) and not acknowledged:
        return _("มีคำเตือน โปรดอ่านและทำเครื่องหมายรับทราบก่อนส่ง")
    return ""
