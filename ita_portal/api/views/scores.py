"""Score cards, the OIT register, issued papers."""

import hashlib
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from agencies.models import Agency, Scope
from assessments.choices import Presence
from assessments.models import Disclosure, ScoreCard
from ita_portal.api import asking
from ita_portal.api.base import ApiView, ListView, OneView
from ita_portal.api.errors import Refused, require
from ita_portal.api.shapes.scores import CardLineShape, CardShape, DisclosureShape, IssuedShape
from measures.views.files import SANDBOX
from reports.issued import kept_bytes, subject_of_issued
from reports.models import IssuedReport
from reports.output import FORMATS
from reports.wanted import may_have

SCORES, PAPERS = _("คะแนนและการเปิดเผยข้อมูล"), _("เอกสารที่ออกแล้ว")
OF_AN_AGENCY = asking.key("agency", _("id ของหน่วยงาน"), "agency")


class Cards(ListView):
    """Score cards that the person may read."""

    operation, summary, tag = "scores", _("ผลคะแนนรายปี"), SCORES
    scope, shape = Scope.SCORES, CardLineShape
    asks = (asking.year(), asking.province(), OF_AN_AGENCY)

    def rows(self) -> QuerySet:
        """Return the cards that pages show the person."""
        return ScoreCard.objects.visible_to(self.request.user)

    def loaded(self, rows: QuerySet) -> QuerySet:
        """Fetch province and indicators along."""
        return rows.select_related("province").prefetch_related("scores")


class CardView(OneView):
    """One card with all its figures."""

    operation, summary, tag = "score", _("ผลคะแนนหนึ่งพร้อมคะแนนรายข้อ"), SCORES
    scope, shape = Scope.SCORES, CardShape
    refuses = frozenset({404})

    def one(self, key: int) -> ScoreCard:
        """Return it."""
        rows = ScoreCard.objects.visible_to(self.request.user).select_related("province")
        return get_object_or_404(rows.prefetch_related("scores", "figures"), pk=key)


class Disclosures(ListView):
    """OIT items of the agencies that the person may know of (row 34)."""

    operation, summary, tag = "disclosures", _("ทะเบียนการเปิดเผยข้อมูล (OIT)"), SCORES
    scope, shape = Scope.SCORES, DisclosureShape
    asks = (
        asking.year(),
        asking.province("agency__province__code"),
        OF_AN_AGENCY,
        asking.choice("presence", _("มีหรือไม่มี"), [Presence.YES.value, Presence.NO.value], "presence"),
    )

    def rows(self) -> QuerySet:
        """Return the items of those agencies."""
        return Disclosure.objects.filter(agency__in=Agency.objects.visible_to(self.request.user))

    def loaded(self, rows: QuerySet) -> QuerySet:
        """Fetch links with their pages along."""
        return rows.prefetch_related("disclosure_links__link__page")


class Papers(ListView):
    """Issued papers that the person may see."""

    operation, summary, tag = "papers", _("เอกสารที่ออกแล้ว"), PAPERS
    scope, shape = Scope.PAPERS, IssuedShape
    asks = (asking.year(), OF_AN_AGENCY, asking.key("round", _("id ของรอบ"), "round"))

    def rows(self) -> QuerySet:
        """Return the papers that pages show the person."""
        return IssuedReport.objects.visible_to(self.request.user)  # type: ignore[arg-type]

    def loaded(self, rows: QuerySet) -> QuerySet:
        """Fetch files and the newer issue along; the kept dataset stays where it is."""
        return (
            rows.select_related("province", "following")
            .defer("dataset", "following__dataset")
            .prefetch_related("files")
        )


class PaperView(OneView):
    """One issued paper."""

    operation, summary, tag = "paper", _("เอกสารที่ออกแล้วหนึ่งฉบับ"), PAPERS
    scope, shape = Scope.PAPERS, IssuedShape
    refuses = frozenset({403, 404, 409})

    def one(self, key: int) -> IssuedReport:
        """Return it."""
        return issued_paper(self, key)


def issued_paper(view: ApiView, pk: int) -> IssuedReport:
    """Return the issued paper where the person may have the paper itself (rows 21 and 22)."""
    user: Any = view.request.user
    found = get_object_or_404(IssuedReport.objects.visible_to(user).with_context().prefetch_related("files"), pk=pk)
    require(may_have(user, subject_of_issued(found)))
    return found


class PaperFile(ApiView):
    """The kept bytes of an issued paper, as they were issued."""

    operation, summary, tag = "paper_file", _("ไฟล์ของเอกสารที่ออกแล้ว"), PAPERS
    scope = Scope.PAPERS
    refuses = frozenset({403, 404, 409})
    media = "application/octet-stream"

    def get(self, request: Request, pk: int, ending: str) -> HttpResponse:
        """Return the bytes; a damaged file is not given out (409)."""
        found = issued_paper(self, pk)
        kept = next((one for one in found.files.all() if one.format == ending), None)
        if kept is None:
            raise Http404
        etag = f'"{kept.sha256}"'
        if known := get_conditional_response(request._request, etag=etag):
            return known
        content = kept_bytes(kept)
        if content is None or hashlib.sha256(content).hexdigest() != kept.sha256:
            why = gettext("ไฟล์ที่เก็บไว้เสียหายหรือหายไป โปรดแจ้งผู้ดูแลระบบให้กู้คืนจากชุดสำรอง")
            raise Refused(why, "damaged", 409)
        answer = HttpResponse(content, content_type=FORMATS[kept.format].media_type)
        answer["Content-Disposition"] = content_disposition_header(True, kept.file_name) or "attachment"
        answer["Content-Security-Policy"] = SANDBOX
        answer["ETag"] = etag
        return answer
