"""Agencies and groups: lists, changes, scopes, history."""

import pytest
from django import forms
from django.test import Client

from agencies.forms import clean_domain
from agencies.models import AccountEvent, Agency, AgencyGroup, Province


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


FACTS = {
    "name": "เทศบาลตำบลทดสอบใหม่", "parent_ministry": "กระทรวงมหาดไทย", "phone": "0 2000 0000",
    "memo_prefix": "ทด 1/", "domains": "https://www.Test-Town.example/home\nเทศบาล.ไทย", "is_active": "on",
}  # fmt: skip


def test_reviewer_adds_an_agency_with_its_facts(reviewer, province, everyone):
    answer = as_user(reviewer).post("/agencies/add/91/", FACTS | {"groups": [everyone.pk]})

    agency = Agency.objects.get(name=FACTS["name"])
    assert answer.status_code == 302
    assert (agency.province, agency.needs_endorsement, list(agency.groups.all())) == (province, False, [everyone])
    assert agency.domains == ["www.test-town.example", "เทศบาล.ไทย"]
    event = AccountEvent.objects.get()
    assert (event.action, event.subject_id, event.actor) == ("agency.add", agency.pk, reviewer)
    assert event.changes["name"] == [None, FACTS["name"]]


def test_edit_records_what_changed_from_what_to_what(reviewer, agency):
    typed = {"name": agency.name, "phone": "1234", "is_active": "on", "needs_endorsement": "on", "domains": ""}

    as_user(reviewer).post(f"/agencies/{agency.pk}/", typed | {"groups": [agency.groups.get().pk]})

    assert AccountEvent.objects.get().changes == {"phone": ["", "1234"]}


def test_saving_without_a_change_writes_no_event(reviewer, agency):
    typed = {"name": agency.name, "is_active": "on", "needs_endorsement": "on", "domains": ""}

    as_user(reviewer).post(f"/agencies/{agency.pk}/", typed | {"groups": [agency.groups.get().pk]})

    assert not AccountEvent.objects.exists()


def test_second_agency_of_one_name_is_refused_in_words(reviewer, agency):
    answer = as_user(reviewer).post("/agencies/add/91/", FACTS | {"name": agency.name})

    assert answer.status_code == 400
    assert "มีหน่วยงานชื่อนี้ในจังหวัดแล้ว" in answer.content.decode()


def test_head_reads_the_own_agency_but_changes_nothing(head, agency):
    client = as_user(head)

    page = client.get(f"/agencies/{agency.pk}/")

    assert page.status_code == 200
    assert "เฉพาะสำนักงานจังหวัดแก้ไขข้อมูลหน่วยงานได้" in page.content.decode()
    assert client.post(f"/agencies/{agency.pk}/", FACTS).status_code == 403
    assert Agency.objects.get(pk=agency.pk).name == agency.name


def test_foreign_agency_group_and_province_are_not_found(reviewer, make_agency, other_province):
    foreign = make_agency(province=other_province)
    group = AgencyGroup.objects.create(province=other_province, name="กลุ่มต่างถิ่น")
    client = as_user(reviewer)

    paths = [
        f"/agencies/{foreign.pk}/",
        f"/agencies/groups/{group.pk}/",
        "/agencies/add/92/",
        "/agencies/groups/add/92/",
    ]

    assert [(client.get(path).status_code, client.post(path, FACTS).status_code) for path in paths] == [(404, 404)] * 4


def test_foreign_group_is_not_taken_in(reviewer, agency, other_province):
    group = AgencyGroup.objects.create(province=other_province, name="กลุ่มต่างถิ่น")

    answer = as_user(reviewer).post(f"/agencies/{agency.pk}/", FACTS | {"groups": [group.pk]})

    assert answer.status_code == 400
    assert not group.agencies.exists()


def test_list_is_narrowed_by_name_and_kind(reviewer, make_agency):
    make_agency("โรงเรียนทดสอบ")
    make_agency("สำนักงานทดสอบ")

    page = as_user(reviewer).get("/agencies/", {"query": "โรงเรียน"})

    assert [a.name for a in page.context["page"].object_list] == ["โรงเรียนทดสอบ"]


@pytest.mark.parametrize("count", [1, 3])
def test_agency_list_asks_the_same_number_of_queries(count, reviewer, make_agency, django_assert_num_queries):
    for _ in range(count):
        make_agency()
    client = as_user(reviewer)

    with django_assert_num_queries(7):
        client.get("/agencies/")


def test_group_is_created_renamed_and_filled(reviewer, agency, make_agency, province):
    second = make_agency()
    client = as_user(reviewer)

    client.post("/agencies/groups/add/91/", {"name": "ให้บริการประชาชน", "agencies": [agency.pk]})
    group = AgencyGroup.objects.get(name="ให้บริการประชาชน")
    client.post(f"/agencies/groups/{group.pk}/", {"name": "บริการ", "agencies": [second.pk]})

    group.refresh_from_db()
    assert (group.name, list(group.agencies.all())) == ("บริการ", [second])
    assert [event.changes for event in AccountEvent.objects.order_by("pk")] == [
        {"name": [None, "ให้บริการประชาชน"], "agencies": [[], [agency.pk]]},
        {"name": ["ให้บริการประชาชน", "บริการ"], "agencies": [[agency.pk], [second.pk]]},
    ]


def test_two_groups_of_one_name_are_refused_in_words(reviewer, everyone):
    answer = as_user(reviewer).post("/agencies/groups/add/91/", {"name": everyone.name})

    assert "มีกลุ่มชื่อนี้ในจังหวัดแล้ว" in answer.content.decode()


def test_provinces_are_the_administrator_s(admin, reviewer, province):
    assert as_user(reviewer).get("/provinces/").status_code == 403
    page = as_user(admin).get("/provinces/")
    assert [(p.name, p.bodies, p.reviewers) for p in page.context["provinces"]] == [(province.name, 0, 1)]


@pytest.mark.parametrize(
    ("typed", "host"),
    [("https://www.a-b.go.th/x?y#z", "www.a-b.go.th"), ("A.CO", "a.co"), ("อบต.ไทย", "อบต.ไทย"), ("a.th:8080", "a.th")],
)
def test_domain_is_read_out_of_what_people_type(typed, host):
    assert clean_domain(typed) == host


@pytest.mark.parametrize("typed", ["localhost", "10.0.0.1", "a b.th", "javascript:alert(1)", "-", "x" * 300 + ".th"])
def test_what_is_no_domain_is_refused(typed):
    with pytest.raises(forms.ValidationError, match="ไม่ใช่ชื่อเว็บไซต์"):
        clean_domain(typed)


def test_links_to_other_pages_keep_what_was_asked_for_whatever_its_signs(reviewer, make_agency):
    for number in range(51):
        make_agency(f"ก&ข #{number:02d}")

    page = as_user(reviewer).get("/agencies/", {"query": "ก&ข #"})

    assert 'href="?query=%E0%B8%81%26%E0%B8%82+%23&amp;page=2"' in page.content.decode()


@pytest.mark.parametrize("who", ["staff", "head", "reviewer", "viewer"])
def test_list_of_provinces_is_the_administrators(request, who):
    page = as_user(request.getfixturevalue(who)).get("/provinces/")

    assert (page.status_code, "เฉพาะผู้ดูแลระบบดูรายชื่อจังหวัดได้" in page.content.decode()) == (403, True)


def test_provinces_stand_in_the_order_of_a_dictionary(admin):
    for code, name in (("71", "เชียงใหม่"), ("72", "อุดรธานี"), ("73", "ชลบุรี")):
        Province.objects.create(code=code, name=name, name_en=name)

    page = as_user(admin).get("/provinces/")

    assert [province.name for province in page.context["provinces"]] == ["ชลบุรี", "เชียงใหม่", "อุดรธานี"]
