"""The fiscal year's calendar, as a page and as a file for phones."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from measures.ics import Day, calendar_file
from measures.selectors.calendar import calendar_of
from measures.views.answering import person
from thai.dates import in_bangkok


@login_required
@require_safe
def calendar_page(request: HttpRequest) -> HttpResponse:
    """Show what a fiscal year brings and what waits for the person. ?year= chooses another."""
    now = timezone.now()
    page = calendar_of(person(request), _year(request), now=now)
    return render(request, "measures/calendar.html", {"calendar": page, "today": in_bangkok(now).date()})


@login_required
@require_safe
def calendar_download(request: HttpRequest) -> HttpResponse:
    """Give the same as a file that calendars of phones and offices read."""
    now = timezone.now()
    page = calendar_of(person(request), _year(request), now=now)
    site = settings.SITE_URL.partition("://")[2]
    days = [
        Day(
            f"{due.code}-{page.year}@{site}", due.begins, due.ends, due.title,
            f"{due.about} {in_bangkok(due.at):%H.%M} น." if due.at else due.about,
            settings.SITE_URL + due.url if due.url else "", due.mine,
        )
        for due in page.dues
    ]  # fmt: skip
    name = _("ปฏิทิน ITA ปีงบประมาณ %(year)s") % {"year": page.year}
    said = content_disposition_header(True, f"ita-{page.year}.ics") or "attachment"
    content = calendar_file(name, days, now=now)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": said})


def _year(request: HttpRequest) -> int | None:
    text = request.GET.get("year", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None
