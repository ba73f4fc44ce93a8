"""The central viewer: its sums are those of boards and cards, each agency counts once, nobody else reads it."""

import csv
import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from lxml import html
from openpyxl import load_workbook

from agencies.models import Agency, AgencyKind, Province
from assessments.models import Edition, ScoreCard
from evidence.models import Link, LinkCheck, WebPage
from measures.choices import RoundState, State
from measures.models import CheckWaiver, Extension, Plan, Result, ResultLink, Round, RoundMeasure, Submission
from measures.selectors.board import STAGES, board
from measures.selectors.nation import FIGURES, Wanted, nation
from measures.selectors.nation_counts import Period, reports_of
from measures.selectors.nation_province import province_agencies

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def url(name, *args):
    return reverse(f"measures:{name}", args=args)


def make_round(province, agencies, *, owner=None, year=2570, kind="6", days=14, asked=2):
    """A round of so many measures for the agencies, open for so many days yet."""
    now = timezone.now()
    plan, _new = Plan.objects.get_or_create(province=province, agency=owner, fiscal_year=year)
    round_ = Round.objects.create(
        plan=plan, kind=kind, state=RoundState.OPEN, opened_at=now - 30 * DAY, due_at=now + days * DAY
    )
    rows = [RoundMeasure.objects.create(round=round_, indicator=1, label=str(n), text="-") for n in range(asked)]
    for agency in agencies:
        report = Submission.objects.create(round=round_, agency=agency)
        Result.objects.bulk_create(Result(submission=report, measure=row) for row in rows)
    return round_


def make_card(agency, year, score=None, level="", **fields):
    score = score and Decimal(score)
    return ScoreCard.objects.create(
        province=agency.province, agency=agency, fiscal_year=year, printed_overall=score, printed_level=level, **fields
    )


@pytest.fixture
def land(province, other_province, viewer, admin):
    """Two provinces in every state: returns {name: agency}; a third has neither round nor card, a fourth no agency."""
    third = Province.objects.create(code="93", name="เงียบสงบ", name_en="Ngiap Sangop")
    Province.objects.create(code="94", name="ว่างเปล่า", name_en="Wang Plao")
    kind = AgencyKind.objects.create(code="tested", name="ประเภททดสอบ")
    places = {"ก": province, "ข": province, "ค": province, "=1+1": province, "จ": other_province, "ฉ": other_province,
              "ช": third}  # fmt: skip
    made = {name: Agency.objects.create(province=place, name=name, kind=kind) for name, place in places.items()}
    Agency.objects.create(province=province, name="เลิกแล้ว", is_active=False)
    make_round(province, [made[name] for name in "กขค"])
    make_round(other_province, [made["จ"], made["ฉ"]], days=-1, asked=4)
    # Plans of their own: one beside the province's, one alone.
    make_round(province, [made["ก"]], owner=made["ก"], asked=7)
    make_round(province, [made["=1+1"]], owner=made["=1+1"], asked=5)
    stands = (("ก", "done", "A"), ("ข", "not_applicable", "D"), ("จ", "done", "R"), ("=1+1", "done", "S"))
    for name, answer, state in stands:
        reports = Submission.objects.filter(agency=made[name])
        Result.objects.filter(submission__in=reports).update(answer=answer)
        reports.update(state=state)
    Result.objects.filter(pk=Result.objects.filter(submission__agency=made["จ"])[0].pk).update(flagged=True)
    Edition.objects.create(fiscal_year=2569, level_rules=[{"name": "ผ่านดี", "min_overall": "85"}, {"name": "ต้องปรับปรุง"}])
    for name, before, now in (("ก", "80", "90"), ("ข", "70.5", "84.99"), ("จ", None, "95.25")):
        if before:
            make_card(made[name], 2568, before)
        make_card(made[name], 2569, now, "ผ่านดี" if now > "85" else "")
    ScoreCard.objects.filter(agency=made["ข"], fiscal_year=2569).update(level_hint="ต้องปรับปรุง")
    return made


def seen(year=2570, kind="6", **wanted):
    return nation(year, kind, now=timezone.now(), wanted=Wanted(**wanted))


def told(figures):
    """The whole of a province's figures."""
    named = {name: getattr(figures, name) for name in FIGURES}
    return named | {"stages": {stage: count for stage, count in figures.stages.items() if count},
                    "measures": (figures.work.done, figures.work.total), "levels": dict(figures.levels)}  # fmt: skip


def by_code(page):
    return {row.province.code: told(row.figures) for row in page.rows}


NOTHING: dict[str, Any] = {
    "agencies": 0, "unasked": 0, "percent": None, "late": 0, "average": None, "change": None, "share": None,
    "errors": None, "dead": None, "stages": {}, "measures": (0, 0), "levels": {},
}  # fmt: skip


def test_nation_tells_work_and_scores_of_every_province(land):
    page = seen()

    assert by_code(page) == {
        "91": {
            "agencies": 4, "unasked": 0, "percent": 63, "late": 0, "average": Decimal("87.50"),
            "change": Decimal("12.25"), "share": Decimal("50.00"), "errors": 2, "dead": 0,
            "stages": {"A": 1, "D": 1, "": 1, "S": 1}, "measures": (7, 11), "levels": {"ผ่านดี": 1, "ต้องปรับปรุง": 1},
        },
        "92": {
            "agencies": 2, "unasked": 0, "percent": 37, "late": 2, "average": Decimal("95.25"), "change": None,
            "share": Decimal("100.00"), "errors": 0, "dead": 0, "stages": {"R": 1, "": 1}, "measures": (3, 8),
            "levels": {"ผ่านดี": 1},
        },
        "93": NOTHING | {"agencies": 1, "unasked": 1},
        "94": NOTHING,
    }  # fmt: skip
    assert told(page.sums) == told(page.whole) == {
        "agencies": 7, "unasked": 1, "percent": 52, "late": 2, "average": Decimal("90.08"), "change": Decimal("14.83"),
        "share": Decimal("66.67"), "errors": 2, "dead": 0, "stages": {"A": 1, "D": 1, "": 2, "S": 1, "R": 1},
        "measures": (10, 19), "levels": {"ผ่านดี": 2, "ต้องปรับปรุง": 1},
    }  # fmt: skip
    assert (page.whole.sent, page.whole.asked, page.whole.short) == (2, 6, 1)


def spoil(land):
    """Every fault that the boards count, with a page that is long dead and one that just died, and a waiver."""
    now = timezone.now()
    report = Submission.objects.get(agency=land["ค"])
    one, two = report.results.order_by("pk")
    Result.objects.filter(pk=one.pk).update(answer="done", confirmed=False)
    Result.objects.filter(pk=two.pk).update(answer="done")
    old, new = (Link.objects.typed(report.agency_id, f"https://a.go.th/{name}") for name in ("old", "new"))
    WebPage.objects.update(reach="gone")
    for page, days in ((old.page, 3), (old.page, 0), (new.page, 0)):
        LinkCheck.objects.create(page=page, at=now - days * DAY, reach="gone")
    ResultLink.objects.create(result=two, link=old)
    ResultLink.objects.create(result=two, link=new)


def test_nation_counts_as_the_boards_do(land, viewer, reviewer):
    spoil(land)
    Extension.objects.create(submission=Submission.objects.get(agency=land["ฉ"]), until=timezone.now() + DAY,
                             reason="-", granted_by=reviewer)  # fmt: skip
    waiver = CheckWaiver.objects.create(agency=land["ค"], code="unconfirmed", reason="-", by=reviewer,
                                        at=timezone.now(), until=timezone.localdate())  # fmt: skip

    def both(code):
        cache.clear()
        rounds = Round.objects.filter(plan__province__code=code).select_related("plan__province", "plan__agency")
        # The own plan beside the province's is the one report that counts only on its own board.
        boards = [board(one, user=viewer, now=timezone.now()) for one in rounds if one.plan.agency_id != land["ก"].pk]
        lines = [line for one in boards for line in one.everyone]
        stages = [sum(line.stage == stage for line in lines) for stage in STAGES]
        counts = [sum(getattr(line.count, name) for line in lines) for name in ("done", "total", "errors")]
        figures = next(row.figures for row in seen().rows if row.province.code == code)
        own = [figures.work.done, figures.work.total, figures.work.errors]
        return ([*stages, sum(line.late for line in lines), *counts],
                [*(figures.stages[stage] for stage in STAGES), figures.late, *own], figures.work.dead)  # fmt: skip

    there, here, dead = both("91")
    assert (there, dead) == (here, 2)
    waiver.delete()
    more, too, _dead = both("91")
    assert (more, more[-1]) == (too, there[-1] + 1)
    foreign, own, _dead = both("92")
    assert (foreign, foreign[6]) == (own, 1)


def test_late_follows_the_rounds_own_word_in_every_state(land):
    report = Submission.objects.select_related("round").get(agency=land["ค"])
    found = {}
    for state in RoundState.values:
        for days in (-1, 1):
            Round.objects.filter(pk=report.round_id).update(state=state, due_at=timezone.now() + days * DAY)
            report.round.refresh_from_db()
            late = reports_of(Period(2570, "6"), now=timezone.now()).get(pk=report.pk).late
            found[state, days] = late == (report.round.state_at(timezone.now()) != RoundState.OPEN)

    assert found == dict.fromkeys(found, True)


def test_province_page_lists_its_agencies_and_adds_up_to_the_nations_row(land, viewer):
    spoil(land)
    rows = {row.province.code: told(row.figures) for row in seen().rows}
    pages = {
        place.code: province_agencies(place, 2570, "6", user=viewer, now=timezone.now())
        for place in Province.objects.filter(code__in=rows)
    }

    assert {code: told(page.whole) for code, page in pages.items()} == rows
    lines = [
        (row.agency.name, row.stage, one.percent, one.average, one.change, row.level, row.hinted)
        for row in pages["91"].rows for one in [row.figures]
    ]  # fmt: skip
    assert lines == [
        ("=1+1", "S", 100, None, None, "", False),
        ("ก", "A", 100, Decimal("90.00"), Decimal("10.00"), "ผ่านดี", False),
        ("ข", "D", 0, Decimal("84.99"), Decimal("14.49"), "ต้องปรับปรุง", True),
        ("ค", "D", 50, None, None, "", False),
    ]
    reports = {row.agency.name: row.report for row in pages["91"].rows}
    assert (pages["91"].round, pages["93"].round) == (reports["ก"].round, None)
    assert {row.agency.name: row.url for row in pages["91"].rows} == {
        name: url("submission-review" if name in ("ก", "=1+1") else "submission-detail", one.pk)
        for name, one in reports.items()
    }


def test_reports_of_the_administrator_open_where_no_word_is_read(land, admin, province):
    page = province_agencies(province, 2570, "6", user=admin, now=timezone.now())

    assert [row.url for row in page.rows] == [url("submission-detail", row.report.pk) for row in page.rows]


@pytest.mark.parametrize(("wanted", "codes"), [
    ({}, ["92", "93", "91", "94"]), ({"sort": "name"}, ["93", "92", "91", "94"]),
    ({"sort": "-name"}, ["94", "91", "92", "93"]), ({"sort": "average"}, ["91", "92", "93", "94"]),
    ({"sort": "-average"}, ["92", "91", "93", "94"]), ({"sort": "-stage-S"}, ["91", "92", "93", "94"]),
    ({"sort": "stage-"}, ["92", "91", "93", "94"]), ({"sort": "-level-1"}, ["91", "92", "93", "94"]),
    ({"sort": "level-99"}, ["92", "93", "91", "94"]), ({"sort": "nonsense"}, ["92", "93", "91", "94"]),
    ({"late": True}, ["92"]), ({"q": "บุรี"}, ["91"]), ({"q": "tang"}, ["92"]), ({"q": "ไม่มี"}, []),
])  # fmt: skip
def test_provinces_are_narrowed_and_put_in_order(land, wanted, codes):
    page = seen(**wanted)

    assert [row.province.code for row in page.rows] == codes
    assert page.sums.agencies == sum(row.figures.agencies for row in page.rows)
    assert page.whole.agencies == 7


@pytest.mark.parametrize(("wanted", "names"), [
    ({"sort": "-name"}, ["ค", "ข", "ก", "=1+1"]), ({"sort": "-percent"}, ["=1+1", "ก", "ข", "ค"]),
    ({"sort": "state"}, ["ค", "ข", "=1+1", "ก"]), ({"sort": "-level"}, ["ก", "ข", "=1+1", "ค"]),
    ({"sort": "-errors"}, ["ข", "=1+1", "ก", "ค"]), ({"state": "idle"}, ["ค"]), ({"state": "missing"}, ["ข", "ค"]),
    ({"state": "A"}, ["ก"]), ({"state": "below"}, ["ข"]), ({"state": "bare"}, ["=1+1", "ค"]), ({"state": "none"}, []),
    ({"state": "nonsense"}, ["=1+1", "ก", "ข", "ค"]), ({"late": True}, []), ({"q": "ค"}, ["ค"]),
])  # fmt: skip
def test_agencies_are_narrowed_and_put_in_order(land, viewer, province, wanted, names):
    page = province_agencies(province, 2570, "6", user=viewer, now=timezone.now(), wanted=Wanted(**wanted))

    assert [row.agency.name for row in page.rows] == names
    assert (page.sums.agencies, page.whole.agencies) == (len(names), 4)


def test_half_year_is_the_one_opened_last_unless_another_is_asked_for(land, province):
    make_round(province, [land["ก"]], year=2568, kind="12")
    Round.objects.filter(plan__fiscal_year=2568).update(opened_at=timezone.now() - 400 * DAY)
    asked = [(0, ""), (2568, ""), (0, "12"), (2570, "12"), (2567, "")]

    found = [seen(year, kind) for year, kind in asked]

    assert [(page.period, page.scores.year, page.whole.asked) for page in found] == [
        (Period(2570, "6"), 2569, 6), (Period(2568, "12"), 2568, 1), (Period(2568, "12"), 2568, 1),
        (Period(2570, "12"), 2569, 0), (Period(2567, "6"), 0, 0),
    ]  # fmt: skip
    assert found[0].scores.levels == ("ผ่านดี", "ต้องปรับปรุง")


def test_count_of_measures_holds_for_a_minute_and_states_are_always_new(land):
    before = seen()
    Result.objects.filter(submission__agency=land["ฉ"]).update(answer="done")
    Submission.objects.filter(agency=land["ฉ"]).update(state=State.SUBMITTED)
    held = seen()
    cache.clear()
    new = seen()

    assert [page.whole.work.done for page in (before, held, new)] == [10, 10, 14]
    assert [page.whole.stages["S"] for page in (before, held, new)] == [1, 2, 2]
    assert before.counted_at == held.counted_at < new.counted_at


def test_page_shows_the_table_with_its_sum(client, land, viewer):
    client.force_login(viewer)

    page = html.fromstring(client.get(url("nation"), {"sort": "-average"}).content.decode())

    rows = [["".join(cell.itertext()).strip() for cell in row] for row in page.xpath("//table//tbody/tr | //tfoot/tr")]
    assert rows == [
        ["ต่างถิ่น", "2", "", "0", "0", "1", "0", "0", "1", "0", "2", "37%", "95.25", "–", "100.00%", "1", "0", "0", "0"],
        ["ทดสอบบุรี", "4", "", "1", "1", "0", "0", "1", "1", "0", "0", "63%", "87.50", "▲เพิ่มขึ้น +12.25", "50.00%", "1",
         "1", "2", "0"],
        ["เงียบสงบ", "1", "ไม่มีรายงานในรอบนี้", "ยังไม่มีคะแนน", "–", "–"],
        ["ว่างเปล่า", "0", "ยังไม่มีหน่วยงาน", "ยังไม่มีคะแนน", "–", "–"],
        ["รวม", "7", "", "1", "1", "1", "0", "1", "2", "1", "2", "52%", "90.08", "▲เพิ่มขึ้น +14.83", "66.67%", "2", "1",
         "2", "0"],
    ]  # fmt: skip
    assert page.xpath("//tbody/tr[1]/th/a/@href") == ["/nation/92/?year=2570&round=6"]
    assert len(page.xpath("//th[@aria-sort='descending']")) == 1


@pytest.mark.parametrize(("persona", "status"), [("viewer", 200), ("admin", 200), ("reviewer", 403), ("head", 403)])
def test_only_the_centre_reads_the_nation(client, land, request, province, persona, status):
    client.force_login(request.getfixturevalue(persona))
    addresses = [url("nation"), url("nation-file", "xlsx"), url("nation-province", "91"),
                 url("nation-province-file", "91", "csv")]  # fmt: skip

    assert [client.get(address).status_code for address in addresses] == [status] * 4


def test_unknown_province_and_unknown_form_of_file_are_not_found(client, land, viewer):
    client.force_login(viewer)
    wrong = [url("nation-province", "00"), url("nation-file", "pdf"), url("nation-province-file", "91", "pdf")]

    assert [client.get(address).status_code for address in wrong] == [404] * 3


@pytest.mark.parametrize("query", ["year=abc&round=7&sort=%00&q=%00", "year=9999&round=12", "late=1&state=zzz"])
def test_odd_questions_are_answered(client, land, viewer, query):
    client.force_login(viewer)
    answers = [client.get(f"{url(*place)}?{query}") for place in [("nation",), ("nation-province", "91")]]

    assert [answer.status_code for answer in answers] == [200, 200]


def test_nothing_at_all_is_said_in_words(client, viewer):
    client.force_login(viewer)
    found = [client.get(url("nation")).content.decode()]
    Province.objects.create(code="91", name="ทดสอบบุรี", name_en="Thotsop Buri")
    found += [client.get(page).content.decode() for page in (url("nation"), url("nation-province", "91"))]
    words = ["ยังไม่มีจังหวัดในระบบ", "ยังไม่มีรอบที่เปิด", "จังหวัดนี้ยังไม่มีหน่วยงานในระบบ"]

    assert [word in page for word, page in zip(words, found, strict=True)] == [True] * 3


def test_files_hold_the_rows_of_the_page_and_no_formula(client, land, viewer):
    client.force_login(viewer)
    book = client.get(url("nation-file", "xlsx"), {"sort": "-average"})
    sheet = load_workbook(io.BytesIO(book.content)).active
    province = load_workbook(io.BytesIO(client.get(url("nation-province-file", "91", "xlsx")).content)).active
    plain = client.get(url("nation-province-file", "91", "csv")).content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(plain)))

    assert [row[0].value for row in sheet.iter_rows(min_row=5)] == ["ต่างถิ่น", "ทดสอบบุรี", "เงียบสงบ", "ว่างเปล่า", "รวม"]
    assert [cell.value for cell in sheet[6]] == [
        "ทดสอบบุรี", 4, 1, 1, 0, 0, 1, 1, 0, 0, 7, 11, 63, 2, 1, 50, 87.5, 12.25, 1, 1, 2, 0,
    ]  # fmt: skip
    assert [cell.value for cell in province[5]][:8] == ["=1+1", "ประเภททดสอบ", "รอตรวจ", None, 5, 5, 100, None]
    assert (province["A5"].data_type, province["A5"].quotePrefix) == ("s", True)
    assert [line[0] for line in lines] == ["หน่วยงาน", "'=1+1", "ก", "ข", "ค", "รวม"]
    assert lines[3] == [
        "ข", "ประเภททดสอบ", "กำลังกรอก", "", "0", "2", "0", "84.99", "14.49", "ต้องปรับปรุง", "คำนวณ", "2", "0",
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_same_number_of_queries(client, viewer, django_assert_num_queries, count):
    for place in range(count):
        province = Province.objects.create(code=f"9{place}", name=f"จังหวัด {place}", name_en="-")
        agencies = [Agency.objects.create(province=province, name=f"หน่วยงาน {n}") for n in range(count)]
        make_round(province, agencies)
        for agency in agencies:
            make_card(agency, 2568, "80")
            make_card(agency, 2569, "90")
    Result.objects.update(answer="done")
    client.force_login(viewer)
    pages = [url("nation"), url("nation-province", "90")]
    for page in pages:
        client.get(page)

    with django_assert_num_queries(13):
        client.get(pages[0])
    cache.clear()
    with django_assert_num_queries(21):
        client.get(pages[0])
    with django_assert_num_queries(19):
        client.get(pages[1])


def test_first_page_of_the_centre_leads_to_the_nation(client, land, viewer):
    client.force_login(viewer)

    page = html.fromstring(client.get(reverse("home")).content.decode())

    section = page.xpath("//section[@aria-labelledby='nation-h']")[0]
    assert section.xpath(".//a/@href") == ["/nation/"]
    assert " ".join("".join(section.xpath(".//p")[0].itertext()).split()) == (
        "ส่งแล้ว 2 จาก 6 หน่วยงาน · เกินกำหนด 2 · คะแนนปี 2569 ได้ 85 ขึ้นไป 66.67%"
    )
