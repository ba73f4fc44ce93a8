"""How far a submission is: its measures by indicator or issue, what is missing, and whether it may be sent."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from agencies.models import User
from agencies.verdict import YES, Verdict
from measures.checks import Finding, Kind, Report, by_kind, find_all, read
from measures.checks.untouched import is_untouched
from measures.choices import Action, Answer, NoteKind, State
from measures.grouping import Titled, in_groups
from measures.models import Plan, Result, ResultAttachment, ResultLink, ReviewNote, Submission, UnsavedText
from measures.rules import may
from measures.selectors.links import Chip, chips

_SENT = (State.ENDORSEMENT, State.SUBMITTED, State.APPROVED)


@dataclass(frozen=True)
class Row:
    """One measure of a submission: its result, what the checks say, whether it may be edited now."""

    result: Result
    findings: tuple[Finding, ...]
    editable: bool
    unsaved: UnsavedText | None

    @property
    def links(self) -> list[tuple[str, bool]]:
        """Return (as typed, is a web address) of each link."""
        return [(row.link.typed, bool(row.link.url)) for row in self.result.result_links.all()]

    @property
    def chips(self) -> list[Chip]:
        """Return what is known of each link."""
        return chips(self.result)

    @property
    def files(self) -> list[ResultAttachment]:
        """Return the files in order, each with its attachment."""
        return list(self.result.result_attachments.all())

    @property
    def reasons(self) -> list[ReviewNote]:
        """Return why it was returned, while that is not settled."""
        return [n for n in self.result.notes.all() if n.kind == NoteKind.REASON and n.settled_at is None]

    @property
    def waits(self) -> bool:
        """Say whether it came back with a reason and was not touched since."""
        return is_untouched(self.result)

    @property
    def errors(self) -> list[Finding]:
        """Return what blocks sending."""
        return [finding for finding in self.findings if finding.severity == "error" and finding.waiver is None]

    @property
    def is_done(self) -> bool:
        """Say whether nothing blocks sending here, what was waived left aside. What was sent was complete then."""
        return self.result.submission.state in _SENT or not self.errors

    @property
    def is_begun(self) -> bool:
        """Say whether somebody has answered it, typed or attached something."""
        return self.result.answer != Answer.BLANK or self.result.updated_at is not None

    @property
    def todo(self) -> bool:
        """Say whether it blocks sending only because nobody has begun it: work that waits, no mistake."""
        return bool(self.errors) and not self.is_begun and not self.result.flagged

    @property
    def warnings(self) -> list[Finding]:
        """Return what asks for a tick."""
        return [finding for finding in self.findings if finding.severity == "warning" and finding.waiver is None]

    @property
    def waived(self) -> list[Finding]:
        """Return what a reviewer waived."""
        return [finding for finding in self.findings if finding.waiver is not None]

    @property
    def badge(self) -> tuple[str, str]:
        """Return (words, tone) of the state of a measure that is being filled."""
        if self.result.flagged:
            return _("ส่งกลับให้แก้ไข"), "warn"
        if self.result.answer == Answer.BLANK:
            return _("ยังไม่กรอก"), "mute"
        if self.errors:
            return _("ต้องแก้ %(count)s ข้อ") % {"count": len(self.errors)}, "bad"
        if self.warnings:
            return _("มีคำเตือน %(count)s ข้อ") % {"count": len(self.warnings)}, "warn"
        return _("ครบแล้ว"), "ok"


@dataclass(frozen=True)
class Group(Titled):
    """The measures of one indicator or issue. `name` is empty where no edition knows it, `instrument` of an issue."""

    number: int
    name: str
    instrument: str
    instrument_name: str
    questions: str
    rows: tuple[Row, ...]
    by_issue: bool = False

    @property
    def total(self) -> int:
        """Return how many measures there are."""
        return len(self.rows)

    @property
    def done(self) -> int:
        """Return how many are complete: no check finds an error there."""
        return sum(row.is_done for row in self.rows)

    @property
    def back(self) -> int:
        """Return how many were returned for correction."""
        return sum(row.result.flagged for row in self.rows)

    @property
    def is_full(self) -> bool:
        """Say whether every measure is complete."""
        return self.done == self.total


@dataclass(frozen=True)
class Overview:
    """A submission as its pages show it. `report`: what its checks looked at."""

    submission: Submission
    groups: tuple[Group, ...]
    report: Report

    @property
    def rows(self) -> list[Row]:
        """Return every measure in the order of the groups."""
        return [row for group in self.groups for row in group.rows]

    @property
    def total(self) -> int:
        """Return how many measures there are."""
        return sum(group.total for group in self.groups)

    @property
    def done(self) -> int:
        """Return how many are complete."""
        return sum(group.done for group in self.groups)

    @property
    def unfinished(self) -> list[Row]:
        """Return the measures that block sending."""
        return [row for row in self.rows if row.errors]

    @property
    def todo(self) -> list[Row]:
        """Return the measures that block sending because nobody has begun them."""
        return [row for row in self.rows if row.todo]

    @property
    def mistakes(self) -> list[Row]:
        """Return the measures that somebody has begun and that still block sending."""
        return [row for row in self.unfinished if not row.todo]

    @property
    def stage(self) -> str:
        """Return the state, or "" for a draft that nobody has begun."""
        begun = self.submission.state != State.DRAFT or any(row.is_begun for row in self.rows)
        return self.submission.state if begun else ""

    @property
    def flagged(self) -> list[Row]:
        """Return the measures that were returned."""
        return [row for row in self.rows if row.result.flagged]

    @property
    def waiting(self) -> list[Row]:
        """Return the returned measures that were not corrected yet."""
        return [row for row in self.rows if row.waits]

    @property
    def unsaved(self) -> list[Row]:
        """Return the measures with a text of the person that is not stored yet."""
        return [row for row in self.rows if row.unsaved]

    @property
    def warnings(self) -> list[Finding]:
        """Return every warning."""
        return [finding for row in self.rows for finding in row.warnings]

    @property
    def found_kinds(self) -> list[Kind]:
        """Return what blocks sending and what asks for a tick, by check."""
        return by_kind([finding for row in self.rows for finding in row.findings if finding.waiver is None])

    @property
    def begun_kinds(self) -> list[Kind]:
        """Return the same of the measures that somebody has begun."""
        begun = [row for row in self.rows if not row.todo]
        return by_kind([finding for row in begun for finding in row.findings if finding.waiver is None])

    @property
    def waived_kinds(self) -> list[Kind]:
        """Return what a reviewer waived, by check."""
        return by_kind([finding for row in self.rows for finding in row.waived])

    def group(self, number: int) -> Group | None:
        """Return the group of an indicator or issue, or None when nothing of it is reported."""
        return next((group for group in self.groups if group.number == number), None)

    def next_open(self) -> Row | None:
        """Return the first measure that still needs work, or None when the report may be sent."""
        return next((row for row in self.rows if row.editable and (row.errors or row.waits)), None)


def overview(submission: Submission, *, user: User, now: dt.datetime) -> Overview:
    """Fetch a submission's measures with links, files, reasons and the person's unsaved texts: 12 queries at most."""
    results = list(
        submission.results.select_related("measure")
        .prefetch_related(
            Prefetch("result_links", ResultLink.objects.select_related("link__page")),
            "result_attachments__attachment",
            Prefetch("notes", ReviewNote.objects.select_related("author")),
            Prefetch("unsaved", UnsavedText.objects.filter(user=user), to_attr="own_unsaved"),
        )
        .order_by("measure__order", "pk")
    )
    for result in results:
        # Policies and checks walk from the result to its submission: the one at hand, not a query each.
        result.submission = submission
    open_now = bool(may(user, Action.RESULT_EDIT, submission, now=now))
    findings: dict[int, list[Finding]] = {}
    report = read(submission, results, now=now)
    for finding in find_all(report):
        findings.setdefault(finding.result_id, []).append(finding)
    rows = [
        Row(
            result,
            tuple(findings.get(result.pk, ())),
            open_now and (submission.state != State.RETURNED or result.flagged),
            next(iter(result.own_unsaved), None),
        )
        for result in results
    ]
    return Overview(submission, _grouped(rows, submission.round.plan), report)


def _grouped(rows: Iterable[Row], plan: Plan) -> tuple[Group, ...]:
    """Group in the order of the numbers; measures keep the plan's order."""
    return tuple(
        Group(
            head.number, head.name, head.instrument, _short(head.instrument_name), head.questions, tuple(found),
            head.by_issue,
        )
        for head, found in in_groups(plan, rows, lambda row: row.result.measure)
    )  # fmt: skip


def _short(name: str) -> str:
    """Return an instrument's name without the words for "questionnaire of": beside its code they are plain."""
    short = name.removeprefix("แบบวัดการรับรู้ของ").removeprefix("แบบตรวจ")
    return short.removesuffix(" Integrity and Transparency Assessment")


def send_verdict(seen: Overview, *, user: User, now: dt.datetime) -> Verdict:
    """Say whether the person may send this report now: the policy first, then what is missing."""
    if not (verdict := may(user, Action.SUBMIT, seen.submission, now=now)):
        return verdict
    if seen.unsaved:
        names = ", ".join(str(row.result.measure) for row in seen.unsaved)
        return Verdict(_("มีข้อความที่ยังไม่ได้บันทึกในมาตรการ %(names)s โปรดเลือกว่าจะใช้หรือทิ้งก่อนส่ง") % {"names": names})
    if seen.unfinished:
        counted = {"total": seen.total, "left": len(seen.unfinished)}
        return Verdict(_("ส่งได้เมื่อกรอกครบ %(total)s มาตรการ ยังเหลือ %(left)s") % counted)
    return YES
