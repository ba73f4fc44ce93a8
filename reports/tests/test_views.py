"""Papers in the browser: chosen, seen, downloaded, by those who may."""

import io

import openpyxl
import pytest
from django.urls import reverse

from agencies.choices import Role
from measures.choices import RoundState
from measures.models import Plan, Round
from reports.output import FORMATS, file_name
from reports.selectors import subject_of
from reports.tests.extracting import bare, pdfium_pages
from reports.tests.papers import agency_paper


def agency_address(submission, ending=""):
    args = ["agency_measures", submission.round_id, submission.agency_id]
    return (
        reverse("reports:agency-paper-file", args=[*args, ending])
        if ending
        else reverse("reports:agency-paper", args=args)
    )


def province_address(round_, ending=""):
    args = ["province_measures", round_.pk]
    return reverse("reports:paper-file", args=[*args, ending]) if ending else reverse("reports:paper", args=args)


def test_paper_is_seen_inside_the_frame(client, reviewer, sent):
    client.force_login(reviewer)
    page = client.get(agency_address(sent)).content.decode()

    assert page.count("<main") == 1
    for words in ("หน่วยงาน : หน่วยงานทดสอบ", "ดำเนินการตามข้อ 1.1 แล้ว", "ฉบับร่าง", "ประจำปีงบประมาณ พ.ศ. 2570"):
        assert words in page


def test_numerals_of_a_paper_can_be_chosen(client, reviewer, sent):
    client.force_login(reviewer)
    page = client.get(agency_address(sent), {"numerals": "thai"}).content.decode()

    assert "ประจำปีงบประมาณ พ.ศ. ๒๕๗๐" in page
    assert "ดำเนินการตามข้อ 1.1 แล้ว" in page
    assert "file/pdf?numerals=thai" in page


@pytest.mark.parametrize(("typed", "printed"), [("5", True), ("9", False), ("x", False), ("", False)])
def test_level_is_printed_where_asked_for(client, reviewer, sent, typed, printed):
    client.force_login(reviewer)
    page = client.get(province_address(sent.round), {"level": typed}).content.decode()

    assert ("ระดับคะแนน ๕" in page, "ระดับคะแนน" in page) == (printed, printed)
    assert ("file/pdf?level=5" in page) == printed


@pytest.mark.parametrize(
    ("ending", "start"), [("pdf", b"%PDF"), ("accessible", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")]
)
def test_paper_is_downloaded_under_a_thai_name(client, reviewer, sent, ending, start):
    client.force_login(reviewer)
    answer = client.get(agency_address(sent, ending))

    assert answer.content.startswith(start)
    name = "%E0%B8%AB%E0%B8%99%E0%B9%88%E0%B8%A7%E0%B8%A2%E0%B8%87%E0%B8%B2%E0%B8%99"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert name in answer["Content-Disposition"]


def test_no_two_downloads_of_one_paper_share_a_file_name(client, reviewer, sent):
    client.force_login(reviewer)
    endings = ("pdf", "accessible", "docx", "xlsx")

    assert len({client.get(agency_address(sent, ending))["Content-Disposition"] for ending in endings}) == 4


def test_downloads_say_what_was_reported(client, reviewer, sent):
    client.force_login(reviewer)
    pdf = "".join(pdfium_pages(client.get(agency_address(sent, "pdf")).content))
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(agency_address(sent, "xlsx")).content)).active

    assert bare("ดำเนินการตามข้อ 9.1 แล้ว") in bare(pdf)
    assert "ดำเนินการตามข้อ 9.1 แล้ว" in {cell.value for row in sheet.iter_rows() for cell in row}


def test_page_of_papers_warns_of_drafts_and_blanks_before_the_download(client, staff, submission):
    client.force_login(staff)
    asked = {"code": "agency_measures", "round": submission.round_id, "submission": submission.pk}
    page = client.get(reverse("reports:papers"), asked).content.decode()

    for words in ("3 ข้อยังว่าง", "ตัวชี้วัดที่ 9 ข้อ 1", "ฉบับร่าง", agency_address(submission, "pdf")):
        assert words in page


def test_page_of_papers_names_agencies_that_have_not_sent(client, reviewer, submission):
    client.force_login(reviewer)
    asked = {"code": "province_measures", "round": submission.round_id}
    page = client.get(reverse("reports:papers"), asked).content.decode()

    assert "1 หน่วยงานยังไม่ส่ง" in page
    assert province_address(submission.round, "docx") in page


def test_form_of_an_agency_asks_for_the_agency(client, reviewer, submission):
    client.force_login(reviewer)
    asked = {"code": "agency_measures", "round": submission.round_id}

    assert "เลือกหน่วยงานก่อน" in client.get(reverse("reports:papers"), asked).content.decode()


@pytest.mark.parametrize("query", [{}, {"code": "x", "round": "9" * 30}, {"code": "agency_measures", "round": "\0"}])
def test_page_of_papers_stands_odd_input(client, staff, query):
    client.force_login(staff)

    assert client.get(reverse("reports:papers"), query).status_code == 200


def test_draft_of_an_agency_is_not_shown_to_the_province(client, reviewer, submission):
    client.force_login(reviewer)
    answers = [client.get(agency_address(submission, ending)) for ending in ("", "pdf", "xlsx")]

    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert "รายงานยังอยู่ระหว่างกรอก" in answers[0].content.decode()


def test_province_paper_is_refused_to_staff_with_the_reason(client, staff, sent):
    client.force_login(staff)
    answer = client.get(province_address(sent.round, "pdf"))

    assert (answer.status_code, "บทบาทของคุณ" in answer.content.decode()) == (403, True)


def test_foreign_papers_do_not_exist(client, make_user, make_agency, other_province, sent):
    for role, place in ((Role.STAFF, make_agency()), (Role.REVIEWER, other_province)):
        client.force_login(make_user(role, place))
        answers = [client.get(agency_address(sent, ending)) for ending in ("", "pdf")]
        assert [answer.status_code for answer in answers] == [404, 404]
    assert client.get(province_address(sent.round, "pdf")).status_code == 404


def test_stranger_is_sent_to_log_in(client, sent):
    for address in (reverse("reports:papers"), agency_address(sent), province_address(sent.round, "pdf")):
        assert client.get(address)["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "path",
    ["no_form/{r}/", "agency_measures/{r}/", "province_measures/{r}/file/exe", "province_measures/{r}/agency/{a}/"],
)
def test_address_of_no_paper_is_not_found(client, reviewer, sent, path):
    client.force_login(reviewer)

    assert client.get("/papers/" + path.format(r=sent.round_id, a=sent.agency_id)).status_code == 404


def test_paper_with_a_hostile_text_runs_nothing(client, reviewer, sent):
    sent.results.update(text='<script>alert(1)</script><img src="x" onerror="alert(1)">')
    client.force_login(reviewer)
    page = client.get(agency_address(sent)).content.decode()

    assert ("<script>alert" in page, "&lt;script&gt;alert(1)&lt;/script&gt;" in page) == (False, True)


def test_another_round_shows_its_agencies_before_anything_is_chosen(client, reviewer, sent):
    client.force_login(reviewer)
    page = client.get(reverse("reports:papers"), {"code": "agency_measures", "round": sent.round_id, "choose": "1"})

    form = page.context["form"]
    assert (form.is_bound, form.errors, form["round"].value()) == (False, {}, sent.round_id)
    assert list(form.fields["submission"].queryset) == list(sent.round.submissions.order_by("pk"))
    assert 'id="chosen"' not in page.content.decode()


def test_papers_begin_with_the_newest_round_of_the_own_plan(client, reviewer, sent):
    own = sent.round
    plan = Plan.objects.create(province=own.plan.province, agency=sent.agency, fiscal_year=own.plan.fiscal_year)
    Round.objects.create(plan=plan, kind="12", state=RoundState.OPEN)
    Round.objects.create(plan=own.plan, kind="12", state=RoundState.PLANNED)
    client.force_login(reviewer)

    assert client.get(reverse("reports:papers")).context["form"]["round"].value() == own.pk


def test_file_name_tells_the_rounds_of_a_year_apart(sent):
    document = agency_paper(1)
    subject = subject_of(sent)
    assert file_name(document, "สนง. ก/ข: ค.", subject.when, FORMATS["pdf"]) == (
        f"{document.name} 2570 {sent.round.printed_name} สนง. ก-ข- ค.pdf"
    )


def test_long_file_name_can_be_stored_anywhere():
    name = file_name(agency_paper(1), "สำนักงาน" * 30, "2570 รอบ 12 เดือน", FORMATS["accessible"])

    assert len(name.encode()) <= 220
    assert name.endswith(" (อ่านด้วยเสียง).pdf")


def test_blank_texts_of_the_provinces_form_lead_to_where_they_are_written(client, reviewer, sent):
    client.force_login(reviewer)
    asked = {"code": "province_measures", "round": sent.round_id}
    target = f'href="{reverse("measures:narratives", args=[sent.round_id])}"'

    for address, query in ((reverse("reports:papers"), asked), (province_address(sent.round), {})):
        page = client.get(address, query).content.decode()
        assert (target in page, "ข้อความในแบบของจังหวัดเขียนที่หน้า “ผลภาพรวม”" in page) == (True, True)


def test_whoever_may_not_write_is_told_where_the_texts_come_from_without_a_link(client, viewer, sent):
    client.force_login(viewer)
    page = client.get(reverse("reports:papers"), {"code": "province_measures", "round": sent.round_id}).content.decode()

    assert reverse("measures:narratives", args=[sent.round_id]) not in page
    assert "เขียนที่หน้า “ผลภาพรวม”" in page
