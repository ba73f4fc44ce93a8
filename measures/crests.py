"""Keeps the crest at the head of an office's letters: rule, stored file, history, one transaction."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from agencies.actions import Action
from agencies.models import Agency, Province, User
from agencies.rules import may
from evidence.files import FileRefused, Ready, no_room
from measures import history
from measures.clock import database_now
from measures.errors import WorkflowError
from measures.models import Crest
from measures.models.writing import crest_name
from measures.selectors.memo import crest_at
from measures.selectors.prose import owned_by

logger = logging.getLogger(__name__)
EVENT = "crest.edit"


def save_crest(owner: Agency | Province, ready: Ready, *, by: User) -> Crest:
    """Make the picture (of evidence.files.prepare_crest) the owner's crest; the one before goes.

    Raises WorkflowError where the person may not, FileRefused where the storage takes nothing.
    """
    _require_writer(owner, by)
    name = crest_name(Crest(), "")
    try:
        if default_storage.save(name, ContentFile(ready.content)) != name:
            raise OSError(f"{name} was taken")
    except OSError as full:
        logger.exception("A crest could not be stored")
        _delete(name)
        raise FileRefused(no_room()) from full
    try:
        return _store(owner, name, ready, by=by)
    except BaseException:
        _delete(name)
        raise


@transaction.atomic
def _store(owner: Agency | Province, name: str, ready: Ready, *, by: User) -> Crest:
    place: dict[str, Any] = owned_by(owner)
    _lock(owner)
    old = crest_at(owner)
    facts = {
        "file": name, "sha256": ready.sha256, "width": ready.width, "height": ready.height, "uploaded_by": by,
        "uploaded_at": database_now(),
    }  # fmt: skip
    crest, _created = Crest.objects.update_or_create(**place, defaults=facts)
    history.record(EVENT, by=by, **place, changes={"sha256": [old.sha256 if old else "", ready.sha256]})
    if old:
        transaction.on_commit(_deleter(str(old.file.name)))
    return crest


@transaction.atomic
def remove_crest(owner: Agency | Province, *, by: User) -> None:
    """Take the crest away; without one nothing happens. Raises WorkflowError where the person may not."""
    _require_writer(owner, by)
    place: dict[str, Any] = owned_by(owner)
    _lock(owner)
    if (old := crest_at(owner)) is None:
        return
    old.delete()
    history.record(EVENT, by=by, **place, changes={"sha256": [old.sha256, ""]})
    transaction.on_commit(_deleter(str(old.file.name)))


def _require_writer(owner: Agency | Province, by: User) -> None:
    if not (verdict := may(by, Action.PROSE_EDIT, owner)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)


def _lock(owner: Agency | Province) -> None:
    """Let two uploads of one moment wait for each other."""
    # no key lock: whoever holds the head of the history and writes a row that names the owner would wait for us, we
    # for the head
    type(owner)._default_manager.select_for_update(no_key=True).get(pk=owner.pk)


def _deleter(name: str) -> Callable[[], None]:
    return lambda: _delete(name)


def _delete(name: str) -> None:
    try:
        default_storage.delete(name)
    except OSError:
        logger.exception("A crest could not be deleted")
