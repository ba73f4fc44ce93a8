"""What search engines read: the description of a page's data (schema.org Dataset) and the lists of pages."""

import json
from xml.sax.saxutils import escape

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agencies.models import Province
from reports.public_data import address_of
from reports.public_pages import YearPage, owner_lines, provinces_line
from thai.dates import fiscal_year_bounds, in_bangkok

KINDS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
# No "<", ">" or "&" stands in the block: nothing typed can end it.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
_INDEX = '<?xml version="1.0" encoding="UTF-8"?>\n<{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{1}</{0}>\n'


def dataset_block(page: YearPage) -> SafeString:
    """Return the JSON-LD element of a page. It is data, not a script: browsers run no element of that type, and the
    content security policy does not ask for it."""
    words = json.dumps(_dataset(page), ensure_ascii=False).translate(ESCAPES)
    return SafeString(f'<script type="application/ld+json">{words}</script>')  # nosec B308 B703


def _dataset(page: YearPage) -> dict[str, object]:
    first, last = fiscal_year_bounds(page.fiscal_year)
    here = settings.SITE_URL + address_of(page)
    dates = [version.published_at for version in page.versions]
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{title_of(page)} {page.name}",
        "description": described(page),
        "url": here,
        "identifier": here,
        "version": str(page.version),
        "inLanguage": ["th", "en"] if get_language() == "en" else ["th"],
        "isAccessibleForFree": True,
        "datePublished": in_bangkok(min(dates)).date().isoformat(),
        "dateModified": in_bangkok(page.published_at).date().isoformat(),
        "temporalCoverage": f"{first.isoformat()}/{last.isoformat()}",
        "spatialCoverage": str(page.facts.get("province", "")),
        "creator": {"@type": "GovernmentOrganization", "name": page.name},
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{here}data.{ending}"}
            for ending, kind in KINDS.items()
        ],
    }


def title_of(page: YearPage) -> str:
    """Return what the page is about, in the reader's language."""
    return _("ผลการดำเนินงานตามมาตรการคุณธรรมและความโปร่งใส ปีงบประมาณ พ.ศ. %(year)s") % {"year": page.fiscal_year}


def described(page: YearPage) -> str:
    """Return the page in one sentence, for lists of search results."""
    return _("%(title)s ของ%(owner)s: มาตรการ ผลการดำเนินงาน หลักฐาน คะแนน ITA และข้อมูลให้ดาวน์โหลด ฉบับที่ %(version)s") % {
        "title": title_of(page),
        "owner": page.name,
        "version": page.version,
    }


def sitemap_index() -> bytes:
    """Return the list of the provinces' lists of pages."""
    rows = [
        _place("sitemap", reverse("public:province-sitemap", args=[line.place.code]), line.latest)  # type: ignore[union-attr]
        for line in provinces_line()
    ]
    return _INDEX.format("sitemapindex", "".join(rows)).encode()


def sitemap_of(province: Province) -> bytes:
    """Return the pages of a province."""
    rows = [_place("url", reverse("public:province", args=[province.code]), None)]
    for line in owner_lines("province", province):
        rows += [_place("url", reverse("public:province-year", args=[province.code, one]), None) for one in line.years]
    for line in owner_lines("agencies", province):
        rows.append(_place("url", reverse("public:agency", args=[province.code, line.place.pk]), line.latest))
        rows += [
            _place("url", reverse("public:year", args=[province.code, line.place.pk, year]), None)
            for year in line.years
        ]
    return _INDEX.format("urlset", "".join(rows)).encode()


def _place(tag: str, path: str, at: object) -> str:
    changed = f"<lastmod>{in_bangkok(at).date().isoformat()}</lastmod>" if at else ""  # type: ignore[arg-type]
    return f"<{tag}><loc>{escape(settings.SITE_URL + path)}</loc>{changed}</{tag}>"
