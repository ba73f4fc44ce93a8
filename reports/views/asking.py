"""What the pages of papers share: which paper an address asks for, who is refused, where a paper is."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agencies.models import Agency, Province, User
from reports.jobs import queue
from reports.output import FORMATS
from reports.registry import Form
from reports.selectors import Subject
from reports.wanted import NotKnown, Wanted, may_have

DOWNLOADS = ("pdf", "accessible", "docx", "xlsx")


def asked_for(request: HttpRequest, code: str, place: dict[str, Any]) -> tuple[Wanted, Form, Subject]:
    """What an address asks for, its form and whose paper it is; 404 for what the person may not know of.

    place: round_pk or fiscal_year, and agency_pk or (of a year) province_code.
    """
    wanted = Wanted.of(code, place, request.GET)
    return wanted, *found_for(request.user, wanted)  # type: ignore[arg-type]


def found_for(user: User, wanted: Wanted) -> tuple[Form, Subject]:
    """The form and whose paper it is; 404 for what the person may not know of."""
    try:
        return wanted.find(user)
    except NotKnown:
        raise Http404 from None


def refused(request: HttpRequest, subject: Subject) -> HttpResponse | None:
    """The answer to whoever may not have the paper now (409), None for whoever may; raises PermissionDenied."""
    verdict = may_have(request.user, subject)  # type: ignore[arg-type]
    if verdict:
        return None
    if verdict.conflict:
        context = {"message": verdict.reason, "retry_url": reverse("reports:papers")}
        return render(request, "409.html", context, status=409)
    raise PermissionDenied(verdict.reason)


def back_to_choice(form: Form, subject: Subject) -> HttpResponse:
    """Lead back to the choice, which says what is missing."""
    return redirect(f"{reverse('reports:papers')}?{urlencode(choice_of(form, subject, {}))}")


def choice_of(form: Form, subject: Subject, query: dict[str, Any]) -> dict[str, Any]:
    """What the papers page is asked for to stand at this paper again."""
    if subject.round:
        choice: dict[str, Any] = {"code": form.code, "round": subject.round.pk}
        return choice | ({"submission": subject.submission.pk} if subject.submission else {}) | query
    owner = subject.owner
    province = owner if isinstance(owner, Province) else owner.province
    choice = {"of-code": form.code, "of-year": subject.fiscal_year, "of-province": province.pk}
    choice |= {"of-agency": owner.pk} if isinstance(owner, Agency) else {}
    return choice | {f"of-{name}": value for name, value in query.items()}


def address_of(form: Form, subject: Subject) -> str:
    """Where the paper is."""
    if subject.submission:
        args: list[Any] = [form.code, subject.submission.round_id, subject.submission.agency_id]
        return reverse("reports:agency-paper", args=args)
    if subject.round:
        return reverse("reports:paper", args=[form.code, subject.round.pk])
    if isinstance(subject.owner, Agency):
        return reverse("reports:year-agency-paper", args=[form.code, subject.fiscal_year, subject.owner.pk])
    return reverse("reports:year-province-paper", args=[form.code, subject.fiscal_year, subject.owner.code])


def files_of(form: Form, subject: Subject, query: dict[str, Any]) -> list[dict[str, str]]:
    """The downloads of a paper."""
    base = address_of(form, subject)
    return [
        {"name": FORMATS[ending].name, "url": with_query(f"{base}file/{ending}", query), "ending": ending}
        for ending in DOWNLOADS
    ]


def ordered(request: HttpRequest, wanted: queue.Order) -> HttpResponse:
    """Let a worker make what takes long, and lead to its progress, or to the person's jobs where they are too many."""
    try:
        job = queue.order(request.user, wanted, timezone.now())  # type: ignore[arg-type]
    except queue.TooMany as problem:
        messages.error(request, str(problem))
        return redirect("reports:job-list")
    return redirect("reports:job-detail", job.pk)


def order_address(wanted: Wanted, ending: str) -> str:
    """Where a paper that takes long is ordered."""
    return f"{reverse('reports:job-new')}?{urlencode(wanted.data() | {'ending': ending})}"


def with_query(address: str, query: dict[str, Any]) -> str:
    """The address with the query, where there is one."""
    return f"{address}?{urlencode(query)}" if query else address
