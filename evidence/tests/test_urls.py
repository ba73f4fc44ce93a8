"""What is typed into a link field: canonical, readable, repaired."""

import pytest

from evidence.urls import Fault, Repair, canonical, readable, repair

GOOD = [
    "https://www.office.go.th/plan-2566.pdf",
    "https://x.go.th/แผน/ปี2566",
    "https://x.go.th/o12แผน.pdf",
    "https://web.archive.org/web/2023/https://x.go.th/a",
    "https://x.go.th/go?u=https://y.go.th/b",
    "https://x.go.th/a_(b)",
    "HTTPS://X.go.th/A",
]


@pytest.mark.parametrize("typed", GOOD)
def test_repair_leaves_a_web_address_alone(typed):
    assert repair(typed) == Repair((typed,), True, Fault.NONE)


CERTAIN = [
    ("www.office.go.th/a", ("https://www.office.go.th/a",), Fault.SCHEME),
    ("office.go.th", ("https://office.go.th",), Fault.SCHEME),
    ("www.ราชการ.ไทย/ก", ("https://www.ราชการ.ไทย/ก",), Fault.SCHEME),
    ("htp://x.go.th/a", ("http://x.go.th/a",), Fault.SCHEME),
    ("https:/x.go.th/a", ("https://x.go.th/a",), Fault.SCHEME),
    ("https;//x.go.th/a", ("https://x.go.th/a",), Fault.SCHEME),
    ("https: //x.go.th/a", ("https://x.go.th/a",), Fault.SCHEME),
    ("http://http://x.go.th/a", ("http://x.go.th/a",), Fault.GLUED),
    ("ดูที่ https://x.go.th/a", ("https://x.go.th/a",), Fault.GLUED),
    ("ลิงก์https://x.go.th/a.pdfรายงานประจำปี", ("https://x.go.th/a.pdf",), Fault.GLUED),
    ("https://x.go.th/a (รายงาน)", ("https://x.go.th/a",), Fault.GLUED),
    ("https://x.go.th/samut- dwl-1", ("https://x.go.th/samut-dwl-1",), Fault.SPACE),
    ("\u200bhttps://x.go.th/a", ("https://x.go.th/a",), Fault.SPACE),
    ("https://x.go.th/ahttps://y.go.th/b", ("https://x.go.th/a", "https://y.go.th/b"), Fault.SEVERAL),
    ("https://x.go.th/a, https://y.go.th/b", ("https://x.go.th/a", "https://y.go.th/b"), Fault.SEVERAL),
    ("https://x.go.th/a และ www.y.go.th/b", ("https://x.go.th/a", "https://www.y.go.th/b"), Fault.SEVERAL),
    ("1.https://x.go.th/a 2.https://x.go.th/b", ("https://x.go.th/a", "https://x.go.th/b"), Fault.SEVERAL),
]


@pytest.mark.parametrize(("typed", "urls", "why"), CERTAIN)
def test_repair_mends_what_is_certain(typed, urls, why):
    assert repair(typed) == Repair(urls, True, why)


def test_repair_shows_what_is_a_guess():
    assert repair("https://x.go.th/My plan 2566.pdf") == Repair(
        ("https://x.go.th/My%20plan%202566.pdf",), False, Fault.SPACE
    )


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("ไม่มีการให้บริการจองคิว", Fault.TEXT),
        ("ข้อ 1.2", Fault.TEXT),
        ("รายงาน.docx", Fault.TEXT),
        ("javascript:alert(1)", Fault.TEXT),
        ("office@x.go.th", Fault.MAIL),
        ("https://", Fault.BROKEN),
        ("https://user@x.go.th/", Fault.BROKEN),
        (f"https://x.go.th/{'a' * 2048}", Fault.LONG),
    ],
)
def test_repair_proposes_nothing_where_there_is_no_address(typed, why):
    assert repair(typed) == Repair((), False, why)


def test_readable_shows_thai_and_keeps_what_would_be_another_address():
    thai = canonical("https://www.ราชการ.ไทย/แผน/ปี?คำ=ก")

    assert (
        thai
        == "https://www.xn--12cr8ec6ec.xn--o3cw4h/%E0%B9%81%E0%B8%9C%E0%B8%99/%E0%B8%9B%E0%B8%B5?%E0%B8%84%E0%B8%B3=%E0%B8%81"
    )
    assert readable(thai) == "https://www.ราชการ.ไทย/แผน/ปี?คำ=ก"
    assert canonical(readable(thai)) == thai
    assert readable("https://x.go.th/a%2Fb%3Fc%20d") == "https://x.go.th/a%2Fb%3Fc%20d"
    # A Cyrillic name that looks like a Latin one stays in its code.
    assert readable("https://xn--80ak6aa92e.com/a") == "https://xn--80ak6aa92e.com/a"
