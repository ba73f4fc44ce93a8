"""A flowing paper with its words decided: its sections and blocks as the templates of reports/report/ draw them.

Every block becomes a dictionary with the name of its template; paper on a page and paper in print differ only in
what `Writer` leaves to be told otherwise: the tables, the pictures, the size of a page.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils.safestring import mark_safe

from reports.blocks import Chart, Cover, Fields, Heading, Letterhead, Paragraph, Photos, Signatures
from reports.document import Block, Document, Line, Section, Table
from reports.renderers import marks, photo_pages
from reports.renderers.bands import Rows
from reports.renderers.pictures import fitted
from reports.renderers.shown import ShownCell, ShownLine, show_line, show_rows

Drawn = dict[str, Any]

# Millimetres: a page's words in css/report.css, the most that a heading takes, the boxes of a crest.
AREA, WIDE_AREA = (160.0, 247.0), (262.0, 168.0)
HEADING = 14.0
CREST, COVER_CREST = (32.0, 17.0), (60.0, 32.0)


class Writer(ABC):
    """Shows the blocks of one paper in order; made anew for each paper. `top`: the rank of the paper's own heading."""

    top = 1

    def __init__(self, document: Document) -> None:
        self.document = document
        self._rank = self.top - 1
        self._bookmark = ""
        blocks = [block for section in document.sections for block in section.blocks]
        headed = bool(document.title) or any(isinstance(block, Cover | Letterhead) for block in blocks)
        self._base = self.top if headed else self.top - 1
        self.shots: list[photo_pages.Shot] = []
        self._last = blocks[-1] if blocks else None

    def line(self, line: Line) -> ShownLine:
        """One line's pieces."""
        return show_line(line, self.document.numerals)

    def lines(self, lines: tuple[Line, ...]) -> tuple[ShownLine, ...]:
        """All lines' pieces."""
        return tuple(map(self.line, lines))

    def sections(self) -> list[Drawn]:
        """The sections in order: what names them, how they lie, their blocks; the title where it stands."""
        titled = self.document.titled
        return [self._section(section, titled == number) for number, section in enumerate(self.document.sections)]

    def _section(self, section: Section, titled: bool) -> Drawn:
        blocks = section.blocks
        self._bookmark = self.document.line(section.bookmark)
        found: Drawn = {
            "bookmark": self._bookmark,
            "wide": self.lies_wide(section),
            "letter": any(isinstance(block, Letterhead) for block in blocks),
            "fresh": section.fresh,
        }
        if titled and self.document.title:
            self._rank = self.top
            found["title"] = self.lines(self.document.title)
            found["front"] = self.lines(self.document.front)
            found["subtitle"] = self.lines(self.document.subtitle)
        return found | {"blocks": list(self._blocks(section))}

    def lies_wide(self, section: Section) -> bool:
        """Whether the section's pages lie on their long side."""
        return self.document.landscape if section.landscape is None else section.landscape

    def _blocks(self, section: Section) -> Iterator[Drawn]:
        items: list[Drawn] = []
        headed = 0  # headings right above, which go onto the first page of photos that they name
        for block, after in zip(section.blocks, (*section.blocks[1:], None), strict=True):
            if isinstance(block, Paragraph) and block.marker:
                items.append(self._item(block))
                continue
            if items:
                yield _named("list", items=items)
                items = []
            drawn = self._block(block, section, headed)
            # a line that leads to a table or a drawing stays with it, as a heading does
            yield drawn | {
                "leads": isinstance(after, Table | Chart),
                "opens": not headed and _names_photos(block, section),
            }
            headed = headed + 1 if isinstance(block, Heading) else 0
        if items:
            yield _named("list", items=items)

    def _block(self, block: Block, section: Section, headed: int) -> Drawn:
        wide = self.lies_wide(section)
        match block:
            case Table():
                return self.table(block, wide)
            case Heading() | Paragraph():
                return self._heading(block) if isinstance(block, Heading) else self._paragraph(block)
            case Chart():
                return _named("chart", **self.chart(block, wide))
            case Photos():
                return self._photos(block, wide, headed)
            case Letterhead() | Cover():
                return self._letterhead(block) if isinstance(block, Letterhead) else self._cover(block, wide)
            case Fields():
                return self._fields(block)
        return self._signatures(block)

    @abstractmethod
    def table(self, table: Table, wide: bool) -> Drawn:
        """A table for its template; `wide`: on a page on its long side."""

    @abstractmethod
    def chart(self, chart: Chart, wide: bool) -> Drawn:
        """A drawing of the portal's own and its words."""

    def _heading(self, heading: Heading) -> Drawn:
        self._rank = min(self._base + heading.level, self._rank + 1, 6)
        named = self.document.line(heading.line) == self._bookmark  # outlined already, as its section
        return _named("heading", line=self.line(heading.line), rank=self._rank, level=heading.level, named=named)

    def _paragraph(self, paragraph: Paragraph) -> Drawn:
        kind = "centred" if paragraph.centred else "indented" if paragraph.indent else "flush"
        return _named("paragraph", line=self.line(paragraph.line), kind=kind)

    def _item(self, paragraph: Paragraph) -> Drawn:
        return {"marker": self.line(paragraph.marker), "line": self.line(paragraph.line), "depth": paragraph.depth}

    def _photos(self, block: Photos, wide: bool, headed: int) -> Drawn:
        title = self.document.line(block.title)
        reserve = 28.0 if self.document.stamp and block is self._last else 0.0
        pages = photo_pages.pages(block, title, WIDE_AREA if wide else AREA, above=HEADING * headed, reserve=reserve)
        self.shots += [shot for page in pages for row in page for shot in row]
        closing = block is self._last  # what may follow is the stamp, which has its room on the last page
        return _named("photos", title=self.line(block.title), pages=pages, closing=closing, headed=headed)

    def _letterhead(self, head: Letterhead) -> Drawn:
        self._rank = self.top
        return _named("letterhead", name=head.name, rank=self.top, **self._crest(head.crest, CREST))

    def _cover(self, cover: Cover, wide: bool) -> Drawn:
        self._rank = self.top
        crest = self._crest(cover.crest, COVER_CREST) if cover.crest else {}
        lines, foot = self.lines(cover.lines), self.lines(cover.foot)
        return _named("cover", lines=lines, foot=foot, rank=self.top, wide=wide, **crest)

    def _crest(self, photo: Any, box: tuple[float, float]) -> Drawn:
        width, height = fitted(photo, box) if photo else (box[1], box[1])
        return {"crest": marks.crest(photo, box), "crest_width": width, "crest_height": height}

    def _fields(self, fields: Fields) -> Drawn:
        rows = [
            [{"label": place.label, "line": self.line(place.line), "share": place.share} for place in row]
            for row in fields.rows
        ]
        return _named("fields", rows=rows)

    def _signatures(self, block: Signatures) -> Drawn:
        places = [
            {
                "opinion": self.line(place.opinion),
                "room": range(place.room),
                "name": place.name,
                "position": place.position,
            }
            for place in block.places
        ]
        return _named(
            "signatures", places=places, count=max(2, len(places)), opinions=any(p["opinion"] for p in places)
        )


class PageWriter(Writer):
    """A paper inside a page of the portal, below its heading, or as a file of its own: one long page."""

    top = 2

    def table(self, table: Table, wide: bool) -> Drawn:
        """The table with its row spans."""
        return _named("table", columns=table.columns, rows=show_rows(table, self.document))

    def chart(self, chart: Chart, wide: bool) -> Drawn:
        """The drawing as markup of assessments.charts, which escapes every word in it."""
        return {"alt": chart.alt, "svg": mark_safe(chart.svg)}  # nosec B308 B703

    def _photos(self, block: Photos, wide: bool, headed: int) -> Drawn:
        found = super()._photos(block, wide, headed)
        return found | {"pages": [[row for page in found["pages"] for row in page]]}


def _names_photos(block: Block, section: Section) -> bool:
    """Whether nothing but headings stands between a heading and photos, which begin a page."""
    below = section.blocks[section.blocks.index(block) :] if isinstance(block, Heading) else ()
    first = next((one for one in below if not isinstance(one, Heading)), None)
    return isinstance(first, Photos) and bool(first.photos)


def _named(block: str, /, **values: Any) -> Drawn:
    return {"template": f"reports/report/{block}.html", **values}


def without_spans(rows: Rows) -> Rows:
    """Rows without a cell that covers others: a block's cell is said again in each row, another only in its first."""
    above: list[Any] = [None] * (len(rows[0]) if rows else 0)
    found: list[list[ShownCell | None]] = []
    for row in rows:
        shown: list[ShownCell | None] = []
        for place, cell in enumerate(row):
            if cell is not None:
                above[place] = cell
                shown.append(replace(cell, rows=1))
            else:
                covering = above[place]
                shown.append(replace(covering, rows=1, lines=covering.lines if covering.block else ()))
        found.append(shown)
    return found
