"""Everything that may be asked for on people and agencies (permissions.md rows 25, 32–34, 37–40, 46, 47)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """Acts on people, agencies and master data."""

    USER_INVITE = "user.invite", _("เพิ่มผู้ใช้")  # 25
    USER_DISABLE = "user.disable", _("ปิดบัญชีผู้ใช้")  # 25
    USER_ERASE = "user.erase", _("ลบข้อมูลส่วนบุคคลของผู้ใช้")  # 25
    AGENCY_EDIT = "agency.edit", _("แก้ไขข้อมูลหน่วยงาน")  # 32
    SCORE_EDIT = "score.edit", _("กรอกคะแนน")  # 33
    DISCLOSURE_EDIT = "disclosure.edit", _("กรอกการเปิดเผยข้อมูล")  # 34
    PROSE_EDIT = "prose.edit", _("เขียนข้อความในเอกสาร")  # 37
    PAPER_ISSUE = "paper.issue", _("ออกเอกสาร")  # 37
    EDITION_EDIT = "edition.edit", _("แก้ไขเกณฑ์การประเมินของปี")  # 38
    ACCOUNT_SELF = "account.self", _("จัดการบัญชีของตน")  # 39
    SCORES_COMPARE = "scores.compare", _("เทียบคะแนนของหน่วยงาน")  # 40
    PEOPLE_IMPORT = "people.import", _("นำเข้าหน่วยงานและผู้ใช้จากไฟล์")  # 46
    PEOPLE_HAND_OVER = "people.hand_over", _("ส่งมอบงานของผู้ใช้")  # 47
    NATION_READ = "nation.read", _("ดูภาพรวมทั้งประเทศ")  # 48
    PEOPLE_READ = "people.read", _("ดูรายชื่อหน่วยงานและผู้ใช้")
