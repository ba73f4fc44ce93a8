"""Publish rounds: freeze what may be public. The only writer of Publication and PublicFile.

The round moves and its pages freeze in one transaction. Whatever was published otherwise (the command line, an earlier
release) is frozen by the worker. A published round is corrected by opening it again (row 45), through the same return,
endorsement and approval as before; publishing it again makes new versions of what has changed, with a note. Until then
the pages show what they showed.
"""

import datetime as dt
import hashlib
import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef
from django.utils.translation import gettext as _

from agencies.models import Agency, Province, User
from evidence.models import Attachment
from measures import history, workflow
from measures.choices import Action, RoundState
from measures.errors import WorkflowError
from measures.models import Event, Round, Submission
from measures.rules import may
from reports.freezing import Data, agency_data, approved, province_data, public_files, unreported_data
from reports.models import Publication, PublicFile

logger = logging.getLogger(__name__)


@dataclass
class Copies:
    """Copies of public files, one of the same bytes; what a failed publication copied is deleted again."""

    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)

    def take(self, files: Iterable[Attachment]) -> None:
        """Copy what has no copy yet. Slow on object storage, so it is done before any row is locked."""
        for one in files:
            self.of(one)

    def of(self, one: Attachment) -> tuple[str, str]:
        """Return the names of the copy and of its thumbnail ("" where there is none)."""
        if one.sha256 not in self.names:
            known = PublicFile.objects.filter(sha256=one.sha256).first()
            if known:
                self.names[one.sha256] = (str(known.file.name), str(known.thumbnail.name or ""))
            else:
                copy = PublicFile(kind=one.kind)
                self.names[one.sha256] = (
                    self._copied(copy, "file", one.file),
                    self._copied(copy, "thumbnail", one.thumbnail),
                )
        return self.names[one.sha256]

    def _copied(self, copy: PublicFile, column: str, source: Any) -> str:
        if not source:
            return ""
        wanted = PublicFile._meta.get_field(column).generate_filename(copy, "")  # type: ignore[union-attr]
        with default_storage.open(source.name) as content:
            name = default_storage.save(wanted, content)
        self.made.append(name)
        return name

    def undo(self) -> None:
        """Delete what was copied."""
        for name in self.made:
            default_storage.delete(name)


def publish(round_: Round, *, by: User | None, note: str = "", withdraw: bool = False) -> Round:
    """Publish a locked round and freeze its public pages; return it fresh.

    by: None for the command line. note: what a correction corrects; must be there when the round was published before.
    withdraw: take the earlier versions of what has changed off the public pages (personal data in them).
    Raises WorkflowError with the reason in the reader's language; then nothing has changed.
    """
    round_ = Round.objects.select_related("plan__province", "plan__agency").get(pk=round_.pk)
    if by is not None and not (verdict := may(by, Action.ROUND_PUBLISH, round_)):
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)
    if was_published(round_) and not note.strip():
        raise WorkflowError(_("โปรดเขียนว่าฉบับนี้แก้ไขอะไร ข้อความนี้แสดงในหน้าสาธารณะ"))
    copies = Copies()
    try:
        copies.take(_attachments(round_))
        with transaction.atomic():
            moved = workflow.move_round(round_, Action.ROUND_PUBLISH, by=by, note=note)
            _freeze(moved, copies, by=by, note=note.strip(), withdraw=withdraw)
    except BaseException as failure:
        copies.undo()
        if isinstance(failure, OSError):
            logger.exception("A public file of round %s cannot be copied", round_.pk)
            raise WorkflowError(_("คัดลอกไฟล์ที่ให้เผยแพร่ไม่ได้ ยังไม่ได้เผยแพร่ โปรดแจ้งผู้ดูแลระบบให้ตรวจที่เก็บไฟล์")) from failure
        raise
    return moved


def freeze_missing() -> int:
    """Freeze the published rounds that are not frozen as they were published; return how many. For the worker."""
    frozen = Publication.objects.filter(round=OuterRef("pk"), published_at=OuterRef("published_at"))
    rounds = Round.objects.filter(~Exists(frozen), state=RoundState.PUBLISHED, published_at__isnull=False)
    return sum(_freeze_one(pk) for pk in list(rounds.order_by("pk").values_list("pk", flat=True)[:50]))


def _freeze_one(pk: int) -> bool:
    """Freeze one round; False where it cannot be: it is told in the log, and the others go on."""
    copies = Copies()
    try:
        with transaction.atomic():
            workflow.lock(pk)
            round_ = Round.objects.select_related("plan__province", "plan__agency__kind").get(pk=pk)
            if round_.state == RoundState.PUBLISHED and not _is_frozen(round_):
                _freeze(round_, copies, by=None, note="", withdraw=False)
        return True
    except OSError:
        logger.exception("Round %s could not be frozen: a public file cannot be read or copied", pk)
        copies.undo()
        return False


def was_published(round_: Round) -> bool:
    """Say whether the round was published before, so that the next time is a correction."""
    return Publication.objects.filter(round=round_).exists()


def _is_frozen(round_: Round) -> bool:
    return Publication.objects.filter(round=round_, published_at=_published_at(round_)).exists()


def _published_at(round_: Round) -> dt.datetime:
    assert round_.published_at is not None  # a published round
    return round_.published_at


def _attachments(round_: Round) -> list[Attachment]:
    return [file for files in public_files(approved(round_)).values() for _result, file in files]


def _freeze(round_: Round, copies: Copies, *, by: User | None, note: str, withdraw: bool) -> None:
    """Keep the owner's page, and a page of every agency whose public words are not what they were."""
    submissions = approved(round_)
    files = public_files(submissions)
    data = agency_data(round_, submissions, files)
    keeper = _Keeper(round_, copies, by, note, withdraw)
    keeper.lock([one.agency_id for one in submissions])
    own = round_.plan.agency
    for one in submissions:
        keeper.keep(one.agency, data[one.pk], files.get(one.pk, []), submission=one, always=one.agency == own)
    reported = {one.agency_id for one in submissions}
    before = Publication.objects.filter(round=round_, following=None, agency__isnull=False).exclude(agency__in=reported)
    # What was public and is not approved any more is public no longer.
    for agency in [row.agency for row in before.select_related("agency__province", "agency__kind")]:
        if agency and agency != own:
            keeper.keep(agency, unreported_data(agency, round_), [])
    if own is None:
        keeper.keep(round_.plan.province, province_data(round_), [], always=True)
    elif own.pk not in reported:
        keeper.keep(own, unreported_data(own, round_), [], always=True)


@dataclass
class _Keeper:
    """Writes the publications of one round at one moment."""

    round: Round
    copies: Copies
    by: User | None
    note: str
    withdraw: bool

    def lock(self, agencies: list[int]) -> None:
        """Hold the owners, whose versions are counted: two rounds of one year may be published at once."""
        list(Agency.objects.select_for_update(no_key=True).filter(pk__in=agencies).order_by("pk"))
        Province.objects.select_for_update(no_key=True).get(pk=self.round.plan.province_id)

    def keep(
        self, owner: Agency | Province, data: Data, files: list[tuple[int, Attachment]], *,
        submission: Submission | None = None, always: bool = False,
    ) -> None:  # fmt: skip
        """Keep a version; not one that says what the last one says, unless `always`: the note is the round's."""
        hashed = sha256_of(data, [one for _result, one in files])
        year = self.round.plan.fiscal_year
        mine = Publication.objects.of_year(owner, year)
        previous = mine.filter(round=self.round).first()
        if previous and previous.sha256 == hashed and not always:
            return
        row = Publication.objects.create(
            round=self.round, agency=owner if isinstance(owner, Agency) else None,
            province=owner if isinstance(owner, Province) else None, fiscal_year=year,
            version=(mine.aggregate(last=Max("version"))["last"] or 0) + 1, previous=previous,
            published_at=_published_at(self.round), note=self.note, data=data, sha256=hashed,
        )  # fmt: skip
        self._keep_files(row, files)
        if self.withdraw and previous and previous.sha256 != hashed:
            earlier = mine.filter(round=self.round, withdrawn_at=None).exclude(pk=row.pk)
            earlier.update(withdrawn_at=_published_at(self.round))
        self._tell(row, submission)

    def _keep_files(self, row: Publication, files: list[tuple[int, Attachment]]) -> None:
        rows = []
        for number, (_result, one) in enumerate(files, start=1):
            name, small = self.copies.of(one)
            rows.append(PublicFile(
                publication=row, number=number, kind=one.kind, caption=one.caption, file=name, thumbnail=small,
                size=one.size, width=one.width, height=one.height, sha256=one.sha256,
            ))  # fmt: skip
        PublicFile.objects.bulk_create(rows)

    def _tell(self, row: Publication, submission: Submission | None) -> None:
        """Write the version and its hash into the owner's history: a row changed later differs from it."""
        plan = self.round.plan
        history.record(
            Action.ROUND_PUBLISH, by=self.by, agency=row.agency, province=row.province, plan=plan, round=self.round,
            submission=submission, note=row.note, at=row.published_at,
            changes={
                "version": ["" if row.previous is None else str(row.previous.version), str(row.version)],
                "publication": row.pk, "sha256": row.sha256,
            },
        )  # fmt: skip


def sha256_of(data: Data, files: Iterable[Attachment | PublicFile]) -> str:
    """Return the hash (hex) of what a version shows: its data and the files it shows, each with its caption."""
    whole = [data, [[one.sha256, one.caption] for one in files]]
    return hashlib.sha256(json.dumps(whole, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def damaged_publications() -> Iterator[str]:
    """Yield what of the published versions is not as it was published: one line each, in English, for the operator."""
    told = dict(_told())
    for row in Publication.objects.order_by("pk").prefetch_related("files").iterator(chunk_size=200):
        if sha256_of(row.data, row.files.all()) != row.sha256:
            yield f"publication {row.pk}: its data was changed"
        if told.get(row.pk) != row.sha256:
            yield f"publication {row.pk}: its hash is not the one in the history"
        for one in row.files.all():
            if not default_storage.exists(str(one.file.name)):
                yield f"publication {row.pk}: file {one.number} ({one.file.name}) is missing"


def _told() -> Iterator[tuple[int, str]]:
    rows = Event.objects.filter(action=Action.ROUND_PUBLISH, changes__has_key="publication")
    for changes in rows.values_list("changes", flat=True).iterator(chunk_size=2000):
        yield changes["publication"], changes["sha256"]


@dataclass(frozen=True)
class Preview:
    """What a publication would show everybody: agencies with an approved report, those without, public files.

    again: the round was published before, so that this is a correction.
    """

    approved: tuple[str, ...]
    missing: tuple[str, ...]
    files: int
    again: bool


def preview(round_: Round) -> Preview:
    """Look at what would be published: four queries."""
    submissions = approved(round_)
    others = round_.submissions.exclude(pk__in=[one.pk for one in submissions]).annotate(name=F("agency__name"))
    return Preview(
        tuple(one.agency.name for one in submissions),
        tuple(others.order_by("name").values_list("name", flat=True)),
        sum(map(len, public_files(submissions).values())),
        was_published(round_),
    )
