"""Files of a result: upload, look at, caption, move, publish, delete."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from evidence.choices import FileKind
from evidence.files import FileRefused, offered_name
from evidence.models import Attachment
from measures import attaching
from measures.choices import Action
from measures.errors import WorkflowError
from measures.filing import room_of
from measures.models import Result
from measures.rules import may
from measures.selectors.files import file_for
from measures.views.answering import allow_role, conflict, person, refused, result_of
from measures.views.entry import entry_url, saved_answer

# Nothing in a file may run, load or be framed, whatever it turns out to be.
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
TYPES = {FileKind.PHOTO: "image/jpeg", FileKind.PDF: "application/pdf"}


@require_safe
def file_view(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """Return the file itself: a photo to look at, a paper to download."""
    return _serve(request, pk, number, thumbnail=False)


@require_safe
def file_thumb(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """Return a photo's small picture."""
    return _serve(request, pk, number, thumbnail=True)


def _serve(request: HttpRequest, pk: int, number: int, *, thumbnail: bool) -> HttpResponseBase:
    found = file_for(person(request), pk, number)
    if found.row is None:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise Http404
    if not found.verdict:
        return refused(request, found.verdict, back=reverse("home"))
    one = found.row.attachment
    name = one.thumbnail.name if thumbnail else one.file.name
    if not name:
        raise Http404
    etag = f'"{one.sha256}{"-t" if thumbnail else ""}"'
    return get_conditional_response(request, etag=etag) or _answer(one, name, etag)


def _answer(one: Attachment, name: str, etag: str) -> FileResponse:
    try:
        content = default_storage.open(name)
    except FileNotFoundError as lost:
        raise Http404(_("ไม่พบไฟล์ในที่เก็บ โปรดแจ้งผู้ดูแลระบบ")) from lost
    kind = FileKind(one.kind)
    answer = FileResponse(
        content, content_type=TYPES[kind], as_attachment=kind == FileKind.PDF, filename=offered_name(one)
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["ETag"] = etag
    return answer


@login_required
@require_POST
def file_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in the files sent, each by itself: one that is refused keeps no other from being stored."""
    result = result_of(request, pk)
    allow_role(may(person(request), Action.FILE_EDIT, result))
    problems: list[str] = []
    uploads = request.FILES.getlist("files")
    if not uploads:
        problems.append(_("โปรดเลือกไฟล์ก่อน"))
    for upload in uploads:
        try:
            attaching.attach(result, upload, by=person(request))
        except FileRefused as refusal:
            problems.append(f"{upload.name}: {refusal}")
        except WorkflowError as refusal:
            if refusal.conflict:
                return _stopped(request, result, refusal)
            problems.append(f"{upload.name}: {refusal}")
    taken = len(uploads) - len(problems)
    if not _is_script(request) and uploads and taken:
        messages.success(request, _said(taken))
    return _done(request, result, problems)


def _said(count: int) -> str:
    words = ngettext("แนบแล้ว %(count)s ไฟล์ โปรดเขียนคำบรรยาย", "แนบแล้ว %(count)s ไฟล์ โปรดเขียนคำบรรยาย", count)
    return words % {"count": count}


@login_required
@require_POST
def file_caption(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Store what a file shows."""
    text = request.POST.get("caption", "").replace("\0", "")
    return _change(request, pk, lambda result: attaching.caption(result, number, text, by=person(request)))


@login_required
@require_POST
def file_move(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Put a file at another place among the result's files: "place", counted from 0."""
    raw = request.POST.get("place", "")
    place = int(raw) if raw.isdecimal() and len(raw) < 6 else 0
    return _change(request, pk, lambda result: attaching.reorder(result, number, place, by=person(request)))


@login_required
@require_POST
def file_public(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say whether everybody may see the file once the round is published."""
    public = request.POST.get("public") == "yes"
    return _change(request, pk, lambda result: attaching.publish(result, number, public, by=person(request)))


@login_required
@require_POST
def file_delete(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a file away."""
    return _change(request, pk, lambda result: attaching.detach(result, number, by=person(request)))


def _change(request: HttpRequest, pk: int, act: Callable[[Result], object]) -> HttpResponse:
    result = result_of(request, pk)
    allow_role(may(person(request), Action.FILE_EDIT, result))
    try:
        act(result)
    except WorkflowError as refusal:
        if refusal.conflict:
            return _stopped(request, result, refusal)
        return _done(request, result, [str(refusal)])
    return _done(request, result, [])


def _stopped(request: HttpRequest, result: Result, refusal: WorkflowError) -> HttpResponse:
    """Return 409: what is asked does not fit the state any more."""
    if _is_script(request):
        return JsonResponse({"message": str(refusal)}, status=409)
    note = request.POST.get("caption", "")
    return conflict(request, str(refusal), back=entry_url(result), note=note)


def _done(request: HttpRequest, result: Result, problems: list[str]) -> HttpResponse:
    """Return to the card with what went wrong; a script is told, 400 where something did; its list of files anew."""
    if not _is_script(request):
        for problem in problems:
            messages.error(request, problem)
        return redirect(entry_url(result))
    answer = saved_answer(request, result) | {"message": "\n".join(problems)}
    if request.headers["X-Autosave"] == "files":
        answer["html"] = render_to_string("measures/parts/entry_files.html", part_of(result), request=request)
    return JsonResponse(answer, status=400 if problems else 200)


def part_of(result: Result) -> dict[str, object]:
    """Return what the list of files shows: 3 queries."""
    rows = list(result.result_attachments.select_related("attachment"))
    return {"result": result, "files": rows, "room": room_of(result.submission)}


def _is_script(request: HttpRequest) -> bool:
    return "X-Autosave" in request.headers
