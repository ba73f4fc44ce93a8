"""The public pages of issued papers: what a paper is, and whether a file is the one issued.

No log-in and no cookie: the language is in the address, the same page is everybody's and may stand in caches.
"""

from typing import Any
from urllib.parse import urlencode

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from reports.hashing import MOST, HashedFile, HashingHandler
from reports.verifying import PublicPaper, is_hash, public_paper, token_of

LANGUAGES = ("th", "en")
KEPT = "public, max-age=300"
# Uploads of one address: whoever has a script running sends none, the hash is made in the browser.
LIMIT = {"verify_upload": "60/h/ip"}


# No session stands behind the form and it changes nothing: there is nothing that another site could forge.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Say what the paper with that token is; "sha256" in the address, or a file sent, is compared with it."""
    with translation.override(_language(request)):
        paper = public_paper(token)
        if paper is None:
            return _page(request, "reports/verify_unknown.html", {}, status=404)
        if request.method == "POST":
            return _compared(request, token)
        typed = request.GET.get("sha256", "")
        asked = typed.lower() if is_hash(typed) else ""
        found = _verdict(paper, asked) if asked else None
        return _page(request, "reports/verify.html", {"paper": paper, "found": found, "known": _known(paper)})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def verify_find(request: HttpRequest) -> HttpResponse:
    """Find an issued paper by its file, its hash or its address; a number alone names none."""
    with translation.override(_language(request)):
        if request.method == "POST":
            return _compared(request, "")
        typed = request.GET.get("q", "")[:500]
        sha256 = request.GET.get("sha256", "")
        if is_hash(sha256):
            typed = sha256
        if token := token_of(typed) if typed.strip() else "":
            query = {"sha256": typed.strip().lower()} if is_hash(typed.strip()) else {}
            return _redirect(request, token, query)
        missing = bool(typed.strip())
        context = {"missing": missing, "typed": typed}
        return _page(request, "reports/verify_find.html", context, status=404 if missing else 200)


def _compared(request: HttpRequest, token: str) -> HttpResponse:
    """Hash the file that was sent, keep nothing of it, and lead on to the page that compares."""
    template = "reports/verify_again.html"
    back = {"back": _address(request, token, {})}
    if ratelimit.consume(request, app="reports", action="verify_upload", config=LIMIT) is None:
        why = _("ตรวจไฟล์จากที่นี่บ่อยเกินไป โปรดรอสักครู่แล้วลองอีกครั้ง หรือใช้เบราว์เซอร์ที่เปิดใช้จาวาสคริปต์")
        return _page(request, template, {"why": why, **back}, status=429)
    request.upload_handlers = [HashingHandler(request)]
    sent: Any = request.FILES.get("file")
    if not isinstance(sent, HashedFile):
        return _page(request, template, {"why": _("โปรดเลือกไฟล์ก่อน"), **back}, status=400)
    if not sent.sha256:
        why = _("ไฟล์ใหญ่เกิน %(most)s MB ไฟล์ที่ระบบออกไม่ใหญ่เท่านี้ โปรดตรวจว่าเลือกไฟล์ถูก") % {"most": MOST // 1024**2}
        return _page(request, template, {"why": why, **back}, status=413)
    address = _address(request, token, {"sha256": sent.sha256})
    # to the answer: what stands at the head of the paper's page is true of the paper, not of the file
    return HttpResponseRedirect(f"{address}#own" if token else address, status=303)


def _known(paper: PublicPaper) -> list[dict[str, str]]:
    """Every hash of the paper and its other editions, with what is said of a file that has it."""
    own = [{"sha256": one.sha256, "tone": "ok", "words": _matches(one.name)} for one in paper.files]
    return own + [
        {"sha256": one.sha256, "tone": "warn", "words": _matches_other(one.number, newer=one.newer)}
        for one in paper.others
    ]


def _matches(name: str) -> str:
    return _("ตรงกับฉบับที่ออก (%(format)s)") % {"format": name}


def _matches_other(number: str, *, newer: bool) -> str:
    if newer:
        return _("ไฟล์นี้คือฉบับเลขที่ %(number)s ซึ่งออกแทนฉบับในหน้านี้แล้ว") % {"number": number}
    return _("ไฟล์นี้คือฉบับเลขที่ %(number)s ซึ่งเก่ากว่าฉบับในหน้านี้") % {"number": number}


def _verdict(paper: PublicPaper, sha256: str) -> dict[str, str]:
    return next((one for one in _known(paper) if one["sha256"] == sha256), {
        "sha256": sha256,
        "tone": "bad",
        "words": _("ไม่ตรง: ไฟล์นี้ไม่ใช่ไฟล์ที่ออกไว้ อาจถูกแก้ไข บันทึกใหม่จากโปรแกรมอื่น หรือเป็นเอกสารอื่น"),
    })  # fmt: skip


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _address(request: HttpRequest, token: str, query: dict[str, str]) -> str:
    path = reverse("public:verify", args=[token]) if token else reverse("public:verify-find")
    said = query | ({"lang": "en"} if _language(request) == "en" else {})
    return f"{path}?{urlencode(said)}" if said else path


def _redirect(request: HttpRequest, token: str, query: dict[str, str]) -> HttpResponse:
    return HttpResponseRedirect(_address(request, token, query))


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    language = _language(request)
    here = {"language": language, "here": request.path, "find": _address(request, "", {})}
    answer = render(request, template, {**context, **here}, status=status)
    answer["Content-Language"] = language
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Cache-Control"] = KEPT if status == 200 else "no-store"
    return answer
