"""The reviewer finds the measures with remarks: in the table, beside each measure, waived ones with their reason."""

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from measures import authoring, findings, waiving, workflow
from measures.choices import Action
from measures.models import Result, Submission
from thai.dates import in_bangkok

HOME = "https://www.office.go.th/"
TWIN = ("https://www.office.gov.th/a/12",)


@pytest.fixture
def report(submission, fill, staff, head):
    """Sent with a home page at 1.1, nothing at 1.2 but an answer with a page of its own, a mistyped host at 9.1."""
    fill(submission)
    links = [(HOME,), ("https://www.office.go.th/b/77",), TWIN]
    for result, urls in zip(Result.objects.with_context().filter(submission=submission), links, strict=True):
        authoring.set_links(result, urls)
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    return workflow.act(submission, Action.ENDORSE, by=head)


def table(client, report, query: str = "") -> tuple[list[str], str]:
    """Return the measures of the table's rows, and the page."""
    page = client.get(reverse("measures:review-table", args=[report.pk]) + query).content.decode()
    return html.fromstring(page).xpath("//table//th[@scope='row']//b/text()"), page


def test_table_shows_only_the_measures_with_remarks_on_request(client, report, reviewer):
    client.force_login(reviewer)

    assert table(client, report)[0] == ["1.1", "1.2", "9.1"]
    rows, page = table(client, report, "?show=remarks")
    assert rows == ["1.1", "9.1"]
    assert "มีข้อสังเกต 2" in page


def test_table_groups_remarks_by_check_and_leads_to_each_measure(client, report, reviewer):
    client.force_login(reviewer)
    tree = html.fromstring(table(client, report)[1])

    kinds = tree.xpath("//li[@class='check-kind']")
    assert [kind.xpath(".//span[@class='strong']/text()")[0] for kind in kinds] == [
        "ชื่อเว็บไซต์ที่น่าจะพิมพ์ผิด", "ใช้หน้าแรกหรือหน้าติดต่อเป็นหลักฐาน",
    ]  # fmt: skip
    last = report.results.last()
    assert kinds[0].xpath(".//a/@href") == [reverse("measures:review-result", args=[report.pk, last.pk])]


def test_measure_with_a_dismissed_finding_stays_among_the_remarks_with_the_reason(
    client, submission, fill, staff, head, reviewer
):
    fill(submission)
    one, two, _three = Result.objects.with_context().filter(submission=submission)
    authoring.set_links(one, TWIN)
    authoring.set_links(two, ("https://www.office.go.th/b/77",))
    twin = next(found for found in findings.of_submission(submission) if found.kind == "host_twin")
    findings.dismiss(submission, twin.key, by=staff, reason="เป็นเว็บไซต์เดิมของหน่วยงาน")
    workflow.act(submission, Action.SUBMIT, by=staff, acknowledged=True)
    sent = workflow.act(Submission.objects.get(pk=submission.pk), Action.ENDORSE, by=head)
    client.force_login(reviewer)

    assert "1.1" in table(client, sent, "?show=remarks")[0]
    page = client.get(reverse("measures:review-result", args=[sent.pk, one.pk])).content.decode()
    assert "เป็นเว็บไซต์เดิมของหน่วยงาน" in page


def test_waived_remark_is_told_beside_the_measure_with_its_reason(client, report, reviewer):
    until = in_bangkok(timezone.now()).date()
    waiving.waive(report, "home_page", by=reviewer, reason="ระบบเว็บไซต์ใหม่ยังไม่เปิด", until=until)
    client.force_login(reviewer)

    page = client.get(reverse("measures:review-result", args=[report.pk, report.results.first().pk])).content.decode()
    assert "ระบบเว็บไซต์ใหม่ยังไม่เปิด" in page
    rows, page = table(client, report, "?show=remarks")
    assert (rows, "1 ข้อยกเว้น" in page) == (["1.1", "9.1"], True)
