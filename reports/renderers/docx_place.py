"""Where the blocks of a flowing paper are written in Word: the file, the paper, the room between the margins."""

from dataclasses import dataclass, field

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Mm

from reports.document import Document, Line
from reports.renderers.bands import width as letters
from reports.renderers.docx_parts import NAMES, TWIPS, linked, run
from reports.renderers.office import POINTS, clean
from reports.renderers.pictures import qr_png
from reports.renderers.shown import Piece, ShownLine, plain, show_line

LETTER = 2.2  # millimetres that a letter of the office font takes at 16 points, none overrated
LINE = 7.1  # millimetres of one line of it
_QR = 20  # millimetres

_PICTURE = (
    '<w:r {names}><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{cx}" cy="{cy}"/>'
    '<wp:docPr id="{number}" name="ภาพ {number}" descr="{alt}"/>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
    '<pic:cNvPr id="{number}" name="ภาพ {number}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip r:embed="{part}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
    '<a:xfrm><a:off x="0" y="0"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing></w:r>"
)
_LOOSE = ' w:line="240" w:lineRule="auto"'
# "between": Word takes neighbours with the same border for one block
_RULED = "".join(
    (
        "<w:pBdr>",
        *(f'<w:{side} w:val="dotted" w:sz="4" w:space="1" w:color="000000"/>' for side in ("bottom", "between")),
        "</w:pBdr>",
    )
)


@dataclass
class Place:
    """`width` and `height` of the current section between its margins, in millimetres.

    Links and pictures get their names here: python-docx looks through all of them for the next free one, which takes
    half a minute for an appendix of 1,700 links. `names`: what has one, by address or by the picture's bytes.
    """

    word: WordDocument
    document: Document
    width: int
    height: int
    landscape: bool
    pictures: int = 0
    names: dict[str | bytes, str] = field(default_factory=dict)

    @property
    def twips(self) -> int:
        """The width in twips."""
        return round(self.width * TWIPS)

    def shown(self, line: Line) -> ShownLine:
        """The line in the paper's numerals."""
        return show_line(line, self.document.numerals)

    def words(self, line: Line, *, bold: bool = False, points: float = POINTS) -> str:
        """The runs of a line: bold words, links, QR codes."""
        return self.runs(self.shown(line), bold=bold, points=points)

    def runs(self, line: ShownLine, *, bold: bool = False, points: float = POINTS, room: float = 99) -> str:
        """The runs of a line that is shown already; `room`: millimetres that a QR code in it may take."""
        return "".join(self._run(piece, bold=bold or piece.bold, points=points, room=room) for piece in line)

    def picture(self, content: bytes, size_mm: tuple[float, float], alt: str) -> str:
        """The run of a picture (PNG or JPEG) of that width and height, described as `alt`."""
        part = self.names.get(content) or self._stored(content)
        self.pictures += 1
        cx, cy = (int(Mm(side)) for side in size_mm)
        return _PICTURE.format(names=NAMES, cx=cx, cy=cy, number=self.pictures, alt=attribute(alt), part=part)

    def lines_of(self, line: ShownLine, width: float, points: float = POINTS) -> int:
        """How many printed lines the words take at most in so many millimetres."""
        needed = letters(plain(line)) * LETTER * points / POINTS
        return max(1, -int(-needed // max(width, 1)))

    def _run(self, piece: Piece, *, bold: bool, points: float, room: float) -> str:
        if not piece.qr:
            return linked(piece, self._related, bold=bold, points=points)
        code, side = qr_png(piece.qr), min(_QR, room)
        return self.picture(code, (side, side), f"QR code {piece.qr}") if code else ""

    def _related(self, target: str) -> str:
        if target not in self.names:
            name = self.names[target] = f"rIdL{len(self.names) + 1}"
            self.word.part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, target, name, is_external=True)
        return self.names[target]

    def _stored(self, content: bytes) -> str:
        ending = "png" if content.startswith(b"\x89PNG") else "jpeg"
        number = len(self.names) + 1
        uri = PackURI(f"/word/media/picture{number}.{ending}")
        part = Part(uri, f"image/{ending}", content, self.word.part.package)
        name = self.names[content] = f"rIdP{number}"
        self.word.part.rels.add_relationship(RELATIONSHIP_TYPE.IMAGE, part, name)
        return name


def attribute(text: str) -> str:
    """Words as the value of an XML attribute."""
    escaped = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace('"', "&quot;").replace("\n", " ")


def paragraph(
    runs: str,
    *,
    style: str = "",
    side: str = "",
    left: float = 0,
    first: float = 0,
    before: float = 0,
    keep: bool = False,
    tabs: tuple[tuple[float, str, str], ...] = (),
    ruled: bool = False,
    loose: bool = False,
) -> str:
    """A paragraph. side: how it is aligned; left: indent of all lines, first: that of the first beyond it (negative:
    it hangs), tabs: (place, "left" or "right", leader "none" or "dot"), all in millimetres; before: points above;
    keep: with the next paragraph; ruled: a dotted line under it; loose: as high
    as what stands in it, whatever the paper's lines are."""
    stops = "".join(
        f'<w:tab w:val="{kind}" w:leader="{leader}" w:pos="{round(at * TWIPS)}"/>' for at, kind, leader in tabs
    )
    indent = f'w:firstLine="{round(first * TWIPS)}"' if first >= 0 else f'w:hanging="{round(-first * TWIPS)}"'
    said = (
        (f'<w:pStyle w:val="{style}"/>' if style else "")
        + ("<w:keepNext/>" if keep else "")
        + (_RULED if ruled else "")
        + (f"<w:tabs>{stops}</w:tabs>" if stops else "")
        + (f'<w:spacing w:before="{round(before * 20)}"{_LOOSE if loose else ""}/>' if before or loose else "")
        + (f'<w:ind w:left="{round(left * TWIPS)}" {indent}/>' if left or first else "")
        + (f'<w:jc w:val="{side}"/>' if side else "")
    )
    return f"<w:p {NAMES}>{f'<w:pPr>{said}</w:pPr>' if said else ''}{runs}</w:p>"


def tab() -> str:
    """A step to the next tab stop."""
    return "<w:r><w:tab/></w:r>"


def dots(count: int) -> str:
    """A dotted line to write on."""
    return run("." * count)
