"""Papers of a whole year: their own addresses and chooser, for an agency that has no round at all."""

import pytest
from django.urls import reverse

from agencies.choices import Role
from assessments.register.writing import TypedItem
from assessments.tests.registers import SITE, edition, put

YEAR = 2566


@pytest.fixture
def filled(agency, staff):
    edition(YEAR), edition(2569)
    put(agency, staff, YEAR, "o1", TypedItem("yes", "ครบ <b>", "", (f"{SITE}/a",)))
    return agency


def of_agency(agency, ending="", year=YEAR):
    args = ["oit_register", year, agency.pk]
    return reverse(
        "reports:year-agency-paper-file" if ending else "reports:year-agency-paper",
        args=[*args, ending][: 3 + bool(ending)],
    )


def of_province(province, ending=""):
    args = ["oit_register", YEAR, province.code]
    name = "reports:year-province-paper-file" if ending else "reports:year-province-paper"
    return reverse(name, args=[*args, ending] if ending else args)


def test_agency_without_a_round_opens_its_paper_of_the_year(client, staff, filled):
    client.force_login(staff)
    page = client.get(of_agency(filled), {"numerals": "arabic"}).content.decode()

    for words in ("หน่วยงาน : หน่วยงานทดสอบ", "ประจำปีงบประมาณ พ.ศ. 2566", f"{SITE}/a", "ครบ &lt;b&gt;", "42 ข้อยังว่าง"):
        assert words in page
    assert f"{of_agency(filled, 'pdf')}?numerals=arabic" in page


@pytest.mark.parametrize(("ending", "start"), [("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")])
def test_paper_of_the_year_is_downloaded(client, reviewer, filled, ending, start):
    client.force_login(reviewer)

    for address in (of_agency(filled, ending), of_province(filled.province, ending)):
        answer = client.get(address)
        assert (answer.status_code, answer.content.startswith(start)) == (200, True)
        assert "2566" in answer["Content-Disposition"]


def test_chooser_offers_papers_of_the_year_without_any_round(client, staff, filled):
    client.force_login(staff)
    address = reverse("reports:papers")
    page = client.get(address).content.decode()
    chosen = client.get(
        address, {"of-code": "oit_register", "of-year": YEAR, "of-agency": filled.pk, "of-numerals": "thai"}
    )

    assert ["ยังไม่มีรอบรายงาน" in page, 'name="of-code"' in page, "ทุกหน่วยงานของจังหวัด" in page] == [True, True, False]
    assert (chosen.context["owner"], chosen.context["address"]) == (
        "หน่วยงานทดสอบ",
        f"{of_agency(filled)}?numerals=thai",
    )
    assert "42 ข้อยังว่าง" in chosen.content.decode()


def test_office_chooses_the_whole_province_or_one_agency(client, reviewer, filled, make_agency):
    make_agency("หน่วยงานว่าง")
    client.force_login(reviewer)
    address, choice = reverse("reports:papers"), {"of-code": "oit_register", "of-year": YEAR}
    whole = client.get(address, choice)
    one = client.get(address, choice | {"of-agency": filled.pk})

    assert [page.context["address"] for page in (whole, one)] == [of_province(filled.province), of_agency(filled)]
    assert "1 หน่วยงานยังไม่ส่ง" in whole.content.decode()


def test_nation_chooses_a_province_first(client, viewer, filled, other_province, make_agency):
    elsewhere = make_agency("ที่อื่น", province=other_province)
    client.force_login(viewer)
    page = client.get(
        reverse("reports:papers"), {"of-code": "oit_register", "of-year": YEAR, "of-province": other_province.pk}
    )

    assert [one.name for one in page.context["yearly"].fields["agency"].queryset] == [elsewhere.name]
    assert page.context["nothing"] == "จังหวัดต่างถิ่นยังไม่มีทะเบียนการเปิดเผยข้อมูล (OIT) ของปีงบประมาณ พ.ศ. 2566"


def test_paper_with_nothing_in_it_leads_back_and_says_why(client, staff, filled):
    client.force_login(staff)
    for ending in ("", "pdf"):
        answer = client.get(of_agency(filled, ending, 2569), follow=True)
        assert answer.redirect_chain[-1][0].startswith(reverse("reports:papers"))
        assert "เกณฑ์ปีงบประมาณ พ.ศ. 2569 ยังไม่มีรายการ OIT" in answer.content.decode()


def test_province_paper_is_refused_to_staff_with_the_reason(client, staff, filled):
    client.force_login(staff)
    answer = client.get(of_province(filled.province))

    assert (answer.status_code, "เปิดได้เฉพาะสำนักงานจังหวัดและส่วนกลาง" in answer.content.decode()) == (403, True)


def test_foreign_papers_of_a_year_do_not_exist(client, make_user, make_agency, other_province, filled):
    client.force_login(make_user(Role.STAFF, make_agency()))
    assert client.get(of_agency(filled)).status_code == 404
    client.force_login(make_user(Role.REVIEWER, other_province))
    assert [client.get(one).status_code for one in (of_agency(filled), of_province(filled.province))] == [404, 404]


@pytest.mark.parametrize(
    "path",
    ["agency_measures/year/2566/agency/{a}/", "oit_register/{a}/", "oit_register/year/2566/agency/{a}/file/exe",
     "none/year/2566/agency/{a}/", "oit_register/year/2566/province/zz/"],
)  # fmt: skip
def test_address_of_no_paper_of_a_year_is_not_found(client, reviewer, filled, path):
    client.force_login(reviewer)

    assert client.get("/papers/" + path.format(a=filled.pk)).status_code == 404


@pytest.mark.parametrize(
    "query",
    [{"of-code": "x"}, {"of-code": "oit_register", "of-year": "\0", "of-agency": "9" * 40},
     {"of-code": "oit_register", "of-year": "2566", "of-province": "-1", "of-agency": "abc"}],
)  # fmt: skip
def test_chooser_of_the_year_stands_odd_input(client, viewer, filled, query):
    client.force_login(viewer)

    assert client.get(reverse("reports:papers"), query).status_code == 200


def test_person_without_any_place_sees_no_chooser(client, make_user, filled):
    client.force_login(make_user())

    assert 'name="of-code"' not in client.get(reverse("reports:papers")).content.decode()
