"""The issues of an edition: shipped, added, kept, refused where a plan refers to them, copied into a new year."""

import pytest
from django.urls import reverse

from agencies.choices import Role
from assessments.base_data import fixture, load_base, read_json
from assessments.edition_data import EditionError, IssueData, parse_edition, to_json
from assessments.editions import copy_edition, load_edition, read_edition
from assessments.merging import Mode
from assessments.models import Edition, Issue
from assessments.selectors import edition_for, issues_of
from measures.choices import Grouping

NAMES = [
    "กระบวนการปฏิบัติงานที่โปร่งใสและมีประสิทธิภาพ",
    "การให้บริการและระบบ E-Service",
    "ช่องทางและรูปแบบการประชาสัมพันธ์เผยแพร่ข้อมูลข่าวสารภาครัฐ",
    "กระบวนการกำกับดูแลการใช้ทรัพย์สินของราชการ",
    "กระบวนการสร้างความโปร่งใสในการใช้งบประมาณและการจัดซื้อจัดจ้าง",
    "กระบวนการควบคุม ตรวจสอบการใช้อำนาจ และการบริหารงานบุคคล",
    "กลไกและมาตรการในการแก้ไขและป้องกันการทุจริตภายในหน่วยงาน",
]


def document(year=2570):
    return read_json(fixture("editions", f"{year}.json"))


@pytest.fixture
def edition(db):
    load_edition(document())
    return edition_for(2570)


def names():
    return list(Issue.objects.order_by("number").values_list("number", "name"))


@pytest.mark.parametrize("year", range(2563, 2571))
def test_every_shipped_year_has_the_seven_issues(year):
    data = parse_edition(document(year))

    assert [(one.number, one.name) for one in data.issues] == list(enumerate(NAMES, start=1))
    assert parse_edition(to_json(data)) == data


def test_edition_without_issues_is_good_and_stays_so(db):
    data = document()
    del data["issues"]
    load_edition(data)

    assert (read_edition(edition_for(2570)).issues, issues_of(2570)) == ((), ())


def test_issues_cost_one_query(edition, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [(one.number, one.name) for one in issues_of(2570)] == list(enumerate(NAMES, start=1))


@pytest.mark.parametrize(
    ("issues", "problem"),
    [
        ([{"number": 2, "name": "ก"}], "เลขประเด็นต้องเรียงจาก 1 ไม่ขาดและไม่ซ้ำ"),
        ([{"number": 1, "name": "ก"}, {"number": 1, "name": "ข"}], "เลขประเด็นต้องเรียงจาก 1 ไม่ขาดและไม่ซ้ำ"),
        ([{"number": 1, "name": " "}], "ประเด็นที่ 1 ต้องมีชื่อ ยาวไม่เกิน 200 ตัวอักษร"),
        ([{"number": 1, "name": "ก" * 201}], "ประเด็นที่ 1 ต้องมีชื่อ ยาวไม่เกิน 200 ตัวอักษร"),
        ([{"name": "ก"}], "อ่านไฟล์เกณฑ์การประเมินไม่ได้: ขาดหรือผิดรูปแบบที่ 'number'"),
    ],
)
def test_wrong_issues_are_refused_and_nothing_is_written(edition, issues, problem):
    with pytest.raises(EditionError) as refusal:
        load_edition(document() | {"issues": issues}, mode=Mode.EXACT)

    assert (str(refusal.value), names()) == (problem, list(enumerate(NAMES, start=1)))


def test_issue_may_be_added_renamed_and_removed_while_no_plan_has_it(edition):
    rows = [{"number": n, "name": f"ประเด็นใหม่ {n}", "aliases": ["อีกชื่อ"]} for n in (1, 2, 3)]
    report = load_edition(document() | {"issues": rows}, mode=Mode.EXACT)

    assert names() == [(n, f"ประเด็นใหม่ {n}") for n in (1, 2, 3)]
    assert read_edition(edition).issues[0] == IssueData(1, "ประเด็นใหม่ 1", ("อีกชื่อ",))
    assert [one for one in report.changed if one.startswith("ลบ")] == [f"ลบประเด็นที่ {n}" for n in (4, 5, 6, 7)]


def test_file_that_leaves_issues_out_keeps_them(edition):
    load_edition(document() | {"issues": []})
    load_edition(document() | {"issues": [*document()["issues"], {"number": 8, "name": "ประเด็นที่แปด"}]})

    assert names() == [*enumerate(NAMES, start=1), (8, "ประเด็นที่แปด")]


def test_issue_that_a_plan_uses_is_neither_renamed_nor_removed(edition, make_plan, agency):
    make_plan(2570, {7: 1}, grouping=Grouping.ISSUE)
    renamed = document()
    renamed["issues"][6]["name"] = "ชื่ออื่น"
    problems = []
    for changed in (renamed, document() | {"issues": document()["issues"][:6]}):
        with pytest.raises(EditionError) as refusal:
            load_edition(changed, mode=Mode.EXACT)
        problems.append(str(refusal.value))
    added = load_edition(
        document() | {"issues": [*document()["issues"], {"number": 8, "name": "เพิ่ม"}]}, mode=Mode.EXACT
    )

    assert problems == [
        f"ชื่อประเด็นที่ 7 ถูกใช้แล้ว จึงเปลี่ยนไม่ได้ (เดิม “{NAMES[6]}” ใหม่ “ชื่ออื่น”)",
        "ประเด็นที่ 7 ถูกใช้ในแผนแล้ว จึงลบไม่ได้",
    ]
    assert added.added == ("ประเด็นที่ 8",)


def test_new_year_copies_the_issues(edition):
    copy_edition(edition, 2571)

    assert read_edition(edition_for(2571)).issues == read_edition(edition).issues


def test_load_base_adds_issues_to_an_edition_of_an_older_release(db):
    load_base()
    Issue.objects.filter(edition__fiscal_year=2570, number__gt=1).delete()
    Issue.objects.filter(edition__fiscal_year=2570).update(name="ชื่อของผู้ดูแล")
    load_base()

    found = [one.name for one in issues_of(2570)]
    assert found == ["ชื่อของผู้ดูแล", *NAMES[1:]]


def test_administrator_reads_and_changes_the_issues_in_the_browser(client, make_user, edition):
    client.force_login(make_user(Role.ADMIN))
    address = reverse("assessments:edition-detail", args=[2570])
    form = client.get(address).context["form"]
    body = {name: form.initial.get(name) or "" for name in form.fields}
    lines = "\n".join(f"{n}. ประเด็น {n}" for n in (1, 2)) + "\n๓ ประเด็นที่สาม | อีกชื่อ | ชื่อเก่า"
    odd = client.post(address, body | {"issues": "ไม่มีเลข"})
    saved = client.post(address, body | {"issues": lines})
    page = client.get(address).content.decode()

    assert form.initial["issues"].splitlines()[3] == f"4 {NAMES[3]} | กระบวนการกำกับดูแลการใช้ทรัพย์สินของทางราชการ"
    assert odd.context["form"].errors["issues"] == ["ประเด็น “ไม่มีเลข” ต้องขึ้นต้นด้วยเลข เช่น 1 ชื่อประเด็น"]
    assert (saved.status_code, Edition.objects.get().issues.count()) == (302, 3)
    assert read_edition(edition).issues == (
        IssueData(1, "ประเด็น 1"), IssueData(2, "ประเด็น 2"), IssueData(3, "ประเด็นที่สาม", ("อีกชื่อ", "ชื่อเก่า")),
    )  # fmt: skip
    assert "อีกชื่อ · ชื่อเก่า" in page
