"""The public pages: no log-in, no session, no cookie; the language is in the address, so everybody's page is the same.

An answer is made once, kept compressed in the cache until something is published (or five minutes), and told apart by
its ETag. Compressing is safe here: nothing secret stands in a page that everybody gets.
"""

import gzip
import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agencies.models import Agency, Province
from reports import public_data
from reports.public_columns import COLUMNS
from reports.public_meta import dataset_block, sitemap_index, sitemap_of
from reports.public_pages import (
    YearPage,
    agency_of,
    newest_stamp,
    owner_lines,
    province_of,
    provinces_line,
    year_page,
    years_of,
)

LANGUAGES = ("th", "en")
SECONDS = 300
HTML = "text/html; charset=utf-8"
FILES: dict[str, tuple[str, Callable[[YearPage], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", public_data.as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", public_data.as_xlsx),
    "json": ("application/json", public_data.as_json),
}
# A version number has no more digits than this: longer ones are not asked of the database.
LONGEST = 4


def language_of(request: HttpRequest) -> str:
    """Return the language of the address."""
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def kept(request: HttpRequest, name: str, make: Callable[[], bytes], *, kind: str = HTML) -> HttpResponse:
    """Answer with what `make` returns, from the cache where it is known. `make` may raise Http404: that is not kept."""
    key = f"public:{newest_stamp()}:{hashlib.sha256(name.encode()).hexdigest()}"
    packed: bytes | None = cache.get(key)
    if packed is None:
        packed = gzip.compress(make(), compresslevel=6, mtime=0)
        cache.set(key, packed, SECONDS)
    return answer(request, packed, kind)


def answer(request: HttpRequest, packed: bytes, kind: str) -> HttpResponse:
    """Answer with compressed content, or 304 to whoever has it; unpacked for who cannot unpack."""
    etag = f'W/"{hashlib.sha256(packed).hexdigest()[:32]}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        response = unchanged
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(packed, content_type=kind)
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(gzip.decompress(packed), content_type=kind)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={SECONDS}"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def page(
    request: HttpRequest, template: str, make: Callable[[], dict[str, Any]], *,
    version: int | None = None, find: str = "",
) -> HttpResponse:  # fmt: skip
    """Answer with a public page in the language of the address. make: its context, or raises Http404.

    version, find: what the page understood of the query. Nothing else of it may make another copy for the cache, or
    pass by the cache: strangers could fill it (log-ins are counted there) or keep the portal busy.
    """
    language = language_of(request)

    def html() -> bytes:
        with translation.override(language):
            english = "?lang=en" if language == "en" else ""
            frame = {
                "language": language,
                "lang_q": english,
                "here": request.path,
                "site": settings.SITE_URL,
                "find": find,
            }
            return render_to_string(template, frame | make()).encode()

    # What people look for is theirs: it fills no cache.
    if find:
        response = answer(request, gzip.compress(html(), mtime=0), HTML)
        response["Cache-Control"] = "no-store"
    else:
        response = kept(request, f"{request.path}|{version or ''}|{language}", html)
    response["Content-Language"] = language
    if version or find:
        response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List the provinces that have published anything."""
    return page(request, "public/home.html", lambda: {"lines": provinces_line()})


@require_safe
def province(request: HttpRequest, code: str) -> HttpResponse:
    """List what a province and its agencies have published; ?q= finds agencies by name."""

    find = request.GET.get("q", "")[:100].replace("\0", "").strip()

    def make() -> dict[str, Any]:
        place = _province(code)
        return {"province": place, "own": owner_lines("province", place), "lines": owner_lines("agencies", place, find)}

    return page(request, "public/province.html", make, find=find)


@require_safe
def agency(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """List the years that an agency has published."""

    def make() -> dict[str, Any]:
        office = _agency(code, pk)
        years = years_of(office)
        if not years:
            raise Http404
        return {"agency": office, "years": years}

    return page(request, "public/agency.html", make)


@require_safe
def year(request: HttpRequest, code: str, pk: int, fiscal_year: int) -> HttpResponse:
    """Show what an agency published of a year. ?v= shows an earlier version."""
    return _year(request, lambda: _agency(code, pk), fiscal_year)


@require_safe
def province_year(request: HttpRequest, code: str, fiscal_year: int) -> HttpResponse:
    """Show what a province published of a year as a whole. ?v= shows an earlier version."""
    return _year(request, lambda: _province(code), fiscal_year)


@require_safe
def year_data(request: HttpRequest, code: str, pk: int, fiscal_year: int, ending: str) -> HttpResponse:
    """Give the data of an agency's page as CSV, XLSX or JSON."""
    return _data(request, lambda: _agency(code, pk), fiscal_year, ending, f"ita-{code}-{pk}-{fiscal_year}")


@require_safe
def province_data(request: HttpRequest, code: str, fiscal_year: int, ending: str) -> HttpResponse:
    """Give the data of a province's page as CSV, XLSX or JSON."""
    return _data(request, lambda: _province(code), fiscal_year, ending, f"ita-{code}-{fiscal_year}")


@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    """Say what the columns of the data mean."""
    return page(request, "public/dictionary.html", lambda: {
        "columns": [(column.name, _(column.heading), _(column.holds)) for column in COLUMNS],
    })  # fmt: skip


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what is public: the frozen pages and nothing else."""
    lines = ["User-agent: *", "Disallow: /", "Allow: /public/", "Allow: /static/", "Allow: /sitemap.xml"]
    text = "\n".join([*lines, f"Sitemap: {settings.SITE_URL}{reverse('public:sitemap')}", ""])
    return kept(request, request.path, text.encode, kind="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the lists of pages, one a province."""
    return kept(request, request.path, sitemap_index, kind="application/xml")


@require_safe
def province_sitemap(request: HttpRequest, code: str) -> HttpResponse:
    """List a province's pages with the date of their newest version."""
    return kept(request, request.path, lambda: sitemap_of(_province(code)), kind="application/xml")


def _province(code: str) -> Province:
    if (found := province_of(code)) is None:
        raise Http404
    return found


def _agency(code: str, pk: int) -> Agency:
    if (found := agency_of(code, pk)) is None:
        raise Http404
    return found


def _version(request: HttpRequest) -> int | None:
    """Return the version asked for, None for the newest. Raises Http404 where the address names no number."""
    asked = request.GET.get("v", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST and asked[0] != "0"):
        raise Http404
    return int(asked)


def _found(owner: Agency | Province, fiscal_year: int, version: int | None) -> YearPage:
    if (found := year_page(owner, fiscal_year, version)) is None:
        raise Http404
    return found


def _year(request: HttpRequest, owner: Callable[[], Agency | Province], fiscal_year: int) -> HttpResponse:
    version = _version(request)
    return page(request, "public/year.html", lambda: _year_context(owner(), fiscal_year, version), version=version)


def _year_context(owner: Agency | Province, fiscal_year: int, version: int | None) -> dict[str, Any]:
    found = _found(owner, fiscal_year, version)
    place = owner if isinstance(owner, Province) else owner.province
    data = f"{public_data.address_of(found)}data."
    return {
        "year": found, "province": place, "is_province": isinstance(owner, Province), "asked": version,
        "version_q": f"?v={version}" if version else "",
        "files": [(ending, f"{data}{ending}") for ending in FILES],
        "agencies": owner_lines("agencies", place) if isinstance(owner, Province) else (),
        "dataset": dataset_block(found),
    }  # fmt: skip


def _data(
    request: HttpRequest, owner: Callable[[], Agency | Province], fiscal_year: int, ending: str, name: str
) -> HttpResponse:
    if ending not in FILES:
        raise Http404
    kind, write = FILES[ending]
    version = _version(request)

    def content() -> bytes:
        # Whoever asks first makes everybody's copy: that person's language must not be in it.
        with translation.override(LANGUAGES[0]):
            return write(_found(owner(), fiscal_year, version))

    response = kept(request, f"{request.path}|{version or ''}", content, kind=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}{f"-v{version}" if version else ""}.{ending}"'
    # Open data: pages of others may read it, too. No cookie stands behind it.
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    if version:
        response["X-Robots-Tag"] = "noindex"
    return response
