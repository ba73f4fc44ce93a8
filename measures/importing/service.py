"""The doors of an import: examine, preview, commit."""

import hashlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agencies import authoring
from agencies.models import Agency, User
from agencies.verdict import Verdict
from assessments.selectors import EditionMissingError
from measures import history
from measures.choices import Action
from measures.clock import database_now
from measures.errors import WorkflowError
from measures.importing.catalogue import catalogue_for
from measures.importing.differences import plan_doubts
from measures.importing.lengths import length_doubts
from measures.importing.plans import make_plan, plan_of
from measures.importing.request import Request, settle
from measures.importing.results import ensure_round, new_narratives, outlook, write_narratives, write_results
from measures.importing.scores import has_new_scores, score_doubts, write_scores
from measures.intake.doubts import about_the_plan, refusal
from measures.intake.sandbox import read_paper
from measures.intake.shapes import Reading
from measures.models import Intake, Plan
from measures.rules import may

Made = dict[str, list[int]]


def examine(
    data: bytes, request: Request, *, agency_name: str = "", create: bool = False, own_by_form: bool = False
) -> tuple[Request, Reading]:
    """Read a file and compare it with what is stored; writes nothing and never raises for a bad file.

    The request comes back with the names that the paper itself gives, the reading with all doubts.
    """
    try:
        catalogue = catalogue_for(request.fiscal_year)
    except EditionMissingError as missing:
        return request, refusal("name_unknown", why=str(missing))
    reading = read_paper(data, catalogue)
    if not reading.measures:
        return request, reading
    request, doubts = settle(request, reading, agency_name=agency_name, create=create, own_by_form=own_by_form)
    return request, reading.with_doubts(*doubts, *_compared(request, reading))


def _compared(request: Request, reading: Reading) -> list[Any]:
    plan = plan_of(request)
    doubts = length_doubts(request, reading)
    doubts += plan_doubts(plan, reading, whole=not request.with_results) + score_doubts(request, reading)
    if request.with_results and request.round_kind:
        doubts += outlook(request, plan, reading).doubts
    return doubts


def preview(data: bytes, request: Request, *, filename: str, by: User | None, reading: Reading) -> Intake:
    """Keep a file and its reading for a person's decision. The agency of the request must exist.

    Of a paper of which only the plan is wanted, doubts about results are left out.
    """
    return Intake.objects.create(
        province=request.province, agency=request.agency, fiscal_year=request.fiscal_year, own_plan=request.own_plan,
        with_results=request.with_results, round=request.round, round_kind=request.round_kind,
        filename=filename[:255], content=data, sha256=hashlib.sha256(data).hexdigest(),
        reading=(reading if request.with_results else about_the_plan(reading)).to_store(), created_by=by,
    )  # fmt: skip


def request_of(intake: Intake) -> Request:
    """The request that a stored intake was made for."""
    return Request(
        intake.province, intake.fiscal_year, intake.agency, own_plan=intake.own_plan,
        with_results=intake.with_results, round=intake.round, round_kind=intake.round_kind,
    )  # fmt: skip


def changes_nothing(request: Request, reading: Reading) -> bool:
    """Whether a commit would find everything stored already, or kept as it stands."""
    plan = plan_of(request)
    if plan is None or has_new_scores(request, reading):
        return False
    if not request.with_results:
        return True
    found = outlook(request, plan, reading)
    if reading.heading.of_agency:
        return not found.writes
    return found.round is not None and not new_narratives(found.round, reading)


@transaction.atomic
def commit(intake: Intake, *, by: User | None) -> Intake:
    """Store what the paper says and is missing, all or nothing; note what was made, for an undo.

    The same paper again makes nothing. `by` None is the command line, which asks no permission.
    Raises WorkflowError where it is not allowed, already done, or the paper has errors.
    """
    intake = Intake.objects.select_for_update().select_related(None).get(pk=intake.pk)
    if intake.committed_at is not None:
        raise WorkflowError(_("นำเข้าไฟล์นี้ไปแล้ว"), conflict=True)
    request = request_of(intake)
    reading = Reading.from_store(intake.reading)
    plan = plan_of(request)
    _require(request, plan, reading, by=by)
    if reading.refused or any(one.severity == "error" for one in _compared(request, reading)):
        raise WorkflowError(_("ยังมีข้อผิดพลาดที่ต้องแก้ในไฟล์ก่อน โปรดแก้แล้วอัปโหลดใหม่"), conflict=True)
    made: Made = {}
    if plan is None:
        plan = make_plan(request, reading, by=by)
        made["plan"] = [plan.pk]
        made["measures"] = list(plan.measures.values_list("pk", flat=True))
    if request.with_results:
        made |= _results(request, plan, reading, by=by)
    if by is None or may(by, Action.IMPORT_PLAN, plan):
        made["scores"] = write_scores(request, reading, by=by)
    made = {name: keys for name, keys in made.items() if keys}
    intake.plan, intake.made, intake.committed_at = plan, made, database_now()
    intake.save()
    if made:
        history.record(
            "import.commit", by=by, agency=request.agency if request.with_results or request.own_plan else None,
            province=request.province, plan=plan, note=intake.filename,
            changes={"made": {name: len(keys) for name, keys in made.items()}, "sha256": intake.sha256},
        )  # fmt: skip
    return intake


def _require(request: Request, plan: Plan | None, reading: Reading, *, by: User | None) -> None:
    if by is None:
        return
    verdict = _may(by, request, plan, reading)
    if not verdict:
        raise WorkflowError(verdict.reason, conflict=verdict.conflict)


def _may(user: User, request: Request, plan: Plan | None, reading: Reading) -> Verdict:
    if request.with_results and reading.heading.of_agency:
        return may_import_results(user, request, plan)
    # Form B brings texts of the plan's owner: they are not for those to write who fill in results.
    return may(user, Action.IMPORT_PLAN, plan or request.owner)


def commit_verdict(intake: Intake, reading: Reading, user: User) -> Verdict:
    """Whether the person may commit this paper now: for the button and its reason."""
    if intake.committed_at is not None:
        return Verdict(_("นำเข้าไฟล์นี้ไปแล้ว"), conflict=True)
    if reading.refused:
        return Verdict(_("มีข้อผิดพลาดที่ต้องแก้ในไฟล์ก่อน แล้วอัปโหลดใหม่"), conflict=True)
    request = request_of(intake)
    return _may(user, request, plan_of(request), reading)


def may_import_results(user: User, request: Request, plan: Plan | None) -> Verdict:
    """Whether the person may bring results of the request's agency into its round."""
    found = outlook(request, plan, Reading())
    if found.submission is None:
        return Verdict(_("หน่วยงานของคุณยังไม่มีรายงานในรอบนี้ โปรดรอสำนักงานจังหวัดเปิดรอบ"), conflict=True)
    return may(user, Action.IMPORT_RESULTS, found.submission)


def _results(request: Request, plan: Plan, reading: Reading, *, by: User | None) -> Made:
    found = outlook(request, plan, reading)
    made: Made = {}
    of_agency = reading.heading.of_agency
    if not of_agency or found.writes:
        had_submission = found.submission is not None
        if ensure_round(request, plan, found, by=by) and found.round:
            made["round"] = [found.round.pk]
        if of_agency:
            made["results"] = write_results(request, found, by=by)
            if not had_submission and found.submission:
                made["submission"] = [found.submission.pk]
        else:
            made["narratives"] = write_narratives(found, reading, by=by)
    return made


@transaction.atomic
def make_agency(request: Request) -> Agency:
    """Make the agency that a command with --create named, in the group of all agencies."""
    agency = authoring.make_agency(request.province, request.new_agency, by=None)
    history.record("agency.create", by=None, province=request.province, changes={"name": [None, agency.name]})
    return agency
