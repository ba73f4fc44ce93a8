"""Pages of the register: filled with and without script, nothing typed lost, copied by name and field by field."""

import pytest
from django.urls import reverse
from lxml import html

from assessments.models import Disclosure, IndicatorScore, ScoreCard
from assessments.register.reading import items_of
from assessments.register.writing import TypedItem
from assessments.tests.registers import SITE, edition, put, reach, typed

YEAR = 2566
SCRIPT = {"HTTP_ACCEPT": "application/json", "HTTP_X_AUTOSAVE": "1"}


@pytest.fixture(autouse=True)
def known(db):
    edition(YEAR)


@pytest.fixture
def at(agency):
    """Return the address of a page of the agency's register."""

    def at(name, *args, year=YEAR):
        return reverse(f"assessments:register-{name}", args=[agency.pk, year, *args])

    return at


def body(version=0, **fields):
    return {"version": version, "presence": "yes", "explanation": "", "unit": "", "url": [f"{SITE}/a"]} | fields


def tree_of(response):
    return html.fromstring(response.content.decode())


def test_item_is_saved_without_script_and_shown_again(client, staff, at):
    client.force_login(staff)
    answer = client.post(at("save", "o5"), body(explanation="ครบ", unit="  สำนัก  ปลัด "))
    card = tree_of(client.get(at("part", "9.1"))).get_element_by_id("o5")

    assert (answer.status_code, answer["Location"]) == (302, f"{at('part', '9.1')}#o5")
    assert card.xpath(".//input[@name='url']/@value") == [f"{SITE}/a"]
    assert card.xpath(".//input[@name='presence'][@checked]/@value") == ["yes"]
    assert card.xpath(".//textarea/text()") == ["ครบ"]
    assert card.xpath(".//input[@name='unit']/@value") == ["สำนัก ปลัด"]
    assert card.xpath(".//input[@name='version']/@value") == ["1"]


def test_autosave_answers_with_the_version_the_state_and_every_figure(client, staff, at):
    client.force_login(staff)
    answer = client.post(at("save", "o5"), body(url=""), **SCRIPT).json()
    saved_at, remarks = answer.pop("saved_at"), answer.pop("remarks")

    assert (len(saved_at), "ยังไม่มีลิงก์" in remarks) == (5, True)
    assert answer == {
        "version": 1,
        "badge": {"words": "ยังไม่ได้คะแนน", "tone": "bad"},
        "progress": {
            "part-9.1": "1/10", "part-9.2": "0/8", "part-9.3": "0/4", "part-9.4": "0/4", "part-9.5": "0/4",
            "part-10.1": "0/8", "part-10.2": "0/5",
            **{f"figure-{code}": "0.00" for code in
               ("OIT", "9", "10", "9.1", "9.2", "9.3", "9.4", "9.5", "10.1", "10.2")},
        },
    }  # fmt: skip


def test_somebody_elses_words_stand_beside_mine_and_mine_can_be_saved(client, staff, agency, at):
    put(agency, staff, YEAR, "o5", typed(explanation="ของเพื่อน"))
    client.force_login(staff)
    answer = client.post(at("save", "o5"), body(0, explanation="ของฉัน", url=[f"{SITE}/x", f"{SITE}/y"]))
    tree = tree_of(answer)
    form = tree.xpath("//main//form[textarea or .//textarea]")[0]

    assert answer.status_code == 409
    assert "ของเพื่อน" in tree.text_content()
    assert form.xpath(".//textarea/text()") == ["ของฉัน"]
    assert form.xpath(".//input[@name='url']/@value") == [f"{SITE}/x", f"{SITE}/y"]

    fields = {name: form.xpath(f".//input[@name='{name}']/@value")[0] for name in ("version", "unit")}
    client.post(at("save", "o5"), body(explanation="ของฉัน", url=[f"{SITE}/x"]) | fields)
    assert Disclosure.objects.get().explanation == "ของฉัน"


def test_script_is_told_of_both_texts(client, staff, agency, at):
    put(agency, staff, YEAR, "o5", typed(explanation="ของเพื่อน"))
    client.force_login(staff)
    answer = client.post(at("save", "o5"), body(0, explanation="<b>ของฉัน</b>"), **SCRIPT)

    assert (answer.status_code, answer.json()["message"]) == (409, "มีผู้อื่นบันทึกข้อนี้ไปก่อนแล้ว โปรดเลือกข้อความที่จะใช้")
    assert "ของเพื่อน" in answer.json()["html"]
    assert "&lt;b&gt;ของฉัน&lt;/b&gt;" in answer.json()["html"]


def test_text_that_is_too_long_stays_on_the_page(client, staff, at):
    client.force_login(staff)
    long = "ยาว" * 2000
    answer = client.post(at("save", "o5"), body(explanation=long))

    assert (answer.status_code, tree_of(answer).xpath("//main//textarea/text()")) == (400, [long])
    assert Disclosure.objects.count() == 0


def test_words_typed_after_the_session_ended_are_kept_for_their_writer(client, staff, at):
    client.force_login(staff)
    note = tree_of(client.get(at("part", "9.1"))).get_element_by_id("o5").xpath(".//input[@name='writer']/@value")[0]
    client.logout()
    away = client.post(at("save", "o5"), body(explanation="คำที่พิมพ์ไว้", writer=note))
    client.force_login(staff)

    assert away.status_code == 302
    assert "คำที่พิมพ์ไว้" in client.get(reverse("home")).content.decode()
    assert client.post(at("save", "o5"), body(), **SCRIPT).status_code == 200
    client.logout()
    assert client.post(at("save", "o5"), body(), **SCRIPT).status_code == 401


def test_text_that_is_no_address_is_mended_with_one_click(client, staff, at):
    client.force_login(staff)
    client.post(at("save", "o5"), body(url=["www.thotsop-buri.go.th/a"]))
    button = tree_of(client.get(at("part", "9.1"))).xpath("//button[@name='repair']/@value")
    client.post(at("save", "o5"), body(1, url=["www.thotsop-buri.go.th/a"], repair=button[0]))

    assert button == ["www.thotsop-buri.go.th/a"]
    assert [one.link.typed for one in Disclosure.objects.get().disclosure_links.all()] == [
        "https://www.thotsop-buri.go.th/a"
    ]


def test_chips_say_what_became_of_each_link(client, staff, agency, at):
    put(agency, staff, YEAR, "o5", typed("yes", f"{SITE}/a", f"{SITE}/b"))
    reach(f"{SITE}/a", "gone")
    client.force_login(staff)
    answer = client.get(at("chips", "o5")).json()

    assert (answer["waiting"], [one["typed"] for one in answer["chips"]]) == (True, [f"{SITE}/a", f"{SITE}/b"])
    assert ["ไม่พบหน้า" in answer["chips"][0]["html"], "กำลังตรวจ" in answer["chips"][1]["html"]] == [True, True]


def test_hostile_words_run_nothing(client, staff, agency, at, viewer):
    evil = '<script>alert(1)</script><img src=x onerror="alert(1)">'
    put(agency, staff, YEAR, "o5", TypedItem("yes", evil, evil, ("javascript:alert(1)", f"{SITE}/a?<script>")))
    for person in (staff, viewer):
        client.force_login(person)
        for page in (at("part", "9.1"), at("overview"), at("copy"), at("history", "o5")):
            text = client.get(page).content.decode()
            assert ("<script>alert" in text, "<img src=x" in text, 'href="javascript' in text) == (False, False, False)


def test_overview_counts_what_is_filled_and_compares_with_the_last_card(client, staff, agency, at):
    card = ScoreCard.objects.create(province=agency.province, agency=agency, fiscal_year=2565)
    IndicatorScore.objects.create(card=card, number=9, score="93.5")
    for one in items_of(YEAR):
        put(agency, staff, YEAR, one.code)
    client.force_login(staff)
    page = tree_of(client.get(at("overview")))
    figures = [" ".join(one.text_content().split()) for one in page.xpath("//div[@class='register-figure']/*")]

    assert "กรอกครบ 43/43 ข้อ · มี 43" in " ".join(page.text_content().split())
    assert figures == [
        "ตัวชี้วัดที่ 9", "100.00เพิ่ม 6.50ปี 2565 ได้ 93.50",
        "ตัวชี้วัดที่ 10", "100.00ยังไม่มีคะแนนปีก่อนให้เทียบ",
        "OIT ทั้งแบบ", "100.00ยังไม่มีคะแนนปีก่อนให้เทียบ",
    ]  # fmt: skip


def test_items_of_last_year_are_offered_by_name_and_copied(client, staff, agency, at):
    edition(2565)
    for code in ("o24", "o26", "o40"):
        put(agency, staff, 2565, code, typed("yes", f"{SITE}/{code}"))
    put(agency, staff, YEAR, "o37")
    client.force_login(staff)
    page = tree_of(client.get(at("carry")))

    assert page.xpath("//input[@type='checkbox']/@name") == ["from-o22"]
    doubtful = page.xpath("//fieldset[contains(@class,'carry')]")
    assert [[one.get("name"), one.get("value")] for box in doubtful for one in box.xpath(".//input")] == [
        ["from-o24", ""], ["from-o24", "o26"],
    ]  # fmt: skip
    answer = client.post(at("carry"), {"from-o22": "o24", "from-o24": "o26"})
    assert answer["Location"] == at("overview")
    copied = Disclosure.objects.filter(fiscal_year=YEAR).exclude(copied_from="").order_by("pk")
    assert list(copied.values_list("item", "copied_from")) == [("o22", "2565:o24"), ("o24", "2565:o26")]
    words = client.get(at("part", "9.4")).content.decode()
    assert "คัดลอกมาจากข้อ o26 ของปี 2565 โปรดเปิดดูว่ายังถูกต้อง" in words


def test_choice_of_one_item_twice_is_shown_again_as_chosen(client, staff, agency, at):
    edition(2565)
    for code in ("o24", "o26"):
        put(agency, staff, 2565, code)
    client.force_login(staff)
    answer = client.post(at("carry"), {"from-o22": "o26", "from-o24": "o26"})
    page = tree_of(answer)

    assert (answer.status_code, Disclosure.objects.filter(fiscal_year=YEAR).count()) == (422, 0)
    assert "ข้อ o26 ของปี 2565 ถูกเลือกให้มากกว่าหนึ่งข้อ" in page.text_content()
    assert page.xpath("//input[@type='radio'][@checked]/@value") == ["o26"]


def test_first_register_has_nothing_to_copy(client, staff, at):
    client.force_login(staff)

    assert "ยังไม่มีทะเบียนของปีก่อน" in client.get(at("carry")).content.decode()
    assert client.post(at("carry"), {"from-o1": "o1"}).status_code == 200
    assert Disclosure.objects.count() == 0


def test_copy_list_has_every_field_in_the_order_in_which_it_is_asked(client, staff, agency, at):
    put(agency, staff, YEAR, "o2", TypedItem("no", "ยังไม่มี"))
    put(agency, staff, YEAR, "o1", TypedItem("yes", "บรรทัดหนึ่ง\nบรรทัดสอง", "กองคลัง", (f"{SITE}/a", f"{SITE}/b")))
    client.force_login(staff)
    page = tree_of(client.get(at("copy")))
    fields = [
        one.get("value") if one.tag == "input" else one.text
        for one in page.xpath("//section[contains(@class,'copy-item')]//*[@readonly]")
    ]

    assert fields == ["มี", f"{SITE}/a", f"{SITE}/b", "บรรทัดหนึ่ง\nบรรทัดสอง", "ไม่มี", "ยังไม่มี"]
    assert [one[1:] for one in page.xpath("//button/@data-copy")] == page.xpath("//*[@readonly]/@id")
    assert page.xpath("//input/@data-tick") == [one.code for one in items_of(YEAR)]


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_registers_takes_as_many_queries_for_many_as_for_one(
    client, reviewer, make_agency, make_user, django_assert_num_queries, count
):
    for _ in range(count):
        agency = make_agency()
        put(agency, make_user("staff", agency), YEAR, "o1")
    client.force_login(reviewer)
    client.get(reverse("assessments:register-list"))
    with django_assert_num_queries(19):
        page = client.get(reverse("assessments:register-list"), {"year": YEAR})

    assert [(one.done, one.total) for one in page.context["registers"]] == [(1, 43)] * count


@pytest.mark.parametrize(
    "query",
    [{"year": "abc"}, {"year": "9" * 30}, {"year": "๒๕๖๖"}, {"query": "\0"}, {"province": "x" * 900}, {"page": "-1"}],
)
def test_list_stands_odd_input(client, viewer, query):
    client.force_login(viewer)

    assert client.get(reverse("assessments:register-list"), query).status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"version": "x"}, {"version": "9" * 40}, {"presence": "\0"}, {"presence": ["yes", "no"]}, {"url": ["\0"] * 3},
        {"explanation": "\0\ud83d\ude00"}, {"repair": "zzz"}, {"url": ["https://[::1", "http://" + "a" * 300 + ".th"]},
    ],
)  # fmt: skip
def test_odd_form_is_answered_and_never_breaks(client, staff, at, fields):
    client.force_login(staff)
    clean = {
        name: [
            one.encode("utf-16", "surrogatepass").decode("utf-16")
            for one in (value if isinstance(value, list) else [value])
        ]
        for name, value in fields.items()
    }

    assert client.post(at("save", "o5"), body() | clean).status_code in (302, 400, 409)


@pytest.mark.parametrize("path", ["parts/9.9/", "parts/o1/", "items/o99/chips/", "items/x/history/"])
def test_what_the_year_does_not_know_is_not_found(client, staff, agency, path):
    client.force_login(staff)

    assert client.get(f"/register/{agency.pk}/{YEAR}/{path}").status_code == 404
    assert client.get(f"/register/{agency.pk}/2499/").status_code == 404
