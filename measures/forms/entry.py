"""What a person types for one result, and the signed note that says whose text it is."""

import secrets
from typing import Any

from django.core import signing
from django.http import QueryDict

from agencies.models import User
from evidence.fields import mended, plain, typed_urls
from measures.authoring import Typed
from measures.models import Result

__all__ = [
    "STALE", "from_payload", "mended", "plain", "seal", "sealed_form", "sealed_user", "settled", "typed", "typed_urls",
    "version",
]  # fmt: skip

SALT = "measures.entry"
# A page left open over a long holiday still says whose it is.
LASTING = 14 * 24 * 60 * 60
# No result ever has this version: a form without a number is stale.
STALE = 2_000_000_000


def typed(data: QueryDict) -> Typed:
    """Return what was typed, whatever it is: authoring judges it, and keeps what it refuses."""
    return Typed(
        answer=plain(data.get("answer", ""))[:20],
        text=plain(data.get("text", "")),
        reason=plain(data.get("reason", "")),
        outcome=plain(data.get("outcome", "")),
        urls=mended(typed_urls(data.getlist("url")), plain(data.get("repair", ""))),
    )


def from_payload(payload: dict[str, Any]) -> Typed:
    """Return what an unsaved text holds."""
    return Typed(
        payload.get("answer", ""), payload.get("text", ""), payload.get("reason", ""), payload.get("outcome", ""),
        tuple(payload.get("urls", ())),
    )  # fmt: skip


def version(data: QueryDict, field: str = "version") -> int:
    """Return the version that the form was made of; STALE where it is missing or no number."""
    raw = data.get(field, "")
    return int(raw) if raw.isdecimal() and len(raw) < 10 else STALE


def settled(data: QueryDict) -> frozenset[int]:
    """Return the keys of the kept texts that the person has decided about."""
    return frozenset(int(raw) for raw in data.getlist("kept") if raw.isdecimal() and len(raw) < 19)


def seal(result: Result, user: User) -> str:
    """Return the note that goes with one form: whose it is, of which result, and the form's own name.

    Good for two weeks. Every form that is drawn has another name: two tabs are two forms.
    """
    return signing.dumps({"user": user.pk, "result": result.pk, "form": secrets.token_urlsafe(9)}, salt=SALT)


def sealed_user(data: QueryDict, result_pk: int) -> int | None:
    """Return the key of the person whose form this is, or None: no note, altered, too old, other result."""
    note = _note(data, result_pk, max_age=LASTING)
    return int(note["user"]) if note else None


def sealed_form(data: QueryDict, result_pk: int) -> str:
    """Return the name of the form, however old; "" without a good note of this result."""
    return str(_note(data, result_pk, max_age=None).get("form", ""))


def _note(data: QueryDict, result_pk: int, *, max_age: int | None) -> dict[str, Any]:
    try:
        note: dict[str, Any] = signing.loads(data.get("seal", ""), salt=SALT, max_age=max_age)
    except signing.BadSignature:
        return {}
    return note if note["result"] == result_pk else {}
