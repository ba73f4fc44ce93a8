"""Form F says its words, in the order of the commission's list, for one agency and for a whole province."""

import pytest
from django.core.management import CommandError, call_command

from agencies.choices import Role
from assessments.register.writing import TypedItem
from assessments.tests.registers import SITE, edition, put
from reports.catalogue.oit_register.form import Registers, build, fetch, gaps
from reports.disclosures import AgencyRegister, Disclosed, DisclosedPart
from reports.document import Cell, Codes, Link
from reports.registry import form
from reports.selectors import Gaps, NothingToPrint, find_subject

PARTS = (
    DisclosedPart(
        "9.1", "ข้อมูลพื้นฐาน",
        (
            Disclosed("o1", "โครงสร้าง", "yes", ("https://a.example/1", "https://a.example/2"), "บรรทัดหนึ่ง\nบรรทัดสอง"),
            Disclosed("o2", "ข้อมูลผู้บริหาร", "no", (), "ยังไม่มี"),
        ),
    ),
    DisclosedPart("9.2", "การบริหารงาน", (Disclosed("o11", "แผนดำเนินงาน"),)),
)  # fmt: skip
HEADS = ["ข้อ", "รายการ", "มี/ไม่มี", "URL", "คำอธิบาย"]
ROWS = [
    *("๙.๑", "ข้อมูลพื้นฐาน", "มี ๑ จาก ๒ ข้อ"),
    *("๐๑", "โครงสร้าง", "มี", "https://a.example/1", "https://a.example/2", "บรรทัดหนึ่ง", "บรรทัดสอง"),
    *("๐๒", "ข้อมูลผู้บริหาร", "ไม่มี", "-", "ยังไม่มี"),
    *("๙.๒", "การบริหารงาน", "มี ๐ จาก ๑ ข้อ"),
    *("๐๑๑", "แผนดำเนินงาน", "-", "-", "-"),
]


@pytest.fixture
def filled(agency, staff):
    edition(2566)
    put(agency, staff, 2566, "o1", TypedItem("yes", "ครบ", "กองคลัง", (f"{SITE}/a",)))
    put(agency, staff, 2566, "o2", TypedItem("no", "ยังไม่มี"))
    return agency


def test_form_f_of_an_agency_says_its_words():
    paper = build(Registers(2566, "สำนักงานทดสอบ", (AgencyRegister("สำนักงานทดสอบ", PARTS),)))

    assert list(paper.words()) == [
        "แบบรายงานการเปิดเผยข้อมูลสาธารณะ (OIT)", "ประจำปีงบประมาณ พ.ศ. ๒๕๖๖", "หน่วยงาน : สำนักงานทดสอบ", *HEADS, *ROWS,
    ]  # fmt: skip


def test_form_f_of_a_province_has_a_page_for_each_agency():
    paper = build(Registers(2566, "จังหวัดศรีนที", (AgencyRegister("ก", PARTS[:1]), AgencyRegister("ข", PARTS[:1])), True))

    assert paper.fresh_pages
    assert list(paper.words()) == [
        "แบบรายงานการเปิดเผยข้อมูลสาธารณะ (OIT)", "ประจำปีงบประมาณ พ.ศ. ๒๕๖๖", "จังหวัดศรีนที",
        *HEADS, "หน่วยงาน : ก", *ROWS[:15], *HEADS, "หน่วยงาน : ข", *ROWS[:15],
    ]  # fmt: skip


def test_typed_words_keep_their_own_digits():
    row = build(Registers(2566, "ก", (AgencyRegister("ก", PARTS),))).tables()[0].rows[1]

    assert row == (
        Cell(((Codes("o1"),),)), Cell((("โครงสร้าง",),)), Cell((("มี",),)),
        Cell(((Link("https://a.example/1", "https://a.example/1"),), (Link("https://a.example/2", "https://a.example/2"),))),
        Cell((("บรรทัดหนึ่ง",), ("บรรทัดสอง",))),
    )  # fmt: skip


def test_register_is_fetched_with_all_items_of_the_year(filled):
    data = fetch(find_subject(filled, 2566, of_round=False))
    first = data.registers[0].parts[0]

    assert (data.owner, data.is_province, [len(part.items) for part in data.registers[0].parts]) == (
        "หน่วยงานทดสอบ", False, [10, 8, 4, 4, 4, 8, 5],
    )  # fmt: skip
    assert first.items[:3] == (
        Disclosed("o1", "โครงสร้าง", "yes", (f"{SITE}/a",), "ครบ"),
        Disclosed("o2", "ข้อมูลผู้บริหาร", "no", (), "ยังไม่มี"),
        Disclosed("o3", "อำนาจหน้าที่"),
    )


def test_gaps_are_the_blank_items_or_the_agencies_without_a_register(filled, make_agency, province):
    make_agency("หน่วยงานว่าง")
    of_agency = gaps(find_subject(filled, 2566, of_round=False))

    assert (len(of_agency.blank), of_agency.blank[0], of_agency.not_sent) == (41, (9, "o3"), ())
    assert gaps(find_subject(province, 2566, of_round=False)) == Gaps(not_sent=("หน่วยงานว่าง",))


@pytest.mark.parametrize("count", [1, 3])
def test_provinces_registers_take_as_many_queries_for_many_as_for_one(
    province, make_agency, make_user, django_assert_num_queries, count
):
    edition(2566)
    for _ in range(count):
        agency = make_agency()
        put(agency, make_user(Role.STAFF, agency), 2566, "o1")
    with django_assert_num_queries(3):
        data = fetch(find_subject(province, 2566, of_round=False))

    assert len(data.registers) == count


@pytest.mark.parametrize("year", [2569, 2540])
def test_year_without_items_says_what_is_missing(agency, province, tmp_path, year):
    edition(2566), edition(2569)
    for owner in (agency, province):
        with pytest.raises(NothingToPrint, match="ยังไม่มีรายการ OIT"):
            form("oit_register").document(find_subject(owner, year, of_round=False))
    with pytest.raises(CommandError, match="ยังไม่มีรายการ OIT"):
        call_command(
            "render_report", "oit_register", "--year", str(year), "--agency", agency.name, "--format", "html",
            "--output", str(tmp_path / "f.html"),
        )  # fmt: skip


def test_agency_that_answered_nothing_gets_its_empty_form_and_its_province_none(agency, province):
    edition(2566)
    empty = fetch(find_subject(agency, 2566, of_round=False))

    answers = {(one.presence, one.urls, one.explanation) for part in empty.registers[0].parts for one in part.items}
    assert (len(empty.registers), answers) == (1, {("", (), "")})
    assert len(gaps(find_subject(agency, 2566, of_round=False)).blank) == 43
    with pytest.raises(NothingToPrint, match="ยังไม่มีทะเบียน"):
        fetch(find_subject(province, 2566, of_round=False))


@pytest.mark.parametrize("whose", [("--agency", "หน่วยงานทดสอบ"), ("--province", "ทดสอบบุรี")])
def test_command_prints_it_without_a_round(filled, tmp_path, whose):
    target = tmp_path / "f.html"
    call_command("render_report", "oit_register", "--year", "2566", *whose, "--format", "html", "--output", str(target))
    page = target.read_text(encoding="utf-8")

    assert ["๒๕๖๖" in page, f"{SITE}/a" in page, "หน่วยงาน : หน่วยงานทดสอบ" in page] == [True, True, True]
