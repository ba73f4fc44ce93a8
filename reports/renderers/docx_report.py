"""A flowing paper to Word: headings that its navigation knows, prose, tables, the parts of a letter, photo pages.

Word decides where pages end, so an office can go on writing in the file; only what must not be torn is held together.
Charts are left out: the table beside each says the same; where a heading has nothing else, their words stand there.
"""

import io

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from reports.blocks import Chart, Cover, Fields, Heading, Letterhead, Paragraph, Photos, Signatures
from reports.document import Block, Document, Line, Made, Section, Table
from reports.renderers.bands import visible
from reports.renderers.docx_letter import cover, fields, letterhead, signatures, stamp
from reports.renderers.docx_parts import NAMES, TWIPS, between, draft_mark, fonts, page_number
from reports.renderers.docx_photos import photo_pages
from reports.renderers.docx_place import LETTER, LINE, Place, paragraph, tab
from reports.renderers.docx_table import cut, first_row, height, is_torn, table
from reports.renderers.office import clean, settled

# Millimetres: top, right, bottom, left. Portrait as official letters have it.
_MARGINS = {False: (25, 20, 20, 30), True: (25, 20, 20, 20)}
_HEADER = 13
_INDENT = 25  # of a paragraph's first line
_LIST, _DEEPER = 12.5, 10  # where the marker of a list stands, and how much farther a nested one
_SHORT = 8  # millimetres from a marker to its words, at least
_STAMP = 36  # millimetres that the stamp of an issued paper takes
_APART = 6  # points above a paragraph

Written = Heading | Paragraph | Letterhead | Fields | Signatures  # blocks that Word lays over its pages itself


def render(document: Document) -> bytes:
    """The Word file; the same document and pictures give the same bytes."""
    word = docx.Document()
    _styles(word)
    _headers(word, document)
    writing = _Writing(word, document)
    for number, section in enumerate(document.sections):
        writing.section(section, titled=number == document.titled)
    writing.end()
    title = " ".join(document.line(line) for line in document.title) or document.name
    word.core_properties.title = clean(title)[:255]
    word.core_properties.author = clean(document.author)[:255]
    word.core_properties.comments = ""
    target = io.BytesIO()
    word.save(target)
    return settled(target.getvalue())


class _Writing:
    """The body as it grows. `at_top`: a page has just begun; `fresh`: the next block begins one; `used`: how much of
    the page is full, in millimetres, None where Word alone knows."""

    def __init__(self, word: WordDocument, document: Document) -> None:
        self.word, self.document = word, document
        self.body = word.element.body
        self.at_top, self.fresh, self.after_table, self.after_heading = True, False, False, False
        self.first_page = True  # of the running Word section: without a number
        self.used: float | None = 0.0
        self.place = Place(word, document, 0, 0, document.landscape)
        self._lie(document.landscape)

    def section(self, section: Section, *, titled: bool) -> None:
        """Write the section, under the paper's title where it is `titled`. It begins on a new page where it asks for
        one or lies another way."""
        landscape = self.document.landscape if section.landscape is None else section.landscape
        named = not any(isinstance(block, Cover | Letterhead) for block in section.blocks[:1])
        if not self.at_top and (section.fresh or landscape != self.place.landscape):
            self._close()
            self.first_page = not named
        self._lie(landscape)
        if titled:
            self._title()
        for number, block in enumerate(section.blocks):
            if isinstance(block, Chart):
                self._chart(block, section.blocks[max(number - 1, 0)], section.blocks[number + 1 :])
            else:
                self._block(block, section.blocks[number + 1 :])

    def end(self) -> None:
        """The stamp, and the last section's page."""
        self._add(stamp(self.place), None, is_table=True)
        self._put(between(fresh=False))
        self.body.replace(self.body[-1], parse_xml(self._page()))

    def _lie(self, landscape: bool) -> None:
        top, right, bottom, left = _MARGINS[landscape]
        wide, high = (297, 210) if landscape else (210, 297)
        self.place.width, self.place.height = wide - left - right, high - top - bottom
        self.place.landscape = landscape

    def _title(self) -> None:
        lines = [(line, "Title") for line in (*self.document.front, *self.document.title)]
        lines += [(line, "Subtitle") for line in self.document.subtitle]
        made = [paragraph(self.place.words(line, bold=True), style=style, keep=True) for line, style in lines]
        self._add(made, sum(self._lines(line, self.place.width) for line, _style in lines))

    def _block(self, block: Written | Table | Photos | Cover, rest: tuple[Block, ...]) -> None:
        match block:
            case Photos():
                last = not rest and block in self.document.sections[-1].blocks
                reserve = _STAMP if last and self.document.stamp else 0
                made = photo_pages(self.place, block, at_top=self.at_top, reserve=reserve)
                self._add(made, None, is_table=True, breaks=False)
                self.fresh = bool(block.photos) and not last
            case Cover():
                self.fresh = not self.at_top
                self._add(cover(self.place, block), None, is_table=True)
                self.fresh = True
            case Table():
                self._table(block)
            case _:
                if isinstance(block, Heading) and self._parts_from_torn(block, rest):
                    self.fresh = True
                self._add(self._xml(block), self._height(block), is_table=isinstance(block, Letterhead | Signatures))
                self.after_heading = isinstance(block, Heading)

    def _chart(self, block: Chart, above: Block, rest: tuple[Block, ...]) -> None:
        if isinstance(above, Heading) and isinstance(next(iter(rest), None), Heading | None):
            said: Line = (Made(f"({block.alt})"),)
            self._add([_prose(self.place, Paragraph(said, centred=True))], self._lines(said, self.place.width) + 2)

    def _table(self, block: Table) -> None:
        if not is_torn(self.place, block):
            high = height(self.place, block)
            fits = self.used is not None and self.used + high <= self.place.height
            self._add([table(self.place, block)], high if fits else None, is_table=True)
            return
        begun = self.used is not None and self.used + first_row(self.place, block) <= self.place.height
        self.fresh = self.fresh or not (begun or self.at_top or self.after_heading)
        made, used = cut(self.place, block, 0.0 if self.fresh else self.used or 0.0)
        self._add(made, 0.0, is_table=True)
        self.used = used

    def _parts_from_torn(self, heading: Heading, rest: tuple[Block, ...]) -> bool:
        """Whether a table that is cut by pages follows, of which nothing would stand on the heading's page."""
        headings = [heading]
        for block in rest:
            if isinstance(block, Heading):
                headings.append(block)
            elif isinstance(block, Table) and is_torn(self.place, block):
                needed = sum(self._height(one) or 0 for one in headings) + first_row(self.place, block)
                return self.used is None or self.used + needed > self.place.height
            elif not isinstance(block, Chart):
                return False
        return False

    def _height(self, block: Block) -> float | None:
        """Millimetres that headings and prose take, at most; None of what is not reckoned."""
        match block:
            case Heading():
                return self._lines(block.line, self.place.width) + 5
            case Paragraph():
                indent = _INDENT if block.indent or block.marker else 0
                return self._lines(block.line, self.place.width - indent) + 2
        return None

    def _lines(self, line: Line, width: float) -> float:
        return self.place.lines_of(self.place.shown(line), width) * LINE

    def _xml(self, block: Written) -> list[str]:
        match block:
            case Heading():
                words = self.place.words(block.line, bold=True)
                return [paragraph(words, style=f"Heading{min(max(block.level, 1), 3)}")]
            case Paragraph():
                return [_prose(self.place, block)]
            case Letterhead():
                return letterhead(self.place, block)
            case Fields():
                return fields(self.place, block)
            case Signatures():
                return signatures(self.place, block)

    def _add(self, made: list[str], high: float | None, *, is_table: bool = False, breaks: bool = True) -> None:
        """Put the block's parts, so high in millimetres. Tables that follow each other are kept apart."""
        if not made:
            return
        if self.fresh and breaks:
            self._put(between(fresh=True))
            self.used = 0.0
        elif self.after_table and made[0].startswith("<w:tbl"):
            self._put(between(fresh=False, points=8))
        for part in made:
            self._put(part)
        self.used = None if self.used is None or high is None else self.used + high
        if self.used is not None and self.used > self.place.height:
            self.used = None
        self.at_top, self.fresh, self.after_table, self.after_heading = False, False, is_table, False

    def _put(self, xml: str) -> None:
        self.body.insert(len(self.body) - 1, parse_xml(xml))

    def _close(self) -> None:
        """End the running Word section: what follows begins on a new page."""
        mark = parse_xml(between(fresh=False))
        mark.find(qn("w:pPr")).append(parse_xml(self._page()))
        self.body.insert(len(self.body) - 1, mark)
        self.at_top, self.fresh, self.after_table, self.used = True, False, False, 0.0

    def _page(self) -> str:
        """The properties of the running Word section; its headers are those of the whole file."""
        headers = "".join(
            f'<w:headerReference w:type="{one.get(qn("w:type"))}" r:id="{one.get(qn("r:id"))}"/>'
            for one in self.body[-1].findall(qn("w:headerReference"))
        )
        top, right, bottom, left = (round(side * TWIPS) for side in _MARGINS[self.place.landscape])
        wide, high = (round(side * TWIPS) for side in ((297, 210) if self.place.landscape else (210, 297)))
        orient = ' w:orient="landscape"' if self.place.landscape else ""
        return (
            f'<w:sectPr {NAMES}>{headers}<w:type w:val="nextPage"/><w:pgSz w:w="{wide}" w:h="{high}"{orient}/>'
            f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
            f'w:header="{round(_HEADER * TWIPS)}" w:footer="{round(8 * TWIPS)}" w:gutter="0"/>'
            f'<w:pgNumType w:fmt="{"thaiNumbers" if self.document.numerals == "thai" else "decimal"}"/>'
            f"{'<w:titlePg/>' if self.first_page else ''}</w:sectPr>"
        )


def _prose(place: Place, block: Paragraph) -> str:
    if block.marker:
        marker = place.shown(block.marker)
        wide = sum(visible(piece.text) for piece in marker) * LETTER + 2.5
        hang = max(_SHORT, wide)
        left = _LIST + _DEEPER * block.depth + hang
        return paragraph(place.runs(marker) + tab() + place.words(block.line), left=left, first=-hang, before=2)
    if block.centred:
        return paragraph(place.words(block.line), side="center", before=_APART)
    return paragraph(place.words(block.line), first=_INDENT if block.indent else 0, before=_APART)


def _styles(word: WordDocument) -> None:
    _style(word, "Normal", '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>', bold=False)
    for level, above in ((1, 12), (2, 8), (3, 6)):
        kept = (
            f'<w:keepNext/><w:keepLines/><w:spacing w:before="{above * 20}" w:after="60"/>'
            f'<w:outlineLvl w:val="{level - 1}"/>'
        )
        _style(word, f"Heading {level}", kept, bold=True)
    _style(word, "Title", '<w:keepNext/><w:jc w:val="center"/>', bold=True)
    _style(word, "Subtitle", "<w:keepNext/>", bold=True)


def _style(word: WordDocument, name: str, said: str, *, bold: bool) -> None:
    style = word.styles[name].element
    for old in style.findall("{*}rPr") + style.findall("{*}pPr"):
        style.remove(old)
    style.append(parse_xml(f"<w:pPr {NAMES}>{said}</w:pPr>"))
    style.append(parse_xml(f"<w:rPr {NAMES}>{fonts(bold=bold)}</w:rPr>"))


def _headers(word: WordDocument, document: Document) -> None:
    """Pages count at the top centre; the first page of the paper, of a memo and a cover has no number."""
    section = word.sections[0]
    section.different_first_page_header_footer = True
    for header, words in ((section.first_page_header, f"<w:p {NAMES}/>"), (section.header, page_number(document))):
        header.is_linked_to_previous = False
        element = header._element
        for old in list(element):
            element.remove(old)
        element.append(parse_xml(words))
        if document.draft:
            element[-1].append(parse_xml(draft_mark()))
