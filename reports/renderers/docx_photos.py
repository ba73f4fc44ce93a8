"""Pages of photos in Word: a grid of two, four or six, every caption in one row with its photo."""

from collections.abc import Iterator

from reports.blocks import Photo, Photos
from reports.renderers import crest
from reports.renderers.docx_parts import BORDERS, TWIPS, between, box, frameless, row, run
from reports.renderers.docx_place import LINE, Place, paragraph
from reports.renderers.photo_pages import COLUMNS
from reports.renderers.pictures import fitted, jpeg
from reports.renderers.shown import Piece

LOST = "(ไม่พบไฟล์ภาพ)"
_GAP = 6  # millimetres around a photo


def photo_pages(place: Place, block: Photos, *, at_top: bool, reserve: float = 0) -> list[str]:
    """The pages, each under the title. at_top: the first page has begun already; reserve: millimetres that the last
    one leaves free at its foot."""
    made: list[str] = []
    for number, photos in enumerate(_batched(block.photos, block.a_page)):
        if number or not at_top:
            made.append(between(fresh=True))
        made.append(paragraph(place.words(block.title, bold=True), side="center", keep=True))
        is_last = (number + 1) * block.a_page >= len(block.photos)
        made.append(_grid(place, block, photos, place.height - (reserve if is_last else 0)))
    return made


def crest_run(place: Place, photo: Photo | None, side: float) -> str:
    """The crest's picture in a square of `side` millimetres; where none is, the portal's plain mark."""
    content = jpeg(photo, (side, side)) if photo else None
    size = fitted(photo, (side, side)) if photo and content else (side, side)
    return place.picture(content or crest.png(), size, "ตราของหน่วยงาน")


def _batched(photos: tuple[Photo, ...], count: int) -> Iterator[tuple[Photo, ...]]:
    for start in range(0, len(photos), count):
        yield photos[start : start + count]


def _grid(place: Place, block: Photos, photos: tuple[Photo, ...], page: float) -> str:
    columns = COLUMNS.get((block.a_page, place.landscape), 2)
    lines = -(-block.a_page // columns)
    title = place.lines_of(place.shown(block.title), place.width) * LINE
    height = (page - title - 4) / lines
    width = place.twips // columns
    rows = [_row(place, some, columns, height) for some in _batched(photos, columns)]
    return frameless([width] * columns, rows, side=round(_GAP / 2 * TWIPS))


def _row(place: Place, photos: tuple[Photo, ...], columns: int, height: float) -> str:
    width = place.width / columns - _GAP
    below = max(place.lines_of((Piece(photo.caption),), width) for photo in photos) * LINE
    size = (width, max(height - below - _GAP, 20))
    if len(photos) == 1 < columns:
        whole = f'<w:gridSpan w:val="{columns}"/>'
        return row([box(place.twips, _framed(place, photos[0], size), whole)], height=round(height * TWIPS))
    boxes = [box(place.twips // columns, _framed(place, photo, size)) for photo in photos]
    empty = [box(place.twips // columns, paragraph("")) for _ in range(columns - len(photos))]
    return row(boxes + empty, height=round(height * TWIPS))


def _framed(place: Place, photo: Photo, size: tuple[float, float]) -> str:
    """The photo, or a frame that says it is lost, and the caption under it."""
    content = jpeg(photo, size)
    caption = paragraph(run(photo.caption), side="center", before=3)
    if content:
        return paragraph(place.picture(content, fitted(photo, size), photo.caption), side="center", keep=True) + caption
    wide = round(min(size[0], 90) * TWIPS)
    lost = row([box(wide, paragraph(run(LOST), side="center"), middle="center")], height=round(size[1] * 0.6 * TWIPS))
    return frameless([wide], [lost], borders=BORDERS) + caption
