"""What everybody may read without a token (rows 4 and 22b): names, editions, and what was published, frozen."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Province
from assessments.models import Edition
from ita_portal.api import asking
from ita_portal.api.base import ApiView, ListView, OneView
from ita_portal.api.shapes.master import EditionLineShape, EditionShape, ProvinceShape, PublicAgencyShape
from ita_portal.api.shapes.public import PublicationLineShape, PublicationShape
from ita_portal.api.views.master import whole_editions
from reports.models import Publication

TAG = _("ข้อมูลสาธารณะ (ไม่ต้องใช้โทเคน)")


class Open(ApiView):
    """Nobody is asked who they are, so that nothing can depend on it."""

    public = True
    authentication_classes = ()
    tag = TAG


class PublicProvinces(Open, ListView):
    """All provinces."""

    operation, summary, shape = "public_provinces", _("จังหวัดทั้งหมด"), ProvinceShape

    def rows(self) -> QuerySet:
        """Return all."""
        return Province.objects.all()


class PublicAgencies(Open, ListView):
    """Agencies in use, by name."""

    operation, summary, shape = "public_agencies", _("ชื่อหน่วยงาน"), PublicAgencyShape
    asks = (asking.province(),)

    def rows(self) -> QuerySet:
        """Return those in use."""
        return Agency.objects.active()

    def loaded(self, rows: QuerySet) -> QuerySet:
        """Fetch province and kind along."""
        return rows.select_related("province", "kind")


class PublicEditions(Open, ListView):
    """Editions without their questions."""

    operation, summary, shape = "public_editions", _("เกณฑ์ประเมินแต่ละปี"), EditionLineShape

    def rows(self) -> QuerySet:
        """Return all."""
        return Edition.objects.all()


class PublicEdition(Open, OneView):
    """One edition whole."""

    operation, summary, shape = "public_edition", _("เกณฑ์ประเมินของปี พร้อมตัวชี้วัดและข้อคำถาม"), EditionShape
    refuses = frozenset({404})

    def one(self, key: int) -> Edition:
        """Return the edition of the fiscal year."""
        return get_object_or_404(whole_editions(), fiscal_year=key)


def of_province(rows: QuerySet, code: str) -> QuerySet:
    """Return the publications of the province and of its agencies."""
    return rows.filter(Q(province__code=code) | Q(agency__province__code=code))


class Publications(Open, ListView):
    """What was published and not withdrawn: every version; `data` stands behind each one's address."""

    operation, summary, shape = "publications", _("ผลที่เผยแพร่แล้วทุกฉบับ"), PublicationLineShape
    asks = (
        asking.year(),
        asking.province(of_province),
        asking.key("agency", _("id ของหน่วยงาน"), "agency"),
    )

    def rows(self) -> QuerySet:
        """Return every version that still stands."""
        return Publication.objects.filter(withdrawn_at=None)

    def loaded(self, rows: QuerySet) -> QuerySet:
        """Fetch the owner along, and leave the data where it is."""
        return rows.select_related("agency__province", "province").defer("data")


class PublicationView(Open, OneView):
    """One publication with its frozen data."""

    operation, summary, shape = "publication", _("ผลที่เผยแพร่แล้วหนึ่งฉบับ"), PublicationShape
    refuses = frozenset({404})

    def one(self, key: int) -> Publication:
        """Return it."""
        rows = Publication.objects.filter(withdrawn_at=None).select_related("agency__province", "province")
        return get_object_or_404(rows, pk=key)
