"""Items of the register are saved through one door; what is wrong with their links is told; nothing typed is lost."""

import datetime as dt
from decimal import Decimal

import pytest

from agencies.choices import Role
from assessments.editions import EditionError, copy_items, remove_part
from assessments.models import Disclosure, DisclosureChange, IndicatorScore, ScoreCard
from assessments.register import writing
from assessments.register.reading import items_of, register_of, registers_of, usual_year, years
from assessments.register.writing import RegisterError, StaleItem, TypedItem, carry, recheck, save_item
from assessments.tests.registers import NOW, SITE, edition, put, reach, typed
from evidence.models import WebPage

YEAR = 2566


@pytest.fixture(autouse=True)
def known(db):
    edition(YEAR)


def item(agency, code="o1"):
    return Disclosure(agency=agency, fiscal_year=YEAR, item=code)


def remarks_of(agency, code):
    return [(one.kind, one.tone) for one in register_of(agency, YEAR).entry(code).remarks]


def test_item_is_saved_with_its_links_and_history(agency, staff):
    what = TypedItem("yes", "ครบถ้วน", "กองคลัง", (f"{SITE}/a", f"{SITE}/b"))
    saved = save_item(item(agency), what, by=staff, version=0, now=NOW)

    assert (saved.presence, saved.explanation, saved.unit) == ("yes", "ครบถ้วน", "กองคลัง")
    assert (saved.version, saved.updated_by, saved.updated_at) == (1, staff, NOW)
    assert writing.snapshot(saved) == what.as_json()
    assert list(DisclosureChange.objects.values_list("by", "at", "changes")) == [(
        staff.pk, NOW,
        {"presence": ["", "yes"], "explanation": ["", "ครบถ้วน"], "unit": ["", "กองคลัง"],
         "urls": [[], [f"{SITE}/a", f"{SITE}/b"]]},
    )]  # fmt: skip


def test_new_links_are_checked_at_once_and_weekly_to_the_years_end(agency, staff):
    put(agency, staff, 2570, "o1", now=NOW)
    page = WebPage.objects.get()

    assert (page.next_check_at, page.urgent, page.daily_until) == (NOW, True, None)
    assert page.weekly_until == dt.datetime(2027, 9, 30, 17, 0, tzinfo=dt.UTC)


def test_same_words_again_change_nothing(agency, staff):
    first = put(agency, staff, YEAR, "o1")
    again = save_item(first, typed("yes", f"{SITE}/oit/o1"), by=staff, version=first.version, now=NOW)

    assert (again.version, DisclosureChange.objects.count()) == (1, 1)


def test_somebody_elses_words_are_not_overwritten_and_both_are_told(agency, staff):
    put(agency, staff, YEAR, "o1", typed(explanation="ของเดิม"))
    with pytest.raises(StaleItem) as stale:
        save_item(item(agency), typed(explanation="ของฉัน"), by=staff, version=0, now=NOW)

    assert (stale.value.current["explanation"], stale.value.typed["explanation"]) == ("ของเดิม", "ของฉัน")
    assert Disclosure.objects.get().explanation == "ของเดิม"


@pytest.mark.parametrize(
    "what",
    [
        TypedItem("maybe"),
        TypedItem("yes", "ก" * 5001),
        TypedItem("yes", "", "ก" * 201),
        TypedItem("yes", urls=tuple(f"{SITE}/{n}" for n in range(21))),
        TypedItem("yes", urls=(f"{SITE}/" + "ก" * 2048,)),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(agency, staff, what):
    with pytest.raises(RegisterError, match=r"[ก-๙]{3}"):
        save_item(item(agency), what, by=staff, version=0, now=NOW)

    assert Disclosure.objects.count() == 0


@pytest.mark.parametrize("who", ["head", "reviewer", "viewer", "admin"])
def test_only_own_staff_may_write(agency, who, request):
    person = request.getfixturevalue(who)
    for act in (
        lambda: save_item(item(agency), typed(), by=person, version=0, now=NOW),
        lambda: carry(agency, YEAR, 2565, {}, by=person, now=NOW),
        lambda: recheck(item(agency), by=person, now=NOW),
    ):
        with pytest.raises(RegisterError, match="เฉพาะเจ้าหน้าที่ของหน่วยงาน"):
            act()
    assert Disclosure.objects.count() == 0


def test_staff_of_another_agency_may_not_write(agency, make_agency, make_user):
    with pytest.raises(RegisterError):
        save_item(item(agency), typed(), by=make_user(Role.STAFF, make_agency()), version=0, now=NOW)


def test_register_of_2566_has_its_43_items_in_seven_parts(agency):
    found = register_of(agency, YEAR)

    assert [(part.code, part.total, part.done) for part in found.parts] == [
        ("9.1", 10, 0), ("9.2", 8, 0), ("9.3", 4, 0), ("9.4", 4, 0), ("9.5", 4, 0), ("10.1", 8, 0), ("10.2", 5, 0),
    ]  # fmt: skip
    assert (found.total, found.is_certain, {one.now for one in found.headline}) == (43, True, {Decimal("0.00")})


def test_figures_follow_the_items(agency, staff):
    for one in items_of(YEAR):
        put(agency, staff, YEAR, one.code, typed("no") if one.code in ("o24", "o28") else None)
    found = register_of(agency, YEAR)

    assert {code: str(one.now) for code, one in found.figures.items() if code in ("OIT", "9", "10", "9.4", "9.5")} == {
        "OIT": "95.00", "9": "90.00", "10": "100.00", "9.4": "75.00", "9.5": "75.00",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("found", "is_counted"),
    [
        ("", True),
        ("alive", True),
        ("moved", True),
        ("unclear", True),
        ("gone", False),
        ("broken", False),
        ("login", False),
    ],
)
def test_item_counts_while_its_page_is_not_known_to_be_closed(agency, staff, found, is_counted):
    put(agency, staff, YEAR, "o1", typed("yes", f"{SITE}/a"))
    reach(f"{SITE}/a", found)
    register = register_of(agency, YEAR)

    assert (register.entry("o1").counts, register.figures["9.1"].now) == (
        is_counted, Decimal("10.00") if is_counted else Decimal("0.00"),
    )  # fmt: skip


def test_log_in_page_is_not_counted_before_anybody_checked_it(agency, staff):
    put(agency, staff, YEAR, "o1", typed("yes", f"{SITE}/login"))
    put(agency, staff, YEAR, "o2", typed("yes", f"{SITE}/login", f"{SITE}/b"))
    register = register_of(agency, YEAR)

    assert [register.entry(code).counts for code in ("o1", "o2")] == [False, True]


def test_change_is_told_against_the_newest_card_before(agency, staff):
    for year, score in ((2563, "80"), (2564, "88.5")):
        card = ScoreCard.objects.create(province=agency.province, agency=agency, fiscal_year=year)
        IndicatorScore.objects.create(card=card, number=9, score=Decimal(score))
    found = register_of(agency, YEAR)

    assert (found.last_year, found.figures["9"].last, found.figures["10"].last) == (2564, Decimal("88.50"), None)


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (typed("yes", f"{SITE}/oit/structure"), []),
        (TypedItem("yes"), [("no_link", "bad")]),
        (TypedItem("no"), [("no_reason", "warn")]),
        (TypedItem("no", "ไม่มีภารกิจส่วนนี้"), []),
        (TypedItem("no", "ไม่มีภารกิจ", urls=(f"{SITE}/x",)), [("link_without_yes", "warn")]),
        (TypedItem("", urls=(f"{SITE}/x",)), [("link_without_yes", "bad")]),
        (typed("yes", f"{SITE}/"), [("weak", "warn")]),
        (typed("yes", "https://www.other.go.th/oit/1"), [("off_domain", "warn")]),
        (typed("yes", "https://www.facebook.com/page/posts/12345"), [("off_domain", "warn")]),
        (typed("yes", f"{SITE}/login"), [("no_usable_link", "bad"), ("weak", "bad")]),
        (typed("yes", f"{SITE}/contact"), []),
        (typed("yes", "ดูที่เว็บไซต์"), [("no_usable_link", "bad")]),
    ],
)
def test_what_the_commission_would_not_take_is_told_beside_the_item(agency, staff, what, told):
    agency.domains = ["thotsop-buri.go.th"]
    agency.save()
    put(agency, staff, YEAR, "o1", what)

    assert remarks_of(agency, "o1") == told


def test_dead_page_is_told_with_its_link_at_every_item_that_cites_it(agency, staff):
    for code in ("o1", "o2"):
        put(agency, staff, YEAR, code, typed("yes", f"{SITE}/a", f"{SITE}/{code}"))
    reach(f"{SITE}/a", "gone")
    found = register_of(agency, YEAR)

    assert [(one.kind, one.urls) for code in ("o1", "o2", "o3") for one in found.entry(code).remarks] == [
        ("dead", (f"{SITE}/a",)), ("dead", (f"{SITE}/a",)),
    ]  # fmt: skip
    assert found.entry("o1").counts


def test_nothing_is_outside_where_no_domain_is_known(agency, staff):
    put(agency, staff, YEAR, "o1", typed("yes", "https://www.other.go.th/oit/1"))

    assert remarks_of(agency, "o1") == []


def test_items_are_carried_by_name_and_marked_until_looked_at(agency, staff):
    edition(2565)
    put(agency, staff, 2565, "o24", typed("yes", f"{SITE}/buy", explanation="ปีก่อน", unit="กองคลัง"))
    filled = carry(agency, YEAR, 2565, {"o22": "o24"}, by=staff, now=NOW)
    row = Disclosure.objects.get(fiscal_year=YEAR)

    assert (filled, row.item, row.copied_from, row.version) == (["o22"], "o22", "2565:o24", 1)
    assert writing.snapshot(row) == TypedItem("yes", "ปีก่อน", "กองคลัง", (f"{SITE}/buy",)).as_json()
    entry = register_of(agency, YEAR).entry("o22")
    assert (entry.is_copied, entry.copied_year, entry.copied_item, entry.is_done) == (True, "2565", "o24", False)

    looked = save_item(row, TypedItem(**writing.snapshot(row)), by=staff, version=1, now=NOW)
    assert (looked.copied_from, looked.version, register_of(agency, YEAR).entry("o22").is_done) == ("", 2, True)


def test_what_is_filled_stays_when_carried_over(agency, staff):
    edition(2565)
    put(agency, staff, 2565, "o1", typed(explanation="ปีก่อน"))
    put(agency, staff, YEAR, "o1", typed("no", explanation="ปีนี้"))

    assert carry(agency, YEAR, 2565, {"o1": "o1"}, by=staff, now=NOW) == []
    assert Disclosure.objects.get(fiscal_year=YEAR).explanation == "ปีนี้"


@pytest.mark.parametrize(
    ("chosen", "source", "words"),
    [
        ({"o1": "o1", "o2": "o1"}, 2565, "ถูกเลือกให้มากกว่าหนึ่งข้อ"),
        ({"o1": "o7"}, 2565, "ไม่อยู่ในทะเบียน"),
        ({"o99": "o1"}, 2565, "ไม่อยู่ในทะเบียน"),
        ({"o1": "o1"}, YEAR, "ปีก่อนหน้า"),
    ],
)
def test_impossible_choice_copies_nothing(agency, staff, chosen, source, words):
    edition(2565)
    put(agency, staff, 2565, "o1")
    with pytest.raises(RegisterError, match=words):
        carry(agency, YEAR, source, chosen, by=staff, now=NOW)

    assert Disclosure.objects.filter(fiscal_year=YEAR).count() == 0


def test_links_are_rechecked_at_most_five_times_an_hour(agency, staff):
    for number in range(7):
        put(agency, staff, YEAR, f"o{number + 1}", typed("yes", f"{SITE}/{number}"))
        reach(f"{SITE}/{number}", "gone")
    rows = list(Disclosure.objects.order_by("pk"))
    later = NOW + dt.timedelta(minutes=20)

    assert recheck(rows[0], by=staff, now=NOW + dt.timedelta(minutes=5)) == 0
    assert [recheck(row, by=staff, now=later) for row in rows[:5]] == [1, 1, 1, 1, 1]
    with pytest.raises(RegisterError, match="ชั่วโมงละ 5 ครั้ง"):
        recheck(rows[5], by=staff, now=later)
    assert recheck(rows[5], by=staff, now=later + dt.timedelta(hours=2)) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_registers_of_many_agencies_take_as_many_queries_as_of_one(
    make_agency, make_user, django_assert_num_queries, count
):
    agencies = [make_agency() for _ in range(count)]
    for agency in agencies:
        by = make_user(Role.STAFF, agency)
        for code in ("o1", "o2", "o3"):
            put(agency, by, YEAR, code)
    with django_assert_num_queries(11):
        found = registers_of(agencies, YEAR)

    assert [one.done for one in found] == [3] * count


def test_year_without_items_has_an_empty_register(agency):
    edition(2569)

    assert (register_of(agency, 2569).parts, register_of(agency, 2540).parts) == ((), ())
    assert (years(), usual_year(2570), usual_year(2560)) == ([(2569, False), (2566, True)], 2566, 2566)


def test_items_of_a_year_may_start_from_another_years(agency, admin):
    target = edition(2569)
    copy_items(edition(YEAR), target, by=admin)

    assert items_of(2569) == items_of(YEAR)
    target.refresh_from_db()
    assert (target.verified, "ยังไม่ได้ตรวจกับคู่มือของปี 2569" in target.source) == (False, True)
    with pytest.raises(EditionError, match="มีรายการ OIT อยู่แล้ว"):
        copy_items(edition(YEAR), target, by=admin)
    with pytest.raises(EditionError, match="ยังไม่มีรายการ OIT ให้นำมาใช้"):
        copy_items(edition(2568), target, by=admin)


def test_item_that_a_register_holds_is_not_taken_out_of_its_edition(agency, staff, admin):
    copy_items(edition(YEAR), edition(2569), by=admin)
    put(agency, staff, 2569, "o5")

    with pytest.raises(EditionError, match="ถูกใช้แล้ว"):
        remove_part(edition(2569), "o5", by=admin)
    remove_part(edition(2569), "o6", by=admin)
    assert {"o5", "o6"} & {one.code for one in items_of(2569)} == {"o5"}
