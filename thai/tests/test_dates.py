import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai import dates

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("๓๐ ก.ย. ๖๘", dt.date(2025, 9, 30)),
        ("30 กันยายน พ.ศ. 2568", dt.date(2025, 9, 30)),
        ("วันที่ ๑๓ ตุลาคม ๒๕๖๘", dt.date(2025, 10, 13)),
        ("30/9/2568", dt.date(2025, 9, 30)),
        ("30-09-68", dt.date(2025, 9, 30)),
        ("2025-09-30", dt.date(2025, 9, 30)),
        ("2568-09-30", dt.date(2025, 9, 30)),
        ("29/02/2567", dt.date(2024, 2, 29)),
        ("29 ก.พ. 2024", dt.date(2024, 2, 29)),
        ("1 มค 70", dt.date(2027, 1, 1)),
        ("1 มกราคม ค.ศ. 2027", dt.date(2027, 1, 1)),
    ],
)
def test_parse_date_understands_what_people_type(typed, day):
    assert dates.parse_date(typed) == day


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "ไม่เข้าใจวันที่ “” โปรดพิมพ์เช่น 30/9/2568 หรือ 30 ก.ย. 68"),
        ("เมื่อวาน", "ไม่เข้าใจวันที่ “เมื่อวาน” โปรดพิมพ์เช่น 30/9/2568 หรือ 30 ก.ย. 68"),
        ("29/02/2568", "ไม่มีวันที่ “29/02/2568” ในปฏิทิน โปรดตรวจวันและเดือนอีกครั้ง"),
        ("31 ฟหกด 2568", "ไม่มีวันที่ “31 ฟหกด 2568” ในปฏิทิน โปรดตรวจวันและเดือนอีกครั้ง"),
        ("1/1/9999", "ไม่เข้าใจปี “9999” โปรดพิมพ์ปี พ.ศ. สี่หลัก เช่น 2568"),
        ("1 ม.ค. พ.ศ. 2025", "ไม่เข้าใจปี “2025” โปรดพิมพ์ปี พ.ศ. สี่หลัก เช่น 2568"),
    ],
)
def test_parse_date_refuses_in_thai(typed, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        dates.parse_date(typed)


@given(DAYS, st.sampled_from(["thai", "arabic"]))
def test_parse_date_reads_every_long_date_back(day, numerals):
    assert dates.parse_date(dates.long_date(day, numerals)) == day


@given(st.dates(dt.date(1957, 1, 1), dt.date(2056, 12, 31)))
def test_parse_date_reads_every_short_date_of_the_century_back(day):
    assert dates.parse_date(dates.short_date(day)) == day


@given(DAYS)
def test_fiscal_year_holds_its_own_days_only(day):
    first, last = dates.fiscal_year_bounds(dates.fiscal_year(day))
    assert first <= day <= last
    assert dates.fiscal_year(first - dt.timedelta(days=1)) == dates.fiscal_year(day) - 1
    assert dates.fiscal_year(last + dt.timedelta(days=1)) == dates.fiscal_year(day) + 1


def test_fiscal_year_starts_on_the_first_of_october():
    assert dates.fiscal_year_bounds(2569) == (dt.date(2025, 10, 1), dt.date(2026, 9, 30))


def test_dates_are_printed_as_offices_print_them():
    day = dt.date(2025, 10, 13)
    assert [dates.long_date(day), dates.long_date(day, "arabic"), dates.short_date(day)] == [
        "๑๓ ตุลาคม ๒๕๖๘",
        "13 ตุลาคม 2568",
        "13 ต.ค. 68",
    ]


def test_short_datetime_is_thai_time():
    moment = dt.datetime(2023, 9, 13, 8, 20, tzinfo=dt.UTC)
    assert dates.short_datetime(moment) == "13 ก.ย. 66 เวลา 15.20 น."
    assert dates.short_datetime(moment, "thai") == "๑๓ ก.ย. ๖๖ เวลา ๑๕.๒๐ น."
    assert dates.short_datetime(dt.datetime(2023, 9, 13, 15, 20)) == "13 ก.ย. 66 เวลา 15.20 น."


def test_short_datetime_changes_the_day_at_thai_midnight():
    assert dates.short_datetime(dt.datetime(2026, 9, 30, 17, 0, tzinfo=dt.UTC)) == "1 ต.ค. 69 เวลา 00.00 น."
