"""Who asks; provinces, agencies, editions."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Province
from assessments.models import Edition
from ita_portal.api import asking
from ita_portal.api.base import ListView, OneView
from ita_portal.api.shapes.master import AgencyShape, EditionLineShape, EditionShape, MeShape, ProvinceShape

TAG = _("ข้อมูลหลัก")


class Me(OneView):
    """The person and the token behind the request."""

    operation, summary, tag = "me", _("ผู้ใช้และโทเคนที่ส่งคำขอนี้"), TAG
    shape = MeShape

    def one(self, key: int = 0) -> dict[str, Any]:
        """Return who asks."""
        user = self.request.user
        facts = {"username": user.username, "display_name": str(user), "roles": user.held}  # type: ignore[union-attr]
        return facts | {"token": self.request.auth}


class Provinces(ListView):
    """All provinces: their names are no secret (row 1)."""

    operation, summary, tag = "provinces", _("จังหวัดทั้งหมด"), TAG
    shape = ProvinceShape

    def rows(self) -> QuerySet:
        """Return all."""
        return Province.objects.all()


class Agencies(ListView):
    """Agencies that the person may know of."""

    operation, summary, tag = "agencies", _("หน่วยงานที่บัญชีนี้เห็น"), TAG
    shape = AgencyShape
    asks = (asking.province(),)

    def rows(self) -> QuerySet:
        """Return the agencies that pages show the person."""
        return Agency.objects.visible_to(self.request.user)

    def loaded(self, rows: QuerySet) -> QuerySet:
        """Fetch province, kind and groups along."""
        return rows.select_related("province", "kind").prefetch_related("groups")


class AgencyView(OneView):
    """One agency."""

    operation, summary, tag = "agency", _("หน่วยงานหนึ่ง"), TAG
    shape = AgencyShape
    refuses = frozenset({404})

    def one(self, key: int) -> Agency:
        """Return it."""
        rows = Agency.objects.visible_to(self.request.user)
        return get_object_or_404(rows.select_related("province", "kind").prefetch_related("groups"), pk=key)


class Editions(ListView):
    """Editions of the assessment, without their questions."""

    operation, summary, tag = "editions", _("เกณฑ์ประเมินแต่ละปี"), TAG
    shape = EditionLineShape

    def rows(self) -> QuerySet:
        """Return all."""
        return Edition.objects.all()


class EditionView(OneView):
    """One edition with indicators, questions and issues."""

    operation, summary, tag = "edition", _("เกณฑ์ประเมินของปี พร้อมตัวชี้วัดและข้อคำถาม"), TAG
    shape = EditionShape
    refuses = frozenset({404})

    def one(self, key: int) -> Edition:
        """Return the edition of the fiscal year."""
        return get_object_or_404(whole_editions(), fiscal_year=key)


def whole_editions() -> QuerySet[Edition]:
    """Return editions with everything that belongs to them: seven queries."""
    return Edition.objects.prefetch_related(
        "instruments", "issues", "indicators__instrument", "indicators__sub_indicators",
        "indicators__questions__sub_indicator",
    )  # fmt: skip
