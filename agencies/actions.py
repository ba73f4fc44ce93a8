"""Everything that may be asked for on people and agencies (permissions.md rows 25, 32, 38, 39)."""

from django.db import models


class Action(models.TextChoices):
    """Acts on people, agencies and master data."""

    USER_INVITE = "user.invite", "เพิ่มผู้ใช้"  # 25
    USER_DISABLE = "user.disable", "ปิดบัญชีผู้ใช้"  # 25
    AGENCY_EDIT = "agency.edit", "แก้ไขข้อมูลหน่วยงาน"  # 32
    SCORE_EDIT = "score.edit", "กรอกคะแนน"  # 33
    EDITION_EDIT = "edition.edit", "แก้ไขเกณฑ์การประเมินของปี"  # 38
    ACCOUNT_SELF = "account.self", "จัดการบัญชีของตน"  # 39
    PEOPLE_READ = "people.read", "ดูรายชื่อหน่วยงานและผู้ใช้"
