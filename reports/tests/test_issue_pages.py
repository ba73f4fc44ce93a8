"""The pages of issuing: what they ask and refuse, what an issued paper's page shows, its kept bytes."""

import pytest
from django.urls import reverse

from assessments.register.writing import TypedItem
from assessments.tests.registers import SITE, edition, put
from measures.choices import State
from measures.models import Result, Submission
from reports.issuing import issue
from reports.models import IssuedReport
from reports.wanted import Wanted

YEAR = 2566
XSS = "<script>alert(1)</script>"


@pytest.fixture
def register(agency, staff):
    edition(YEAR)
    put(agency, staff, YEAR, "o1", TypedItem("yes", "ครบ", "", (f"{SITE}/a",)))
    return Wanted("oit_register", fiscal_year=YEAR, agency_pk=agency.pk)


@pytest.fixture
def address(register, agency):
    return reverse("reports:issue-year-agency", args=["oit_register", YEAR, agency.pk])


@pytest.fixture
def issued(register, head):
    return issue(register, ["docx"], by=head)


def again(register, agency, staff, head):
    put(agency, staff, YEAR, "o1", TypedItem("no", XSS, "", ()), version=1)
    return issue(register, [], by=head)


def words(answer):
    return answer.content.decode()


def test_paper_leads_its_head_to_issuing_and_tells_others_why_not(client, register, agency, address, staff, head):
    paper = reverse("reports:year-agency-paper", args=["oit_register", YEAR, agency.pk])
    seen = {}
    for person in (head, staff):
        client.force_login(person)
        page = words(client.get(paper, {"numerals": "arabic"}))
        seen[person.username] = (f'href="{address}?numerals=arabic"' in page, "เฉพาะหัวหน้าหน่วยงาน" in page)

    assert seen == {"head": (True, False), "staff": (False, True)}


def test_gaps_are_shown_and_must_be_ticked(client, head, address, register):
    client.force_login(head)
    page = client.get(address)
    refused = client.post(address, {"formats": ["docx"]})

    assert ("42 ข้อยังว่าง" in words(page), "1/2566" in words(page), 'name="gaps_seen"' in words(page)) == (True,) * 3
    assert ("โปรดเลือกรับทราบก่อน" in words(refused), IssuedReport.objects.count()) == (True, 0)


def test_issuing_leads_to_the_issued_paper(client, head, address, register):
    client.force_login(head)
    answer = client.post(f"{address}?numerals=arabic", {"formats": ["docx", "xlsx"], "gaps_seen": "on"})
    issued = IssuedReport.objects.get()
    page = words(client.get(answer.url))

    assert answer.url == reverse("reports:issued", args=[issued.pk])
    assert ([one.format for one in issued.files.all()], issued.dataset["numerals"]) == (
        ["pdf", "docx", "xlsx"],
        "arabic",
    )
    for said in ("ออกเอกสารเลขที่ 1/2566 แล้ว", f"/verify/{issued.token}/", *(one.sha256 for one in issued.files.all())):
        assert said in page


def test_second_click_leads_to_the_first_ones_paper(client, head, address, register, issued):
    client.force_login(head)
    page = words(client.get(address))
    answer = client.post(address, {"gaps_seen": "on"}, follow=True)

    assert ("ข้อมูลไม่เปลี่ยนจากฉบับเลขที่ 1/2566" in page, '<form class="card stack form-narrow"' in page) == (True, False)
    assert answer.redirect_chain == [(reverse("reports:issued", args=[issued.pk]), 302)]
    assert ("ข้อมูลไม่เปลี่ยนจากฉบับเลขที่ 1/2566" in words(answer), IssuedReport.objects.count()) == (True, 1)


def test_draft_is_refused_with_its_reason(client, sent, head):
    client.force_login(head)
    address = reverse("reports:issue-agency", args=["agency_measures", sent.round_id, sent.agency_id])
    asked, ordered = client.get(address), client.post(address, {})

    assert [answer.status_code for answer in (asked, ordered)] == [200, 409]
    assert ["รายงานยังรอตรวจ" in words(one) for one in (asked, ordered)] == [True, True]
    assert ['method="post"' in words(asked).partition("<main")[2], IssuedReport.objects.count()] == [False, 0]


@pytest.mark.parametrize("name", ["format", "formats"])
def test_odd_formats_are_refused_or_left_out(client, head, address, register, name):
    client.force_login(head)
    answer = client.post(address, {name: ["html", "../x"], "gaps_seen": "on"})

    assert (answer.status_code, IssuedReport.objects.count()) == ((200, 0) if name == "formats" else (302, 1))


def test_year_without_items_leads_back_to_the_choice(client, head, agency, register):
    edition(2569)
    client.force_login(head)
    answer = client.get(reverse("reports:issue-year-agency", args=["oit_register", 2569, agency.pk]))

    assert answer.url.startswith(reverse("reports:papers"))


def test_older_edition_says_that_a_newer_one_is_there(client, register, agency, staff, head, issued):
    newer = again(register, agency, staff, head)
    client.force_login(head)
    old, new = (words(client.get(reverse("reports:issued", args=[one.pk]))) for one in (issued, newer))

    assert ["มีฉบับเลขที่ 2/2566 ออกแทนฉบับนี้แล้ว" in page for page in (old, new)] == [True, False]
    assert ["สิ่งที่เปลี่ยนจากฉบับเลขที่ 1/2566" in page for page in (old, new)] == [False, True]
    assert (XSS in new, "&lt;script&gt;alert(1)&lt;/script&gt;" in new) == (False, True)
    for one in (issued, newer):
        assert client.get(reverse("reports:issued-file", args=[one.pk, "pdf"])).content.startswith(b"%PDF")


def test_kept_bytes_are_served_unchanged(client, head, issued):
    client.force_login(head)
    kept = issued.files.get(format="docx")
    answer = client.get(reverse("reports:issued-file", args=[issued.pk, "docx"]))
    second = client.get(answer.request["PATH_INFO"], headers={"If-None-Match": answer.headers["ETag"]})

    with kept.file.open("rb") as file:
        assert answer.content == file.read()
    assert (answer.headers["ETag"], second.status_code, second.content) == (f'"{kept.sha256}"', 304, b"")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_damaged_file_is_not_given_out(client, head, issued, settings, damage):
    path = settings.MEDIA_ROOT / issued.files.get(format="pdf").file.name
    path.write_bytes(b"%PDF-forged") if damage == "changed" else path.unlink()
    client.force_login(head)
    answer = client.get(reverse("reports:issued-file", args=[issued.pk, "pdf"]))

    assert (answer.status_code, "เสียหายหรือหายไป" in words(answer), b"forged" in answer.content) == (409, True, False)


def test_format_that_was_not_issued_is_not_found(client, head, issued):
    client.force_login(head)

    assert [client.get(f"{reverse('reports:issued', args=[issued.pk])}file/{name}").status_code
            for name in ("xlsx", "html", "exe")] == [404, 404, 404]  # fmt: skip


def test_issued_papers_are_listed_beside_the_paper(client, register, agency, staff, head, issued):
    again(register, agency, staff, head)
    client.force_login(staff)
    page = client.get(reverse("reports:papers"), {"of-code": "oit_register", "of-year": YEAR, "of-agency": agency.pk})

    assert [(one["row"].number_words, one["newer"]) for one in page.context["issuing"]["issued"]] == [
        ("2/2566", False), ("1/2566", True),
    ]  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_one_query(register, agency, staff, head, django_assert_num_queries, count):
    from reports.issued import form_name, issued_of
    from reports.selectors import find_subject

    for number in range(count):
        put(agency, staff, YEAR, "o1", TypedItem("no", f"ครั้งที่ {number}", "", ()), version=number + 1)
        issue(register, [], by=head)
    subject = find_subject(agency, YEAR, of_round=False)
    held = head.held
    with django_assert_num_queries(1):
        found = [(form_name(one), hasattr(one, "following"), one.owner_name) for one in issued_of(head, subject)]

    assert (len(found), bool(held)) == (count, True)


def test_paper_of_a_report_is_seen_by_those_who_may_read_the_report(
    client, sent, head, staff, reviewer, viewer, admin, make_user, make_agency, other_province
):
    Submission.objects.update(state=State.APPROVED)
    issued = issue(Wanted("agency_measures", round_pk=sent.round_id, agency_pk=sent.agency_id), [], by=head)
    address = reverse("reports:issued", args=[issued.pk])

    def answers():
        found = {}
        people = {"staff": staff, "head": head, "reviewer": reviewer, "viewer": viewer, "admin": admin}
        strangers = {"neighbour": make_user("staff", make_agency()), "foreign": make_user("reviewer", other_province)}
        for name, person in (people | strangers).items():
            client.force_login(person)
            found[name] = [client.get(one).status_code for one in (address, f"{address}file/pdf")]
        return found

    own, none = [200, 200], [404, 404]
    assert answers() == {
        "staff": own, "head": own, "reviewer": own, "viewer": own, "admin": none, "neighbour": none, "foreign": none,
    }  # fmt: skip
    client.logout()
    assert client.get(address).url.startswith(reverse("account_login"))


def test_scripts_in_texts_are_shown_as_words(client, sent, head):
    Result.objects.update(text=XSS)
    Submission.objects.update(state=State.APPROVED)
    type(sent.agency).objects.filter(pk=sent.agency_id).update(name=f"หน่วยงาน {XSS}")
    client.force_login(head)
    ask = reverse("reports:issue-agency", args=["agency_measures", sent.round_id, sent.agency_id])
    issued = IssuedReport.objects.get(pk=client.post(ask, {}).url.rstrip("/").rpartition("/")[2])
    pages = [ask, reverse("reports:issued", args=[issued.pk]), reverse("public:verify", args=[issued.token])]

    assert [(XSS in words(client.get(page)), "alert(1)" in words(client.get(page))) for page in pages] == [
        (False, True)
    ] * 3
