"""A province's bundle: what is in it, as one PDF and as a ZIP, and that it is made once for the same data."""

import io
import zipfile

import pytest
from django.utils import timezone

from measures.choices import State
from measures.models import Result, Submission
from reports import bundles, pieces
from reports.bundles import Choice
from reports.jobs import kinds, queue
from reports.jobs.working import Maker
from reports.models import PaperJob, PaperPiece
from reports.renderers.merging import outline_of
from reports.renderers.pool import Pool
from reports.tests.extracting import bare, pdfium_pages
from reports.wanted import Wanted

CODES = ("province_measures", "agency_measures")
pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(make_agency, make_round):
    """A round of three agencies: one approved, one sent, one still writing; each has its own words."""
    agencies = [make_agency(name) for name in ("สำนักงาน ก", "สำนักงาน ข", "สำนักงาน ค")]
    made = make_round(shape={1: 1})
    for agency, state in zip(agencies, (State.APPROVED, State.SUBMITTED, State.DRAFT), strict=True):
        submission = made.submissions.get(agency=agency)
        Result.objects.filter(submission=submission).update(answer="done", text=f"ถ้อยคำของ{agency.name}")
        Submission.objects.filter(pk=submission.pk).update(state=state, approved_at=timezone.now())
    return made


@pytest.fixture(scope="module")
def pool():
    made = Pool()
    yield made
    made.close()


@pytest.fixture
def maker(pool):
    return Maker(pool=pool)


def order(user, round_, **choice):
    choice = {"codes": CODES} | choice
    return queue.order(user, kinds.bundle_order(user, round_, Choice(round_.pk, **choice)), timezone.now())


def made(user, round_, maker, **choice):
    order(user, round_, **choice)
    job = maker.work_once()
    assert (job.state, job.error) == ("done", "")
    return job


def read(job):
    with job.file.open("rb") as file:
        return file.read()


def test_papers_are_the_provinces_first_then_agency_by_agency(reviewer, round_):
    papers = bundles.papers_of(reviewer, round_, ("oit_register", *CODES))
    without_items = [(paper.owner, paper.form.code) for paper in papers if paper.form.code != "oit_register"]

    assert without_items == [
        ("จังหวัดทดสอบบุรี", "province_measures"),
        ("สำนักงาน ก", "agency_measures"),
        ("สำนักงาน ข", "agency_measures"),
    ]
    assert bundles.not_sent(reviewer, round_) == ["สำนักงาน ค"]


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_agencies(reviewer, make_agency, make_round, django_assert_num_queries, count):
    for number in range(count):
        make_agency(f"สำนักงาน {number}")
    made = make_round(shape={1: 2, 9: 1})
    made.submissions.update(state=State.APPROVED)
    reviewer.held  # noqa: B018 - the person's roles are read once a request

    with django_assert_num_queries(10):
        assert len(bundles.papers_of(reviewer, made, CODES)) == 1 + count


def test_bundle_holds_every_paper_with_outline_and_no_draft(reviewer, round_, maker):
    job = made(reviewer, round_, maker)
    content = read(job)
    words = bare("".join(pdfium_pages(content)))

    assert [entry.title for entry in outline_of(content)] == ["จังหวัดทดสอบบุรี", "สำนักงาน ก", "สำนักงาน ข"]
    assert [bare(f"ถ้อยคำของสำนักงาน {letter}") in words for letter in "กขค"] == [True, True, False]
    assert job.file_name == "ชุดเอกสาร รอบ 6 เดือน 2570 จังหวัดทดสอบบุรี.pdf"
    assert (job.done, job.total) == (3, 3)


def test_zip_has_a_folder_for_each_owner_and_names_that_windows_reads(reviewer, round_, maker):
    job = made(reviewer, round_, maker, shape="zip", endings=("pdf", "docx", "xlsx"))
    with zipfile.ZipFile(io.BytesIO(read(job))) as archive:
        entries = archive.infolist()
        starts = [archive.read(entry)[:4] for entry in entries]

    assert {entry.flag_bits & 0x800 for entry in entries} == {0x800}
    assert {entry.filename.partition("/")[0] for entry in entries} == {
        "001 จังหวัดทดสอบบุรี", "002 สำนักงาน ก", "003 สำนักงาน ข",
    }  # fmt: skip
    assert starts == [b"%PDF", b"PK\3\4", b"PK\3\4"] * 3
    assert entries[3].filename == (
        "002 สำนักงาน ก/แบบรายงานการดำเนินงานตามมาตรการของหน่วยงาน (ระบุ URL) 2570 รอบ 6 เดือน.pdf"
    )
    assert max(len(entry.filename) for entry in entries) < 240


def test_same_bundle_is_made_once_and_again_when_a_word_changes(reviewer, viewer, round_, maker):
    first = made(reviewer, round_, maker)
    again, others = order(reviewer, round_), order(viewer, round_)
    Result.objects.filter(submission__agency__name="สำนักงาน ก").update(text="ถ้อยคำใหม่")
    changed = order(reviewer, round_)

    assert (again.pk, others.state, others.file.name) == (first.pk, "done", first.file.name)
    assert (changed.state, changed.pk == first.pk) == ("waiting", False)
    kept = PaperPiece.objects.count()
    assert "ถ้อยคำใหม่" in "".join(pdfium_pages(read(maker.work_once())))
    assert PaperPiece.objects.count() == kept + 1


def test_order_whose_papers_take_long_to_gather_is_gathered_by_the_worker(
    reviewer, viewer, round_, maker, monkeypatch, django_assert_max_num_queries
):
    codes = ("evidence_appendix", *CODES)
    with django_assert_max_num_queries(0):
        kinds.bundle_order(reviewer, round_, Choice(round_.pk, codes))
    first = made(reviewer, round_, maker, codes=codes)
    other = order(viewer, round_, codes=codes)
    # nothing is laid out a second time: the same data, the same file
    monkeypatch.setattr(kinds, "merged", None)
    second = maker.work_once()

    assert other.state == "waiting"
    assert (second.pk, second.state, second.key, read(second)) == (other.pk, "done", first.key, read(first))


def test_same_bundle_has_the_same_bytes(reviewer, round_, maker):
    first = read(made(reviewer, round_, maker))
    PaperJob.objects.all().delete()
    again = read(made(reviewer, round_, maker))
    PaperJob.objects.all().delete()
    PaperPiece.objects.all().delete()

    assert again == first
    assert read(made(reviewer, round_, maker)) == first


def test_report_taken_back_before_the_work_began_is_not_in_it(reviewer, round_, maker):
    """Kept pieces are no way around the rule: the state counts when the work is done, and when it is fetched."""
    done = made(reviewer, round_, maker)
    PaperJob.objects.filter(pk=done.pk).delete()
    order(reviewer, round_)
    round_.submissions.filter(agency__name="สำนักงาน ข").update(state=State.DRAFT)
    words = bare("".join(pdfium_pages(read(maker.work_once()))))

    assert [bare(f"ถ้อยคำของสำนักงาน {letter}") in words for letter in "กขค"] == [True, False, False]


def test_progress_counts_agencies(reviewer, round_, maker, monkeypatch):
    told = []
    original = queue.tell

    def tell(job, now, **lease):
        told.append((job.saying, job.done, job.total))
        original(job, now, **lease)

    monkeypatch.setattr(queue, "tell", tell)
    monkeypatch.setattr("reports.jobs.working.TOLD", timezone.timedelta(0))
    made(reviewer, round_, maker)

    assert told[:2] == [("กำลังรวบรวมข้อมูล", 0, 0), ("หน่วยงาน", 0, 3)]
    assert [one for one in told if one[0] == "หน่วยงาน"][-1] == ("หน่วยงาน", 3, 3)
    assert told[-1] == ("กำลังรวมเล่ม", 3, 3)
    assert sorted(one[1] for one in told) == [one[1] for one in told]


def test_bundle_without_anything_is_refused_at_once(reviewer, submission):
    empty = submission.round

    with pytest.raises(kinds.Refused, match="ยังไม่มีเอกสารที่จะรวม"):
        kinds.bundle_order(reviewer, empty, Choice(empty.pk, ("agency_measures",)))


def test_wanted_round_of_another_province_is_not_made(make_user, other_province, round_, maker):
    """A row that names a foreign round, however it came there, gives nothing away."""
    stranger = make_user("reviewer", other_province)
    wanted = Choice(round_.pk, CODES).data() | {"submissions": [], "papers": []}
    queue.order(stranger, queue.Order("bundle", wanted, "f" * 64, "ชุด"), timezone.now())
    job = maker.work_once()

    assert (job.state, job.error, job.file.name) == ("failed", kinds.GONE, "")


def test_wanted_pieces_of_another_province_are_not_given_away(make_user, other_province, reviewer, round_, maker):
    """Not even by their keys: whoever may not have the round gets none of it."""
    held = made(reviewer, round_, maker).wanted
    stranger = make_user("reviewer", other_province)
    queue.order(stranger, queue.Order("bundle", held, "f" * 64, "ชุด"), timezone.now())

    assert maker.work_once().state == "failed"


def test_wanted_paper_of_another_agency_is_not_made(make_user, make_agency, round_, maker):
    agency, other = (submission.agency_id for submission in round_.submissions.order_by("agency__name")[:2])
    stranger = make_user("staff", round_.submissions.get(agency=other).agency)
    data = Wanted("agency_measures", round_pk=round_.pk, agency_pk=agency).data() | {"ending": "pdf"}
    queue.order(stranger, queue.Order("paper", data, "f" * 64, "แบบ"), timezone.now())

    assert maker.work_once().state == "failed"


def test_long_paper_is_made_and_kept(staff, submission, maker):
    wanted = Wanted("agency_measures", round_pk=submission.round_id, agency_pk=submission.agency_id)
    document = wanted.document(*wanted.find(staff))
    queue.order(staff, kinds.paper_order(wanted, "pdf", document, "แบบ"), timezone.now())
    job = maker.work_once()

    assert (job.state, read(job)) == ("done", pieces.find(pieces.key_of(document)))


def test_approved_report_is_laid_out_before_anybody_asks(round_, maker):
    ready = [maker.lay_out_one() for _ in range(3)]

    assert [submission and submission.agency.name for submission in ready] == ["สำนักงาน ก", None, None]
    assert PaperPiece.objects.count() == 1
    round_.submissions.filter(agency__name="สำนักงาน ข").update(state=State.APPROVED, approved_at=timezone.now())
    assert maker.lay_out_one().agency.name == "สำนักงาน ข"


def test_worker_asked_to_stop_gives_its_job_back(reviewer, round_):
    order(reviewer, round_)
    maker = Maker(stopping=lambda: True)
    job = maker.work_once()
    maker.close()

    assert (job.state, job.tries, job.lease_token) == ("waiting", 0, "")


def test_report_that_cannot_be_laid_out_holds_up_no_other(round_, maker, monkeypatch):
    round_.submissions.filter(agency__name="สำนักงาน ข").update(state=State.APPROVED, approved_at=timezone.now())
    lay_out = Maker._lay_out

    def stumble(self, submission):
        if submission.agency.name == "สำนักงาน ก":
            raise RuntimeError("an odd row")
        lay_out(self, submission)

    monkeypatch.setattr(Maker, "_lay_out", stumble)
    assert [maker.lay_out_one().agency.name for _ in range(2)] == ["สำนักงาน ก", "สำนักงาน ข"]
    assert PaperPiece.objects.count() == 1
