"""The real pages of a paper, as pictures of the very PDF that is downloaded."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from reports import pieces
from reports.document import Document
from reports.renderers import drawing
from reports.renderers.engine import PdfError
from reports.selectors import NothingToPrint
from reports.views.asking import address_of, asked_for, back_to_choice, refused, with_query
from reports.wanted import Wanted, is_long

ON_A_SCREEN = 4
FIRST = 2  # beside the choice of a paper


@login_required
@require_safe
def paper_pages(request: HttpRequest, code: str, **place: Any) -> HttpResponse:
    """Show some pages, four at a time; with `part` in the address the first ones alone, for the page of the choice."""
    wanted, form, subject = asked_for(request, code, place)
    if answer := refused(request, subject):
        return answer
    try:
        document = wanted.document(form, subject)
        content = _laid_out(document)
    except NothingToPrint:
        return back_to_choice(form, subject)
    except PdfError as problem:
        messages.error(request, str(problem))
        return redirect(with_query(address_of(form, subject), wanted.options))
    base = address_of(form, subject)
    context: dict[str, Any] = {
        "form": form,
        "wanted": wanted,
        "document": document,
        "paper": with_query(base, wanted.options),
        "all": with_query(f"{base}pages/", wanted.options),
        "order": None if content else _order(wanted),
    }
    if content:
        first = 1 if "part" in request.GET else _first(request)
        context |= _shown(wanted, base, first, FIRST if "part" in request.GET else ON_A_SCREEN, content)
    name = "reports/parts/preview.html" if "part" in request.GET else "reports/pages.html"
    return render(request, name, context)


@login_required
@require_safe
def paper_picture(request: HttpRequest, code: str, number: int, **place: Any) -> HttpResponse:
    """Answer with the picture of one page; 404 beyond the end, and for a long paper that is not laid out yet."""
    wanted, form, subject = asked_for(request, code, place)
    if answer := refused(request, subject):
        return answer
    try:
        content = _laid_out(wanted.document(form, subject))
        if content is None:
            raise Http404
        return HttpResponse(drawing.picture(content, number), content_type=drawing.MEDIA_TYPE)
    except (NothingToPrint, PdfError):
        raise Http404 from None


def _laid_out(document: Document) -> bytes | None:
    """The PDF; None for one that takes long and is not kept."""
    kept = pieces.find(pieces.key_of(document))
    return kept if kept or is_long(document) else pieces.rendered(document)


def _order(wanted: Wanted) -> dict[str, Any]:
    """What the form that orders the paper sends."""
    return wanted.data() | {"ending": "pdf"}


def _first(request: HttpRequest) -> int:
    typed = request.GET.get("page", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and 0 < len(typed) < 7 else 1


def _shown(wanted: Wanted, base: str, first: int, count: int, content: bytes) -> dict[str, Any]:
    """The pages from `first` (brought back into the paper), and the ways to those before and after."""
    total = pieces.count_pages(content)
    first = min(max(1, first), total)
    last = min(first + count - 1, total)

    def way(page: int) -> str:
        return with_query(f"{base}pages/", wanted.options | {"page": page})

    return {
        "pages": [
            {"number": n, "url": with_query(f"{base}page/{n}", wanted.options), "late": n > first}
            for n in range(first, last + 1)
        ],
        "total": total,
        "first": first,
        "last": last,
        "before": way(max(1, first - count)) if first > 1 else "",
        "after": way(last + 1) if last < total else "",
        "width": drawing.WIDTH,
    }
