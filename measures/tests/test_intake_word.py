"""What only Word files do: automatic numbers, tracked changes, links in runs and fields."""

import pytest

from measures.intake.child import read_file
from measures.tests.hostile import DOC, rebuilt
from measures.tests.papers import ALL, CATALOGUE, HEAD, LINK, ONE, TWO, measure_row, word

OTHER = "https://example.go.th/other"
NUMBERING = b"""<?xml version="1.0"?>
<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="5">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%%1.%%2"/></w:lvl></w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="5"/></w:num></w:numbering>"""


def measures(data):
    return read_file(data, CATALOGUE).measures


def with_runs(old: str, new: str) -> bytes:
    """A paper with one result cell whose run holding `old` is replaced by other XML."""

    def change(parts):
        run = f"<w:r><w:t>{old}</w:t></w:r>".encode()
        assert run in parts[DOC]
        parts[DOC] = parts[DOC].replace(run, new.encode())

    return rebuilt(word([HEAD, measure_row(1, old, indicator=ONE)]), change)


@pytest.mark.parametrize("form", [b"decimal", b"thaiNumbers"])
def test_automatic_numbers_are_labels(form):
    rows = [
        HEAD,
        ["IIT", ONE, "XXจัดระบบ", ALL, LINK],
        [None, None, "YYตั้งจุด", None, ""],
        [None, None, "XXติดตาม", None, LINK],
    ]

    def change(parts):
        parts["word/numbering.xml"] = NUMBERING % (form, form)
        for mark, depth in ((b"XX", b"0"), (b"YY", b"1")):
            numbered = (
                b'<w:p><w:pPr><w:numPr><w:ilvl w:val="%s"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>' % depth
            )
            parts[DOC] = parts[DOC].replace(b"<w:p><w:r><w:t>" + mark, numbered)

    found = measures(rebuilt(word(rows), change))

    assert [(m.label, m.text, [(s.label, s.text) for s in m.substeps]) for m in found] == [
        ("1", "จัดระบบ", [("1.1", "ตั้งจุด")]),
        ("2", "ติดตาม", []),
    ]


def numbered(list_id: str, words: str = "") -> bytes:
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{words}</w:t></w:r></w:p>"
    ).encode()


def test_automatic_numbers_begin_anew_where_the_paper_says_so():
    rows = [HEAD, ["IIT", ONE, "AA", ALL, LINK], [None, None, "BB", None, LINK], ["IIT", TWO, "CC", ALL, LINK]]
    restarted = (
        b'<w:num w:numId="8"><w:abstractNumId w:val="5"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        b"</w:lvlOverride></w:num></w:numbering>"
    )

    def change(parts):
        parts["word/numbering.xml"] = (NUMBERING % (b"decimal", b"decimal")).replace(b"</w:numbering>", restarted)
        for mark, list_id in ((b"AA", "7"), (b"BB", "7"), (b"CC", "8")):
            parts[DOC] = parts[DOC].replace(b"<w:p><w:r><w:t>" + mark + b"</w:t></w:r></w:p>", numbered(list_id, "ทำ"))

    found = measures(rebuilt(word(rows), change))

    assert [(m.indicator, m.label) for m in found] == [(1, "1"), (1, "2"), (2, "1")]


def test_column_of_automatic_numbers_alone_holds_the_labels():
    rows = [["ลำดับ", *HEAD], ["AA", "IIT", ONE, "ก", ALL, LINK], ["AA", None, None, "ข", None, LINK]]

    def change(parts):
        parts["word/numbering.xml"] = NUMBERING % (b"thaiNumbers", b"decimal")
        parts[DOC] = parts[DOC].replace(b"<w:p><w:r><w:t>AA</w:t></w:r></w:p>", numbered("7"))

    assert [(m.label, m.text) for m in measures(rebuilt(word(rows), change))] == [("1", "ก"), ("2", "ข")]


def test_tracked_deletions_are_not_part_of_the_paper():
    run = f"<w:del><w:r><w:delText>{OTHER}</w:delText></w:r></w:del><w:ins><w:r><w:t>{LINK}</w:t></w:r></w:ins>"

    assert measures(with_runs("x", run))[0].result.urls == (LINK,)


def test_link_over_several_runs_is_one_link():
    run = "<w:r><w:t>https://example.go.th/</w:t></w:r><w:r><w:t>plan-1</w:t></w:r>"

    assert measures(with_runs("x", run))[0].result.urls == (LINK,)


def test_link_field_shows_its_text_and_leads_to_its_target():
    run = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "' + LINK + '"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>แผนงาน</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    result = measures(with_runs("x", run))[0].result

    assert (result.text, result.urls) == ("แผนงาน", (LINK,))


def test_table_in_a_content_control_is_read():
    def change(parts):
        parts[DOC] = (
            parts[DOC]
            .replace(b"<w:tbl>", b"<w:sdt><w:sdtContent><w:tbl>")
            .replace(b"</w:tbl>", b"</w:tbl></w:sdtContent></w:sdt>")
        )

    assert [m.label for m in measures(rebuilt(word([HEAD, measure_row(1, indicator=ONE)]), change))] == ["1"]


def test_title_cell_over_all_columns_is_a_title():
    def change(parts):
        row = (
            '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="5"/></w:tcPr>'
            "<w:p><w:r><w:t>หน่วยงาน : ที่ทำการอำเภอสมมติ</w:t></w:r></w:p>"
            "</w:tc></w:tr>"
        )
        parts[DOC] = parts[DOC].replace(b"<w:tr>", row.encode() + b"<w:tr>", 1)

    reading = read_file(rebuilt(word([HEAD, measure_row(1, indicator=ONE)], titles=[]), change), CATALOGUE)

    assert (reading.heading.agency, len(reading.measures)) == ("ที่ทำการอำเภอสมมติ", 1)
