"""Document to Word: landscape, title in the page header, column heads repeated, merged block cells."""

import io
from xml.sax.saxutils import escape

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from reports.document import Document, Line
from reports.renderers.bands import TIGHT, visible
from reports.renderers.office import FONT, POINTS, clean, settled
from reports.renderers.sheets import Room, Sheet, sheets
from reports.renderers.shown import Piece, ShownCell, ShownLine

_NAMES = nsdecls("w", "r")
_TWIPS = 56.6929  # in one millimetre
_MARGIN = 12
_POINTS = 72 / 25.4  # in one millimetre
_HEADER = 8  # millimetres above the header
_LINE = 17  # points of every line, exactly: as many lines stand on a page as were counted; 1.06 of the font's size
_ABOVE, _BELOW = 1, 2  # points between a cell's lines and its words
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_DRAFT = (
    '<w:r {names} xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><w:pict>'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
    '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
    '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="DraftMark" type="#_x0000_t136" style="position:absolute;margin-left:0;margin-top:0;width:300pt;'
    "height:150pt;rotation:-24;z-index:-251658752;mso-position-horizontal:center;"
    "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
    'mso-position-vertical-relative:margin" fillcolor="#efefef" stroked="f">'
    '<v:textpath style="font-family:&quot;{font}&quot;;font-weight:bold" string="ร่าง"/></v:shape></w:pict></w:r>'
)


def render(document: Document) -> bytes:
    """The Word file; the same document gives the same bytes."""
    word = docx.Document()
    _styles(word)
    width = _page(word, document)
    _headers(word, document)
    body = word.element.body
    for number, page in enumerate(sheets(document, _room(document))):
        for place, part in enumerate(page):
            if number or place:
                body.insert(len(body) - 1, parse_xml(_between(fresh=not place)))
            body.insert(len(body) - 1, parse_xml(_table(word, part, width)))
    body.insert(len(body) - 1, parse_xml(_between(fresh=False)))
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
            f'<w:pPr {_NAMES}><w:spacing w:before="0" w:after="0" w:line="{_LINE * 20}" w:lineRule="exact"/></w:pPr>'
        )
    )
    style.append(parse_xml(f"<w:rPr {_NAMES}>{_fonts()}</w:rPr>"))


def _fonts(*, bold: bool = False, link: bool = False) -> str:
    return (
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
        + ("<w:b/><w:bCs/>" if bold else "")
        + ('<w:color w:val="0B3D91"/>' if link else "")
        + f'<w:sz w:val="{POINTS * 2}"/><w:szCs w:val="{POINTS * 2}"/>'
        + ('<w:u w:val="single"/>' if link else "")
        + '<w:lang w:val="th-TH" w:bidi="th-TH"/>'
    )


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
    return round(((297 if document.landscape else 210) - 2 * _MARGIN) * _TWIPS)


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
    digits = "THAIARABIC" if document.numerals == "thai" else "Arabic"
    before, _, after = document.page_number.partition("{}")
    number = (
        f'<w:p {_NAMES}><w:pPr><w:jc w:val="center"/></w:pPr>{_run(before)}<w:r><w:rPr>{_fonts()}</w:rPr>'
        f'<w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE \\* {digits} '
        f'</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>{_run(after)}</w:p>'
    )
    titles = [_heading(document, line, "center") for line in document.title]
    titles += [_heading(document, line, "left") for line in document.subtitle]
    first = [_heading(document, line, "center") for line in document.front]
    for header, paragraphs in ((section.first_page_header, first + titles), (section.header, [number, *titles])):
        header.is_linked_to_previous = False
        element = header._element
        for old in list(element):
            element.remove(old)
        for paragraph in paragraphs:
            element.append(parse_xml(paragraph))
        if document.draft:
            element[-1].append(parse_xml(_DRAFT.format(names=_NAMES, font=FONT)))


def _heading(document: Document, line: Line, side: str) -> str:
    return f'<w:p {_NAMES}><w:pPr><w:jc w:val="{side}"/></w:pPr>{_run(document.line(line), bold=True)}</w:p>'


def _run(text: str, *, bold: bool = False, link: bool = False) -> str:
    words = f'<w:t xml:space="preserve">{escape(clean(text))}</w:t>'
    return f"<w:r><w:rPr>{_fonts(bold=bold, link=link)}</w:rPr>{words}</w:r>"


def _between(*, fresh: bool) -> str:
    """Word joins tables that touch: a paragraph of one point parts them, on a new page where one begins."""
    new_page = "<w:pageBreakBefore/>" if fresh else ""
    small = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    return f'<w:p {_NAMES}><w:pPr>{new_page}{small}<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr></w:pPr></w:p>'


def _table(word: WordDocument, part: Sheet, width: int) -> str:
    widths = [round(width * column.share / 100) for column in part.columns]
    heads = "".join(
        _box(size, f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{_run(column.heading, bold=True)}</w:p>', "", shade=True)
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
        f'<w:tbl {_NAMES}><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="{_ABOVE * 20}" w:type="dxa"/>'
        f'<w:bottom w:w="{_BELOW * 20}" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>{''.join(rows)}</w:tbl>"
    )


def _cell(word: WordDocument, cell: ShownCell | None, above: ShownCell | None, width: int) -> str:
    if cell is None:
        return _box(width, "<w:p/>", "<w:vMerge/>" if above else "")
    side = '<w:pPr><w:jc w:val="center"/></w:pPr>' if cell.column.centred else ""
    paragraphs = "".join(f"<w:p>{side}{_line(word, line)}</w:p>" for line in cell.lines)
    paragraphs = paragraphs or "<w:p/>"  # Word opens no cell without one
    return _box(width, paragraphs, '<w:vMerge w:val="restart"/>' if cell.rows > 1 else "")


def _box(width: int, content: str, merge: str, *, shade: bool = False) -> str:
    colour = '<w:shd w:val="clear" w:color="auto" w:fill="F1F1F4"/>' if shade else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}{colour}</w:tcPr>{content}</w:tc>'


def _line(word: WordDocument, line: ShownLine) -> str:
    return "".join(_piece(word, piece) for piece in line)


def _piece(word: WordDocument, piece: Piece) -> str:
    if not piece.href:
        return _run(piece.text)
    target = clean(piece.href)
    identifier = word.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    return f'<w:hyperlink r:id="{identifier}" w:history="1">{_run(piece.text, link=True)}</w:hyperlink>'
