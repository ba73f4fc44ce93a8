"""The first page: what waits for the person, by the role in which they work just now."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies import standing
from agencies.choices import Role
from agencies.models import Membership, User
from ita_portal.help.tour import Tour, tour_of
from measures.selectors.home import agency_home, review_home
from measures.selectors.nation import nation_glance


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show an agency's next step, a province's desk, or the nation's rounds."""
    user: User = request.user  # type: ignore[assignment]
    place, now = standing.of_request(request), timezone.now()
    if place is None:
        return render(request, "home/nobody.html")
    tour = first_steps(place)
    if place.agency:
        seen = agency_home(place.agency, user=user, now=now)
        return render(request, "home/agency.html", {"home": seen, "tour": tour})
    context = {
        "tour": tour,
        "home": review_home(place.province, user=user, now=now),
        "place": place,
        "reviews": place.role == Role.REVIEWER,
        "administers": place.role == Role.ADMIN,
        "nation": nation_glance(now=now) if place.role in (Role.VIEWER, Role.ADMIN) else None,
    }
    return render(request, "home/office.html", context)


def first_steps(place: Membership) -> Tour | None:
    """Return the first steps of the role there while some are left and the person did not put them away."""
    if place.user.tour_put_away:
        return None
    tour = tour_of(place)
    return None if tour.is_done else tour
