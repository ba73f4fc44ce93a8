"""Links in a result cell, as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.office.grid import Hyperlink
from measures.intake.answers import read_answer
from measures.intake.links import find_links

A = "https://example.go.th/plan-1"
B = "https://example.go.th/plan-2"
FORM = "https://docs.google.com/forms/d/e/1FAIpQLSfAbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGhIjKl/viewform"


def found(*lines, links=()):
    result = find_links(lines, links)
    return result.urls, result.text, [code for code, _, _ in result.doubts]


@pytest.mark.parametrize(
    ("lines", "urls", "text"),
    [
        ([A], [A], ""),
        ([A, B], [A, B], ""),
        ([f"{A} {B}"], [A, B], ""),
        ([f"{A}, {B}"], [A, B], ""),
        ([f"1. {A}", f"2. {B}"], [A, B], ""),
        ([f"- {A}", f"- {B}"], [A, B], ""),
        ([f"1. {A} 2. {B}"], [A, B], ""),
        ([A, A], [A], ""),
        ([f"ดูที่ {A}"], [A], "ดูที่"),
        ([f"แผนปี 2566 ({A})"], [A], "แผนปี 2566"),
        ([f"URL : {A}"], [A], ""),
        ([f"{A}."], [A], ""),
        ([f"{A}ดูเอกสารแนบ"], [A], "ดูเอกสารแนบ"),
        (["https://example.go.th/ข่าว/แผน"], ["https://example.go.th/ข่าว/แผน"], ""),
        (["www.example.go.th/plan"], ["www.example.go.th/plan"], ""),
        (["example.go.th/plan"], ["example.go.th/plan"], ""),
        (["https://example.go.th/a_(1)"], ["https://example.go.th/a_(1)"], ""),
        ([A, "example.go.th/plan"], [A, "example.go.th/plan"], ""),
        ([A, "Facebook"], [A], "Facebook"),
        ([A, "เอกสาร 2"], [A], "เอกสาร 2"),
        ([FORM], [FORM], ""),
        (["ส่งที่ office@example.go.th/"], [], "ส่งที่ office@example.go.th/"),
    ],
)
def test_links_and_text_are_told_apart(lines, urls, text):
    assert found(*lines) == (urls, text, [])


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["https://example.go.th/files/", "report-2566.pdf"], "https://example.go.th/files/report-2566.pdf"),
        (["https://example.go.th/samut", "sakhon-dwl-44"], "https://example.go.th/samutsakhon-dwl-44"),
        (["https://example.go.th/a-", "b", "-c2"], "https://example.go.th/a-b-c2"),
        (["https://example.go.th/a- b-2.pdf"], "https://example.go.th/a-b-2.pdf"),
    ],
)
def test_broken_link_is_joined_and_doubted(lines, whole):
    urls, text, codes = found(*lines)

    assert (urls, text, set(codes)) == ([whole], "", {"link_joined"})


def test_glued_links_are_split_and_doubted():
    assert found(A + B) == ([A, B], "", ["link_glued"])
    assert found(f"https://example.go.th/go?to={A}") == ([f"https://example.go.th/go?to={A}"], "", [])


@pytest.mark.parametrize(
    "url",
    [
        "https://example.go.th/plan-",
        "https://example.go.th/plan...",
        "https://docs.google.com/forms/d/e/1FAIpQLSc",
        "https://example.go.th/view?id=",
    ],
)
def test_cut_link_is_kept_as_typed_and_doubted(url):
    assert found(url) == ([url], "", ["link_cut"])


@pytest.mark.parametrize("url", ["htttps://example.go.th/a1", "https//example.go.th/a1", "http;//example.go.th/a1"])
def test_misspelt_scheme_is_kept_as_typed_and_doubted(url):
    assert found(url) == ([url], "", ["link_scheme"])


def test_click_target_counts_where_words_are_shown():
    assert found("เอกสารแนบ", links=[Hyperlink("เอกสารแนบ", A)]) == ([A], "เอกสารแนบ", [])


def test_click_target_that_differs_from_the_typed_link_is_doubted():
    assert found(A, links=[Hyperlink(A, B)]) == ([A], "", ["link_target"])
    assert found(A, links=[Hyperlink(A, A + "/")]) == ([A], "", [])


def test_click_target_replaces_a_link_that_is_cut_off_on_paper():
    cut = "https://example.go.th/pl..."

    assert found(cut, links=[Hyperlink(cut, A)]) == ([A], "", ["link_target"])


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("ไม่มีการให้บริการจัดระบบคิว", "not_applicable"),
        ("- ไม่มีเรื่องร้องเรียน", "not_applicable"),
        ("ไม่เกี่ยวข้องกับภารกิจ", "not_applicable"),
        ("สำนักงานฯ ไม่มีการให้บริการประชาชน", "not_applicable"),
        ("รับเรื่องแล้ว ไม่มีการร้องเรียน", "done"),
        ("อยู่ระหว่างดำเนินการ", "in_progress"),
        ("ยังไม่ได้ดำเนินการ", "not_started"),
        ("ดำเนินการแล้ว", "done"),
        (f"ไม่มีการเปลี่ยนแปลง {A}", "done"),
        ("–", "blank"),
        ("", "blank"),
    ],
)
def test_answer_follows_from_the_words(text, answer):
    assert read_answer([text])[0].answer == answer


@given(st.lists(st.text(max_size=60), max_size=5))
def test_reading_links_never_fails(lines):
    result, _ = read_answer(lines)

    assert result.answer in ("done", "in_progress", "not_started", "not_applicable", "blank")


@given(
    st.lists(st.from_regex(r"\Ahttps://[a-z]{3,8}\.go\.th/[a-z]{1,9}[0-9]{1,4}\Z"), min_size=1, max_size=6, unique=True)
)
def test_links_on_lines_of_their_own_come_back_as_typed(urls):
    assert found(*urls) == (urls, "", [])
