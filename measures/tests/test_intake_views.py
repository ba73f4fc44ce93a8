"""The pages of an import: upload, look, commit, take back, the marked file, the workbook."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from agencies.choices import Role
from assessments.base_data import fixture, read_json
from assessments.editions import load_edition
from measures.models import Intake, Measure, Plan, Result
from measures.tests.papers import HEAD, ONE, TWO, excel, measure_row, word
from measures.tests.test_importing import TITLE
from measures.workbook import build_workbook

ROWS = [HEAD, measure_row(1, indicator=ONE), measure_row(2, ""), measure_row(1, indicator=TWO)]


@pytest.fixture(autouse=True)
def base(db):
    for year in ("2566", "2570"):
        load_edition(read_json(fixture("editions", f"{year}.json")))


def upload(client, province, data, *, name="แผน.docx", year="2566"):
    typed = {"owner": f"province-{province.pk}", "year": year, "paper": SimpleUploadedFile(name, data)}
    return client.post(reverse("measures:import-new"), typed)


@pytest.fixture
def intake(client, reviewer, province):
    client.force_login(reviewer)
    assert upload(client, province, word(ROWS, titles=TITLE)).status_code == 302
    return Intake.objects.get()


def url(name, thing):
    return reverse(f"measures:{name}", args=[thing.pk])


def test_import_detail_shows_counts_measures_and_doubts(client, intake):
    page = client.get(url("import-detail", intake)).content.decode()

    assert all(words in page for words in ("<b>3</b> มาตรการ", "<b>2</b> ตัวชี้วัด", "ทำเรื่องที่ 2", "ยืนยันนำเข้า"))
    assert Plan.objects.count() == 0


def test_import_commit_and_undo_from_the_page(client, intake):
    client.post(url("import-commit", intake))
    assert Measure.objects.count() == 3
    client.post(url("import-commit", intake))
    assert (Plan.objects.count(), Measure.objects.count()) == (1, 3)

    client.post(url("import-undo", intake))
    assert (Plan.objects.count(), Measure.objects.count()) == (0, 0)
    assert "ยกเลิกแล้ว" in client.get(url("import-detail", intake)).content.decode()


def test_import_of_a_paper_with_errors_cannot_be_committed(client, reviewer, province):
    client.force_login(reviewer)
    upload(client, province, word([HEAD, measure_row(1, indicator=ONE), measure_row(1)], titles=TITLE))
    intake = Intake.objects.get()
    page = client.get(url("import-detail", intake) + "?show=error").content.decode()
    client.post(url("import-commit", intake))

    assert "มีข้อผิดพลาดที่ต้องแก้ในไฟล์ก่อน" in page
    assert Plan.objects.count() == 0


def test_import_marked_gives_the_own_file_back(client, reviewer, province):
    client.force_login(reviewer)
    upload(client, province, excel([HEAD, measure_row(1, indicator="11. ใหม่")], titles=TITLE), name="แผน.xlsx")
    answer = client.get(url("import-marked", Intake.objects.get()))

    assert answer["Content-Disposition"].startswith("attachment")
    assert load_workbook(io.BytesIO(answer.content)).active["B5"].comment is not None


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [("แผน.pdf", b"%PDF-1.7", "รับเฉพาะไฟล์"), ("แผน.docx", b"", "ไฟล์ว่างเปล่า"), ("a.xlsx", b"x" * 10_485_761, "10 MB")],
)
def test_import_new_refuses_other_files_and_keeps_the_year(client, reviewer, province, name, data, words):
    client.force_login(reviewer)
    answer = upload(client, province, data, name=name)

    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert '<option value="2566" selected>' in answer.content.decode()
    assert Intake.objects.count() == 0


def test_import_new_keeps_a_hostile_file_out_of_the_plan_and_says_why(client, reviewer, province):
    client.force_login(reviewer)
    answer = upload(client, province, b"PK\x03\x04broken")
    page = client.get(answer["Location"]).content.decode()

    assert "ไม่รับไฟล์นี้" in page


def test_file_that_cannot_be_read_is_told_as_such_and_not_offered_back(client, reviewer, province):
    client.force_login(reviewer)
    upload(client, province, word([HEAD, measure_row(1, indicator=ONE), measure_row(1)], titles=TITLE))
    upload(client, province, b"PK\x03\x04broken", name="เสีย.docx")
    broken, intake = Intake.objects.all()
    pages = [client.get(url("import-detail", one)).content.decode() for one in (broken, intake)]

    assert [(url("import-marked", one) in page) for one, page in zip((broken, intake), pages, strict=True)] == [
        False, True,
    ]  # fmt: skip
    assert [("อ่านไม่ได้" in page, "ยังไม่บันทึก" in page) for page in pages] == [(True, False), (False, True)]
    listed = client.get(reverse("measures:import-new"))
    assert [one.unreadable for one in listed.context["recent"]] == [True, False]
    assert listed.content.decode().count("อ่านไม่ได้") == 1


@pytest.mark.parametrize("name", ["import-detail", "import-marked"])
def test_import_is_invisible_to_others(client, intake, name, make_user, other_province, staff, head, viewer, admin):
    for person in (staff, head, viewer, admin, make_user(Role.REVIEWER, other_province)):
        client.force_login(person)
        assert client.get(url(name, intake)).status_code == 404
        assert client.post(url("import-commit", intake)).status_code == 404
    assert Plan.objects.count() == 0


def test_import_new_is_the_page_of_those_who_plan(client, staff, viewer, admin):
    for person in (staff, viewer, admin):
        client.force_login(person)
        assert client.get(reverse("measures:import-new")).status_code == 403


def test_import_new_takes_no_foreign_province(client, reviewer, other_province):
    client.force_login(reviewer)

    assert upload(client, other_province, word(ROWS)).status_code == 400
    assert Intake.objects.count() == 0


def test_workbook_goes_out_and_comes_back_through_the_pages(client, submission, staff):
    client.force_login(staff)
    book = load_workbook(io.BytesIO(client.get(url("workbook-export", submission)).content))
    book.active["E6"], book.active["F6"] = "ดำเนินการแล้ว", "ทำแล้ว"
    stream = io.BytesIO()
    book.save(stream)
    paper = SimpleUploadedFile("round.xlsx", stream.getvalue())
    answer = client.post(url("workbook-import", submission), {"paper": paper})
    client.post(answer["Location"] + "commit/")

    assert list(Result.objects.exclude(answer="").values_list("answer", "text", "confirmed")) == [
        ("done", "ทำแล้ว", False)
    ]


def test_workbook_import_after_sending_is_refused_with_the_reason(client, sent, staff):
    client.force_login(staff)
    page = client.get(url("workbook-import", sent))
    paper = SimpleUploadedFile("round.xlsx", build_workbook(sent))

    assert (page.status_code, "จึงทำรายการนี้ไม่ได้" in page.content.decode()) == (409, True)
    assert client.post(url("workbook-import", sent), {"paper": paper}).status_code == 409
    assert Intake.objects.count() == 0


def test_workbook_is_not_for_other_agencies(client, submission, make_user, make_agency):
    client.force_login(make_user(Role.STAFF, make_agency()))

    assert client.get(url("workbook-export", submission)).status_code == 404
    assert client.get(url("workbook-import", submission)).status_code == 404


def test_workbook_of_a_draft_is_not_the_provinces_to_read(client, submission, reviewer):
    client.force_login(reviewer)

    assert client.get(url("workbook-export", submission)).status_code == 409


def test_import_commit_twice_answers_that_it_is_done(client, intake):
    client.post(url("import-commit", intake))
    answer = client.post(url("import-commit", intake))

    assert (answer.status_code, "นำเข้าไฟล์นี้ไปแล้ว" in answer.content.decode()) == (409, True)


def test_import_detail_of_the_same_paper_says_that_nothing_changes_and_leads_to_the_plan(client, intake, province):
    before = client.get(url("import-detail", intake)).content.decode()
    client.post(url("import-commit", intake))
    page = client.get(upload(client, province, word(ROWS, titles=TITLE))["Location"]).content.decode()

    told = [
        ("ไฟล์นี้จึงไม่เปลี่ยนอะไร" in text, "ยืนยันนำเข้า" in text, url("plan-detail", plan) in text)
        for plan in [Plan.objects.get()]
        for text in (before, page)
    ]
    assert told == [(False, True, False), (True, False, True)]


def test_import_detail_of_results_that_are_there_leads_to_the_report(client, submission, staff):
    client.force_login(staff)
    paper = SimpleUploadedFile("round.xlsx", build_workbook(submission))
    page = client.get(client.post(url("workbook-import", submission), {"paper": paper})["Location"]).content.decode()

    assert ("ไฟล์นี้ไม่มีผลใหม่ให้บันทึก" in page, "ยืนยันนำเข้า" in page) == (True, False)
    assert url("submission-detail", submission) in page
