"""The parts of a letter in Word, after the layout of official correspondence: head, fields, places to sign; cover and
stamp."""

from itertools import accumulate

from reports.blocks import Cover, Field, Fields, Letterhead, Signature, Signatures
from reports.renderers.bands import visible
from reports.renderers.bands import width as letters
from reports.renderers.docx_parts import BORDERS, TWIPS, box, frameless, row, run
from reports.renderers.docx_photos import crest_run
from reports.renderers.docx_place import LETTER, Place, dots, paragraph, tab
from reports.renderers.office import POINTS
from reports.renderers.pictures import qr_png
from reports.renderers.shown import plain
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
        edges = _edges(place, places) if len(places) > 1 else []
        made += [_beside(place, places, edges)] if edges else [_alone(place, one) for one in places]
    return made


def _label(one: Field) -> float:
    """Millimetres that the label takes with the gap behind it."""
    return visible(one.label) * LETTER * LABEL_POINTS / POINTS + 3


def _edges(place: Place, places: tuple[Field, ...]) -> list[float]:
    """Where each place ends, in millimetres: by their shares, or as their words need; [] where they do not fit."""
    needed = [_label(one) + letters(plain(place.shown(one.line))) * LETTER + 3 for one in places]
    slack = (place.width - sum(needed)) / len(needed)
    shares = [place.width * one.share / 100 for one in places]
    if all(need <= share for need, share in zip(needed, shares, strict=True)):
        return list(accumulate(shares))
    return list(accumulate(need + slack for need in needed)) if slack >= 0 else []


def _beside(place: Place, places: tuple[Field, ...], edges: list[float]) -> str:
    runs, tabs = "", []
    for one, edge in zip(places, edges, strict=True):
        last = one is places[-1]
        runs += run(one.label, bold=True, points=LABEL_POINTS) + run("  ") + place.words(one.line) + tab()
        runs += "" if last else run("  ")
        tabs.append((place.width if last else edge - 2, "right" if last else "left", "dot"))
    return paragraph(runs, tabs=tuple(tabs))


def _alone(place: Place, one: Field) -> str:
    runs = run(one.label, bold=True, points=LABEL_POINTS) + tab() + place.words(one.line) + tab()
    return paragraph(runs, left=_label(one), first=-_label(one), tabs=((place.width, "right", "dot"),))


def signatures(place: Place, block: Signatures) -> list[str]:
    """The places side by side, one at the right half; no page's end cuts them."""
    count = max(len(block.places), 2)
    size = place.twips // count
    room = size / TWIPS - 5
    lines = max((one.room for one in block.places), default=0)
    written = [paragraph("", ruled=True, keep=True)] * lines
    rows = [[_signing(one, room) for one in block.places]]
    if any(one.opinion for one in block.places):
        opinions = [paragraph(place.words(one.opinion, bold=True), keep=True) for one in block.places]
        rows = [opinions, ["".join(written if one.room else [paragraph("", keep=True)]) for one in block.places], *rows]
    empty = [box(size, paragraph(""))] if len(block.places) == 1 else []
    made = [row([*empty, *(box(size, content) for content in contents)]) for contents in rows]
    return [paragraph("", keep=True), frameless([size] * count, made, side=round(2 * TWIPS))]


def _signing(one: Signature, room: float) -> str:
    """(ลงชื่อ)…, the name in brackets, the position."""
    count = round(_SIGNS * min(1, room / 75))
    name = run(f"({one.name})") if one.name else run("(") + dots(count + 6) + run(")")
    return "".join((
        paragraph(run("(ลงชื่อ)") + dots(count), side="center", before=26, keep=True),
        paragraph(name, side="center", keep=True),
        paragraph(run(one.position), side="center"),
    ))  # fmt: skip


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
