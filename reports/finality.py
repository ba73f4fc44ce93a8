"""When a paper is no draft any more, so that it may be issued.

- An agency's paper of a round: its report is approved (permissions.md row 13).
- The paper of a round's owner: the round is locked or published (rows 18, 20): nothing in it moves any more.
- A paper of a whole year: the portal knows no approval of a year, so issuing is that approval: the head, or the
  provincial office, vouches for what stands there on that day. A form whose year can be unfinished says so itself
  by an `unfinished` of its own (a paper about scores before the scores are there), or by marking its paper a draft.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from measures.choices import RoundState, State
from reports.document import Document
from reports.registry import Form
from reports.selectors import Subject, is_draft

# Thai here; put into the reader's language where it is said.
OF_REPORT = {
    State.DRAFT: gettext_noop("รายงานยังอยู่ระหว่างกรอก ออกเอกสารได้เมื่ออนุมัติแล้ว"),
    State.ENDORSEMENT: gettext_noop("รายงานยังรอหัวหน้ารับรอง ออกเอกสารได้เมื่ออนุมัติแล้ว"),
    State.SUBMITTED: gettext_noop("รายงานยังรอตรวจ ออกเอกสารได้เมื่ออนุมัติแล้ว"),
    State.RETURNED: gettext_noop("รายงานถูกส่งกลับให้แก้ไข ออกเอกสารได้เมื่ออนุมัติแล้ว"),
}
OF_PLANNED = gettext_noop("รอบนี้ยังไม่เปิดรับ ออกเอกสารได้เมื่อล็อกรอบแล้ว")
OF_RUNNING = gettext_noop("รอบนี้ยังเปิดอยู่หรือยังไม่ล็อก ออกเอกสารได้เมื่อปิดรับและล็อกรอบแล้ว")
MARKED = gettext_noop("เอกสารนี้ยังเป็นฉบับร่าง ออกเอกสารได้เมื่อข้อมูลครบแล้ว")


def why_draft(form: Form, subject: Subject, document: Document | None = None) -> str:
    """Why the paper cannot be issued yet, in the reader's language, with what has to happen first; "" where it can.

    document: the paper, where it is at hand: it may be marked as a draft by itself.
    """
    if subject.submission and is_draft(subject.submission):
        return _(OF_REPORT[State(subject.submission.state)])
    if subject.round and not subject.submission and is_draft(subject.round):
        return _(OF_PLANNED if subject.round.state == RoundState.PLANNED else OF_RUNNING)
    if form.unfinished and (why := form.unfinished(subject)):
        return why
    return _(MARKED) if document and document.draft else ""


def why_final(subject: Subject) -> str:
    """What makes a paper of this kind final, in words."""
    if subject.submission:
        return _("ออกได้เพราะรายงานของหน่วยงานอนุมัติแล้ว")
    if subject.round:
        return _("ออกได้เพราะรอบรายงานล็อกแล้ว ข้อมูลในรอบไม่เปลี่ยนอีก")
    return _("เอกสารของทั้งปีไม่มีขั้นอนุมัติในระบบ การออกเอกสารคือการรับรองข้อมูล ณ วันที่ออก หากข้อมูลเปลี่ยนให้ออกฉบับใหม่แทน")
