"""What must be there before some pages open at all: a link just made, a second factor, a text kept aside."""

from collections.abc import Iterator

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse

from agencies.choices import Role
from agencies.invitations import link_for
from agencies.models import Membership, User
from ita_portal.tests.permissions.cells import Cell
from ita_portal.tests.permissions.world import World
from measures.models import Result, UnsavedText

PASSWORD = "a-long-test-password-2570"


def signed_in(user: User | None) -> Client:
    """Return a client of that person, of a stranger for None; a fault of the server is a page to it."""
    client = Client(raise_request_exception=False)
    if user:
        client.force_login(user)
    return client


def entering(name: str) -> Client:
    """Return the client of a person who has just typed name and password, so that no page asks for it once more."""
    client = signed_in(None)
    client.post(reverse("account_login"), {"login": name, "password": PASSWORD})
    return client


def invited() -> str:
    """Invite a person; return the path of the link in the mail."""
    user = User.objects.create(username="invited", display_name="ผู้ได้รับเชิญ")
    user.set_unusable_password()
    user.save()
    return link_for(user).partition("://")[2].partition("/")[2].join(("/", ""))


def gone() -> str:
    """Close an account; return the path of the page that erases its personal data."""
    return reverse(
        "people:erase", args=[User.objects.create(username="gone", display_name="ผู้ที่ลาออก", is_active=False).pk]
    )


def careful(name: str) -> Iterator[tuple[Client, str]]:
    """Yield the pages that ask for the password again: a token, a second factor, and the same person at the log-in."""
    user = User.objects.create(username=name, display_name=name)
    user.set_password(PASSWORD)
    user.save()
    Membership.objects.create(user=user, role=Role.VIEWER)
    client = entering(name)
    yield client, reverse("agencies:token-new")
    yield client, reverse("mfa_activate_totp")
    TOTP.activate(user, generate_totp_secret())
    yield client, reverse("mfa_generate_recovery_codes")
    RecoveryCodes.activate(user)
    for page in ("mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        yield client, reverse(page)
    yield entering(name), reverse("mfa_authenticate")


def kept_aside(world: World, cell: Cell) -> None:
    """Keep a text of the officer beside the stored one, as a lost connection does."""
    result = Result.objects.filter(submission=world.places[cell].submission)[0]
    UnsavedText.objects.create(user=world.people["staff"], result=result, payload={"text": "พิมพ์ไว้"}, why="stale")
