"""Hostile files are refused quickly and in Thai; the same paper without the attack is read."""

import resource

import pytest

from evidence.office import limits, opening
from evidence.office.limits import RefusedFile, open_container
from measures.intake.sandbox import read_paper
from measures.tests.hostile import BOOK, PAPER, SHEET, corpus, rebuilt
from measures.tests.papers import CATALOGUE, excel, word

CORPUS = corpus()


@pytest.mark.parametrize("name", CORPUS)
def test_hostile_file_is_refused_for_what_stands_in_it(name):
    """Not because it used up its time or memory."""
    reading = read_paper(CORPUS[name], CATALOGUE)

    assert [(d.code, d.severity) for d in reading.doubts] == [("hostile_file", "error")]
    assert reading.measures == ()
    assert reading.doubts[0].message.startswith("ไม่รับไฟล์นี้: ")
    assert reading.doubts[0].message.removeprefix("ไม่รับไฟล์นี้: ") != opening.TOO_MUCH


@pytest.mark.parametrize("build", [word, excel])
def test_harmless_paper_is_read_in_the_child(build):
    reading = read_paper(build(PAPER), CATALOGUE)

    assert [(m.indicator, m.label) for m in reading.measures] == [(1, "1")]


def test_reading_hostile_files_needs_little_memory():
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    for name in ("ratio bomb", "laughs", "too many cells"):
        read_paper(CORPUS[name], CATALOGUE)

    assert max(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss - before, 0) < 100 * 1024


def test_without_the_guard_the_bomb_would_unpack(monkeypatch):
    """Control: the corpus attacks something. With the limits off, the ratio bomb yields its 20 MB."""
    with pytest.raises(RefusedFile):
        open_container(CORPUS["ratio bomb"])
    monkeypatch.setattr(limits, "_check_directory", lambda members: None)

    assert len(open_container(CORPUS["ratio bomb"]).parts["word/bomb.xml"]) > 20_000_000


def test_without_the_guard_macros_and_objects_would_pass(monkeypatch):
    """Control: with the checks off, the same files open as ordinary papers."""
    monkeypatch.setattr(limits, "_check_directory", lambda members: None)
    monkeypatch.setattr(limits, "_check_content", lambda parts: None)

    names = ["macro in word", "external workbook", "embedded object", "ole relation", "dde field", "laughs"]
    assert [open_container(CORPUS[name]).kind for name in names] == ["docx", "xlsx", "docx", "docx", "docx", "docx"]


def test_merged_range_over_the_whole_sheet_is_no_work():
    huge = b'<mergeCells count="1"><mergeCell ref="F1:XFD1048576"/></mergeCells><mergeCells'
    whole = rebuilt(excel(PAPER), lambda parts: parts.update({SHEET: parts[SHEET].replace(b"<mergeCells", huge, 1)}))

    assert [m.label for m in read_paper(whole, CATALOGUE).measures] == ["1"]


def test_hidden_sheet_is_left_out_and_named():
    hidden = rebuilt(excel(PAPER), lambda parts: parts.__setitem__(
        BOOK, parts[BOOK].replace(b'state="visible"', b'state="hidden"')
    ))  # fmt: skip

    assert [doubt.code for doubt in read_paper(hidden, CATALOGUE).doubts] == ["hidden_sheet", "no_table"]


def referenced(text):
    """Text as the builder writes it into a part: other letters as references."""
    return text.encode("ascii", "xmlcharrefreplace")


def test_signs_that_no_database_keeps_are_left_out():
    old, new = referenced("ทำเรื่องที่ 1"), "ทำ_x0000__xD800_เรื่อง_x000A_ที่_x0031_".encode()
    odd = rebuilt(excel(PAPER), lambda parts: parts.update({SHEET: parts[SHEET].replace(old, new)}))

    assert [m.text for m in read_paper(odd, CATALOGUE).measures] == ["ทำเรื่อง ที่1"]


def test_shared_strings_of_a_workbook_are_read():
    old = b"<is><t>" + referenced("1. ทำเรื่องที่ 1") + b"</t></is>"
    shared = "<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><si><t>x</t></si>"
    shared += "<si><r><t>7. ทำ</t></r><r><t>ร่วมกัน</t></r></si></sst>"

    def change(parts):
        assert old in parts[SHEET]
        head, _, tail = parts[SHEET].partition(old)
        parts[SHEET] = head.rpartition(b't="inlineStr"')[0] + b't="s"><v>1</v>' + tail
        parts["xl/sharedStrings.xml"] = shared.encode()

    found = read_paper(rebuilt(excel(PAPER), change), CATALOGUE)

    assert [(m.label, m.text) for m in found.measures] == [("7", "ทำร่วมกัน")]
