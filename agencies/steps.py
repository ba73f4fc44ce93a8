"""The first steps of a person's role: whether they still stand on the first page."""

from agencies.models import User


def put_tour_away(user: User, *, away: bool) -> None:
    """Take the first steps off the person's first page, or call them back; nothing else of the account changes."""
    User.objects.filter(pk=user.pk).update(tour_put_away=away)
    user.tour_put_away = away
