"""Scores over the years, a province's agencies side by side, the nation: figures, permissions, queries."""

import io
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook

from agencies.choices import Role
from agencies.models import Agency, AgencyKind
from assessments.base_data import fixture, read_json
from assessments.editions import load_edition
from assessments.models import Indicator, IndicatorScore, ScoreCard
from assessments.yearly import yearly

pytestmark = pytest.mark.django_db

FULL = "96.28 98.04 100 65.29 96.47 98.19 98.48 90.95 83.57 100"
BEST = "99.65 99.30 99.82 97.02 99.30 98.75 97.17 96.71 100 100"


@pytest.fixture(autouse=True)
def editions(db):
    for year in (2567, 2568):
        load_edition(read_json(fixture("editions", f"{year}.json")))


def make_card(owner, year, scores="", overall=None, level="", **fields):
    agency = owner if isinstance(owner, Agency) else None
    card = ScoreCard.objects.create(
        province=agency.province if agency else owner, agency=agency, fiscal_year=year, printed_level=level,
        printed_overall=overall and Decimal(overall), **fields,
    )  # fmt: skip
    IndicatorScore.objects.bulk_create(
        IndicatorScore(card=card, number=n, score=Decimal(score)) for n, score in enumerate(scores.split(), start=1)
    )
    return card


def text_of(node) -> str:
    return re.sub(r"\s+", " ", "".join(node.itertext())).strip()


def trend_url(owner) -> str:
    return reverse("assessments:trend", args=[f"{type(owner).__name__.lower()}-{owner.pk}"])


def years_table(client, owner):
    page = html.fromstring(client.get(trend_url(owner)).content.decode())
    rows = page.xpath("//table[contains(@class, 'years-table')]//tr")
    return page, [[text_of(cell) for cell in row] for row in rows]


def test_years_stand_side_by_side_with_change_level_and_computed_instruments(client, agency, staff):
    make_card(agency, 2567, FULL, "92.84", "ผ่าน")
    make_card(agency, 2568, BEST, None, "", computed_overall=Decimal("98.97"), level_hint="ผ่านดีเยี่ยม")
    client.force_login(staff)

    _page, rows = years_table(client, agency)

    assert [rows[0], *rows[1:4], rows[6], rows[-1]] == [
        ["ตัวชี้วัด", "2567", "2568"],
        ["คะแนนรวม", "92.84", "98.97 ▲เพิ่มขึ้น +6.13"],
        ["IIT", "91.22", "99.02 ▲เพิ่มขึ้น +7.80"],
        ["1. การปฏิบัติหน้าที่", "96.28", "99.65 ▲เพิ่มขึ้น +3.37"],
        ["4. การใช้ทรัพย์สินของราชการ", "65.29", "97.02 ▲เพิ่มขึ้น +31.73"],
        ["ระดับ", "ผ่าน", "ผ่านดีเยี่ยม (คำนวณ)"],
    ]


def test_every_figure_of_the_charts_stands_in_the_table(client, agency, staff):
    make_card(agency, 2567, FULL, "92.84")
    make_card(agency, 2568, BEST, "98.97")
    client.force_login(staff)

    page, rows = years_table(client, agency)

    table = {number for row in rows[1:] for cell in row[1:] for number in re.findall(r"(?<![+-])\b\d+\.\d\d", cell)}
    drawn = {node.text for node in page.xpath("//svg//text") if re.fullmatch(r"\d+\.\d\d", node.text or "")}
    told = {number for node in page.xpath("//svg//desc") for number in re.findall(r"\d+\.\d\d", node.text)}
    assert told == table
    assert drawn <= table
    assert {"98.97", "99.65", "99.02"} <= drawn
    kinds = [node.get("class") for node in page.xpath("//svg[contains(@class, 'chart--')]")]
    assert kinds == ["chart chart--bars", "chart chart--ring", "chart chart--trend", "chart chart--radar"]


def test_number_that_names_another_indicator_shows_no_change(agency):
    make_card(agency, 2567, "90 91", "90")
    make_card(agency, 2568, "95 96", "95")
    Indicator.objects.filter(edition__fiscal_year=2568, number=2).update(name="ความปลอดภัยไซเบอร์", aliases=[])

    rows = {row.code: [cell.change for cell in row.cells] for row in yearly(agency).indicators}

    assert (rows["1"], rows["2"]) == ([None, Decimal(5)], [None, None])


def test_body_without_cards_is_told_what_to_do(client, agency, staff):
    client.force_login(staff)

    page = client.get(trend_url(agency)).content.decode()

    assert "ยังไม่มีคะแนนของปีใด" in page
    assert '<svg class="chart' not in page


@pytest.mark.parametrize("count", [1, 3])
def test_years_ask_the_same_number_of_queries(client, agency, staff, django_assert_num_queries, count):
    for year in range(2569 - count, 2569):
        make_card(agency, year, FULL, "92.84")
    client.force_login(staff)
    client.get(trend_url(agency))

    with django_assert_num_queries(9):
        client.get(trend_url(agency))


@pytest.fixture
def people(make_user, agency, province, other_province, make_agency):
    foreign = make_agency("ต่างถิ่น", province=other_province)
    neighbour = make_agency("ข้างเคียง")
    return {
        "anon": None, "staff": make_user(Role.STAFF, agency), "head": make_user(Role.HEAD, agency),
        "neighbour": make_user(Role.STAFF, neighbour), "rev": make_user(Role.REVIEWER, province),
        "staff_foreign": make_user(Role.STAFF, foreign), "rev_foreign": make_user(Role.REVIEWER, other_province),
        "viewer": make_user(Role.VIEWER), "admin": make_user(Role.ADMIN),
    }  # fmt: skip


ALLOWED = {
    "agency": {"staff": 200, "head": 200, "rev": 200, "viewer": 200, "admin": 200},
    "province years": {"staff": 200, "head": 200, "neighbour": 200, "rev": 200, "viewer": 200, "admin": 200},
    "province": {"staff": 403, "head": 403, "neighbour": 403, "rev": 200, "viewer": 200, "admin": 200},
    "file": {"staff": 403, "head": 403, "neighbour": 403, "rev": 200, "viewer": 200, "admin": 200},
    "national": {"viewer": 200, "admin": 200},
}


@pytest.mark.parametrize("name", ALLOWED)
def test_scores_are_shown_to_whom_they_concern_alone(client, people, agency, province, name):
    make_card(agency, 2568, BEST, "98.97")
    make_card(province, 2568, BEST, "98.97")
    url = {
        "agency": trend_url(agency), "province years": trend_url(province),
        "province": reverse("assessments:province", args=[province.pk]),
        "file": reverse("assessments:province-file", args=[province.pk]), "national": reverse("assessments:national"),
    }[name]  # fmt: skip
    answers = {}
    for who, user in people.items():
        client.logout()
        if user:
            client.force_login(user)
        answers[who] = client.get(url).status_code

    closed = 403 if name == "national" else 404
    assert answers == {who: 302 if who == "anon" else ALLOWED[name].get(who, closed) for who in people}


@pytest.mark.parametrize("key", ["agency-0", "agency-x", "agency-99999999999999999999", "office-1", "province-", "-1"])
def test_address_of_nobody_is_not_found(client, admin, key):
    client.force_login(admin)

    assert client.get(reverse("assessments:trend", args=[key])).status_code == 404


@pytest.fixture
def desk(client, reviewer):
    client.force_login(reviewer)
    return client


@pytest.fixture
def trio(make_agency, province):
    kind = AgencyKind.objects.create(code="ท", name="เทศบาล")
    best, weak, bare = make_agency("ก ดีที่สุด"), make_agency("ข อ่อน", kind=kind), make_agency("=ค ไม่มีคะแนน")
    make_card(best, 2568, BEST, "98.97", "ผ่านดีเยี่ยม")
    make_card(weak, 2568, FULL, "82.84", "", level_hint="ต้องปรับปรุง")
    make_card(province, 2568, BEST, "97.00", "ผ่านดี")
    return best, weak, bare, kind


def names(client, province, query=""):
    url = reverse("assessments:province", args=[province.pk])
    page = html.fromstring(client.get(f"{url}?{query}").content.decode())
    return [text_of(row) for row in page.xpath("//table[contains(@class, 'heat')]/tbody/tr/th")]


def test_province_shows_every_agency_and_counts_them(desk, province, trio):
    answer = desk.get(reverse("assessments:province", args=[province.pk]))
    board = answer.context["board"]
    page = html.fromstring(answer.content.decode())

    assert (board.total, board.carded, board.passed, board.own.overall) == (3, 2, 1, Decimal(97))
    assert [(one.indicator.number, str(one.score), one.below, one.cards) for one in board.weakest] == [
        (4, "81.16", 1, 2), (9, "91.79", 1, 2), (8, "93.83", 0, 2),
    ]  # fmt: skip
    assert names(desk, province) == ["=ค ไม่มีคะแนน", "ก ดีที่สุด", "ข อ่อน"]
    low = page.xpath("//span[contains(@class, 'cell--low')][@data-n]")
    assert [(cell.get("data-n"), cell.text) for cell in low] == [("4", "65.29"), ("9", "83.57")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sort=-overall", ["ก ดีที่สุด", "ข อ่อน", "=ค ไม่มีคะแนน"]),
        ("sort=overall", ["ข อ่อน", "ก ดีที่สุด", "=ค ไม่มีคะแนน"]),
        ("sort=-4", ["ก ดีที่สุด", "ข อ่อน", "=ค ไม่มีคะแนน"]),
        ("only=below", ["ข อ่อน"]),
        ("only=none", ["=ค ไม่มีคะแนน"]),
        ("level=ต้องปรับปรุง", ["ข อ่อน"]),
        ("q=ดี ที่", ["ก ดีที่สุด"]),
        ("q=ไม่มีชื่อนี้", []),
        ("kind=KIND", ["ข อ่อน"]),
        ("only=drop&sort=;--&kind=x&year=9&sort=999&page=-1", ["ก ดีที่สุด", "ข อ่อน", "=ค ไม่มีคะแนน"]),
    ],
)
def test_province_is_sorted_and_filtered(desk, province, trio, query, found):
    order = names(desk, province, query.replace("KIND", str(trio[3].pk)))

    assert (sorted(order) if "drop" in query else order) == (sorted(found) if "drop" in query else found)


def test_excel_holds_numbers_as_numbers_and_names_as_names(desk, province, trio):
    url = reverse("assessments:province-file", args=[province.pk])
    answer = desk.get(f"{url}?sort=-overall&year=2568")
    page = load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]

    assert answer["Content-Disposition"] == f'attachment; filename="scores-{province.code}-2568.xlsx"'
    assert rows[0][:6] == ["หน่วยงาน", "ประเภท", "คะแนนรวม", "ระดับ", "ที่มาของระดับ", "1. การปฏิบัติหน้าที่"]
    assert rows[1][:6] == ["ก ดีที่สุด", None, 98.97, "ผ่านดีเยี่ยม", "ตามเอกสาร", 99.65]
    assert rows[2][:6] == ["ข อ่อน", "เทศบาล", 82.84, "ต้องปรับปรุง", "คำนวณ", 96.28]
    assert rows[3][:6] == ["=ค ไม่มีคะแนน", None, None, None, None, None]
    assert (page["A6"].data_type, page["C4"].data_type, len(rows)) == ("s", "n", 4)


def test_province_without_cards_says_so_and_gives_no_file(desk, province):
    empty = desk.get(reverse("assessments:province", args=[province.pk])).content.decode()
    assert ("ยังไม่มีคะแนนของปีใด" in empty, f'href="/scores/province-{province.pk}/2567/"' in empty) == (True, True)
    assert desk.get(reverse("assessments:province-file", args=[province.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_province_asks_the_same_number_of_queries(desk, province, make_agency, django_assert_num_queries, count):
    for _ in range(count):
        make_card(make_agency(), 2568, FULL, "92.84")
    url = reverse("assessments:province", args=[province.pk])
    desk.get(url)

    with django_assert_num_queries(11):
        desk.get(url)


@pytest.fixture
def central(client, viewer):
    client.force_login(viewer)
    return client


def test_nation_counts_each_provinces_share_at_the_pass_mark(central, province, other_province, trio, make_agency):
    make_card(make_agency("ง ต่างถิ่น", province=other_province), 2568, FULL, "84.99")

    context = central.get(reverse("assessments:national")).context

    assert [
        (one.province.name, one.agencies, one.cards, one.passed, str(one.share), str(one.average), one.overall)
        for one in context["lines"]
    ] == [
        ("ต่างถิ่น", 1, 1, 0, "0.00", "84.99", None), ("ทดสอบบุรี", 3, 2, 1, "50.00", "90.91", Decimal(97)),
    ]  # fmt: skip
    weakest = [(one.indicator.number, one.below, one.cards) for one in context["weakest"]]
    assert weakest == [(4, 2, 3), (9, 2, 3), (8, 0, 3)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["ข อ่อน", "ก ดีที่สุด", "=ค ไม่มีคะแนน"]), ("sort=-overall", ["ก ดีที่สุด", "ข อ่อน", "=ค ไม่มีคะแนน"]),
        ("sort=-9", ["ก ดีที่สุด", "ข อ่อน", "=ค ไม่มีคะแนน"]),
        ("only=below", ["ข อ่อน"]), ("only=none", ["=ค ไม่มีคะแนน"]),
        ("level=ต้องปรับปรุง", ["ข อ่อน"]), ("q=อ่อน", ["ข อ่อน"]),
        ("province=0", ["ข อ่อน", "ก ดีที่สุด", "=ค ไม่มีคะแนน"]),
        ("page=99", ["ข อ่อน", "ก ดีที่สุด", "=ค ไม่มีคะแนน"]),
    ],
)  # fmt: skip
def test_nation_lists_agencies_sorted_and_filtered(central, trio, query, found):
    rows = central.get(f"{reverse('assessments:national')}?view=agencies&{query}").context["rows"]

    assert [line.agency.name for line, _cells in rows] == found


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("view", "queries"), [("", 11), ("agencies", 15)])
def test_nation_asks_the_same_number_of_queries(central, make_agency, django_assert_num_queries, view, queries, count):
    for _ in range(count):
        make_card(make_agency(), 2568, FULL, "92.84")
    url = f"{reverse('assessments:national')}?view={view}"
    central.get(url)

    with django_assert_num_queries(queries):
        central.get(url)


def test_nation_orders_and_finds_provinces_by_the_name_that_is_read(central, province, other_province, trio):
    for place, english in ((province, "Zone"), (other_province, "Alpha")):
        place.name_en = english
        place.save()
    central.cookies["django_language"] = "en"
    url = reverse("assessments:national")

    def read(query: str) -> list[str]:
        return [line.province.name_en for line in central.get(f"{url}?year=2568&{query}").context["lines"]]

    assert [name for name in read("sort=name") if name in ("Zone", "Alpha")] == ["Alpha", "Zone"]
    assert read("q=zone") == ["Zone"]
    assert read(f"q={province.name}") == ["Zone"]
