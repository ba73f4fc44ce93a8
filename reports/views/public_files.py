"""Published files and issued papers, as everybody may have them."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from evidence.choices import FileKind
from measures.views.files import SANDBOX, TYPES
from reports.public_pages import public_file, public_paper_file

# A day: a version that is withdrawn must not stand in caches for long.
KEPT = "public, max-age=86400"


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give a published file: a photo to look at, a document to download."""
    return _file(request, pk, small=False)


@require_safe
def file_small(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give the small picture of a published photo."""
    return _file(request, pk, small=True)


def _file(request: HttpRequest, pk: int, *, small: bool) -> HttpResponseBase:
    found = public_file(pk)
    name = str((found.thumbnail if small else found.file).name or "") if found else ""
    if found is None or not name:
        raise Http404
    kind = FileKind(found.kind)
    ending = "pdf" if kind == FileKind.PDF else "jpg"
    etag = f'"{found.sha256}{"-s" if small else ""}"'
    return _served(request, name, etag, TYPES[kind], f"ita-{pk}.{ending}", download=kind == FileKind.PDF)


@require_safe
def paper(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """Give the file of an issued paper that belongs to a public page."""
    found = public_paper_file(token, name)
    if found is None:
        raise Http404
    return _served(
        request, str(found.file.name), f'"{found.sha256}"', "application/pdf", found.file_name, download=False
    )


def _served(request: HttpRequest, name: str, etag: str, kind: str, called: str, *, download: bool) -> HttpResponseBase:
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        try:
            content = default_storage.open(name)
        except FileNotFoundError as lost:
            raise Http404 from lost
        response = FileResponse(content, content_type=kind, as_attachment=download, filename=called)
    assert isinstance(response, HttpResponse | FileResponse)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = KEPT
    return response
