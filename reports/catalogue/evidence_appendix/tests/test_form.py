"""The appendix says every link and file of a round once, with all its measures; drafts stay out of a province's."""

import datetime as dt

import pytest
from django.utils import timezone, translation

from evidence.models import Attachment, Link, WebPage
from measures.choices import State
from measures.models import Result, ResultAttachment, ResultLink, Submission
from reports.catalogue.evidence_appendix.form import build, fetch, gaps
from reports.document import Cell, Qr
from reports.document import Link as CellLink
from reports.evidence_facts import AgencyEvidence, CitedFile, CitedLink, Evidence, Place
from reports.selectors import Gaps, find_subject, subject_of

DAY = dt.date(2025, 9, 30)
NOON = dt.datetime(2025, 9, 30, 5, tzinfo=dt.UTC)
A, B = "https://a.example/แผน", "https://b.example/2"
SMALL = Evidence(
    2568, "รอบ 12 เดือน", "สำนักงานทดสอบ",
    (
        AgencyEvidence(
            "สำนักงานทดสอบ",
            (
                CitedLink(A, A, "เปิดได้", DAY, (Place(1, "1"), Place(1, "2.1"), Place(9, "1"))),
                CitedLink("ดูที่ห้อง 12", "", "ไม่ใช่ที่อยู่เว็บไซต์", None, (Place(3, "1", by_issue=True),)),
            ),
            (
                CitedFile("ภาพ 1.jpg", "", None, (Place(1, "1"),)),
                CitedFile("รายงาน.pdf", "ประชุมครั้งที่ 2", 12, (Place(1, "1"),)),
            ),
        ),
    ),
)  # fmt: skip
LINK_HEADS = ["ลำดับ", "ตัวชี้วัด/ข้อ", "ลิงก์", "QR", "ผลการตรวจ", "วันที่ตรวจ"]
FILE_HEADS = ["ลำดับ", "ตัวชี้วัด/ข้อ", "ไฟล์", "คำบรรยาย", "จำนวนหน้า"]


def test_appendix_of_an_agency_says_its_words():
    assert list(build(SMALL).words()) == [
        "ภาคผนวก", "หลักฐานอ้างอิงประกอบรายงานผลการดำเนินการ", "รอบ ๑๒ เดือน ประจำปีงบประมาณ พ.ศ. ๒๕๖๘",
        "หน่วยงาน : สำนักงานทดสอบ",
        "ลิงก์หลักฐาน", *LINK_HEADS,
        "๑", "ตัวชี้วัดที่ ๑ ข้อ ๑, ๒.๑", "ตัวชี้วัดที่ ๙ ข้อ ๑", A, "", "เปิดได้", "๓๐ ก.ย. ๖๘",
        "๒", "ประเด็นที่ ๓ ข้อ ๑", "ดูที่ห้อง 12", "-", "ไม่ใช่ที่อยู่เว็บไซต์", "-",
        "ไฟล์แนบ", *FILE_HEADS,
        "๑", "ตัวชี้วัดที่ ๑ ข้อ ๑", "ภาพ 1.jpg", "-", "ภาพ",
        "๒", "ตัวชี้วัดที่ ๑ ข้อ ๑", "รายงาน.pdf", "ประชุมครั้งที่ 2", "๑๒",
    ]  # fmt: skip


def test_link_leads_where_its_code_leads():
    row = build(SMALL).tables()[0].rows[0]

    assert row[2:4] == (Cell(((CellLink(A, A),),)), Cell(((Qr(A),),)))


def test_appendix_without_evidence_says_so():
    empty = Evidence(2568, "รอบ 6 เดือน", "จังหวัดศรีนที", (), is_province=True)

    assert list(build(empty).words())[3:] == [
        "จังหวัดศรีนที", "ลิงก์หลักฐาน", "ไม่มีลิงก์หลักฐานในรอบนี้", "ไฟล์แนบ", "ไม่มีไฟล์แนบในรอบนี้",
    ]  # fmt: skip


def test_appendix_of_a_province_numbers_through_all_agencies():
    links = tuple(CitedLink(f"https://a.example/{n}", "", "เปิดได้", DAY, (Place(1, "1"),)) for n in (1, 2))
    agencies = (AgencyEvidence("ก", links), AgencyEvidence("ข", links[:1]))
    paper = build(Evidence(2568, "รอบ 6 เดือน", "จังหวัดศรีนที", agencies, is_province=True))

    assert [paper.line(row[0].lines[0]) for table in paper.tables() for row in table.rows] == ["๑", "๒", "๓"]
    assert [paper.line(section.bookmark) for section in paper.sections] == ["หน่วยงาน : ก", "หน่วยงาน : ข"]


def cite(submission, label, *typed):
    result = Result.objects.get(submission=submission, measure__indicator=1, measure__label=label)
    for order, text in enumerate(typed):
        link = Link.objects.typed(submission.agency_id, text)
        ResultLink.objects.create(result=result, link=link, order=order)
    return result


@pytest.fixture
def cited(sent, staff):
    """Two results share a link; another leads nowhere any more; one is words; a paper is attached."""
    first = cite(sent, "1", A, B)
    cite(sent, "2", f"{A} ", "ดูที่ห้อง 12")
    WebPage.objects.filter(url=B).update(reach="gone", checked_at=NOON)
    file = Attachment.objects.create(
        agency=sent.agency, kind="pdf", name="รายงาน.pdf", caption="ครั้งที่ 2", file="evidence/00/a.pdf", size=9,
        pages=12, sha256="a" * 64, uploaded_by=staff,
    )  # fmt: skip
    ResultAttachment.objects.create(result=first, attachment=file)
    return sent


def test_evidence_of_a_report_is_fetched_with_equal_links_once(cited):
    with translation.override("en"):
        data = fetch(subject_of(cited))

    assert data == Evidence(
        2570, "รอบ 6 เดือน", "หน่วยงานทดสอบ",
        (
            AgencyEvidence(
                "หน่วยงานทดสอบ",
                (
                    CitedLink(A, data.agencies[0].links[0].href, "ยังไม่ได้ตรวจ", None, (Place(1, "1"), Place(1, "2"))),
                    CitedLink(B, B, "ไม่พบหน้า", DAY, (Place(1, "1"),), broken=True),
                    CitedLink("ดูที่ห้อง 12", "", "ไม่ใช่ที่อยู่เว็บไซต์", None, (Place(1, "2"),)),
                ),
                (CitedFile("รายงาน.pdf", "ครั้งที่ 2", 12, (Place(1, "1"),)),),
            ),
        ),
        draft=True,
    )  # fmt: skip
    assert data.agencies[0].links[0].href.startswith("https://a.example/%E0%B9%81")


def test_gaps_count_the_links_that_do_not_open_and_those_unchecked(cited):
    assert gaps(subject_of(cited)) == Gaps(said=("1 ลิงก์เปิดไม่ได้เมื่อตรวจครั้งล่าสุด", "1 ลิงก์ยังไม่ได้ตรวจ"))


@pytest.mark.parametrize(("state", "shown"), [("D", 0), ("E", 0), ("S", 1), ("R", 1), ("A", 1)])
def test_province_prints_what_was_sent_alone(cited, state, shown):
    Submission.objects.filter(pk=cited.pk).update(state=state)
    data = fetch(subject_of(cited.round))

    assert (len(data.agencies), data.owner, data.is_province) == (shown, "จังหวัดทดสอบบุรี", True)


def test_agency_prints_its_own_draft(cited):
    Submission.objects.filter(pk=cited.pk).update(state=State.DRAFT)
    data = fetch(find_subject(cited.agency, 2570))

    assert (len(data.agencies[0].links), data.draft) == (3, True)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_links(sent, make_agency, django_assert_num_queries, count):
    cite(sent, "1", *(f"https://a.example/{n}" for n in range(count)))
    WebPage.objects.update(reach="alive", checked_at=timezone.now())
    subject = subject_of(sent.round)
    with django_assert_num_queries(2):
        data = fetch(subject)

    assert len(data.agencies[0].links) == count
