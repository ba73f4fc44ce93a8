"""Issuing: numbers, kept bytes, editions; and what is refused."""

import hashlib
from dataclasses import replace

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from agencies.choices import Role
from assessments.register.writing import TypedItem
from assessments.tests.registers import SITE, edition, put
from measures.choices import RoundState, State
from measures.errors import WorkflowError
from measures.history import first_broken_link
from measures.models import Event, Result, Round, Submission
from reports.blocks import Stamp
from reports.datasets import from_data
from reports.document import Document
from reports.finality import why_draft
from reports.issued import damaged
from reports.issuing import CHOICES, NOT_COMPARED, NothingChanged, issue, next_number
from reports.models import IssuedFile, IssuedReport
from reports.output import FORMATS
from reports.pieces import template_version
from reports.registry import form
from reports.selectors import find_subject
from reports.values import Made
from reports.wanted import NotKnown, Wanted

YEAR = 2566


@pytest.fixture
def register(agency, staff):
    """The agency's OIT register of the year has one item."""
    edition(YEAR)
    put(agency, staff, YEAR, "o1", TypedItem("yes", "ครบ", "", (f"{SITE}/a",)))
    return Wanted("oit_register", fiscal_year=YEAR, agency_pk=agency.pk)


@pytest.fixture
def approved(sent):
    Submission.objects.filter(pk=sent.pk).update(state=State.APPROVED)
    return Wanted("agency_measures", round_pk=sent.round_id, agency_pk=sent.agency_id)


def test_issued_paper_has_its_number_its_files_and_its_event(register, agency, head):
    issued = issue(register, ["xlsx", "docx"], by=head)
    content = {one.format: default_storage.open(one.file.name).read() for one in issued.files.all()}
    event = Event.objects.get(action="paper.issue")

    assert (issued.number_words, issued.edition, issued.previous, issued.changes) == ("1/2566", 1, None, [])
    assert (issued.owner, issued.code, issued.round, issued.issued_by) == (agency, "oit_register", None, head)
    assert {name: found[:2] for name, found in content.items()} == {"pdf": b"%P", "docx": b"PK", "xlsx": b"PK"}
    assert [(one.sha256, one.size) for one in issued.files.all()] == [
        (hashlib.sha256(one).hexdigest(), len(one)) for one in content.values()
    ]
    assert issued.files.get(format="pdf").file_name == (
        "แบบรายงานการเปิดเผยข้อมูลสาธารณะ (OIT) 2566 เลขที่ 1-2566 หน่วยงานทดสอบ.pdf"
    )
    assert issued.template_version == template_version()
    assert (event.actor, event.chain.agency, event.changes["issued"], event.changes["number"]) == (
        head, agency, issued.pk, ["", "1/2566"],
    )  # fmt: skip
    assert event.changes["files"] == {one.format: one.sha256 for one in issued.files.all()}
    assert first_broken_link() == ""


def test_kept_dataset_gives_the_kept_bytes_again(register, head):
    issued = issue(register, CHOICES, by=head)
    document = from_data(IssuedReport.objects.get(pk=issued.pk).dataset)

    assert document.stamp == Stamp(
        Made("1/2566"), (Made("ออกเมื่อวันที่ "), document.stamp.issued[1]),
        f"http://127.0.0.1:8000/verify/{issued.token}/",
    )  # fmt: skip
    assert [hashlib.sha256(FORMATS[one.format].render(document)).hexdigest() for one in issued.files.all()] == [
        one.sha256 for one in issued.files.all()
    ]


def test_paper_issued_again_is_a_new_edition_that_says_what_changed(register, agency, staff, head):
    first = issue(register, [], by=head)
    put(agency, staff, YEAR, "o1", TypedItem("no", "ยังไม่มี", "", ()), version=1)
    second = issue(register, [], by=head)

    assert (second.number_words, second.edition, second.previous) == ("2/2566", 2, first)
    assert second.changes == [
        "แก้ไข หน่วยงานทดสอบ แถวที่ 1: “รายการ” เดิม “ข้อมูลพื้นฐาน มี ๑ จาก ๑๐ ข้อ” เป็น “ข้อมูลพื้นฐาน มี ๐ จาก ๑๐ ข้อ”",
        f"แก้ไข หน่วยงานทดสอบ แถวที่ 2: “มี/ไม่มี” เดิม “มี” เป็น “ไม่มี”; “URL” เดิม “{SITE}/a” เป็น “-”; "
        "“คำอธิบาย” เดิม “ครบ” เป็น “ยังไม่มี”",
    ]
    assert from_data(second.dataset).stamp.number == Made("2/2566 แทนเลขที่ 1/2566")
    assert list(damaged()) == []


def test_paper_that_did_not_change_is_not_issued_again(register, head):
    first = issue(register, [], by=head)

    with pytest.raises(NothingChanged, match="ไม่เปลี่ยนจากฉบับเลขที่ 1/2566") as refusal:
        issue(register, ["docx"], by=head)

    assert (refusal.value.issued, IssuedReport.objects.count(), Event.objects.filter(action="paper.issue").count()) == (
        first, 1, 1,
    )  # fmt: skip


def test_other_numerals_are_another_edition(register, head):
    issue(register, [], by=head)

    assert issue(replace(register, numerals="arabic"), [], by=head).changes == ["เปลี่ยนตัวเลขเป็นเลขอารบิก"]


def test_numbers_run_on_over_all_papers_of_the_owner_and_year(register, approved, agency, head, province, staff):
    edition(2565)
    put(agency, staff, 2565, "o1", TypedItem("yes", "ครบ", "", (f"{SITE}/a",)))
    found = [
        issue(one, [], by=head).number_words for one in (register, replace(register, fiscal_year=2565), approved)
    ]  # fmt: skip

    assert found == ["1/2566", "1/2565", "1/2570"]
    assert [next_number(agency, YEAR), next_number(province, YEAR)] == [2, 1]


@pytest.mark.parametrize(
    ("state", "why"),
    [("D", "ระหว่างกรอก"), ("E", "รอหัวหน้ารับรอง"), ("S", "รอตรวจ"), ("R", "ส่งกลับให้แก้ไข")],
)  # fmt: skip
def test_report_that_is_not_approved_is_not_issued(approved, head, state, why):
    Submission.objects.update(state=state)

    with pytest.raises(WorkflowError, match=why) as refusal:
        issue(approved, [], by=head)

    assert (refusal.value.conflict, IssuedReport.objects.count()) == (True, 0)


def test_approved_report_is_issued_by_its_head(approved, head):
    issued = issue(approved, [], by=head)

    assert (issued.number_words, issued.submission.pk, from_data(issued.dataset).draft) == (
        "1/2570", Submission.objects.get().pk, False,
    )  # fmt: skip


@pytest.mark.parametrize("state", RoundState.values)
def test_paper_of_a_round_is_issued_once_the_round_is_locked(sent, reviewer, state):
    Round.objects.update(state=state)
    wanted = Wanted("province_measures", round_pk=sent.round_id)

    if state in (RoundState.LOCKED, RoundState.PUBLISHED):
        assert issue(wanted, [], by=reviewer).owner == sent.agency.province
    else:
        with pytest.raises(WorkflowError, match="ล็อกรอบ"):
            issue(wanted, [], by=reviewer)


def test_only_the_owner_issues(register, approved, staff, head, reviewer, viewer, admin, make_user, make_agency):
    refused = {}
    for name, person in {"staff": staff, "reviewer": reviewer, "viewer": viewer, "admin": admin}.items():
        with pytest.raises(WorkflowError) as refusal:
            issue(register, [], by=person)
        refused[name] = (refusal.value.conflict, "เฉพาะหัวหน้าหน่วยงาน" in str(refusal.value))
    with pytest.raises(NotKnown):
        issue(register, [], by=make_user(Role.HEAD, make_agency()))

    assert refused == dict.fromkeys(("staff", "reviewer", "viewer", "admin"), (False, True))
    assert IssuedReport.objects.count() == 0


def test_report_reopened_while_its_paper_is_laid_out_is_not_issued(approved, head, monkeypatch):
    """Between the laying out and the keeping somebody takes the approval back: nothing is kept, no number is taken."""
    render = FORMATS["pdf"].render

    def slow(document):
        Submission.objects.update(state=State.RETURNED)
        return render(document)

    monkeypatch.setitem(FORMATS, "pdf", replace(FORMATS["pdf"], render=slow))
    with pytest.raises(WorkflowError, match="ส่งกลับให้แก้ไข"):
        issue(approved, [], by=head)

    assert (IssuedReport.objects.count(), default_storage.exists("issued")) == (0, False)


def test_words_changed_while_the_paper_is_laid_out_are_in_the_issued_one(approved, head, monkeypatch):
    render = FORMATS["pdf"].render
    seen: list[Document] = []

    def slow(document):
        if not seen:
            Result.objects.update(text="ถ้อยคำหลังแก้ไข")
        seen.append(document)
        return render(document)

    monkeypatch.setitem(FORMATS, "pdf", replace(FORMATS["pdf"], render=slow))
    issued = issue(approved, [], by=head)

    assert (len(seen), "ถ้อยคำหลังแก้ไข" in list(from_data(issued.dataset).words())) == (2, True)


def test_nothing_stays_when_keeping_fails(register, head, monkeypatch):
    from reports import issuing

    def broken(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(issuing, "_tell", broken)
    with pytest.raises(OSError, match="disk full"):
        issue(register, ["docx"], by=head)

    assert (IssuedReport.objects.count(), IssuedFile.objects.count()) == (0, 0)
    assert default_storage.listdir("issued")[1] == []


def test_paper_of_a_year_is_final_once_its_form_says_so(register, agency):
    subject = find_subject(agency, YEAR, of_round=False)
    unfinished = replace(form("oit_register"), unfinished=lambda subject: f"ปี {subject.fiscal_year} ยังไม่มีคะแนน")

    assert [why_draft(one, subject) for one in (form("oit_register"), unfinished)] == ["", "ปี 2566 ยังไม่มีคะแนน"]


def test_verify_issued_is_content_with_what_was_kept(register, head, capsys):
    issue(register, ["docx"], by=head)
    call_command("verify_issued")

    assert capsys.readouterr().out == "ok, 2 files of 1 issued papers\n"


@pytest.mark.parametrize("what", ["changed", "missing", "row", "dataset", "deleted", "untold"])
def test_verify_issued_names_what_was_tampered_with(register, head, what, settings):
    issued = issue(register, [], by=head)
    kept = issued.files.get()
    path = settings.MEDIA_ROOT / kept.file.name
    said = f"oit_register 1/2566 (row {issued.pk})"
    match what:
        case "changed":
            path.write_bytes(path.read_bytes().replace(b"%PDF-1", b"%PDF-2", 1))
            found = [f"oit_register 1/2566 pdf: {kept.file.name} was changed"]
        case "missing":
            path.unlink()
            found = [f"oit_register 1/2566 pdf: {kept.file.name} is missing"]
        case "row":  # the file and its row, by somebody who knows how: the history still tells
            path.write_bytes(b"%PDF-other")
            IssuedFile.objects.update(sha256=hashlib.sha256(b"%PDF-other").hexdigest(), size=10)
            found = [f"{said}: the hashes differ from those in the history"]
        case "dataset":
            IssuedReport.objects.update(dataset=issued.dataset | {"name": "อื่น"})
            found = [f"{said}: the dataset was changed"]
        case "deleted":
            IssuedFile.objects.all().delete()
            IssuedReport.objects.all().delete()
            found = [f"row {issued.pk}: the history tells of an issued paper that is gone"]
        case _:
            issued.pk, issued.number, issued.token, issued.previous = None, 9, "other", None
            issued.save()
            found = [f"oit_register 9/2566 (row {issued.pk}): no event of the history tells of it"]

    with pytest.raises(CommandError) as refusal:
        call_command("verify_issued")
    assert str(refusal.value).split("\n") == found


def test_paper_after_one_that_a_former_release_kept_otherwise_is_issued(register, head):
    issue(register, [], by=head)
    IssuedReport.objects.update(dataset={"is": "Scroll", "words": []})

    assert issue(register, [], by=head).changes == [NOT_COMPARED]
