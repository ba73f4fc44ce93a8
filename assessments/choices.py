"""Words of the assessment that rows choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InstrumentCode(models.TextChoices):
    """The three instruments of the commission's assessment."""

    IIT = "IIT", "IIT แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน"
    EIT = "EIT", "EIT แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก"
    OIT = "OIT", "OIT แบบตรวจการเปิดเผยข้อมูลสาธารณะ"


class AnswerKind(models.TextChoices):
    """How a question is answered."""

    SCALE = "scale", _("สี่ระดับ")
    YES_NO = "yes_no", _("มี/ไม่มี")
    DISCLOSURE = "disclosure", _("เปิดเผยข้อมูล")
