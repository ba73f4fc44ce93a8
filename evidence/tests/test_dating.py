"""How old a page is by its address and title: certain dates only, on the page's side where in doubt."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.dating import latest_day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://www.a.go.th/wp-content/uploads/2023/05/plan.pdf", dt.date(2023, 5, 31)),
        ("https://www.a.go.th/news/2023-05-12/meeting", dt.date(2023, 5, 12)),
        ("https://www.a.go.th/files/25660512.pdf", dt.date(2023, 5, 12)),
        ("https://www.a.go.th/files/20230231_x.pdf", dt.date(2023, 2, 28)),
        ("https://www.a.go.th/files/ประกาศ-25660231.pdf", dt.date(2023, 2, 28)),
        ("https://www.a.go.th/2566/02/31/x", dt.date(2023, 2, 28)),
        ("https://www.a.go.th/ita/2566/o10", dt.date(2023, 12, 31)),
        ("https://www.a.go.th/ita2566/plan.pdf", dt.date(2023, 12, 31)),
        ("https://www.a.go.th/files/แผนปี2566.pdf", dt.date(2023, 12, 31)),
        ("https://www.a.go.th/files/%E0%B9%81%E0%B8%9C%E0%B8%99-2566.pdf", dt.date(2023, 12, 31)),
        ("https://www.a.go.th/files/plan-2566-2570.pdf", dt.date(2027, 12, 31)),
        ("https://www.a.go.th/files/plan-2566-70.pdf", dt.date(2027, 12, 31)),
        ("https://www.a.go.th/2022/10/plan-2566.pdf", dt.date(2023, 12, 31)),
        ("https://www.a.go.th/ผลปี๒๕๖๖.pdf", dt.date(2023, 12, 31)),
        ("https://www.a.go.th/files/plan-2566-1.pdf", dt.date(2023, 12, 31)),
        # Numbers of articles, identifiers and parameters are no dates.
        ("https://www.a.go.th/news/2560", None),
        ("https://www.a.go.th/news/2015", None),
        ("https://www.a.go.th/view?id=2560", None),
        ("https://www.a.go.th/content/201805/12", None),
        ("https://docs.google.com/forms/d/e/1FAIpQLSd7Xw2566mKfZr/viewform", None),
        ("https://www.a.go.th/item/125660512", None),
        ("https://www.2566.go.th/plan", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_address_tells_its_date_only_where_it_is_certain(url, day):
    assert latest_day(url) == day


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("รายงานผล ประจำปีงบประมาณ พ.ศ. 2565", dt.date(2022, 12, 31)),
        ("รายงานผล ปีงบประมาณ ๒๕๖๕ - สำนักงานตัวอย่าง", dt.date(2022, 12, 31)),
        ("แผนปฏิบัติการ พ.ศ. 2566 - 2570", dt.date(2027, 12, 31)),
        ("ข่าวที่ 2565", None),
    ],
)
def test_title_tells_its_year_only_where_it_says_that_it_is_one(title, day):
    assert latest_day("https://www.a.go.th/report", title) == day


def test_of_address_and_title_the_later_date_counts():
    assert latest_day("https://www.a.go.th/2019/05/x", "ประจำปี 2566") == dt.date(2023, 12, 31)


@given(st.text(), st.text())
def test_any_text_has_a_date_or_none(url, title):
    assert latest_day(f"https://www.a.go.th/{url}", title) is None or latest_day(f"https://www.a.go.th/{url}", title)
