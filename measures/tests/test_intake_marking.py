"""The person's own file with the doubtful cells marked."""

import io

import pytest
from docx import Document
from openpyxl import load_workbook

from measures.intake.sandbox import marked_copy, read_paper
from measures.tests.papers import CATALOGUE, HEAD, ONE, excel, measure_row, word

ROWS = [HEAD, measure_row(1, indicator=ONE), measure_row(2, ""), measure_row(2, "ไม่มีการจัดคิว")]


def test_marked_workbook_colours_and_notes_the_doubtful_cells_only():
    data = excel(ROWS)
    doubts = read_paper(data, CATALOGUE).doubts
    page = load_workbook(io.BytesIO(marked_copy(data, doubts))).active

    noted = {cell.coordinate: cell.fill.start_color.rgb for row in page for cell in row if cell.comment}
    assert noted == {"E6": "00FFF2A8", "E7": "00FFF2A8", "C7": "00F8C9C4"}
    assert page["C7"].comment.text == "• " + next(d.message for d in doubts if d.code == "label_twice")
    assert page["E7"].value == "ไม่มีการจัดคิว"


def test_marked_word_paper_shades_the_cell_and_says_what_to_do():
    data = word(ROWS)
    doubts = read_paper(data, CATALOGUE).doubts
    table = Document(io.BytesIO(marked_copy(data, doubts))).tables[0]

    shaded = [
        (row, column)
        for row, tr in enumerate(table._tbl.tr_lst, start=1)
        for column, tc in enumerate(tr.tc_lst, start=1)
        if tc.xpath("w:tcPr/w:shd")
    ]
    assert shaded == [(3, 5), (4, 3), (4, 5)]
    assert table.cell(2, 4).text == "\n【" + next(d.message for d in doubts if d.code == "answer_blank") + "】"


@pytest.mark.parametrize("build", [word, excel])
def test_marked_paper_reads_like_the_one_that_came(build):
    data = build(ROWS)
    reading = read_paper(data, CATALOGUE)

    assert read_paper(marked_copy(data, reading.doubts), CATALOGUE) == reading
