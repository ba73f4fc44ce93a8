"""The parts of a letter in Word, after the layout of official correspondence: head, fields, places to sign; cover and
stamp."""

from reports.blocks import Cover, Field, Fields, Letterhead, Signature, Signatures
from reports.renderers.bands import visible
from reports.renderers.docx_parts import BORDERS, TWIPS, box, frameless, row, run
from reports.renderers.docx_photos import crest_run
from reports.renderers.docx_place import LETTER, Place, dots, paragraph, tab
from reports.renderers.office import POINTS
from reports.renderers.pictures import qr_png
from reports.renderers.stamped import shown_stamp

NAME_POINTS, LABEL_POINTS, COVER_POINTS = 29, 20, 26
_CREST = 15  # millimetres of a memo's crest, as the regulation on correspondence has it
_COVER_CREST = 30
_SIGNS = 34  # dots of a line to sign on, at a third of a page's width and more
_STAMP = 120  # millimetres


def letterhead(place: Place, block: Letterhead) -> list[str]:
    """Crest at the left, name in the middle of the line."""
    side = round(25 * TWIPS)
    name = paragraph(run(block.name, bold=True, points=NAME_POINTS), side="center")
    boxes = [
        box(side, paragraph(crest_run(place, block.crest, _CREST)), middle="bottom"),
        box(place.twips - 2 * side, name, middle="bottom"),
        box(side, paragraph(""), middle="bottom"),
    ]
    return [frameless([side, place.twips - 2 * side, side], [row(boxes)])]


def fields(place: Place, block: Fields) -> list[str]:
    """Each row as a line, its values followed by dots; a row that does not fit takes a line for each place."""
    made: list[str] = []
    for places in block.rows:
        if len(places) > 1 and all(_fits(place, one) for one in places):
            made.append(_beside(place, places))
        else:
            made += [_alone(place, one) for one in places]
    return made


def _label(one: Field) -> float:
    """Millimetres that the label takes with the gap behind it."""
    return visible(one.label) * LETTER * LABEL_POINTS / POINTS + 3


def _fits(place: Place, one: Field) -> bool:
    room = place.width * one.share / 100 - _label(one) - 3
    return place.lines_of(place.shown(one.line), room) == 1


def _beside(place: Place, places: tuple[Field, ...]) -> str:
    runs, tabs, edge = "", [], 0.0
    for one in places:
        edge += place.width * one.share / 100
        gap = 0 if one is places[-1] else 2
        runs += run(one.label, bold=True, points=LABEL_POINTS) + run("  ") + place.words(one.line) + tab()
        runs += run("  ") if gap else ""
        tabs.append((edge - gap, "left" if gap else "right", "dot"))
    return paragraph(runs, tabs=tuple(tabs))


def _alone(place: Place, one: Field) -> str:
    runs = run(one.label, bold=True, points=LABEL_POINTS) + tab() + place.words(one.line) + tab()
    return paragraph(runs, left=_label(one), first=-_label(one), tabs=((place.width, "right", "dot"),))


def signatures(place: Place, block: Signatures) -> list[str]:
    """The places side by side, one at the right half, in a row that no page's end cuts."""
    count = max(len(block.places), 2)
    size = place.twips // count
    boxes = [box(size, _signature(place, one, size / TWIPS)) for one in block.places]
    if len(block.places) == 1:
        boxes.insert(0, box(size, paragraph("")))
    return [paragraph("", keep=True), frameless([size] * count, [row(boxes)], side=round(2 * TWIPS))]


def _signature(place: Place, one: Signature, width: float) -> str:
    room = width - 5
    made = [paragraph(place.words(one.opinion, bold=True))] if one.opinion else []
    made += [paragraph("", ruled=True) for _ in range(one.room)]
    count = round(_SIGNS * min(1, room / 75))
    made.append(paragraph(run("(ลงชื่อ)") + dots(count), side="center", before=26))
    name = run(f"({one.name})") if one.name else run("(") + dots(count + 6) + run(")")
    return "".join((*made, paragraph(name, side="center"), paragraph(run(one.position), side="center")))


def cover(place: Place, block: Cover) -> list[str]:
    """A page: crest and lines above its middle, the foot at its end."""
    crest = [paragraph(crest_run(place, block.crest, _COVER_CREST), side="center")] if block.crest else []
    lines = [paragraph(place.words(line, bold=True, points=COVER_POINTS), side="center") for line in block.lines]
    foot = [paragraph(place.words(line, bold=True, points=20), side="center") for line in block.foot]
    low = 40
    rows = [
        row([box(place.twips, "".join(crest + lines) or paragraph(""), middle="center")],
            height=round((place.height - low - 8) * TWIPS)),
        row([box(place.twips, "".join(foot) or paragraph(""), middle="bottom")], height=round(low * TWIPS)),
    ]  # fmt: skip
    return [frameless([place.twips], rows)]


def stamp(place: Place) -> list[str]:
    """What an issued paper carries at its end, nothing of another: QR code, number, date and address in a frame."""
    block, found = place.document.stamp, shown_stamp(place.document, joined=False)
    if block is None or found is None:
        return []
    code, side, words = qr_png(block.address), round(26 * TWIPS), round((_STAMP - 26) * TWIPS)
    picture = place.picture(code, (22, 22), f"คิวอาร์โค้ดตรวจสอบเอกสาร {block.address}") if code else ""
    said = "".join(paragraph(place.runs(line, points=14)) for line in found["lines"])
    boxes = [
        box(side, paragraph(picture, side="center", before=3, loose=True), middle="center"),
        box(words, said, middle="center"),
    ]
    return [paragraph("", keep=True), frameless([side, words], [row(boxes)], borders=BORDERS, side=round(2 * TWIPS))]
