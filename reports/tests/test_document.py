import datetime as dt
from decimal import Decimal

import pytest

from reports.document import Codes, Link, Made, shown, typed_lines
from reports.registry import UnknownForm, form, forms
from reports.tests.papers import agency_paper
from reports.tests.samples import SAMPLES


@pytest.mark.parametrize(
    ("value", "thai", "arabic"),
    [
        (None, "-", "-"),
        ("ฉบับ 2566 และ ๒๕๖๗", "ฉบับ 2566 และ ๒๕๖๗", "ฉบับ 2566 และ ๒๕๖๗"),
        (Made("ปี 2566"), "ปี ๒๕๖๖", "ปี 2566"),
        (Made("ปี ๒๕๖๖"), "ปี ๒๕๖๖", "ปี 2566"),
        (Codes("i1-i6"), "i๑-i๖", "i1-i6"),
        (Codes("o31-o43"), "๐๓๑-๐๔๓", "o31-o43"),
        (1736, "๑,๗๓๖", "1,736"),
        (Decimal("94.70"), "๙๔.๗๐", "94.70"),
        (dt.date(2025, 10, 13), "๑๓ ตุลาคม ๒๕๖๘", "13 ตุลาคม 2568"),
        (Link("https://a.example/2566", "https://a.example/2566"), "https://a.example/2566", "https://a.example/2566"),
    ],
)
def test_value_is_shown_in_the_chosen_numerals_and_typed_words_stay(value, thai, arabic):
    assert (shown(value, "thai"), shown(value, "arabic")) == (thai, arabic)


def test_link_leads_only_to_the_web():
    targets = ["https://a.example", "HTTP://a.example", "javascript:alert(1)", "data:text/html,x", "//a.example", ""]

    assert [Link("x", target).href for target in targets] == ["https://a.example", "HTTP://a.example", "", "", "", ""]


def test_typed_lines_leave_out_empty_ones():
    assert typed_lines(" ก \n\n ข\r\n") == (("ก",), ("ข",))
    assert typed_lines(" \n ") == ()


def test_document_numerals_change_only_what_the_portal_generates():
    paper = agency_paper(2)
    thai, arabic = (list(paper.in_numerals(n).words()) for n in ("thai", "arabic"))

    changed = [(a, t) for a, t in zip(arabic, thai, strict=True) if a != t]
    assert all("https://" not in a for a, _t in changed)
    assert ("1. กำหนด" in arabic[9], thai[4:6]) == (False, ["ตัวชี้วัดที่", "วิธีการ/ขั้นตอนการดำเนินการ"])
    assert "๑. จัดทำคู่มือสำหรับประชาชน (ฉบับ 2566-2570)" in "\n".join(thai)


def test_registry_finds_every_form_and_the_samples_know_them_all():
    assert {code: (found.scopes, found.of_round, found.numerals) for code, found in forms().items()} == {
        "agency_measures": (("agency",), True, "arabic"),
        "annual_results": (("agency", "province"), True, "thai"),
        "evidence_appendix": (("agency", "province"), True, "thai"),
        "oit_register": (("agency", "province"), False, "thai"),
        "province_measures": (("province",), True, "thai"),
        "score_analysis": (("agency", "province"), False, "thai"),
        "transparency_measures": (("agency", "province"), False, "thai"),
    }
    assert sorted(SAMPLES) == sorted(forms())


def test_registry_names_the_known_codes_for_an_unknown_one():
    with pytest.raises(
        UnknownForm, match="agency_measures, annual_results, evidence_appendix, oit_register, province_measures"
    ):
        form("../settings")
