"""Form E in the browser: whose report is meant where nobody chose, and how many photos stand on a page."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from ita_portal.tests.permissions.world import attach_photo
from reports.blocks import Photos
from reports.wanted import Wanted

CODE = "annual_results"


def chosen(client, round_, **more):
    return client.get(reverse("reports:papers"), {"code": CODE, "round": round_.pk, **more}).context


def test_own_agency_need_not_be_chosen(client, staff, submission, make_agency):
    make_agency()
    client.force_login(staff)
    context = chosen(client, submission.round)

    assert (context["owner"], bool(context["verdict"])) == ("หน่วยงานทดสอบ", True)


def test_agency_that_owns_the_plan_need_not_be_chosen(client, head, reviewer, make_plan, make_round, agency):
    round_ = make_round(make_plan(2569, {1: 1}, agency=agency))
    found = {}
    for person in (head, reviewer):
        client.force_login(person)
        context = chosen(client, round_)
        found[person.username] = (context["owner"], bool(context["verdict"]))

    # A draft's words are the agency's own.
    assert found == {"head": ("หน่วยงานทดสอบ", True), "reviewer": ("หน่วยงานทดสอบ", False)}


def test_province_sees_its_own_report_until_it_chooses_an_agency(client, reviewer, sent):
    client.force_login(reviewer)

    assert chosen(client, sent.round)["owner"] == "จังหวัดทดสอบบุรี"
    assert chosen(client, sent.round, submission=sent.pk)["owner"] == "หน่วยงานทดสอบ"


@pytest.mark.parametrize(("typed", "a_page"), [("2", 2), ("6", 6), ("", 4), ("5", 4), ("x", 4)])
def test_photos_of_a_page_are_chosen_in_the_address(submission, staff, typed, a_page):
    attach_photo(submission.results.first(), staff)
    wanted = Wanted.of(CODE, {"round_pk": submission.round_id, "agency_pk": submission.agency_id}, {"photos": typed})
    document = wanted.document(*wanted.find(staff))
    blocks = [block for section in document.sections for block in section.blocks if isinstance(block, Photos)]

    assert [block.a_page for block in blocks] == [a_page]
    assert wanted.options == ({"photos": a_page} if a_page != 4 else {})


@pytest.mark.parametrize("whose", [("--agency", "หน่วยงานทดสอบ"), ("--province", "ทดสอบบุรี")])
def test_command_prints_form_e_of_both(submission, tmp_path, whose):
    target = tmp_path / "e.html"
    call_command("render_report", CODE, "--year", "2570", *whose, "--format", "html", "--output", str(target))
    page = target.read_text(encoding="utf-8")

    assert ["บันทึกข้อความ" in page, "มาตรการที่ 1.1 ของปี 2570" in page] == [True, True]
