"""Words of the assessment that rows choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


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


# Names that every edition has had so far. Editions hold them in Thai, papers print them in Thai; screens show the
# English of locale/, and a name that is not here stays as the edition writes it.
OFFICIAL_NAMES = (
    gettext_noop("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน"),
    gettext_noop("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก"),
    gettext_noop("แบบตรวจการเปิดเผยข้อมูลสาธารณะ"),
    gettext_noop("การปฏิบัติหน้าที่"),
    gettext_noop("การใช้งบประมาณ"),
    gettext_noop("การใช้อำนาจ"),
    gettext_noop("การใช้ทรัพย์สินของราชการ"),
    gettext_noop("การแก้ไขปัญหาการทุจริต"),
    gettext_noop("คุณภาพการดำเนินงาน"),
    gettext_noop("ประสิทธิภาพการสื่อสาร"),
    gettext_noop("การปรับปรุงการทำงาน"),
    gettext_noop("การปรับปรุงระบบการทำงาน"),
    gettext_noop("การเปิดเผยข้อมูล"),
    gettext_noop("การป้องกันการทุจริต"),
)


class Presence(models.TextChoices):
    """Whether an OIT item is disclosed. Thai here: form F prints these words, screens show the English of locale/."""

    UNKNOWN = "", gettext_noop("ยังไม่กรอก")
    YES = "yes", gettext_noop("มี")
    NO = "no", gettext_noop("ไม่มี")
