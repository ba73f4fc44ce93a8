"""The first page: what waits for the person, by the role in which they work just now."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agencies import standing
from agencies.choices import Role
from agencies.models import User
from measures.selectors.home import agency_home, review_home


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show an agency's next step, a province's desk, or the nation's rounds."""
    user: User = request.user  # type: ignore[assignment]
    place, now = standing.of_request(request), timezone.now()
    if place is None:
        return render(request, "home/nobody.html")
    if place.agency:
        return render(request, "home/agency.html", {"home": agency_home(place.agency, user=user, now=now)})
    context = {
        "home": review_home(place.province, user=user, now=now),
        "place": place,
        "reviews": place.role == Role.REVIEWER,
        "administers": place.role == Role.ADMIN,
    }
    return render(request, "home/office.html", context)
