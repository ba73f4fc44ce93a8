"""Pages of score cards: who reads, who writes, findings with their repairs, files, two writers, no word lost."""

import re
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from lxml import html
from openpyxl import load_workbook

from agencies.choices import Role
from assessments.authoring import save_card
from assessments.base_data import fixture, read_json
from assessments.editions import load_edition
from assessments.models import CardChange, ScoreCard
from assessments.scoring import OVERALL, Card
from assessments.selectors import card_of
from assessments.tests.score_papers import OF_2567, OF_2568, excel, full_card, full_sheet, simple
from assessments.tests.test_scoring import edition

SOUND = Card({str(n): Decimal(str(score)) for n, score in enumerate(OF_2567, start=1)} | {OVERALL: Decimal("92.84")})
MISREAD = Card({**SOUND.figures, OVERALL: Decimal("92.34")}, level="ผ่าน")
BOTH = excel([*simple(2567, OF_2567, 92.84, "ผ่าน"), [], *simple(2568, OF_2568, 98.97, "ผ่านดีเยี่ยม")])


@pytest.fixture
def editions(db):
    for year in (2566, 2567, 2568):
        load_edition(read_json(fixture("editions", f"{year}.json")))


@pytest.fixture
def visit(client, editions, agency, staff):
    """Return a visitor: visit("card-edit", year=2567, by=head, data=…), of the agency's card unless told otherwise."""

    def visit(name="card", *, year=2567, owner=None, by=staff, data=None):
        client.force_login(by)
        key = owner or f"agency-{agency.pk}"
        url = reverse(f"assessments:{name}", args=[key, year])
        return client.get(url) if data is None else client.post(url, data)

    return visit


def store(owner, card, year=2567):
    return save_card(owner, year, card, by=None, version=None, source="ทดสอบ", now=timezone.now())


def file(data=BOTH):
    return SimpleUploadedFile("คะแนน.xlsx", data)


def words(response) -> str:
    return " ".join(" ".join(html.fromstring(response.content.decode()).itertext()).split())


def fields(response, action="") -> dict[str, str]:
    """Return what the page's form would send (the one whose address ends so, where there are several)."""
    tree = html.fromstring(response.content.decode())
    forms = [one for one in tree.xpath("//main//form") if (one.get("action") or "").endswith(action)]
    return {
        one.get("name"): one.text or "" if one.tag == "textarea" else one.get("value") or ""
        for one in forms[0].xpath(".//input[@name] | .//textarea[@name]")
    }


def stored():
    return card_of(ScoreCard.objects.get())


# ---- reading and permissions ----


def test_card_is_read_by_its_own_people_its_province_and_the_nation(
    visit, agency, staff, head, reviewer, viewer, admin, make_user, make_agency, other_province
):
    store(agency, SOUND)
    strangers = (make_user(Role.STAFF, make_agency()), make_user(Role.REVIEWER, other_province))
    assert [visit(by=user).status_code for user in (staff, head, reviewer, viewer, admin)] == [200] * 5
    assert [visit(by=user).status_code for user in strangers] == [404, 404]


def test_card_of_the_province_is_read_by_its_agencies_too(visit, province, staff, reviewer, make_user, other_province):
    store(province, SOUND)
    key = f"province-{province.pk}"
    assert [visit(owner=key, by=user).status_code for user in (staff, reviewer)] == [200, 200]
    assert visit(owner=key, by=make_user(Role.REVIEWER, other_province)).status_code == 404


@pytest.mark.parametrize("name", ["card-edit", "card-import", "card-repair", "card-import-commit"])
def test_card_is_written_by_row_33_alone(
    visit, name, agency, province, staff, head, reviewer, viewer, admin, make_user
):
    store(agency, SOUND)
    store(province, SOUND)
    stranger = make_user(Role.STAFF, type(agency).objects.create(province=province, name="อื่น"))
    own = {user.username: visit(name, by=user, data={}).status_code for user in (staff, head, reviewer, viewer, admin)}
    whole = {user.username: visit(name, owner=f"province-{province.pk}", by=user, data={}).status_code
             for user in (staff, head, reviewer, viewer, admin)}  # fmt: skip
    assert {who for who, status in own.items() if status == 403} == {"viewer", "admin"}
    assert {who for who, status in whole.items() if status == 403} == {"viewer", "admin", "staff", "head"}
    assert visit(name, by=stranger, data={}).status_code == 404


def test_stranger_learns_nothing_and_the_anonymous_log_in(client, visit, agency, editions):
    store(agency, SOUND)
    client.logout()
    answer = client.get(reverse("assessments:card", args=[f"agency-{agency.pk}", 2567]))
    assert (answer.status_code, answer.url.startswith(reverse("account_login"))) == (302, True)


@pytest.mark.parametrize(
    "owner", ["agency-999999", "agency-", "city-1", "agency-1x", "province-0", "agency-" + "9" * 30]
)
def test_unknown_owner_or_year_is_not_found(visit, owner):
    assert visit(owner=owner).status_code == 404
    assert visit(year=2499).status_code == 404


def test_only_those_who_may_write_are_offered_it(visit, agency, viewer):
    store(agency, MISREAD)
    edit, repair = reverse("assessments:card-edit", args=[f"agency-{agency.pk}", 2567]), "/repair/"
    assert (edit in visit().content.decode(), repair in visit().content.decode()) == (True, True)
    page = visit(by=viewer).content.decode()
    assert (edit in page, repair in page) == (False, False)


def test_scores_in_the_menu_lead_to_the_own_place(client, visit, agency, reviewer, viewer, staff, province):
    store(agency, SOUND, 2566)
    found = {}
    for user in (staff, reviewer, viewer):
        client.force_login(user)
        found[user.username] = client.get(reverse("assessments:score-home")).url
    assert found == {
        "staff": f"/scores/agency-{agency.pk}/2566/", "reviewer": f"/scores/provinces/{province.pk}/",
        viewer.username: "/scores/nation/",
    }  # fmt: skip


# ---- the card ----


def test_year_without_a_card_says_so_and_offers_the_ways_in(visit):
    page = visit(year=2568)
    assert "ปี 2568 ยังไม่มีคะแนน" in words(page)
    assert [one for one in ("/import/", "/edit/", "/template/") if one in page.content.decode()] == [
        "/import/", "/edit/", "/template/",
    ]  # fmt: skip


def test_printed_figures_stand_beside_computed_ones(visit, agency):
    store(agency, MISREAD)
    rows = html.fromstring(visit().content.decode()).xpath("//table[contains(@class,'score-table')]/tbody/tr")
    texts = [[" ".join(cell.text_content().split()) for cell in row] for row in rows]
    assert texts[:3] == [
        ["รวม", "คะแนนรวม", "92.34", "ไม่ตรง 92.84"],
        ["IIT", "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน", "–", "91.22"],
        ["1", "การปฏิบัติหน้าที่", "96.28", "–"],
    ]
    assert len(texts) == 14


def test_indicators_are_drawn_above_their_figures(visit, agency):
    store(agency, Card({"1": Decimal("94.71"), "4": Decimal("83.95")}))
    store(agency, Card({"overall": Decimal("92.84")}), 2568)
    page = visit().content.decode()
    assert "chart--bars" not in visit(year=2568).content.decode()
    drawn = page[page.index("chart--bars") :]
    assert "4. การใช้ทรัพย์สินของราชการ 83.95" in drawn
    assert drawn.index("</svg>") < drawn.index('id="figures-h"')


def test_repair_is_made_after_a_person_confirms_it(visit, agency, staff):
    store(agency, MISREAD)
    page = visit()
    assert "เปลี่ยน คะแนนรวม จาก 92.34 เป็น 92.84 และบันทึก" in words(page)
    assert stored() == MISREAD

    answer = visit("card-repair", data=fields(page, "/repair/"))

    assert answer.status_code == 302
    assert stored() == Card({**MISREAD.figures, OVERALL: Decimal("92.84")}, level="ผ่าน")
    change = CardChange.objects.latest("pk")
    assert (change.by, change.source, change.changes) == (staff, "แก้ตามข้อเสนอ", {OVERALL: ["92.34", "92.84"]})
    assert "/repair/" not in visit().content.decode()


@pytest.mark.parametrize(
    "changed", [{"to": "99.99"}, {"of": "4"}, {"version": "0"}, {"version": "x"}, {"of": ""}, {"to": "9" * 50}]
)
def test_repair_that_nobody_proposed_or_of_an_older_card_is_refused(visit, agency, changed):
    store(agency, MISREAD)
    answer = visit("card-repair", data=fields(visit(), "/repair/") | changed)
    assert (answer.status_code, stored()) == (409, MISREAD)


def test_misread_share_is_repaired_in_its_place(visit, agency):
    card = full_card(edition(2566), seed=3)
    code, shares = next((code, four) for code, four in card.percents.items() if four[3] >= 20)
    wrong = (*shares[:3], shares[3] - 10)
    store(agency, Card(card.figures, {**card.percents, code: wrong}, card.level), 2566)

    page = visit(year=2566)
    forms = html.fromstring(page.content.decode()).xpath("//form[contains(@action,'/repair/')]")
    offers = [{one.get("name"): one.get("value") for one in form.xpath(".//input")} for form in forms]
    right = next(one for one in offers if one["of"] == f"{code} มากที่สุด" and Decimal(one["to"]) == shares[3])
    assert visit("card-repair", year=2566, data=right).status_code == 302

    assert stored() == card


def test_history_names_who_changed_what(visit, agency, staff):
    store(agency, SOUND)
    page = visit("card-edit")
    visit("card-edit", data=fields(page) | {"4:score": "65.92", "do": "save"})
    text = words(visit())
    assert staff.display_name in text
    assert re.search(r"รหัส เดิม ใหม่ 4 65\.29 65\.92", text)


# ---- the grid ----


def test_grid_is_saved_as_it_stands(visit, agency):
    card = full_card(edition(2566))
    store(agency, card, 2566)
    page = visit("card-edit", year=2566)
    sent = fields(page)
    assert len(sent) < 1000

    answer = visit("card-edit", year=2566, data=sent | {"i1.1:score": "", "level": "B", "do": "save"})

    assert answer.status_code == 302
    figures = {code: score for code, score in card.figures.items() if code != "i1.1"}
    assert stored() == Card(figures, card.percents, "B")


def test_compute_shows_and_stores_nothing(visit):
    sent = {"version": "0", "do": "compute", **{f"{n}:score": str(score) for n, score in enumerate(OF_2567, start=1)}}
    page = visit("card-edit", data=sent)
    outputs = html.fromstring(page.content.decode()).xpath("//output[@data-of='overall']/text()")
    assert (page.status_code, outputs, ScoreCard.objects.exists()) == (200, ["92.84", "92.84"], False)


def test_errors_stand_beside_their_cells_and_nothing_typed_is_lost(visit):
    sent = {"version": "0", "do": "save", "1:score": "ดี", "2:score": "๙๘.๐๔", "level": "ผ่าน"}
    page = visit("card-edit", data=sent)
    tree = html.fromstring(page.content.decode())
    cell = tree.xpath("//input[@name='1:score']")[0]
    said = tree.get_element_by_id(cell.get("aria-describedby")).text
    assert (page.status_code, cell.get("value"), cell.get("aria-invalid"), said) == (422, "ดี", "true", "ไม่ใช่ตัวเลข")
    kept = fields(page)
    assert (kept["2:score"], kept["level"]) == ("๙๘.๐๔", "ผ่าน")
    assert not ScoreCard.objects.exists()


def test_block_is_pasted_without_script(visit):
    block = "1\tการปฏิบัติหน้าที่\t๙๖.๒๘\ni1.1\t\t0\t0\t10\t90\t96.70\nเฉลี่ย\t50"
    page = visit("card-edit", data={"version": "0", "do": "paste", "paste": block})
    kept = fields(page)
    assert (page.status_code, kept["1:score"], kept["i1.1:most"]) == (422, "๙๖.๒๘", "90")
    assert "เฉลี่ย 50" in words(page)
    assert not ScoreCard.objects.exists()


def test_second_writer_sees_both_cards_and_decides(visit, agency, head):
    store(agency, SOUND)
    sent = fields(visit("card-edit")) | {"4:score": "65.92", "do": "save"}
    visit("card-edit", by=head, data=fields(visit("card-edit", by=head)) | {"5:score": "96.48", "do": "save"})

    answer = visit("card-edit", data=sent)

    text = words(answer)
    assert (answer.status_code, stored().figures["4"]) == (409, Decimal("65.29"))
    assert "รหัส ที่บันทึกไว้ ที่คุณพิมพ์ 4 65.29 65.92 5 96.48 96.47" in text
    assert visit("card-edit", data=fields(answer) | {"do": "save"}).status_code == 302
    assert (stored().figures["4"], stored().figures["5"]) == (Decimal("65.92"), Decimal("96.47"))


# ---- files ----


def test_file_is_shown_first_and_stored_after_a_person_confirms_it(visit, staff):
    page = visit("card-import", data={"paper": file()})
    assert (page.status_code, ScoreCard.objects.exists()) == (200, False)
    assert "11 คะแนน" in words(page)

    answer = visit("card-import-commit", data=fields(page, "commit/") | {"do": "commit"})

    assert answer.status_code == 302
    assert stored() == Card(SOUND.figures, level="ผ่าน")
    assert list(CardChange.objects.values_list("by", "source")) == [(staff.pk, "คะแนน.xlsx")]


def test_other_years_of_the_file_are_one_click_away(visit):
    page = visit("card-import", data={"paper": file()})
    sent = fields(page, "2568/import/commit/")
    other = visit("card-import-commit", year=2568, data=sent | {"do": "look"})
    assert (other.status_code, "98.97" in words(other), ScoreCard.objects.exists()) == (200, True, False)
    visit("card-import-commit", year=2568, data=fields(other, "2568/import/commit/") | {"do": "commit"})
    assert list(ScoreCard.objects.values_list("fiscal_year", flat=True)) == [2568]


def test_same_file_again_says_that_nothing_changes(visit, agency):
    store(agency, Card(SOUND.figures, level="ผ่าน"))
    page = visit("card-import", data={"paper": file()})
    assert "ไฟล์นี้ไม่มีสิ่งที่ต้องเพิ่ม คะแนนที่มีอยู่คงเดิม" in words(page)
    assert "ยืนยันนำเข้า" not in words(page)


def test_figures_that_a_file_leaves_alone_are_told_where_they_would_not_agree(visit, agency):
    store(agency, Card({"IIT": Decimal("89.14"), "EIT": Decimal("95.87")}))
    page = visit("card-import", data={"paper": file()})
    assert "แต่ไม่ตรงกับไฟล์: IIT ให้แก้หรือลบ" in words(page)


def test_sheet_that_nobody_filled_in_says_so(visit):
    sheet = visit("card-template").content
    page = visit("card-import", data={"paper": file(sheet)})
    assert (page.status_code, "ต้องมีตารางที่กรอกคะแนนแล้ว" in words(page)) == (422, True)


def test_refused_file_names_the_places_and_offers_no_commit(visit):
    rows = simple(2567, [101, "ดี"])
    page = visit("card-import", data={"paper": file(excel(rows, names=["คะแนน"]))})
    text = words(page)
    assert page.status_code == 422
    assert "คะแนน 101 ของตัวชี้วัดที่ 1 ไม่อยู่ระหว่าง 0 ถึง 100" in text
    assert "แผ่นงาน “คะแนน” แถว 4 คอลัมน์ 3" in text
    assert "ยืนยันนำเข้า" not in text


def test_preview_that_somebody_overtook_is_shown_again(visit, agency):
    page = visit("card-import", data={"paper": file()})
    store(agency, Card({"1": Decimal(1)}))
    answer = visit("card-import-commit", data=fields(page, "commit/") | {"do": "commit"})
    assert (answer.status_code, stored()) == (409, Card({"1": Decimal(1)}))
    assert "ตัวชี้วัดที่ 1 1.00 → 96.28" in words(answer)


@pytest.mark.parametrize("kept", ["", "x", "eyJ9:1:2", "9" * 10_000])
def test_preview_that_somebody_made_up_is_refused(visit, kept):
    answer = visit("card-import-commit", data={"kept": kept, "filename": "x", "version": "0", "do": "commit"})
    assert (answer.status_code, answer.url.endswith("/import/"), ScoreCard.objects.exists()) == (302, True, False)


def test_words_of_a_file_are_escaped(visit):
    rows = simple(2567, OF_2567)
    rows[2][1] = "<script>alert(1)</script>"
    page = visit("card-import", data={"paper": file(excel(rows))}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.parametrize("year", [2566, 2568])
def test_template_filled_in_is_read_back(visit, year):
    answer = visit("card-template", year=year)
    book = load_workbook(BytesIO(answer.content))
    page = book.active
    card, facts = full_card(edition(2566)), {}
    for row in page.iter_rows(min_row=5):
        code = "overall" if row[0].value == "รวม" else row[0].value
        facts[code] = row[1].value
        if code in card.figures:
            row[6].value = float(card.figures[code])
            for cell, share in zip(row[2:6], card.percents.get(code, ()), strict=False):
                cell.value = float(share)
    page["G3"].value, page["G4"].value = float(card.figures[OVERALL]), "A"
    stream = BytesIO()
    book.save(stream)

    preview = visit("card-import", year=year, data={"paper": file(stream.getvalue())})
    visit("card-import-commit", year=year, data=fields(preview, "commit/") | {"do": "commit"})

    assert preview.status_code == 200
    expected = {code: score for code, score in card.figures.items() if code in facts or code == OVERALL}
    assert stored().figures == expected


def test_full_sheet_goes_through_the_browser_whole(visit):
    card = full_card(edition(2566))
    page = visit("card-import", year=2566, data={"paper": file(excel(full_sheet(2566, card)))})
    visit("card-import-commit", year=2566, data=fields(page, "commit/") | {"do": "commit"})
    assert stored() == card


# ---- queries ----


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize(("name", "most"), [("card", 24), ("card-edit", 20), ("card-template", 17)])
def test_pages_ask_the_same_number_of_queries_of_any_card(visit, agency, name, most, full, django_assert_num_queries):
    store(agency, full_card(edition(2566)) if full else Card({"1": Decimal(90)}), 2566)
    visit(name, year=2566)
    with django_assert_num_queries(most):
        visit(name, year=2566)
