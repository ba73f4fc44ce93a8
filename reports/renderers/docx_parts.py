"""Pieces of WordprocessingML that all papers in Word are made of. Lengths are twips where nothing else is said."""

from collections.abc import Callable
from xml.sax.saxutils import escape

from docx.oxml.ns import nsdecls

from reports.document import Document
from reports.renderers.office import FONT, POINTS, clean
from reports.renderers.shown import Piece

NAMES = nsdecls("w", "r")
TWIPS = 56.6929  # in one millimetre
BORDERS = "".join(
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


def fonts(*, bold: bool = False, link: bool = False, points: float = POINTS) -> str:
    """What a run's or a style's properties hold: the office font for Thai and Latin letters."""
    return (
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
        + ("<w:b/><w:bCs/>" if bold else "")
        + ('<w:color w:val="0B3D91"/>' if link else "")
        + f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'
        + ('<w:u w:val="single"/>' if link else "")
        + '<w:lang w:val="th-TH" w:bidi="th-TH"/>'
    )


def run(text: str, *, bold: bool = False, link: bool = False, points: float = POINTS) -> str:
    """Words as one run."""
    words = f'<w:t xml:space="preserve">{escape(clean(text))}</w:t>'
    return f"<w:r><w:rPr>{fonts(bold=bold, link=link, points=points)}</w:rPr>{words}</w:r>"


def linked(piece: Piece, relate: Callable[[str], str], *, bold: bool = False, points: float = POINTS) -> str:
    """Words, and where the piece leads somewhere a link of them; `relate` makes an address the file's own and says by
    which name."""
    if not piece.href:
        return run(piece.text, bold=bold, points=points)
    words = run(piece.text, bold=bold, link=True, points=points)
    return f'<w:hyperlink r:id="{relate(clean(piece.href))}" w:history="1">{words}</w:hyperlink>'


def page_number(document: Document) -> str:
    """The paragraph of a header that counts pages in the document's numerals."""
    digits = "THAIARABIC" if document.numerals == "thai" else "Arabic"
    before, _, after = document.page_number.partition("{}")
    return (
        f'<w:p {NAMES}><w:pPr><w:jc w:val="center"/></w:pPr>{run(before)}<w:r><w:rPr>{fonts()}</w:rPr>'
        f'<w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE \\* {digits} '
        f'</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>{run(after)}</w:p>'
    )


def draft_mark() -> str:
    """The run of a header that lays "ร่าง" under the page."""
    return _DRAFT.format(names=NAMES, font=FONT)


def between(*, fresh: bool, points: int = 1) -> str:
    """Word joins tables that touch: a paragraph of `points` parts them, on a new page where one begins."""
    new_page = "<w:pageBreakBefore/>" if fresh else ""
    small = f'<w:spacing w:before="0" w:after="0" w:line="{points * 20}" w:lineRule="exact"/>'
    return f'<w:p {NAMES}><w:pPr>{new_page}{small}<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr></w:pPr></w:p>'


def box(width: int, content: str, merge: str = "", *, shade: bool = False, middle: str = "") -> str:
    """A cell of a table. merge: its own vMerge; middle: where its words stand, "center" or "bottom"."""
    colour = '<w:shd w:val="clear" w:color="auto" w:fill="F1F1F4"/>' if shade else ""
    place = f'<w:vAlign w:val="{middle}"/>' if middle else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merge}{colour}{place}</w:tcPr>{content}</w:tc>'


def frameless(widths: list[int], rows: list[str], *, borders: str = "", side: int = 0) -> str:
    """A table that only places things: rows as made by `row`, `side`: room left and right in each cell."""
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in widths)
    frame = f"<w:tblBorders>{borders}</w:tblBorders>" if borders else ""
    return (
        f'<w:tbl {NAMES}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>{frame}'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{side}" w:type="dxa"/>'
        f'<w:right w:w="{side}" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(rows)}</w:tbl>"
    )


def row(boxes: list[str], *, height: int = 0) -> str:
    """A row that no page's end cuts, at least `height` high."""
    high = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{high}</w:trPr>{''.join(boxes)}</w:tr>"
