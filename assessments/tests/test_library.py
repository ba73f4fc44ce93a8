"""The library of suggested measures: what is shipped, what administrators change, and whom an entry answers."""

import pytest
from django.urls import reverse

from agencies.choices import Role
from agencies.models import AccountEvent
from assessments.base_data import fixture, load_base, read_json
from assessments.edition_data import parse_edition
from assessments.library import LibraryError, Typed, load_suggestions, save_suggestion
from assessments.models import Suggestion
from assessments.topics import alternatives, fits

SHIPPED = read_json(fixture("suggestions.json"))
TYPED = {
    "indicator": "4",
    "topic": "",
    "text": "นับทรัพย์สินทุกเดือน",
    "steps": "นับ\nรายงาน",
    "evidence": "บัญชีนับ",
    "is_active": "on",
}
ENTRY = Typed(4, "นับทรัพย์สินทุกเดือน", "บัญชีนับ", steps=("นับ", "รายงาน"))


def test_shipped_entries_answer_all_ten_indicators_and_say_what_proves_them():
    numbers = [row["indicator"] for row in SHIPPED]

    assert len(SHIPPED) >= 60
    assert sorted(set(numbers)) == list(range(1, 11))
    assert min(numbers.count(number) for number in range(1, 11)) >= 5
    assert [row["code"] for row in SHIPPED if not (row["text"] and row["steps"] and row["evidence"])] == []
    assert len({row["code"] for row in SHIPPED}) == len({row["text"] for row in SHIPPED}) == len(SHIPPED)


@pytest.mark.parametrize("year", [2563, 2566])
def test_every_named_question_and_item_has_a_shipped_entry_of_its_own(year):
    edition = parse_edition(read_json(fixture("editions", f"{year}.json")))
    bare = [
        (indicator.number, question.code)
        for _instrument, indicator in edition.indicators()
        for question in indicator.questions
        if question.text
        and not any(
            fits(row["topic"], question.text, dict(indicator.sub_indicators).get(question.sub_indicator, ""))
            for row in SHIPPED
            if row["indicator"] == indicator.number
        )
    ]

    assert bare == []


def test_topic_needs_every_word_of_one_alternative():
    assert alternatives("ร้องเรียน ช่องทาง | แจ้งเบาะแส |") == (("ร้องเรียน", "ช่องทาง"), ("แจ้งเบาะแส",))
    assert fits("ร้องเรียน ช่องทาง | แจ้งเบาะแส", "ช่องทางแจ้งเรื่องร้องเรียน")
    assert not fits("ร้องเรียน ช่องทาง", "สถิติเรื่องร้องเรียน")
    assert fits("ทรัพยากรบุคคล รายงานผล", "รายงานผลประจำปี", "การบริหารและพัฒนาทรัพยากรบุคคล")
    assert not fits("ทรัพยากรบุคคล", "รายงานผลประจำปี", "การบริหารและพัฒนาทรัพยากรบุคคล")
    assert not fits("", "อะไรก็ได้")
    assert not fits("ร้องเรียน", "")


@pytest.mark.django_db
def test_loading_twice_changes_nothing_and_keeps_what_an_administrator_wrote(admin):
    assert load_base().suggestions == len(SHIPPED)
    edited = Suggestion.objects.get(code=SHIPPED[0]["code"])
    save_suggestion(edited, ENTRY, by=admin, version=0)
    Suggestion.objects.filter(code=SHIPPED[1]["code"]).update(text="ถ้อยคำของรุ่นก่อน")

    assert load_suggestions(SHIPPED) == 1
    assert load_suggestions(SHIPPED) == 0
    assert Suggestion.objects.get(pk=edited.pk).text == ENTRY.text
    assert Suggestion.objects.get(code=SHIPPED[1]["code"]).text == SHIPPED[1]["text"]


@pytest.mark.django_db
def test_entry_is_written_with_its_history_once(admin):
    entry = save_suggestion(None, ENTRY, by=admin)
    again = save_suggestion(None, ENTRY, by=admin)

    event = AccountEvent.objects.get()
    assert (again, entry.version, entry.is_edited) == (entry, 1, True)
    assert (event.actor, event.action, event.subject_id) == (admin, "suggestion.edit", entry.pk)
    assert event.changes["text"] == [None, ENTRY.text]


@pytest.mark.django_db
def test_entry_that_somebody_else_changed_is_not_overwritten(admin):
    entry = save_suggestion(None, ENTRY, by=admin)
    save_suggestion(entry, Typed(4, "ฉบับของคนอื่น", "บัญชี"), by=admin, version=1)

    with pytest.raises(LibraryError) as refusal:
        save_suggestion(entry, Typed(4, "ฉบับของฉัน", "บัญชี"), by=admin, version=1)

    assert refusal.value.current.text == "ฉบับของคนอื่น"
    assert Suggestion.objects.get().text == "ฉบับของคนอื่น"


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.STAFF, Role.HEAD, Role.REVIEWER, Role.VIEWER])
@pytest.mark.parametrize("name", ["suggestion-list", "suggestion-new", "suggestion-edit"])
def test_library_is_the_administrators(client, make_user, agency, province, role, name):
    entry = Suggestion.objects.create(code="x", indicator=1, text="มาตรการ", evidence="หลักฐาน")
    place = {Role.STAFF: agency, Role.HEAD: agency, Role.REVIEWER: province}.get(role)
    client.force_login(make_user(role, place))

    answer = client.get(reverse(f"assessments:{name}", args=[entry.pk] if name.endswith("edit") else []))

    assert answer.status_code == 403


@pytest.mark.django_db
def test_administrator_adds_switches_off_and_reads_the_library(client, admin):
    client.force_login(admin)
    made = client.post(reverse("assessments:suggestion-new"), TYPED | {"version": "0"})
    entry = Suggestion.objects.get()
    off = {key: value for key, value in TYPED.items() if key != "is_active"}
    client.post(reverse("assessments:suggestion-edit", args=[entry.pk]), off | {"version": "1"})

    page = client.get(reverse("assessments:suggestion-list")).content.decode()
    entry.refresh_from_db()
    assert made.status_code == 302
    assert (entry.indicator, entry.steps, entry.is_active, entry.version) == (4, ["นับ", "รายงาน"], False, 2)
    assert "นับทรัพย์สินทุกเดือน" in page
    assert "ปิดไว้" in page


@pytest.mark.django_db
def test_stale_page_keeps_the_typed_words_and_shows_the_others(client, admin):
    client.force_login(admin)
    entry = save_suggestion(None, ENTRY, by=admin)
    save_suggestion(entry, Typed(4, "ฉบับของคนอื่น", "บัญชี"), by=admin, version=1)
    url = reverse("assessments:suggestion-edit", args=[entry.pk])

    answer = client.post(url, TYPED | {"text": "ฉบับของฉัน", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "ฉบับของฉัน" in page
    assert "ฉบับของคนอื่น" in page

    assert client.post(url, TYPED | {"text": "ฉบับของฉัน", "version": "2"}).status_code == 302
    assert Suggestion.objects.get().text == "ฉบับของฉัน"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"evidence": " "}, {"indicator": "11"}, {"steps": "ก\n" * 13}, {"version": "x"}]
)
def test_wrong_entry_is_refused_with_the_words_kept(client, admin, wrong):
    client.force_login(admin)

    answer = client.post(reverse("assessments:suggestion-new"), TYPED | {"version": "0"} | wrong)

    assert answer.status_code == 400
    assert "บัญชีนับ" in answer.content.decode() or "evidence" in wrong
    assert Suggestion.objects.count() == 0
