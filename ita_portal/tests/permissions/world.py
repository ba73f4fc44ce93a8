"""Build every state of a round and a submission with bulk rows, and the eleven personas."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from agencies.choices import ALL_AGENCIES_GROUP, Role
from agencies.models import Agency, AgencyGroup, Membership, Notice, Province, SessionSeen, User
from evidence.models import Attachment, Link
from ita_portal.models import PeopleList
from ita_portal.tests.permissions.cells import CELLS, PAIRS, Cell
from measures import history
from measures.choices import Action
from measures.models import (
    CheckWaiver,
    Extension,
    Intake,
    Measure,
    Narrative,
    Plan,
    Result,
    ResultAttachment,
    ResultLink,
    Round,
    RoundMeasure,
    Submission,
)
from reports.freezing import agency_data, province_data
from reports.models import IssuedFile, IssuedReport, PaperJob, Publication, PublicFile

DAY = dt.timedelta(days=1)
FIRST_YEAR = 2501


@dataclass
class Place:
    """The plan, round and submission that stand for one cell."""

    plan: Plan
    round: Round
    submission: Submission


@dataclass
class World:
    """A province with an agency under test, its neighbours, the people, and a place for every cell."""

    province: Province
    other_province: Province
    agency: Agency
    neighbour: Agency
    foreign: Agency
    people: dict[str, Any]
    intake: Any = None
    issued: Any = None
    job: Any = None
    notice: Any = None
    people_list: Any = None
    session: Any = None
    waiver: Any = None
    published: Any = None
    places: dict[Cell, Place] = field(default_factory=dict)

    def target(self, on: str, cell: Cell) -> Any:
        """Return the object that an action is asked of."""
        place = self.places[cell]
        fixed: dict[str, Any] = {
            "agency": self.agency,
            "province": self.province,
            "nothing": None,
            "staff of the agency": Membership(user=User(), role=Role.STAFF, agency=self.agency),
            "head of the agency": Membership(user=User(), role=Role.HEAD, agency=self.agency),
            "reviewer of the province": Membership(user=User(), role=Role.REVIEWER, province=self.province),
            "viewer": Membership(user=User(), role=Role.VIEWER),
            "admin": Membership(user=User(), role=Role.ADMIN),
        }
        moving = {"plan": place.plan, "round": place.round, "submission": place.submission}
        return moving[on] if on in moving else fixed[on]


def person(username: str, role: str = "", place: Agency | Province | None = None, **fields: Any) -> User:
    """Make a person with one role; the password is not to be used."""
    user = User.objects.create(username=username, display_name=f"ผู้ทดสอบ {username}", password="!", **fields)
    if role:
        Membership.objects.create(
            user=user, role=role,
            agency=place if isinstance(place, Agency) else None,
            province=place if isinstance(place, Province) else None,
        )  # fmt: skip
    return user


def build(*, owned: bool = False, cells: tuple[Cell, ...] = CELLS) -> World:
    """Make the world. owned: every plan is the agency's own, without endorsement by a head."""
    province = Province.objects.create(code="91", name="ทดสอบบุรี", name_en="Thotsop Buri")
    other = Province.objects.create(code="92", name="ต่างถิ่น", name_en="Tang Thin")
    agency = Agency.objects.create(province=province, name="หน่วยงานทดสอบ")
    neighbour = Agency.objects.create(province=province, name="หน่วยงานข้างเคียง")
    foreign = Agency.objects.create(province=other, name="หน่วยงานต่างถิ่น")
    group = AgencyGroup.objects.create(province=province, name=ALL_AGENCIES_GROUP)
    group.agencies.set([agency, neighbour])
    people = _people(province, other, agency, neighbour)
    world = World(province, other, agency, neighbour, foreign, people)
    world.intake = Intake.objects.create(
        province=province, fiscal_year=FIRST_YEAR - 1, filename="plan.docx", content=b"", sha256="0" * 64,
        reading={"heading": {}, "measures": [], "narratives": [], "scores": [], "doubts": []}, created_by=people["rev"],
    )  # fmt: skip
    world.waiver = CheckWaiver.objects.create(
        agency=agency, own_plan=owned, code="off_domain", reason="ใช้เว็บไซต์ของจังหวัด", by=people["rev"],
        until=timezone.localdate() + 30 * DAY, at=timezone.now(),
    )  # fmt: skip
    for number, cell in enumerate(cells):
        world.places[cell] = _place(world, cell, FIRST_YEAR + number, group, owned=owned)
    world.issued = _issued(world)
    world.published = _published(world)
    world.job = _job(world)
    world.notice = Notice.objects.create(
        user=people["rev"], kind="sent", subject="มีรายงานส่งมาให้ตรวจ", url="/review/", key="n", created_at=timezone.now()
    )
    now = timezone.now()
    world.people_list = PeopleList.objects.create(owner=people["rev"], filename="รายชื่อ.xlsx", created_at=now)
    world.session = SessionSeen.objects.create(
        user=people["rev"], session_key="k", device="Firefox", address="192.0.2", started_at=now, seen_at=now
    )
    return world


def _published(world: World) -> Publication:
    """Freeze the agency's report in the last round, and the province as a whole; no bytes are kept."""
    submission = list(world.places.values())[-1].submission
    round_, now = submission.round, timezone.now()
    of_year = {"round": round_, "fiscal_year": round_.plan.fiscal_year, "version": 1, "published_at": now}
    data = agency_data(round_, [submission], {})[submission.pk]
    Publication.objects.create(province=world.province, data=province_data(round_), sha256="0" * 64, **of_year)
    row = Publication.objects.create(agency=world.agency, data=data, sha256="0" * 64, **of_year)
    PublicFile.objects.create(
        publication=row, number=1, kind="photo", caption="ภาพ", file="public/none.jpg", thumbnail="public/none-t.jpg",
        size=4, sha256="a" * 64,
    )  # fmt: skip
    return row


def _job(world: World) -> PaperJob:
    """Make the provincial office's finished bundle of the last round; no bytes are kept."""
    place = list(world.places.values())[-1]
    wanted = {
        "round": place.round.pk, "codes": ["agency_measures"], "shape": "pdf", "endings": ["pdf"],
        "submissions": [place.submission.pk],
    }  # fmt: skip
    now = timezone.now()
    return PaperJob.objects.create(
        owner=world.people["rev"], kind="bundle", wanted=wanted, key="0" * 64, title="ชุดเอกสาร", state="done",
        file="papers/none.pdf", file_name="ชุดเอกสาร.pdf", size=4, created_at=now, finished_at=now,
    )  # fmt: skip


def _issued(world: World) -> IssuedReport:
    """Make an issued paper of the agency's report in the last round, as if it had been approved; no bytes are kept."""
    submission = list(world.places.values())[-1].submission
    plan = submission.round.plan
    issued = IssuedReport.objects.create(
        agency=world.agency, fiscal_year=plan.fiscal_year, round=submission.round, submission=submission,
        code="agency_measures", number=1, title="แบบรายงานของหน่วยงาน", token="t" * 32, dataset={},
        dataset_sha256="0" * 64, template_version="0" * 64, issued_by=world.people["head"], issued_at=timezone.now(),
    )  # fmt: skip
    IssuedFile.objects.create(
        report=issued, format="pdf", file="issued/none.pdf", file_name="รายงาน.pdf", size=4, sha256="a" * 64
    )
    return issued


def _people(province: Province, other: Province, agency: Agency, neighbour: Agency) -> dict[str, Any]:
    people: dict[str, Any] = {
        "anon": AnonymousUser(),
        "staff": person("staff", Role.STAFF, agency),
        # Whom head, reviewer and administrator may disable; asks for nothing.
        "clerk": person("clerk", Role.STAFF, agency),
        "staff_foreign": person("staff_foreign", Role.STAFF, neighbour),
        "head": person("head", Role.HEAD, agency),
        "head_foreign": person("head_foreign", Role.HEAD, neighbour),
        "rev": person("rev", Role.REVIEWER, province),
        "rev_foreign": person("rev_foreign", Role.REVIEWER, other),
        "viewer": person("viewer", Role.VIEWER),
        "admin": person("admin", Role.ADMIN),
        "disabled": person("disabled", Role.STAFF, agency, is_active=False),
        "halfauth": person("halfauth", Role.REVIEWER, province),
    }
    # What the second-factor middleware notes of a session that has only the password behind it.
    people["halfauth"].is_halfauth = True
    return people


def _place(world: World, cell: Cell, year: int, group: AgencyGroup, *, owned: bool) -> Place:
    plan = Plan.objects.create(province=world.province, fiscal_year=year, agency=world.agency if owned else None)
    measure = Measure.objects.create(plan=plan, indicator=1, label="1", text=f"มาตรการที่ 1 ของปี {year}")
    measure.groups.set([group])
    now = timezone.now()
    due = {"P": None, "O": now + 14 * DAY}.get(cell.round, now - DAY)
    # A closed round is an open one whose deadline has passed.
    state = "O" if cell.round == "C" else cell.round
    round_ = Round.objects.create(
        plan=plan, kind="6", state=state, due_at=due,
        opened_at=None if cell.round == "P" else now - 30 * DAY,
    )  # fmt: skip
    row = RoundMeasure.objects.create(round=round_, measure=measure, indicator=1, label="1", text=measure.text, order=0)
    Narrative.objects.create(round=round_, text="ผลในภาพรวม").covers.set([row])
    submission = _submission(world, round_, cell, now)
    result = Result.objects.create(
        submission=submission, measure=row, answer="done", text=words(cell), flagged=cell.state == "R"
    )
    attach_photo(result, world.people["staff"])
    link = Link.objects.typed(world.agency.pk, f"https://www.thotsop-buri.go.th/{year}")
    ResultLink.objects.create(result=submission.results.get(), link=link)
    if submission.submitted_at:
        history.record(
            Action.SUBMIT, by=world.people["staff"], agency=world.agency, submission=submission, round=round_,
            changes={"state": ["D", "E"], "counts": {"done": 1}, "hash": "0" * 64}, at=now,
        )  # fmt: skip
    if cell.extended:
        Extension.objects.create(
            submission=submission, until=now + 3 * DAY, reason="น้ำท่วม", granted_by=world.people["rev"]
        )
    return Place(plan, round_, submission)


def _submission(world: World, round_: Round, cell: Cell, now: dt.datetime) -> Submission:
    sent, endorsed = cell.state in ("E", "S", "R", "A"), cell.state in ("S", "A")
    return Submission.objects.create(
        round=round_, agency=world.agency, state=cell.state or "D", was_returned=cell.state == "R",
        submitted_by=world.people["staff"] if sent else None, submitted_at=now if sent else None,
        endorsed_by=world.people["head"] if endorsed and not round_.plan.agency_id else None,
        endorsed_at=now if endorsed else None,
        approved_by=world.people["rev"] if cell.state == "A" else None, content_hash="0" * 64 if sent else "",
    )  # fmt: skip


def attach_photo(result: Result, by: User, **fields: Any) -> ResultAttachment:
    """Give the result a photo; its bytes are laid where a test asks for them (visiting.lay)."""
    name = f"evidence/00/{result.pk}-{result.result_attachments.count()}"
    photo = Attachment.objects.create(
        agency=result.submission.agency, kind="photo", name="photo.jpg", caption="ภาพการประชุม", file=f"{name}.jpg",
        thumbnail=f"{name}-t.jpg", size=12, width=4, height=3, sha256="a" * 64, uploaded_by=by,
    )  # fmt: skip
    return ResultAttachment.objects.create(result=result, attachment=photo, order=0, **fields)


def words(cell: Cell) -> str:
    """Return the text of the cell's result: a string that stands nowhere else."""
    return f"ถ้อยคำลับ-{cell.round}{cell.state}{'x' if cell.extended else ''}-ของหน่วยงาน"


def pairs() -> tuple[Cell, ...]:
    """Return the 21 cells without an extension."""
    return tuple(Cell(*pair) for pair in PAIRS)
