"""What `fixtures/demo/` holds, and the log-ins that it offers."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings

from agencies.choices import Role
from agencies.models import Membership
from assessments.base_data import fixture


@dataclass(frozen=True)
class DemoLogin:
    """One demo account: user name, password, person's name, role and place in words."""

    username: str
    password: str
    display_name: str
    role: str
    place: str


@cache
def demo_data(name: str) -> Any:
    """The decoded JSON of `fixtures/demo/<name>.json`; callers do not change it."""
    return json.loads(fixture("demo", f"{name}.json").read_text(encoding="utf-8"))


def demo_logins() -> tuple[DemoLogin, ...]:
    """The demo accounts that exist, one a role, for the log-in page; none outside DEBUG."""
    if not settings.DEBUG:
        return ()
    people = demo_data("people")
    names = [one["username"] for one in people["logins"]]
    found = Membership.objects.filter(user__username__in=names, user__is_active=True)
    places: dict[str, list[str]] = {}
    for one in found.select_related("user", "agency", "province").order_by("pk"):
        places.setdefault(one.user.username, []).append(one.place)
    return tuple(
        DemoLogin(
            one["username"],
            people["password"],
            one["display_name"],
            str(Role(one["role"]).label),
            " · ".join(places[one["username"]]),
        )
        for one in people["logins"]
        if one["username"] in places
    )
