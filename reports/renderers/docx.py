"""Document to Word; here a form: landscape, title in the page header, column heads repeated, merged block cells."""

import io
from functools import partial

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.shared import Mm

from reports.document import Document, Line
from reports.renderers import docx_report
from reports.renderers.bands import TIGHT, visible
from reports.renderers.docx_letter import stamp
from reports.renderers.docx_parts import (
    BORDERS,
    NAMES,
    TWIPS,
    between,
    box,
    draft_mark,
    fonts,
    linked,
    page_number,
    run,
)
from reports.renderers.docx_place import Place
from reports.renderers.office import clean, settled
from reports.renderers.sheets import Room, Sheet, sheets
from reports.renderers.shown import ShownCell, ShownLine

_LINK = RELATIONSHIP_TYPE.HYPERLINK
_MARGIN = 12
_POINTS = 72 / 25.4  # in one millimetre
_HEADER = 8  # millimetres above the header
_LINE = 17  # points of every line, exactly: as many lines stand on a page as were counted; 1.06 of the font's size
_ABOVE, _BELOW = 1, 2  # points between a cell's lines and its words


def render(document: Document) -> bytes:
    """The Word file; the same document gives the same bytes."""
    return docx_report.render(document) if document.layout == "report" else _form(document)


def _form(document: Document) -> bytes:
    word = docx.Document()
    _styles(word)
    width = _page(word, document)
    _headers(word, document)
    body = word.element.body
    for number, page in enumerate(sheets(document, _room(document))):
        for place, part in enumerate(page):
            if number or place:
                body.insert(len(body) - 1, parse_xml(between(fresh=not place)))
            body.insert(len(body) - 1, parse_xml(_table(word, part, width)))
    for made in stamp(Place(word, document, round(width / TWIPS), 0, document.landscape)):
        body.insert(len(body) - 1, parse_xml(made))
    body.insert(len(body) - 1, parse_xml(between(fresh=False)))
    word.core_properties.title = clean(" ".join(document.line(line) for line in document.title))[:255]
    word.core_properties.author = clean(document.author)[:255]
    word.core_properties.comments = ""
    target = io.BytesIO()
    word.save(target)
    return settled(target.getvalue())


def _styles(word: WordDocument) -> None:
    style = word.styles["Normal"].element
    for old in style.findall("{*}rPr") + style.findall("{*}pPr"):
        style.remove(old)
    style.append(
        parse_xml(
            f'<w:pPr {NAMES}><w:spacing w:before="0" w:after="0" w:line="{_LINE * 20}" w:lineRule="exact"/></w:pPr>'
        )
    )
    style.append(parse_xml(f"<w:rPr {NAMES}>{fonts()}</w:rPr>"))


def _page(word: WordDocument, document: Document) -> int:
    """Set up the paper; the width between its margins in twips."""
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if document.landscape else WD_ORIENT.PORTRAIT
    long, short = Mm(297), Mm(210)
    section.page_width, section.page_height = (long, short) if document.landscape else (short, long)
    section.left_margin = section.right_margin = section.bottom_margin = Mm(_MARGIN)
    section.top_margin = Mm(20)
    section.header_distance, section.footer_distance = Mm(_HEADER), Mm(6)
    section.different_first_page_header_footer = True
    return round(((297 if document.landscape else 210) - 2 * _MARGIN) * TWIPS)


def _room(document: Document) -> Room:
    """What a page holds below its header and the column heads."""
    page = ((210 if document.landscape else 297) - _HEADER - _MARGIN) * _POINTS
    letters = 125 if document.landscape else 85  # in one line of a heading
    titles = sum(
        _LINE * (1 + visible(document.line(line)) // letters) for line in (*document.title, *document.subtitle)
    )
    front = sum(_LINE * (1 + visible(document.line(line)) // letters) for line in document.front)
    heads = 2 * _LINE + _ABOVE + _BELOW
    return Room(page - titles - front - heads, page - titles - _LINE - heads, _LINE, _ABOVE + _BELOW + 1, TIGHT)


def _headers(word: WordDocument, document: Document) -> None:
    """Page 1: front and title; later pages: the number and the title."""
    section = word.sections[0]
    titles = [_heading(document, line, "center") for line in document.title]
    titles += [_heading(document, line, "left") for line in document.subtitle]
    first = [_heading(document, line, "center") for line in document.front]
    for header, paragraphs in (
        (section.first_page_header, first + titles),
        (section.header, [page_number(document), *titles]),
    ):
        header.is_linked_to_previous = False
        element = header._element
        for old in list(element):
            element.remove(old)
        for paragraph in paragraphs:
            element.append(parse_xml(paragraph))
        if document.draft:
            element[-1].append(parse_xml(draft_mark()))


def _heading(document: Document, line: Line, side: str) -> str:
    return f'<w:p {NAMES}><w:pPr><w:jc w:val="{side}"/></w:pPr>{run(document.line(line), bold=True)}</w:p>'


def _table(word: WordDocument, part: Sheet, width: int) -> str:
    widths = [round(width * column.share / 100) for column in part.columns]
    heads = "".join(
        box(size, f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{run(column.heading, bold=True)}</w:p>', "", shade=True)
        for column, size in zip(part.columns, widths, strict=True)
    )
    above: list[ShownCell | None] = [None] * len(widths)
    rows = []
    for row in part.rows:
        boxes = []
        for place, (cell, size) in enumerate(zip(row, widths, strict=True)):
            above[place] = cell or above[place]
            boxes.append(_cell(word, cell, above[place], size))
        rows.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(boxes)}</w:tr>")
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in widths)
    return (
        f'<w:tbl {NAMES}><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="{_ABOVE * 20}" w:type="dxa"/>'
        f'<w:bottom w:w="{_BELOW * 20}" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>{''.join(rows)}</w:tbl>"
    )


def _cell(word: WordDocument, cell: ShownCell | None, above: ShownCell | None, width: int) -> str:
    if cell is None:
        return box(width, "<w:p/>", "<w:vMerge/>" if above else "")
    side = '<w:pPr><w:jc w:val="center"/></w:pPr>' if cell.column.centred else ""
    paragraphs = "".join(f"<w:p>{side}{_line(word, line)}</w:p>" for line in cell.lines)
    paragraphs = paragraphs or "<w:p/>"  # Word opens no cell without one
    return box(width, paragraphs, '<w:vMerge w:val="restart"/>' if cell.rows > 1 else "")


def _line(word: WordDocument, line: ShownLine) -> str:
    return "".join(linked(piece, partial(word.part.relate_to, reltype=_LINK, is_external=True)) for piece in line)
