import datetime as dt

from django.template import Context, Template
from django.utils import translation

MOMENT = dt.datetime(2023, 9, 13, 17, 30, tzinfo=dt.UTC)


def rendered(expression: str, value: object) -> str:
    return Template("{% load thai %}{{ value|" + expression + " }}").render(Context({"value": value}))


def test_filters_print_what_the_thai_package_says():
    assert [rendered(name, MOMENT) for name in ("long_date", "short_date", "short_datetime")] == [
        "๑๔ กันยายน ๒๕๖๖",
        "14 ก.ย. 66",
        "14 ก.ย. 66 เวลา 00.30 น.",
    ]
    assert rendered("long_date", dt.date(2025, 10, 13)) == "๑๓ ตุลาคม ๒๕๖๘"


def test_filters_print_a_dash_for_nothing():
    assert [rendered(name, None) for name in ("long_date", "short_date", "short_datetime")] == ["-", "-", "-"]


def test_english_readers_see_both_eras():
    with translation.override("en"):
        shown = [rendered(name, MOMENT) for name in ("long_date", "short_date", "short_datetime")]

    assert shown == ["14 September 2023 (2566)", "14 Sep 2023 (2566)", "14 Sep 2023 (2566), 00:30"]
