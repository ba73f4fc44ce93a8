"""How photos are laid on their pages: 2, 4 or 6 a page, each as large as its caption leaves room for."""

from collections.abc import Iterable
from dataclasses import dataclass

from reports.blocks import Photo, Photos
from reports.renderers import pictures
from reports.renderers.bands import width
from reports.renderers.marks import JPEG, inline

COLUMNS = {(2, False): 1, (4, False): 2, (6, False): 2, (2, True): 2, (4, True): 2, (6, True): 3}
# Millimetres: between two photos, of a line of a caption, around a caption, of the lowest photo, of a title's line.
GAP, LINE, PADDING, LOWEST, TITLE_LINE = 6.0, 5.3, 5.0, 38.0, 6.6
CAPTION = 0.46  # letters that surely fit into a millimetre of a caption
TITLE = 0.4


@dataclass(frozen=True)
class Shot:
    """A photo in its place: the width of the place and the picture's own size, millimetres; `source` "" where the file
    is missing, and then the size is that of the frame that says so."""

    caption: str
    place: float
    width: float
    height: float
    source: str

    @property
    def size(self) -> str:
        """The name of the style class that gives the picture its size."""
        return f"w{self.width * 10:.0f}h{self.height * 10:.0f}"

    @property
    def room(self) -> str:
        """The name of the style class that gives the place its width."""
        return f"p{self.place * 10:.0f}"


Rows = tuple[tuple[Shot, ...], ...]


def rules(shots: Iterable[Shot]) -> list[str]:
    """The style rules for the sizes of these photos."""
    made = {}
    for shot in shots:
        made[f".paper-shot .{shot.size}"] = f"width: {shot.width:.1f}mm; height: {shot.height:.1f}mm"
        made[f".{shot.room}"] = f"width: {shot.place:.1f}mm"
    return [f"{name} {{ {size} }}" for name, size in made.items()]


def pages(block: Photos, title: str, area: tuple[float, float], *, above: float = 0, reserve: float = 0) -> list[Rows]:
    """The pages of a block of photos, each as its rows; `title` stands on each of them. Where there are fewer photos
    than would stand on a page, they are larger.

    area: width and height of a page in millimetres; above: what stands on the first page already; reserve: what the
    last page must leave free at its foot.
    """
    wide, high = area
    a_page = next((few for few in (2, 4) if len(block.photos) <= few <= block.a_page), block.a_page)
    columns = COLUMNS[a_page, wide > high]
    place = (wide - GAP * (columns - 1)) / columns
    room = high - TITLE_LINE * max(1, _lines(title, wide * TITLE)) - 6
    rows = [block.photos[here : here + columns] for here in range(0, len(block.photos), columns)]
    most = a_page // columns
    found: list[list[tuple[Shot, ...]]] = []
    left = 0.0
    for here, row in enumerate(rows):
        free = room - (reserve if here + most >= len(rows) else 0) - (above if here < most else 0)
        below = max(_lines(photo.caption, place * CAPTION) for photo in row) * LINE + PADDING
        height = max(LOWEST, free / most - below)
        if not found or len(found[-1]) == most or height + below > left + 0.01:
            found.append([])
            left = free
        found[-1].append(tuple(_shot(photo, place, height) for photo in row))
        left -= height + below
    return [tuple(page) for page in found]


def _lines(text: str, letters: float) -> int:
    return sum(max(1, -(-int(width(line)) // int(letters))) for line in text.split("\n"))


def _shot(photo: Photo, place: float, height: float) -> Shot:
    box = (place, height)
    content = pictures.jpeg(photo, box)
    if content is None:
        return Shot(photo.caption, place, place - 1, height - 1, "")
    return Shot(photo.caption, place, *pictures.fitted(photo, box), inline(content, JPEG))
