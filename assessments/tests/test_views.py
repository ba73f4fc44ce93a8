import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agencies.choices import Role
from agencies.models import AccountEvent
from assessments.base_data import fixture, read_json
from assessments.edition_data import parse_edition
from assessments.editions import load_edition, read_edition
from assessments.models import Edition, Question
from assessments.selectors import edition_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def editions():
    for year in (2566, 2570):
        load_edition(read_json(fixture("editions", f"{year}.json")))


@pytest.fixture
def edition_admin(client, admin, editions):
    client.force_login(admin)
    return admin


ADDRESSES = [
    ("get", "edition-list", []),
    ("post", "edition-copy", [2570]),
    ("get", "edition-import", []),
    ("post", "edition-import", []),
    ("get", "edition-detail", [2570]),
    ("post", "edition-detail", [2570]),
    ("get", "edition-file", [2570]),
    ("get", "edition-indicator", [2570, 1]),
    ("post", "edition-indicator", [2570, 1]),
    ("post", "edition-part-remove", [2566, 1, "i1"]),
]


def page_values(client, url: str) -> dict[str, str]:
    """What a browser would send back from the page's main form, unchanged."""
    context = client.get(url).context
    form = context["form"]
    values = {name: form[name].value() for name in form.fields}
    if questions := context.get("questions"):
        for part in (questions.management_form, *questions):
            values |= {part[name].html_name: part[name].value() for name in part.fields}
    values["verified"] = "on" if values.get("verified") else ""
    return {name: "" if value is None else str(value) for name, value in values.items()}


@pytest.mark.parametrize(("method", "name", "args"), ADDRESSES)
@pytest.mark.parametrize("role", [Role.STAFF, Role.HEAD, Role.REVIEWER, Role.VIEWER])
def test_edition_pages_are_refused_to_everybody_but_administrators(
    client, make_user, agency, province, editions, role, method, name, args
):
    place = {Role.STAFF: agency, Role.HEAD: agency, Role.REVIEWER: province}.get(role)
    client.force_login(make_user(role, place))
    before = AccountEvent.objects.count()
    assert getattr(client, method)(reverse(f"assessments:{name}", args=args)).status_code == 403
    assert AccountEvent.objects.count() == before


@pytest.mark.parametrize(("method", "name", "args"), ADDRESSES)
def test_edition_pages_send_strangers_to_the_login(client, editions, method, name, args):
    url = reverse(f"assessments:{name}", args=args)
    answer = getattr(client, method)(url)
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.usefixtures("edition_admin")
@pytest.mark.parametrize(("name", "args"), [(name, args) for method, name, args in ADDRESSES if method == "get"])
def test_edition_pages_open_for_administrators(client, name, args):
    assert client.get(reverse(f"assessments:{name}", args=args)).status_code == 200


@pytest.mark.usefixtures("edition_admin")
def test_edition_list_offers_the_next_year(client):
    client.post(reverse("assessments:edition-copy", args=[2570]))
    new, old = read_edition(edition_for(2571)), read_edition(edition_for(2570))
    assert (new.instruments, new.verified) == (old.instruments, False)


@pytest.mark.usefixtures("edition_admin")
@pytest.mark.parametrize(("name", "args"), [("edition-detail", [2566]), ("edition-indicator", [2566, 9])])
def test_saving_a_page_unchanged_changes_nothing(client, name, args):
    url, before = reverse(f"assessments:{name}", args=args), read_edition(edition_for(2566))
    events = AccountEvent.objects.count()
    assert client.post(url, page_values(client, url)).status_code == 302
    assert (read_edition(edition_for(2566)), AccountEvent.objects.count()) == (before, events)


def test_an_administrator_adds_items_to_an_edition(client, edition_admin):
    url = reverse("assessments:edition-indicator", args=[2570, 9])
    values = page_values(client, url) | {
        "question_range": "o๑-o๒",
        "sub_indicators": "9.1 ข้อมูลพื้นฐาน",
        "questions-0-code": "o1",
        "questions-0-text": "โครงสร้าง",
        "questions-0-sub_indicator": "9.1",
        "questions-0-answer_kind": "disclosure",
    }
    assert client.post(url, values).status_code == 302
    question = Question.objects.select_related("sub_indicator").get(indicator__edition__fiscal_year=2570)
    assert (question.code, question.text, str(question.sub_indicator)) == ("o1", "โครงสร้าง", "9.1 ข้อมูลพื้นฐาน")
    event = AccountEvent.objects.latest("pk")
    assert (event.actor, event.changes["added"]) == (
        edition_admin,
        ["ตัวชี้วัดย่อย 9.1", "ข้อ o1", "ช่วงข้อคำถามของตัวชี้วัดที่ 9"],
    )


@pytest.mark.usefixtures("edition_admin")
@pytest.mark.parametrize(
    ("name", "args", "change", "problem"),
    [
        ("edition-detail", [2570], {"weight_iit": "31"}, "น้ำหนักของแบบสำรวจรวมกันต้องได้ 100 แต่ได้ 101"),
        ("edition-detail", [2570], {"verified": "on"}, "ตัวชี้วัดที่ 1 ยังไม่มีช่วงข้อคำถาม"),
        ("edition-detail", [2570], {"bands": "85 | พัฒนา"}, "ช่วงคะแนนต้องเริ่มที่ 0"),
        ("edition-detail", [2570], {"level_rules": "ผ่าน | สูง"}, "เกณฑ์ระดับทุกบรรทัดต้องมีชื่อ"),
        ("edition-indicator", [2570, 1], {"question_range": "i2-i6"}, "ช่วงข้อคำถามต้องเริ่มที่ i1"),
        ("edition-indicator", [2570, 1], {"questions-0-code": "o1"}, "รหัสข้อ “o1” ไม่ถูกต้อง"),
        (
            "edition-indicator",
            [2570, 9],
            {"questions-0-code": "o1", "questions-0-sub_indicator": "9.9"},
            "ไม่มีตัวชี้วัดย่อย 9.9",
        ),
        ("edition-indicator", [2566, 9], {"sub_indicators": "9.1 ข้อมูลพื้นฐาน"}, "หายไปจากช่อง|ไม่มีตัวชี้วัดย่อย"),
    ],
)
def test_edition_pages_say_what_is_wrong_and_write_nothing(client, name, args, change, problem):
    url, before = reverse(f"assessments:{name}", args=args), read_edition(edition_for(args[0]))
    answer = client.post(url, page_values(client, url) | change)
    assert answer.status_code == 422
    assert re.search(problem, answer.content.decode())
    assert read_edition(edition_for(args[0])) == before


@pytest.mark.usefixtures("edition_admin")
def test_an_outdated_page_is_refused_with_what_was_typed(client):
    url = reverse("assessments:edition-indicator", args=[2566, 1])
    values = page_values(client, url) | {"questions-0-text": "ข้อความของคนที่สอง"}
    client.post(url, page_values(client, url) | {"questions-0-text": "ข้อความของคนแรก"})
    answer = client.post(url, values)
    assert answer.status_code == 409
    assert "ข้อความของคนที่สอง" in answer.content.decode()
    assert Question.objects.get(code="i1").text == "ข้อความของคนแรก"
    again = {name: "" if value is None else str(value) for name, value in values.items()}
    assert client.post(url, again | {"seen": answer.context["form"]["seen"].value()}).status_code == 302
    assert Question.objects.get(code="i1").text == "ข้อความของคนที่สอง"


@pytest.mark.usefixtures("edition_admin")
def test_a_downloaded_edition_comes_back_by_import(client):
    content = client.get(reverse("assessments:edition-file", args=[2566])).content
    Question.objects.all().delete()
    Edition.objects.get(fiscal_year=2566).delete()
    answer = client.post(
        reverse("assessments:edition-import"), {"file": SimpleUploadedFile("edition-2566.json", content)}
    )
    assert answer.url == reverse("assessments:edition-detail", args=[2566])
    assert read_edition(edition_for(2566)) == parse_edition(json.loads(content))


@pytest.mark.usefixtures("edition_admin")
@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"{", "ไฟล์ต้องเป็น JSON แบบ UTF-8"),
        (b"\xff\xfe", "ไฟล์ต้องเป็น JSON แบบ UTF-8"),
        (b"[" * 200_000, "ไฟล์ต้องเป็น JSON แบบ UTF-8"),
        (b"[]", "อ่านไฟล์เกณฑ์การประเมินไม่ได้"),
        (b" " * (2 * 1024 * 1024 + 1), "ไฟล์ใหญ่เกิน 2 MB"),
    ],
)
def test_import_refuses_what_is_no_edition_file(client, content, problem):
    answer = client.post(reverse("assessments:edition-import"), {"file": SimpleUploadedFile("edition.json", content)})
    assert (answer.status_code, problem in answer.content.decode()) == (422, True)


@pytest.mark.usefixtures("edition_admin")
def test_a_free_question_is_removed_and_a_needed_one_is_not(client):
    client.post(reverse("assessments:edition-part-remove", args=[2566, 1, "i1"]))
    assert Question.objects.filter(code="i1").exists()
    Edition.objects.filter(fiscal_year=2566).update(verified=False)
    client.post(reverse("assessments:edition-part-remove", args=[2566, 1, "i1"]))
    assert not Question.objects.filter(code="i1").exists()


@pytest.mark.usefixtures("edition_admin")
@pytest.mark.parametrize("year", [2566, 2570])
def test_an_edition_page_asks_the_same_number_of_queries_for_any_edition(client, django_assert_num_queries, year):
    url = reverse("assessments:edition-detail", args=[year])
    client.get(url)
    with django_assert_num_queries(10 if year == 2566 else 9):
        client.get(url)
