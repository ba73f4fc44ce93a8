"""People and what they are where."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from agencies.choices import AGENCY_ROLES, NATIONAL_ROLES, PROVINCE_ROLES, SECOND_FACTOR_ROLES, Role

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from agencies.models.session import SessionSeen


class User(AbstractUser):
    """A person who can log in. Roles stand in Membership; `is_staff` opens master data only."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    display_name = models.CharField("ชื่อ-สกุล", max_length=160)
    email = models.EmailField("อีเมล", blank=True)
    phone = models.CharField("โทรศัพท์", max_length=60, blank=True)
    # Counted up whenever roles change: every session older than that dies (security.md T9).
    role_stamp = models.PositiveIntegerField(default=0, editable=False)
    # The first steps no longer stand on the first page; they always stand on the page of help.
    tour_put_away = models.BooleanField(default=False, db_default=False, editable=False)

    REQUIRED_FIELDS = ["email"]

    if TYPE_CHECKING:
        memberships: RelatedManager["Membership"]
        sessions_seen: RelatedManager["SessionSeen"]

    class Meta:
        verbose_name = "ผู้ใช้"

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        """Return the name that is shown to people."""
        return str(self)

    def get_short_name(self) -> str:
        """Return the name that is shown to people."""
        return str(self)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        stamp = f"{self.password}:{self.role_stamp}:{self.is_active}"
        return salted_hmac("agencies.session", stamp, secret=secret, algorithm="sha256").hexdigest()

    @cached_property
    def held(self) -> tuple["Membership", ...]:
        """Return the person's memberships with agency and province, fetched once a request."""
        return tuple(self.memberships.select_related("agency__province", "province").order_by("pk"))

    @property
    def roles(self) -> frozenset[str]:
        """Return the set of roles held anywhere."""
        return frozenset(m.role for m in self.held)

    @property
    def needs_second_factor(self) -> bool:
        """Say whether one of the roles calls for a second factor."""
        return not SECOND_FACTOR_ROLES.isdisjoint(self.roles)

    @property
    def must_have_second_factor(self) -> bool:
        """Say whether this portal insists on it: then nothing opens before, and it cannot be taken off."""
        return settings.REQUIRE_MFA and self.needs_second_factor


class Membership(models.Model):
    """A role of a person: at an agency (staff, head), a province (reviewer) or the nation."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="ผู้ใช้")
    role = models.CharField("บทบาท", max_length=10, choices=Role.choices)
    agency = models.ForeignKey(
        "agencies.Agency",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="หน่วยงาน",
    )
    province = models.ForeignKey(
        "agencies.Province",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="จังหวัด",
    )

    class Meta:
        verbose_name = "บทบาทของผู้ใช้"
        constraints = [
            models.CheckConstraint(
                name="membership_place_fits_role",
                condition=(
                    Q(role__in=sorted(AGENCY_ROLES), agency__isnull=False, province__isnull=True)
                    | Q(role__in=sorted(PROVINCE_ROLES), agency__isnull=True, province__isnull=False)
                    | Q(role__in=sorted(NATIONAL_ROLES), agency__isnull=True, province__isnull=True)
                ),
            ),
            models.UniqueConstraint(fields=["user", "role", "agency"], name="agency_role_once"),
            models.UniqueConstraint(fields=["user", "role", "province"], name="province_role_once"),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(agency__isnull=True, province__isnull=True),
                name="national_role_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.place} · {self.get_role_display()}"

    @property
    def place(self) -> str:
        """Return where the role holds, in words."""
        if self.agency:
            return self.agency.name
        if self.province:
            return _("สำนักงานจังหวัด%(name)s") % {"name": self.province.local_name}
        return _("ส่วนกลาง")
