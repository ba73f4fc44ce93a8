"""Roles and their order of rank; words that people see are Thai."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is, at an agency, at a province, or for the nation."""

    STAFF = "staff", _("เจ้าหน้าที่ผู้กรอกผล")
    HEAD = "head", _("หัวหน้าหน่วยงาน")
    REVIEWER = "reviewer", _("สำนักงานจังหวัด (ผู้ตรวจ)")
    VIEWER = "viewer", _("ผู้ดูส่วนกลาง")
    ADMIN = "admin", _("ผู้ดูแลระบบ")


AGENCY_ROLES = frozenset({Role.STAFF, Role.HEAD})
PROVINCE_ROLES = frozenset({Role.REVIEWER})
NATIONAL_ROLES = frozenset({Role.VIEWER, Role.ADMIN})

# A person may create or disable people of a lower rank only; an administrator anyone.
RANK = {Role.STAFF: 1, Role.HEAD: 2, Role.REVIEWER: 3, Role.VIEWER: 3, Role.ADMIN: 4}

# A stolen password alone must not open these (security.md T8).
SECOND_FACTOR_ROLES = frozenset({Role.HEAD, Role.REVIEWER, Role.VIEWER, Role.ADMIN})

ALL_AGENCIES_GROUP = "ทุกส่วนราชการ"
