"""In which of their roles a person works just now, chosen in the header and kept in the session."""

from typing import Any

from django.http import HttpRequest

from agencies.models import Membership, User

SESSION_NAME = "membership"


def chosen(user: User, wanted: object) -> Membership | None:
    """Return the person's membership with that key; the first one where it is not theirs; None without any."""
    held = user.held
    return next((membership for membership in held if str(membership.pk) == str(wanted)), held[0] if held else None)


def of_request(request: HttpRequest) -> Membership | None:
    """Return the membership in which the request's person works; None for strangers."""
    user: Any = request.user
    if not user.is_authenticated:
        return None
    return chosen(user, request.session.get(SESSION_NAME))


def switch(request: HttpRequest, wanted: object) -> Membership | None:
    """Keep the membership for the session if it is the person's own, and return it; otherwise None."""
    user: Any = request.user
    membership = chosen(user, wanted)
    if membership is None or str(membership.pk) != str(wanted):
        return None
    request.session[SESSION_NAME] = membership.pk
    return membership
