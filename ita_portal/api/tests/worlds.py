"""The world of the permission tests, asked by token instead of by session."""

from typing import Any

from django.test import Client
from django.utils import timezone

from agencies import tokens
from agencies.models import ApiToken, Scope, User
from ita_portal.tests.permissions.world import World

ALL_SCOPES = tuple(Scope.values)
DAYS = 30


def token_of(user: User, scopes: tuple[str, ...] = ALL_SCOPES, **changed: Any) -> str:
    """Return the text of a new token of the person; `changed` are columns that the row gets afterwards."""
    form = f"{ApiToken.objects.count():032d}"
    token, secret = tokens.issue(user, name="ทดสอบ", scopes=scopes, days=DAYS, form=form, now=timezone.now())
    if changed:
        ApiToken.objects.filter(pk=token.pk).update(**changed)
    return secret


def bearer(secret: str) -> Client:
    """Return a client that sends the token with every request."""
    return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})


def bearers(world: World) -> dict[str, Client]:
    """Return a client with a token for each persona, `anon` without; REQUIRE_MFA must be off meanwhile."""
    found = {"anon": Client(raise_request_exception=False)}
    for persona, user in world.people.items():
        if persona == "anon":
            continue
        person = User.objects.get(pk=user.pk)
        if persona == "disabled":
            User.objects.filter(pk=user.pk).update(is_active=True)
            found[persona] = bearer(token_of(User.objects.get(pk=user.pk)))
            User.objects.filter(pk=user.pk).update(is_active=False)
        else:
            found[persona] = bearer(token_of(person))
    return found
