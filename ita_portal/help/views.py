"""Help: the handbook's pages for everybody, and the first steps of whoever is signed in."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from agencies import standing
from agencies.models import User
from agencies.steps import put_tour_away
from ita_portal.auth.middleware import lacks_second_factor
from ita_portal.help import handbook
from ita_portal.help.tour import tour_of


@require_safe
def contents(request: HttpRequest) -> HttpResponse:
    """Show what the handbook holds, and to whoever works here the first steps of the role."""
    place = standing.of_request(request)
    tour = None
    if place and not lacks_second_factor(request.user):
        tour = tour_of(place)
    return render(request, "help/contents.html", {"chapters": handbook.contents(), "tour": tour})


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one page of the handbook in the reader's language."""
    try:
        shown = handbook.page(slug)
    except KeyError:
        raise Http404 from None
    order = [(one, title) for _chapter, pages in handbook.contents() for one, title in pages]
    at = [one for one, _title in order].index(slug)
    beside = {"before": order[at - 1] if at else None, "after": order[at + 1] if at + 1 < len(order) else None}
    return render(request, "help/page.html", {"page": shown, "slug": slug, "chapters": handbook.contents()} | beside)


@login_required
@require_POST
def tour_away(request: HttpRequest) -> HttpResponse:
    """Put the first steps away from the first page, or call them back."""
    user: User = request.user  # type: ignore[assignment]
    away = request.POST.get("away") == "yes"
    put_tour_away(user, away=away)
    return redirect("home" if away else "help:contents")
