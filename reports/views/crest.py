"""The crest of an office: looked at, uploaded, taken away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.actions import Action
from agencies.models import Agency, Province, User
from agencies.rules import may
from assessments.owners import owner_key, owner_of
from evidence.files import FileRefused, prepare_crest
from measures.crests import remove_crest, save_crest
from measures.errors import WorkflowError
from measures.models import Crest
from measures.selectors.memo import crest_at
from measures.views.files import SANDBOX


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def crest(request: HttpRequest, owner: str) -> HttpResponse:
    """Show the crest with the form that uploads another."""
    found, user = _writers(request, owner)
    if request.method != "POST":
        return _page(request, found)
    upload = request.FILES.get("crest")
    if upload is None:
        return _page(request, found, _("โปรดเลือกไฟล์ก่อน"))
    try:
        save_crest(found, prepare_crest(upload), by=user)
    except (FileRefused, WorkflowError) as refusal:
        return _page(request, found, str(refusal))
    messages.success(request, _("เก็บตราแล้ว บันทึกข้อความจะพิมพ์ตรานี้"))
    return redirect("reports:crest", owner)


@login_required
@require_POST
def crest_remove(request: HttpRequest, owner: str) -> HttpResponse:
    """Take the crest away: letters show the portal's plain one again."""
    found, user = _writers(request, owner)
    try:
        remove_crest(found, by=user)
    except WorkflowError as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    messages.success(request, _("นำตราออกแล้ว"))
    return redirect("reports:crest", owner)


@login_required
@require_safe
def crest_picture(request: HttpRequest, owner: str) -> HttpResponseBase:
    """Return the picture itself, to whoever may know of the owner."""
    found = crest_at(_owner_or_404(request, owner))
    if found is None:
        raise Http404
    etag = f'"{found.sha256}"'
    return get_conditional_response(request, etag=etag) or _answer(found, etag)


def _answer(found: Crest, etag: str) -> FileResponse:
    try:
        content = default_storage.open(str(found.file.name))
    except FileNotFoundError as lost:
        raise Http404(_("ไม่พบไฟล์ในที่เก็บ โปรดแจ้งผู้ดูแลระบบ")) from lost
    answer = FileResponse(content, content_type="image/png", filename="crest.png")
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["ETag"] = etag
    return answer


def _owner_or_404(request: HttpRequest, key: str) -> Agency | Province:
    if (owner := owner_of(request.user, key)) is None:  # type: ignore[arg-type]
        raise Http404
    return owner


def _writers(request: HttpRequest, key: str) -> tuple[Agency | Province, User]:
    """Return the owner and the person where the crest is theirs to change; PermissionDenied else."""
    owner, user = _owner_or_404(request, key), request.user
    if not (verdict := may(user, Action.PROSE_EDIT, owner)):
        raise PermissionDenied(verdict.reason)
    return owner, user  # type: ignore[return-value]


def _page(request: HttpRequest, owner: Agency | Province, problem: str = "") -> HttpResponse:
    context = {"owner": owner.in_words, "key": owner_key(owner), "crest": crest_at(owner), "problem": problem}
    return render(request, "reports/crest.html", context, status=400 if problem else 200)
