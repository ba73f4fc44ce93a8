"""The bands of a plan: an office's own bounds and words for what is weak."""

import pytest

from assessments.base_data import fixture, read_json
from assessments.editions import load_edition
from measures import improving, planning
from measures.models import Event, Plan
from measures.selectors.weak import last_year
from measures.tests.test_suggest import make_card, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(province, everyone):
    for year in (2566, 2567):
        load_edition(read_json(fixture("editions", f"{year}.json")))
    make_card(province, 2566, {"1": "96", "4": "83.95", "8": "94", "i19": "80", "i24": "99"})
    return planning.create_plan(by=None, province=province, fiscal_year=2567)


@pytest.fixture
def desk(client, reviewer):
    client.force_login(reviewer)
    return client


ROWS = {"bands-TOTAL_FORMS": "5", "bands-INITIAL_FORMS": "5", "lowest": "", "do": "save", "version": "0"}


def bands(*rows, **more):
    typed = {
        f"bands-{n}-{name}": value
        for n, row in enumerate(rows)
        for name, value in zip(("at_least", "wording"), row, strict=True)
    }
    return ROWS | typed | more


def test_plan_gets_its_own_bands_and_goes_back_to_the_editions(desk, plan):
    saved = desk.post(url(plan, "plan-bands"), bands(("0", "เร่งแก้"), ("๙๐.๕", "ดีแล้ว"), lowest="2"))

    plan = Plan.objects.get(pk=plan.pk)
    own = {"rows": [{"at_least": "0", "wording": "เร่งแก้"}, {"at_least": "90.5", "wording": "ดีแล้ว"}], "lowest": 2}
    assert (saved.status_code, plan.bands, plan.version) == (302, own, 1)
    assert [spot.code for spot in last_year(plan).spots] == ["i19", "4", "8", "1"]
    assert {spot.wording for spot in last_year(plan).spots} == {"เร่งแก้"}

    desk.post(url(plan, "plan-bands"), ROWS | {"do": "edition", "version": "1"})
    assert Plan.objects.get(pk=plan.pk).bands == {}
    assert [event.changes["bands"] for event in Event.objects.filter(action="plan.bands")] == [[{}, own], [own, {}]]


@pytest.mark.parametrize(
    "typed",
    [
        bands(), bands(("10", "ไม่เริ่มที่ศูนย์")), bands(("0", "")), bands(("0", "ก"), ("ข", "ค")),
        bands(("0", "ก"), ("0", "ข")),
        bands(("0", "ก"), lowest="99"), bands(("0", "ก"), **{"bands-TOTAL_FORMS": "9"}), {"do": "save", "version": "0"},
    ],
)  # fmt: skip
def test_wrong_bands_are_refused_with_the_words_kept(desk, plan, typed):
    answer = desk.post(url(plan, "plan-bands"), typed)

    assert answer.status_code == 400
    assert typed.get("bands-0-wording", "") in answer.content.decode()
    assert Plan.objects.get(pk=plan.pk).bands == {}


def test_stale_bands_show_what_stands_there_now(desk, plan):
    improving.save_bands(plan, {"rows": [{"at_least": "0", "wording": "ของคนอื่น"}], "lowest": None}, by=None, version=0)

    answer = desk.post(url(plan, "plan-bands"), bands(("0", "ของฉัน")))
    page = answer.content.decode()

    assert (answer.status_code, "ของฉัน" in page, "ของคนอื่น" in page) == (409, True, True)
    assert desk.post(url(plan, "plan-bands"), bands(("0", "ของฉัน"), version="1")).status_code == 302
