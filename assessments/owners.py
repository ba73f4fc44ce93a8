"""Whose scores an address means, and who may read them."""

from typing import Any

from agencies.choices import Role
from agencies.models import Agency, Province, User

READERS = {Role.VIEWER, Role.ADMIN}


def owner_key(owner: Province | Agency) -> str:
    """Return what stands for an owner in an address: "province-7", "agency-12"."""
    return f"{type(owner).__name__.lower()}-{owner.pk}"


def owner_of(user: User, key: str) -> Province | Agency | None:
    """Return the province or agency of an address whose scores the person may read, else None: 1 query.

    As ScoreCard.objects.visible_to: own agencies, their province as a whole, the agencies of a province one reviews.
    """
    kind, _dash, number = key.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    if kind == "agency":
        return Agency.objects.visible_to(user).select_related("province").filter(pk=int(number)).first()
    if kind == "province" and (user.roles & READERS or int(number) in _provinces(user)):
        return Province.objects.filter(pk=int(number)).first()
    return None


def _provinces(user: Any) -> set[int | None]:
    return {held.province_id or (held.agency.province_id if held.agency else None) for held in user.held}
