"""Prose in simple markup: what is typed is printed, all of it; a proposal prints what the editor offers."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.workflow import MAX_TEXT
from reports.blocks import Paragraph
from reports.document import Bold, Made
from reports.parts import Part, as_proposed, blocks_of
from reports.prose import cited, cleaned, offered, proposed_blocks, written_blocks
from reports.values import shown

# What the markup is made of, more often than chance would have it.
MARKED = st.text(st.sampled_from("ก๑1.)- *\n\t<ั้ข้อ" + "\u2028"))
TEXTS = st.one_of(st.text(), MARKED)


def printed(blocks, numerals="thai"):
    return ["".join(shown(value, numerals) for line in block.spoken() for value in line) for block in blocks]


def letters(text):
    return [sign for sign in text if not sign.isspace() and sign != "*"]


@given(TEXTS)
def test_no_typed_word_is_lost_or_changed(text):
    assert letters("".join(printed(written_blocks(text)))) == letters(text)


@given(TEXTS)
def test_only_stars_that_mark_bold_words_disappear(text):
    blocks = written_blocks(text)
    bold = sum(isinstance(value, Bold) for block in blocks for value in block.line)

    assert text.count("*") - "".join(printed(blocks)).count("*") == 4 * bold


@given(TEXTS)
def test_paragraph_prints_on_one_line_and_has_words(text):
    assert [line for line in printed(written_blocks(text)) if "\n" in line or not line.strip()] == []


@given(st.text(), st.text())
def test_proposal_prints_what_the_editor_offers(before, name):
    proposal = f"{cleaned(before)}\n\n1. ปี 2568 {cited(name)} **ข้อ 4**"
    offer = offered(proposal, "thai")

    assert printed(proposed_blocks(proposal)) == printed(written_blocks(offer))
    assert offer.endswith(f"๑. ปี ๒๕๖๘ {offered(cited(name), 'thai')} **ข้อ ๔**")


@given(st.text())
def test_cited_words_keep_their_digits_and_mark_nothing(name):
    (block,) = proposed_blocks(f"ก {cited(name)}")

    assert not any(isinstance(value, Bold) for value in block.line)
    assert printed([block], "thai") == printed([block], "arabic")


def test_paragraphs_lists_and_bold_words_become_blocks():
    text = (
        "ตามที่ **ป.ป.ช.** แจ้ง\nต่อบรรทัด\n95.43 คะแนน\n\n"
        "1. หนึ่ง\n  - ก\n  - ข\n2) สอง\nต่อข้อสอง\n๒.๑ สองหนึ่ง\n    ๑) ลึก\n\nจบ"
    )

    assert written_blocks(text) == (
        Paragraph(("ตามที่ ", Bold("ป.ป.ช."), " แจ้ง ต่อบรรทัด 95.43 คะแนน")),
        Paragraph(("หนึ่ง",), ("1.",)),
        Paragraph(("ก",), ("-",), 1),
        Paragraph(("ข",), ("-",), 1),
        Paragraph(("สอง ต่อข้อสอง",), ("2)",)),
        Paragraph(("สองหนึ่ง",), ("๒.๑",), 1),
        Paragraph(("ลึก",), ("๑)",), 1),
        Paragraph(("จบ",)),
    )


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "**ไม่ปิด", "** ก **", "1.ไม่เว้น", "- ", "2568. ปี", "-ก", "# หัวข้อ", "[ก](ข)"]
)
def test_anything_else_is_words(text):
    assert written_blocks(text) == (Paragraph((text.strip(),)),)


def test_numbers_of_a_proposal_follow_the_numerals_and_cited_words_do_not():
    proposal = f"1. ปี 2568 {cited('โรงเรียน 5')} **{cited('ข้อ 6')} ได้ 90**"

    assert proposed_blocks(proposal) == (
        Paragraph((Made("ปี 2568 "), "โรงเรียน 5", Made(" "), Bold("ข้อ 6"), Bold(Made(" ได้ 90"))), (Made("1."),)),
    )
    assert offered(proposal, "thai") == "๑. ปี ๒๕๖๘ โรงเรียน 5 **ข้อ 6 ได้ ๙๐**"
    assert offered(proposal, "arabic") == "1. ปี 2568 โรงเรียน 5 **ข้อ 6 ได้ 90**"


def test_letters_that_no_file_can_hold_are_taken_out():
    assert cleaned("ก\x00ข\x08ค\x1b\x9f\ufffe \t\r\n\r\nง\rจ  \n") == "กขค\n\nง\nจ"


class Data:
    prose = {"preface": "ปี 2568 เขียนเอง", "rationale": "  "}


PARTS = (
    Part("preface", "คำนำ", lambda data: "เสนอ 1"),
    Part("rationale", "หลักการ", lambda data: "เสนอ 2"),
    Part("analysis", "วิเคราะห์", lambda data: ""),
)


def test_paper_prints_own_words_else_the_proposal():
    assert [blocks_of(PARTS, Data(), part.code) for part in PARTS] == [
        (Paragraph(("ปี 2568 เขียนเอง",)),), (Paragraph((Made("เสนอ 2"),)),), (),
    ]  # fmt: skip
    assert as_proposed(PARTS, Data()) == ("หลักการ", "วิเคราะห์")
    with pytest.raises(KeyError):
        blocks_of(PARTS, Data(), "unknown")


BOTH_STARS = re.compile(r"\*\*(?=[^\s*])(.+?)(?<=[^\s*])\*\*")


@given(st.text(alphabet="**** ก1", max_size=30))
def test_bold_words_stand_between_two_stars_on_both_sides(text):
    line = f"x{' '.join(text.split())}"
    found = [value.words for one in written_blocks(line) for value in one.line if isinstance(value, Bold)]

    assert found == [one[1] for one in BOTH_STARS.finditer(line.strip())]


def cost(read, letters: int = MAX_TEXT) -> float:
    began = time.process_time()
    read("**ก " * (letters // 4))
    return time.process_time() - began


def test_stars_that_nothing_closes_cost_nothing():
    assert cost(written_blocks) < 0.3


def test_one_expression_for_both_sides_would_cost_seconds():
    """The control: each star looks through the rest of the text anew."""
    assert cost(lambda text: list(BOTH_STARS.finditer(text)), 24_000) > 0.3
