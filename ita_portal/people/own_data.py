"""Everything the portal keeps about one person, for that person to take away (PDPA, right of access)."""

import datetime as dt
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet

from agencies.models import AccountEvent, ApiToken, Notice, NoticeSetting, OutboxMail, SessionSeen, User
from evidence.models import Attachment
from ita_portal.models import Draft, PeopleList
from measures.models import Event, ReviewNote, UnsavedText
from reports.models import IssuedReport, PaperJob

Rows = list[dict[str, Any]]
TOKEN = ("name", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at")


def own_data(user: User, *, now: dt.datetime) -> dict[str, Any]:
    """Return the person's data as JSON values: the account, and by subject what was done, told, typed and ordered.

    Passwords, second factors and session keys are no information about the person and stay here; of other people it
    holds keys only.
    """
    facts = ("username", "display_name", "email", "phone", "is_active", "date_joined", "last_login")
    return {
        "made_at": now,
        "account": {name: getattr(user, name) for name in facts},
        "roles": [{"role": one.role, "place": one.place} for one in user.held],
        "tokens": _rows(ApiToken.objects.filter(user=user), *TOKEN),
        "sessions": _rows(SessionSeen.objects.filter(user=user), "device", "address", "started_at", "seen_at"),
        **_told(user), **_done(user), **_typed(user),
    }  # fmt: skip


def _rows(found: QuerySet[Any], *names: str) -> Rows:
    return list(found.order_by("pk").values(*names))


def _told(user: User) -> dict[str, Rows]:
    # By address only what was written to nobody else: an address may have been somebody's before.
    mails = Q(user=user) | Q(user=None, to__iexact=user.email) if user.email else Q(user=user)
    return {
        "notices": _rows(Notice.objects.filter(user=user), "kind", "subject", "text", "created_at", "read_at"),
        "notice_settings": _rows(NoticeSetting.objects.filter(user=user), "kind", "by_mail"),
        "mails": _rows(OutboxMail.objects.filter(mails), "to", "subject", "created_at", "sent_at"),
    }


def _done(user: User) -> dict[str, Rows]:
    about = AccountEvent.objects.filter(Q(actor=user) | Q(subject_type="user", subject_id=user.pk))
    return {
        "account_history": _rows(about, "at", "action", "subject_type", "subject_id", "actor_id"),
        "history": _rows(Event.objects.filter(actor=user), "at", "action", "round_id", "submission_id", "result_id"),
        "comments": _rows(ReviewNote.objects.filter(author=user), "created_at", "kind", "result_id", "text"),
        "files": _rows(Attachment.objects.filter(uploaded_by=user), "created_at", "name", "caption", "size"),
        "issued_papers": _rows(IssuedReport.objects.filter(issued_by=user), "issued_at", "code", "title", "number"),
        "paper_jobs": _rows(PaperJob.objects.filter(owner=user), "created_at", "title", "state"),
        "people_lists": _rows(PeopleList.objects.filter(owner=user), "created_at", "filename", "committed_at"),
    }


def _typed(user: User) -> dict[str, Rows]:
    return {
        "unsaved_texts": _rows(UnsavedText.objects.filter(user=user), "created_at", "result_id", "why", "payload"),
        "drafts": _rows(Draft.objects.filter(user=user), "created_at", "title", "page", "fields"),
    }


def counts_of(data: dict[str, Any]) -> dict[str, int]:
    """Return how many rows each subject of own_data() has."""
    return {name: len(rows) for name, rows in data.items() if isinstance(rows, list)}


def as_json(data: dict[str, Any]) -> bytes:
    """Return own_data() as a readable JSON file."""
    return json.dumps(data, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder).encode()
