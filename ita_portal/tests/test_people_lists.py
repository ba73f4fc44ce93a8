"""Lists of agencies and people from Excel: what is understood, what is refused, and that it is all or nothing."""

import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from agencies import authoring
from agencies.choices import Role
from agencies.models import AccountEvent, Agency, AgencyKind, Membership, OutboxMail, User
from agencies.roster import store
from ita_portal.models import PeopleList
from ita_portal.people import lists, sheets
from ita_portal.people.child import find_lines
from ita_portal.people.columns import COLUMNS, HEADINGS
from ita_portal.people.examining import examine
from ita_portal.people.lines import Found, Line
from ita_portal.people.sandbox import find
from measures.tests.hostile import corpus

FIELDS = tuple(COLUMNS)
AT = {name: number for number, name in enumerate(FIELDS, start=1)}
NEW = {"agency": "เทศบาลตำบลใหม่", "username": "mali", "display_name": "มะลิ ตัวอย่าง", "email": "mali@example.org",
       "role": "เจ้าหน้าที่"}  # fmt: skip


def workbook(*rows, heads=HEADINGS, above=()):
    book = Workbook()
    page = book.active
    page.title = "รายชื่อ"
    for words in above:
        page.append([words])
    page.append(list(heads))
    for row in rows:
        page.append([row.get(name, "") for name in FIELDS] if isinstance(row, dict) else list(row))
    for cell in (one for row in page.iter_rows() for one in row if one.data_type == "f"):
        cell.data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def found(*rows):
    return Found(tuple(
        Line("รายชื่อ", number, {name: (text, AT[name]) for name, text in row.items() if text}, AT)
        for number, row in enumerate(rows, start=2)
    ))  # fmt: skip


def codes(judged):
    return [(one.code, one.where.row, one.where.column) for one in judged.doubts]


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


def bring(client, *rows, **options):
    paper = SimpleUploadedFile("รายชื่อ.xlsx", workbook(*rows, **options))
    answer = client.post("/people/import/", {"paper": paper}, follow=True)
    return PeopleList.objects.latest("pk"), answer


@pytest.fixture
def kinds(db):
    return AgencyKind.objects.create(code="town", name="เทศบาล", order=1)


# reading


def test_table_is_found_below_a_title_whatever_the_order_of_its_columns():
    data = workbook(("head", "มะลิ", "x"), heads=("บทบาท *", "ชื่อ - สกุล", "หมายเหตุ", "ชื่อผู้ใช้"), above=("รายชื่อประจำปี", ""))
    read = find_lines(data)

    assert [(line.row, line.cells) for line in read.lines] == [(4, {"role": ("head", 1), "display_name": ("มะลิ", 2)})]
    assert [(one.code, one.value, one.where.column) for one in read.doubts] == [("heading_unknown", "หมายเหตุ", 3)]


def test_template_reads_as_an_empty_list_and_filled_in_as_it_was_filled(kinds, everyone):
    blank = sheets.template([kinds], [everyone], [Role.STAFF, Role.HEAD])
    book = load_workbook(io.BytesIO(blank))
    for column, name in enumerate(FIELDS, start=1):
        book["รายชื่อ"].cell(2, column).value = NEW.get(name, "")
    stream = io.BytesIO()
    book.save(stream)

    assert [one.code for one in find_lines(blank).doubts] == ["no_lines"]
    assert [{name: line.text(name) for name in NEW} for line in find_lines(stream.getvalue()).lines] == [NEW]


@pytest.mark.parametrize("data", [b"", b"nonsense", b"PK\x03\x04broken"], ids=["empty", "text", "zip"])
def test_what_is_no_workbook_is_refused_with_its_reason(data, reviewer):
    kept = lists.bring(data, "x.xlsx", by=reviewer, province=None, now=timezone.now())

    judged = lists.examined(kept, by=reviewer)
    assert ([one.code for one in judged.doubts], judged.refused) == (["hostile_file"], True)


def test_hostile_files_are_refused_before_anything_of_them_is_understood():
    """The corpus of T16 and T17; its guard-off controls stand beside it (measures/tests/test_intake_limits.py)."""
    read = {name: find(data) for name, data in corpus().items()}

    assert {name for name, one in read.items() if [doubt.code for doubt in one.doubts] != ["hostile_file"]} == set()
    assert [one.lines for one in read.values()] == [()] * len(read)


def test_more_than_two_thousand_lines_are_refused_and_two_thousand_read():
    row = [""] * 5 + ["u"]
    read = [find_lines(workbook(*[row] * count)) for count in (2_000, 2_001)]

    assert [(len(one.lines), [doubt.code for doubt in one.doubts]) for one in read] == [(2_000, []), (0, ["too_many"])]


# judging


def test_new_agency_and_person_are_made_with_everything_that_the_list_says(reviewer, province, everyone, kinds):
    row = NEW | {"kind": "เทศบาล", "groups": "ทุกส่วนราชการ", "domains": "https://www.town.example/, town.example",
                 "phone": "0 2000 0000"}  # fmt: skip
    judged = examine(found(row), by=reviewer, province=None)

    made = store(judged.roster, by=reviewer)

    agency, person = Agency.objects.get(), User.objects.get(username="mali")
    assert (agency.name, agency.province, agency.kind, agency.domains, list(agency.groups.all())) == (
        "เทศบาลตำบลใหม่", province, kinds, ["www.town.example", "town.example"], [everyone],
    )  # fmt: skip
    facts = (person.display_name, person.email, person.phone, person.has_usable_password())
    assert facts == ("มะลิ ตัวอย่าง", "mali@example.org", "0 2000 0000", False)
    assert [(one.role, one.agency) for one in person.memberships.all()] == [("staff", agency)]
    assert made == [person.pk]
    assert sorted(AccountEvent.objects.values_list("actor", "action")) == [
        (reviewer.pk, "agency.add"), (reviewer.pk, "role.add"), (reviewer.pk, "user.invite"),
    ]  # fmt: skip
    assert [judged.rows[0].state, judged.counts["people"], judged.counts["agencies"]] == ["new", 1, 1]


def test_same_list_again_changes_nothing(reviewer, everyone, kinds):
    rows = (NEW | {"kind": "town", "domains": "a.example"}, NEW | {"username": "b", "email": ""}, {"agency": "อื่น"})
    store(examine(found(*rows), by=reviewer, province=None).roster, by=reviewer)
    before = AccountEvent.objects.count()

    again = examine(found(*rows), by=reviewer, province=None)
    store(again.roster, by=reviewer)

    assert ([row.state for row in again.rows], again.changes_nothing) == (["unchanged"] * 3, True)
    assert AccountEvent.objects.count() == before


def test_existing_rows_gain_what_is_new_and_keep_the_rest(reviewer, agency, kinds, everyone):
    person = authoring.invite(
        Membership(role=Role.STAFF, agency=agency),
        username="mali",
        display_name="เดิม",
        email="",
        phone="1",
        by=reviewer,
    )
    row = NEW | {"agency": "หน่วยงาน  ทดสอบ", "kind": "เทศบาล", "role": "หัวหน้า"}

    judged = examine(found(row), by=reviewer, province=None)
    store(judged.roster, by=reviewer)

    person.refresh_from_db()
    agency.refresh_from_db()
    assert judged.rows[0].acts == [
        ("changed.agency", "+ เทศบาล"), ("changed.person", "เดิม → มะลิ ตัวอย่าง"),
        ("changed.person", " → mali@example.org"), ("changed.role", "หัวหน้า"),
    ]  # fmt: skip
    assert codes(judged) == [("agency_spelled", 2, AT["agency"])]
    assert (person.display_name, person.email, person.phone, agency.kind) == (
        "มะลิ ตัวอย่าง", "mali@example.org", "1", kinds,
    )  # fmt: skip
    assert sorted(person.memberships.values_list("role", flat=True)) == ["head", "staff"]


def test_account_in_use_keeps_its_own_facts(reviewer, staff, agency):
    row = {"agency": agency.name, "username": staff.username, "email": "thief@example.org", "role": "เจ้าหน้าที่"}
    judged = examine(found(row), by=reviewer, province=None)
    store(judged.roster, by=reviewer)

    assert codes(judged) == [("person_owns", 2, AT["email"])]
    assert User.objects.get(pk=staff.pk).email == staff.email


WRONG = {
    "province_unknown": ({"province": "ไม่มีจริง"}, "province"), "province_foreign": ({"province": "ต่างถิ่น"}, "province"),
    "kind_unknown": ({"kind": "ยานอวกาศ"}, "kind"), "group_unknown": ({"groups": "กลุ่มไม่มี"}, "groups"),
    "domain_wrong": ({"domains": "not a host"}, "domains"), "username_missing": ({"username": ""}, "username"),
    "username_wrong": ({"username": "mаli"}, "username"),
    "username_is_email": ({"username": "staff@example.org"}, "username"),
    "name_missing": ({"display_name": ""}, "display_name"), "email_wrong": ({"email": "mali@"}, "email"),
    "email_taken": ({"email": "STAFF@example.org"}, "email"), "email_none": ({"email": ""}, "email"),
    "role_missing": ({"role": ""}, "role"), "role_unknown": ({"role": "พ่อบ้าน"}, "role"),
    "agency_missing": ({"agency": ""}, "agency"), "too_long": ({"display_name": "ก" * 161}, "display_name"),
}  # fmt: skip
WRONG |= {
    "long domains": ({"domains": ",".join(f"h{n}.example" for n in range(300))}, "domains"),
    "long groups": ({"groups": "ก" * 2_001}, "groups"),
}
REFUSED = {"reviewer": "ผู้ตรวจ", "viewer": "ผู้ดูส่วนกลาง", "admin": "ผู้ดูแลระบบ"}


@pytest.mark.parametrize("code", WRONG)
def test_what_is_odd_is_told_with_its_place_and_what_to_do(code, reviewer, staff, other_province):
    change, column = WRONG[code]
    judged = examine(found(NEW | change), by=reviewer, province=None)

    assert codes(judged) == [("too_long" if code.startswith("long") else code, 2, AT[column])]
    assert judged.doubts[0].message


@pytest.mark.parametrize("role", REFUSED)
def test_nobody_gives_a_role_of_the_own_rank_or_above_by_a_list(role, reviewer, admin, province):
    row = NEW | {"agency": "", "province": province.name, "role": REFUSED[role]}
    judged = {who: examine(found(row), by=user, province=None) for who, user in (("rev", reviewer), ("admin", admin))}

    assert codes(judged["rev"]) == [("role_refused", 2, AT["role"])]
    assert (codes(judged["admin"]), judged["admin"].counts["people"]) == ([], 1)


def test_head_of_the_own_province_is_not_made_staff_of_another_by_a_list(
    reviewer, make_user, make_agency, other_province
):
    foreigner = make_user(Role.HEAD, make_agency(province=other_province))
    judged = examine(
        found(NEW | {"username": foreigner.username, "display_name": "", "email": ""}), by=reviewer, province=None
    )

    assert codes(judged) == [("person_refused", 2, AT["username"])]


def test_lines_of_one_list_are_held_against_each_other(reviewer, everyone, kinds):
    AgencyKind.objects.create(code="school", name="โรงเรียน", order=2)
    rows = (
        NEW | {"kind": "เทศบาล"}, NEW, NEW | {"kind": "โรงเรียน", "username": "b", "email": "b@example.org"},
        NEW | {"display_name": "อีกชื่อ"}, NEW | {"username": "c"},
        NEW | {"username": "b@example.org", "email": "d@example.org"},
    )  # fmt: skip
    judged = examine(found(*rows), by=reviewer, province=None)

    assert codes(judged) == [
        ("row_twice", 3, AT["username"]), ("agency_differs", 4, AT["kind"]), ("person_differs", 5, AT["username"]),
        ("email_twice", 6, AT["email"]), ("username_is_email", 7, AT["username"]),
    ]  # fmt: skip


CELL = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30)
WORDS = st.sampled_from(["", "หน่วยงานทดสอบ", "staff", "mali", "เจ้าหน้าที่", "หัวหน้า", "ผู้ดูแลระบบ", "ทดสอบบุรี", "ต่างถิ่น",
                         "a@example.org", "staff@example.org", "=1+1", "เทศบาล"])  # fmt: skip
ROW = st.dictionaries(st.sampled_from(FIELDS), st.one_of(WORDS, CELL), max_size=len(FIELDS))


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(ROW, max_size=6))
def test_no_list_breaks_the_rules_whatever_stands_in_it(rows, reviewer, staff, agency, other_province, everyone):
    """Whatever is typed: a list is refused or stored whole, gives no rank above, and a second time changes nothing."""
    with transaction.atomic():
        judged = examine(found(*rows), by=reviewer, province=None)
        if not judged.refused:
            store(judged.roster, by=reviewer)
            assert examine(found(*rows), by=reviewer, province=None).roster.is_empty
        given_roles = set(Membership.objects.exclude(user=reviewer).values_list("role", flat=True))
        assert given_roles <= {"staff", "head"}
        assert not Agency.objects.filter(province=other_province).exists()
        transaction.set_rollback(True)


# pages


def test_nothing_is_written_before_the_commit_and_everything_at_it(reviewer, everyone):
    client = as_user(reviewer)
    kept, page = bring(client, NEW, NEW | {"username": "b", "email": ""})
    before = (User.objects.count(), Agency.objects.count())
    seen = page.context["judged"].fingerprint

    client.post(f"/people/import/{kept.pk}/commit/", {"seen": seen})
    again = client.post(f"/people/import/{kept.pk}/commit/", {"seen": seen}, follow=True)

    kept.refresh_from_db()
    assert (User.objects.count(), Agency.objects.count()) == (before[0] + 2, before[1] + 1)
    assert (len(kept.made), bytes(kept.content), kept.lines) == (2, b"", {})
    assert "นำเข้าไฟล์นี้แล้ว" in again.content.decode()


def test_list_with_an_error_writes_nothing_and_comes_back_marked(reviewer, everyone):
    client = as_user(reviewer)
    kept, page = bring(client, NEW, NEW | {"username": "b", "email": "x@"})

    refused = client.post(f"/people/import/{kept.pk}/commit/", {"seen": page.context["judged"].fingerprint})
    marked = client.get(f"/people/import/{kept.pk}/marked/")

    assert (refused.status_code, Agency.objects.count(), User.objects.count()) == (409, 0, 1)
    cell = load_workbook(io.BytesIO(marked.content))["รายชื่อ"].cell(3, AT["email"])
    assert (cell.fill.start_color.rgb[-6:], cell.comment.text) == (
        "F8C9C4", "• “x@” ไม่ใช่อีเมล ให้ตรวจตัวสะกด หรือเว้นว่าง",
    )  # fmt: skip


def test_list_is_shown_again_where_something_changed_since(reviewer, everyone, make_agency):
    client = as_user(reviewer)
    kept, page = bring(client, NEW)
    make_agency(NEW["agency"])

    answer = client.post(f"/people/import/{kept.pk}/commit/", {"seen": page.context["judged"].fingerprint})

    assert (answer.status_code, User.objects.filter(username="mali").exists()) == (409, False)
    assert "ข้อมูลในระบบเปลี่ยนไป" in answer.content.decode()


def test_new_people_get_mails_or_a_sheet_of_links(reviewer, everyone, settings):
    client = as_user(reviewer)
    kept, page = bring(client, NEW, NEW | {"username": "b", "email": "", "display_name": "=1+1"})
    client.post(f"/people/import/{kept.pk}/commit/", {"seen": page.context["judged"].fingerprint})

    for _twice in range(2):
        client.post(f"/people/import/{kept.pk}/mail/")
    sheet = client.post(f"/people/import/{kept.pk}/links/")

    assert [(mail.to, mail.user.username) for mail in OutboxMail.objects.all()] == [("mali@example.org", "mali")]
    page = load_workbook(io.BytesIO(sheet.content)).active
    row = [cell.value for cell in page[3]]
    assert (row[:4], page.max_row, page["B3"].data_type) == (["เทศบาลตำบลใหม่", "=1+1", "b", "เจ้าหน้าที่ผู้กรอกผล"], 3, "s")
    assert Client().get(row[4].removeprefix(settings.SITE_URL)).status_code == 200


def test_list_of_somebody_else_is_not_found_and_a_head_brings_none(reviewer, head, admin, everyone):
    kept, _page = bring(as_user(reviewer), NEW)

    assert as_user(admin).get(f"/people/import/{kept.pk}/").status_code == 404
    assert [as_user(head).get(path).status_code for path in ("/people/import/", f"/people/import/{kept.pk}/")] == [
        403
    ] * 2


def test_lists_are_forgotten_after_a_week(reviewer, everyone):
    bring(as_user(reviewer), NEW)

    counts = [lists.sweep_lists(timezone.now() + timedelta(days=days)) for days in (6, 8)]

    assert (counts, PeopleList.objects.count()) == ([0, 1], 0)


def test_judging_asks_the_same_number_of_queries_for_one_line_and_many(reviewer, everyone, django_assert_num_queries):
    rows = [NEW | {"username": f"u{n}", "email": f"u{n}@example.org", "agency": f"แห่งที่ {n}"} for n in range(50)]
    reviewer.held  # noqa: B018 - fetched once a request
    for some in (rows[:1], rows):
        with django_assert_num_queries(7):
            examine(found(*some), by=reviewer, province=None)


# the command


def run(path, *options):
    out, code = io.StringIO(), 0
    try:
        call_command("import_people", str(path), "--json", *options, stdout=out)
    except SystemExit as end:
        code = int(end.code or 0)
    return code, json.loads(out.getvalue())


def test_command_previews_stores_and_refuses_as_the_page_does(tmp_path, other_province, everyone):
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    good.write_bytes(workbook(NEW | {"province": "จังหวัดทดสอบบุรี"}))
    bad.write_bytes(workbook(NEW))

    runs = [run(good), run(good, "--commit"), run(good, "--commit"), run(bad, "--commit"), run(tmp_path / "none.xlsx")]

    told = [
        (code, document["stored"], [row["state"] for row in document["rows"]],
         [one["code"] for one in document["doubts"]]) for code, document in runs
    ]  # fmt: skip
    assert told == [
        (0, False, ["new"], []), (0, True, ["new"], []), (0, False, ["unchanged"], []),
        (1, False, ["error"], ["province_missing"]), (1, False, [], ["hostile_file"]),
    ]  # fmt: skip
    assert list(User.objects.values_list("username", flat=True)) == ["mali"]
