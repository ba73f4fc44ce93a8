"""Writing a paper's prose in the browser: beside the proposal and last year's text, and no typed word is lost."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from agencies.choices import Role
from ita_portal.models import Draft
from ita_portal.tests.test_drafts import note_of
from measures.models import Event, Prose
from measures.workflow import MAX_TEXT
from measures.writing import save_prose
from reports.prose_desk import room_of
from reports.registry import form
from reports.selectors import find_subject
from reports.tests.carded import put_card

CODE, YEAR = "score_analysis", 2568
XSS = "<script>alert(1)</script> **<img src=x onerror=alert(2)>** \"'&{{ 7 }}"

ALIVE = "//img[@src='x'] | //*[@onerror] | //script[contains(., 'alert')]"


@pytest.fixture
def scored(agency):
    put_card(agency, 2567, {"1": "92.84", "4": "65.29"})
    return agency


@pytest.fixture
def desk(client, head, scored):
    client.force_login(head)
    return client


def address(owner, part="", *, year=YEAR, code=CODE):
    kind, key = ("province", owner.code) if hasattr(owner, "code") else ("agency", owner.pk)
    return reverse(f"reports:{kind}-prose{'-part' if part else ''}", args=[code, year, key, *([part] if part else [])])


def read(response):
    return unescape(response.content.decode())


def typed(response):
    """What stands in the editor."""
    (field,) = html.fromstring(response.content.decode()).xpath("//textarea[@name='text']")
    return (field.text or "").removeprefix("\n")


def preview(response):
    (place,) = html.fromstring(response.content.decode()).xpath("//*[@id='preview']")
    return [" ".join(one.text_content().split()) for one in place.xpath("./p")]


def proposal_of(owner, part):
    return room_of(form(CODE), owner, YEAR).desk(part).proposal


def paper_words(owner):
    return list(form(CODE).document(find_subject(owner, YEAR, of_round=False)).words())


def write(owner, text, *, by, version=0, part="preface", year=YEAR, proposal=""):
    return save_prose(owner, year, CODE, part, text, version=version, by=by, proposal=proposal)


def test_list_names_the_parts_and_what_each_prints(desk, head, scored):
    write(scored, "**คำนำ** ของเรา", by=head, proposal=proposal_of(scored, "preface"))
    write(scored, "วิเคราะห์เอง", by=head, part="analysis", proposal="ตัวเลขเก่า")
    write(scored, "ข้อเสนอปีก่อน", by=head, part="recommendations", year=YEAR - 1)
    page = html.fromstring(desk.get(address(scored)).content.decode())
    rows = [
        (
            row.xpath("string(.//h2)"), [badge.text_content() for badge in row.xpath(".//*[contains(@class,'badge')]")],
            "มีข้อความของปีก่อน" in row.text_content(),
        )
        for row in page.xpath("//ul[contains(@class,'prose-list')]/li")
    ]  # fmt: skip

    assert rows == [
        ("คำนำ", ["เขียนเอง"], False),
        ("หลักการและเหตุผล", ["ตามที่ระบบเสนอ"], False),
        ("การวิเคราะห์", ["ข้อมูลเปลี่ยนไปหลังจากเขียน"], False),
        ("ข้อเสนอแนะ", ["ตามที่ระบบเสนอ"], True),
    ]
    assert page.xpath("//ul[contains(@class,'prose-list')]/li[1]//p[2]")[0].text_content() == "คำนำ ของเรา"


def test_editor_begins_with_what_the_paper_prints(desk, scored):
    page = desk.get(address(scored, "analysis"))

    assert typed(page) == proposal_of(scored, "analysis")
    assert "๖๕.๒๙ คะแนน" in typed(page)
    assert [words for words in preview(page) if words not in paper_words(scored)] == []
    assert Prose.objects.count() == 0


def test_saved_text_is_printed_as_typed(desk, head, scored):
    answer = desk.post(
        address(scored, "preface"), {"text": "คำนำ **2568**\r\n\r\n1. ข้อหนึ่ง\r\n", "version": "0", "do": "save"}
    )
    row = Prose.objects.get()

    assert (answer.status_code, answer.headers["Location"]) == (302, address(scored))
    assert (row.text, row.version, row.updated_by) == ("คำนำ **2568**\n\n1. ข้อหนึ่ง", 1, head)
    words = paper_words(scored)
    place = words.index("คำนำ 2568")
    assert words[place - 1 : place + 2] == ["คำนำ", "คำนำ 2568", "1. ข้อหนึ่ง"]
    assert Event.objects.filter(action="prose.edit").count() == 1


def test_saving_the_proposal_unchanged_keeps_it_a_proposal(desk, scored):
    proposal = proposal_of(scored, "preface")
    answer = desk.post(
        address(scored, "preface"), {"text": proposal.replace("\n", "\r\n"), "version": "0", "do": "save"}
    )

    assert (answer.status_code, Prose.objects.count()) == (302, 0)


def test_text_goes_back_to_the_proposal(desk, head, scored):
    write(scored, "คำนำของเรา", by=head)
    desk.post(address(scored, "preface"), {"text": "คำนำของเรา", "version": "1", "do": "reset"})

    assert (Prose.objects.get().text, typed(desk.get(address(scored, "preface")))) == (
        "",
        proposal_of(scored, "preface"),
    )


def test_preview_shows_the_typed_text_and_stores_nothing(desk, scored):
    data = {"text": "ก **ข**\n\n1. ค", "version": "0", "do": "preview"}
    page = desk.post(address(scored, "preface"), data)
    part = desk.post(address(scored, "preface"), data, headers={"HX-Request": "true"})

    assert (typed(page), preview(page)) == ("ก **ข**\n\n1. ค", ["ก ข", "1. ค"])
    assert "<html" not in part.content.decode()
    assert "<strong>ข</strong>" in part.content.decode()
    assert Prose.objects.count() == 0


@pytest.mark.parametrize(
    ("do", "after", "kept"),
    [
        ("use-proposal", "{proposal}", True), ("add-proposal", "พิมพ์ค้าง\n\n{proposal}", False),
        ("use-last", "ของปี 2567", True), ("add-last", "พิมพ์ค้าง\n\nของปี 2567", False),
        ("use-stored", "เก็บไว้", True), ("add-stored", "พิมพ์ค้าง\n\nเก็บไว้", False),
    ],
)  # fmt: skip
def test_text_is_taken_over_and_what_it_replaces_stays_readable(desk, head, scored, do, after, kept):
    write(scored, "ของปี 2567", by=head, year=YEAR - 1)
    write(scored, "เก็บไว้", by=head)
    page = desk.post(address(scored, "preface"), {"text": "พิมพ์ค้าง", "version": "1", "do": do})

    assert typed(page) == after.format(proposal=proposal_of(scored, "preface"))
    assert ("ข้อความก่อนแทนที่" in read(page)) == kept
    assert read(page).count("พิมพ์ค้าง") >= 1
    assert [row.text for row in Prose.objects.order_by("fiscal_year")] == ["ของปี 2567", "เก็บไว้"]


def test_last_years_text_stands_beside_with_what_belongs_to_last_year(desk, head, scored):
    write(scored, "ในปี พ.ศ. ๒๕๖๖ ได้ ๘๘.๘๘ คะแนน ข้อ 2", by=head, year=YEAR - 1)
    page = desk.get(address(scored, "preface"))
    tree = html.fromstring(page.content.decode())

    assert [mark.text for mark in tree.xpath("//mark")] == ["๒๕๖๖", "๘๘.๘๘"]
    assert "ข้อความนี้มีปีหรือตัวเลขของปีก่อน" in read(page)
    assert "ข้อความของปีก่อน" not in read(desk.get(address(scored, "rationale")))


def test_save_after_somebody_else_shows_both_texts(desk, head, scored):
    write(scored, "ของคนก่อน", by=head)
    page = desk.post(address(scored, "preface"), {"text": "ของฉัน", "version": "0", "do": "save"})
    tree = html.fromstring(page.content.decode())

    assert (page.status_code, typed(page)) == (409, "ของฉัน")
    assert [name for name in ("ของคนก่อน", "ของฉัน") if name not in read(page)] == []
    assert tree.xpath("//input[@name='version']/@value") == ["1"]
    both = desk.post(address(scored, "preface"), {"text": "ของฉัน", "version": "1", "do": "add-stored"})
    saved = desk.post(address(scored, "preface"), {"text": typed(both), "version": "1", "do": "save"})
    assert (saved.status_code, Prose.objects.get().text) == (302, "ของฉัน\n\nของคนก่อน")


def test_typing_goes_on_from_the_version_it_was_made_of(desk, head, scored):
    """A preview or a text taken over does not make an old form a new one."""
    write(scored, "ของคนก่อน", by=head)
    page = desk.post(address(scored, "preface"), {"text": "ของฉัน", "version": "0", "do": "preview"})
    (version,) = html.fromstring(page.content.decode()).xpath("//input[@name='version']/@value")

    assert version == "0"
    assert desk.post(address(scored, "preface"), {"text": "ของฉัน", "version": version, "do": "save"}).status_code == 409


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_forged_version_writes_nothing_over(desk, head, scored, version):
    write(scored, "ของคนก่อน", by=head)
    page = desk.post(address(scored, "preface"), {"text": "ของฉัน", "version": version, "do": "save"})

    assert (page.status_code, Prose.objects.get().text) == (409, "ของคนก่อน")


@pytest.mark.parametrize(
    ("text", "reason"), [("", "โปรดพิมพ์ข้อความ"), ("ก" * (MAX_TEXT + 1), "ข้อความยาวเกิน 20,000 ตัวอักษร โปรดย่อข้อความ")]
)
def test_refused_text_stays_on_the_page_with_the_reason(desk, scored, text, reason):
    page = desk.post(address(scored, "preface"), {"text": text, "version": "0", "do": "save"})

    assert (page.status_code, typed(page), Prose.objects.count()) == (400, text, 0)
    assert reason in read(page)


def test_no_text_becomes_markup(desk, head, scored):
    write(scored, XSS, by=head)
    write(scored, XSS, by=head, year=YEAR - 1)
    pages = [
        desk.get(address(scored)),
        desk.get(address(scored, "preface")),
        desk.post(address(scored, "preface"), {"text": XSS, "version": "0", "do": "preview"}),
        desk.post(address(scored, "preface"), {"text": XSS + "2", "version": "0", "do": "save"}),
        desk.post(address(scored, "preface"), {"text": XSS, "do": "preview"}, headers={"HX-Request": "true"}),
        desk.get(reverse("reports:year-agency-paper", args=[CODE, YEAR, scored.pk])),
    ]

    for page in pages:
        tree = html.fromstring(page.content.decode())
        assert tree.xpath(ALIVE) == []
        assert "<script>alert(1)" in read(page)


def test_markup_that_lives_would_be_seen():
    """The control: the same text without escaping."""
    assert len(html.fromstring(f"<div>{XSS}</div>").xpath(ALIVE)) == 2


def test_letters_that_no_file_can_hold_are_not_stored(desk, scored):
    desk.post(address(scored, "preface"), {"text": "ก\x00\x0bข\ufffe", "version": "0", "do": "save"})

    assert Prose.objects.get().text == "กข"


def test_text_outlives_a_lost_session(desk, client, scored):
    note = note_of(desk, address(scored, "preface"))
    client.logout()
    answer = client.post(address(scored, "preface"), {"text": "พิมพ์ไว้", "version": "0", "do": "save", "writer": note})

    assert answer.status_code == 302
    assert [dict(draft.fields)["text"] for draft in Draft.objects.all()] == ["พิมพ์ไว้"]


@pytest.mark.parametrize("part", ["", "preface"])
@pytest.mark.parametrize(
    ("role", "at", "status"),
    [
        (Role.HEAD, "agency", 200), (Role.STAFF, "agency", 403), (Role.REVIEWER, "province", 403),
        (Role.VIEWER, "", 403), (Role.ADMIN, "", 403), (Role.HEAD, "foreign", 404), (Role.REVIEWER, "other", 404),
    ],
)  # fmt: skip
def test_prose_of_an_agency_is_its_heads(
    client, request, scored, make_agency, make_user, other_province, part, role, at, status
):
    place = {"agency": scored, "province": scored.province, "other": other_province, "": None}.get(at)
    client.force_login(make_user(role, make_agency("หน่วยงานอื่น") if at == "foreign" else place))

    assert client.get(address(scored, part)).status_code == status


@pytest.mark.parametrize(
    ("role", "at", "status"),
    [
        (Role.REVIEWER, "province", 200), (Role.HEAD, "agency", 403), (Role.STAFF, "agency", 403),
        (Role.VIEWER, "", 403), (Role.ADMIN, "", 403), (Role.REVIEWER, "other", 404),
    ],
)  # fmt: skip
def test_prose_of_a_province_is_its_offices(client, agency, make_user, other_province, role, at, status):
    place = {"agency": agency, "province": agency.province, "other": other_province, "": None}[at]
    client.force_login(make_user(role, place))

    assert client.get(address(agency.province)).status_code == status
    assert client.get(address(agency.province, "preface")).status_code == status


@pytest.mark.parametrize(
    ("code", "part", "year"),
    [
        ("oit_register", "", 2568),
        ("unknown", "", 2568),
        (CODE, "unknown", 2568),
        (CODE, "", 1),
        (CODE, "preface", 99999),
    ],
)
def test_what_is_not_there_is_not_found(desk, scored, code, part, year):
    assert desk.get(address(scored, part, year=year, code=code)).status_code == 404


def test_paper_leads_to_its_prose_for_who_may_write(client, head, staff, reviewer, scored):
    paper = reverse("reports:year-agency-paper", args=[CODE, YEAR, scored.pk])
    shown = {}
    for person in (head, staff, reviewer):
        client.force_login(person)
        page = read(client.get(paper))
        shown[person] = (address(scored) in page, "เขียนข้อความในเอกสารของตนได้" in page)

    assert shown == {head: (True, False), staff: (False, True), reviewer: (False, False)}


def test_year_without_card_and_plan_says_so_and_can_be_written(desk, head, scored):
    page = desk.get(address(scored, "preface", year=2570))
    desk.post(address(scored, "preface", year=2570), {"text": "เขียนไว้ก่อน", "version": "0", "do": "save"})

    assert "ยังไม่มีผลคะแนนปีงบประมาณ พ.ศ. 2569" in read(page)
    assert (typed(page), Prose.objects.get().text) == ("", "เขียนไว้ก่อน")


# Session, person, roles, agency, texts of this year and of the last, frame: all beside what the form itself fetches.
OWN = 7


@pytest.mark.parametrize("parts", [("preface",), ("preface", "rationale", "analysis")])
@pytest.mark.parametrize("page", ["", "preface"])
def test_pages_cost_the_same_however_much_is_written(desk, head, scored, parts, page, django_assert_num_queries):
    for part in parts:
        write(scored, part, by=head, part=part)
        write(scored, part, by=head, part=part, year=YEAR - 1)
    with CaptureQueriesContext(connection) as fetching:
        form(CODE).fetch(find_subject(scored, YEAR, of_round=False))
    with django_assert_num_queries(len(fetching) + OWN):
        desk.get(address(scored, page))
