"""A round on its way to the public, for the tests: acts of the real services, one line each."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from evidence.models import Attachment, Link
from measures import workflow
from measures.choices import Action, RoundState
from measures.models import Result, ResultAttachment, ResultLink, Round, Submission
from reports.models import Publication
from reports.publishing import publish


def lock(round_: Round) -> None:
    """Bring a round from wherever it stands to locked, as the operator could."""
    for action, state in ((Action.ROUND_CLOSE, RoundState.OPEN), (Action.ROUND_LOCK, RoundState.CLOSED)):
        if Round.objects.get(pk=round_.pk).state == state:
            workflow.move_round(round_, action, by=None)


def approve(submission: Submission, by) -> Submission:
    """Approve a report that the province has."""
    return workflow.act(submission, Action.APPROVE, by=by)


def correct(round_: Round, submission: Submission, text: str) -> None:
    """Open a published round again, put another text into the report's first result, approve and lock it."""
    for action in (Action.ROUND_CORRECT, Action.ROUND_UNLOCK):
        workflow.move_round(round_, action, by=None, note="แก้ถ้อยคำ")
    first = submission.results.order_by("measure__order").first()
    Result.objects.filter(pk=first.pk).update(text=text)
    lock(round_)


def publish_again(round_: Round, by, **how) -> Round:
    """Publish a correction."""
    return publish(round_, by=by, **({"note": "แก้ถ้อยคำข้อแรก"} | how))


def attach(result: Result, by, *, public: bool, caption: str, number: int = 1) -> Attachment:
    """Give a result a photo of a few bytes."""
    name = f"evidence/aa/{result.pk}-{number}"
    for ending in (".jpg", "-t.jpg"):
        default_storage.save(f"{name}{ending}", ContentFile(f"{caption}{ending}".encode()))
    row = Attachment.objects.create(
        agency=result.submission.agency, kind="photo", name="ชื่อเจ้าหน้าที่ถ่ายเอง.jpg", caption=caption, is_public=public,
        file=f"{name}.jpg", thumbnail=f"{name}-t.jpg", size=9, width=4, height=3,
        sha256=f"{result.pk:032d}{number:032d}",
        uploaded_by=by,
    )  # fmt: skip
    ResultAttachment.objects.create(result=result, attachment=row, order=number)
    return row


def cite(result: Result, address: str) -> None:
    """Give a result a link."""
    link = Link.objects.typed(result.submission.agency_id, address)
    ResultLink.objects.create(result=result, link=link, order=result.result_links.count())


def versions(owner) -> list[tuple[int, str, str]]:
    """(version, round, note) of an owner's publications, the newest first."""
    rows = Publication.objects.of_owner(owner).order_by("-version").select_related("round")
    return [(row.version, row.round.kind, row.note) for row in rows]


def texts(publication: Publication) -> list[str]:
    """The frozen result texts."""
    return [one["result"] for group in publication.data["groups"] for one in group["measures"] if "result" in one]
