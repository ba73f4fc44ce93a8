"""Several finished papers as one PDF: pages one after the other, an outline of all, "หน้า ๒ จาก ๑๓" on each page.

The first paper is opened and the others are added to it, so that what PDF/A asks of a file (output intent, XMP)
stays. The result is not tagged: merging drops the trees of tags, and the single papers have them.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

from reports.renderers.engine import ENGINE, Engine
from thai.digits import Numerals, in_numerals

MM = 72 / 25.4
SIZE = 8.5  # points of a letter of the stamp
# The stamp is put together from these, each a form of its own that all pages share; widths in letters' heights.
_WORDS = (("page", "หน้า", 2.3, "right"), ("of", "จาก", 2.3, "center"))
_DIGIT = 0.62
_RIGHT, _BOTTOM, _HEIGHT, _GAP = 14 * MM, 3.5 * MM, 1.9 * SIZE, 0.3
_TAGGED = ("/StructTreeRoot", "/MarkInfo", "/Outlines", "/PageLabels", "/Names", "/Dests", "/OpenAction")


@dataclass(frozen=True)
class Entry:
    """A place of an outline: its words, the page (from 0) of its file, and what lies under it."""

    title: str
    page: int
    under: tuple["Entry", ...] = ()


@dataclass(frozen=True)
class Part:
    """A finished paper: the names above it in the outline (the agency's, then the paper's) and its bytes."""

    names: tuple[str, ...]
    content: bytes


def merged(parts: Sequence[Part], *, title: str, author: str, numerals: Numerals, stamps: bytes) -> bytes:
    """One PDF/A-2b of all parts in their order. The same parts give the same bytes.

    stamps: what `stamp_sheet` gave for these numerals. Raises ValueError where there is no part.
    """
    if not parts:
        raise ValueError("nothing to merge")
    whole = pikepdf.open(io.BytesIO(parts[0].content))
    tree: list[Entry] = []
    outline = _outline(whole)
    for name in _TAGGED:
        if name in whole.Root:
            del whole.Root[name]
    start = 0
    for number, part in enumerate(parts):
        if number:
            with pikepdf.open(io.BytesIO(part.content)) as other:
                outline = _outline(other)
                whole.pages.extend(other.pages)
        _hang(tree, part.names, start, outline)
        start = len(whole.pages)
    _write_outline(whole, tree)
    _stamp(whole, stamps, numerals)
    with whole.open_metadata(set_pikepdf_as_editor=False) as about:
        about["dc:title"] = title
        about["dc:description"] = title
        about["dc:creator"] = [author]
    target = io.BytesIO()
    whole.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    whole.close()
    return target.getvalue()


def stamp_sheet(numerals: Numerals, engine: Engine = ENGINE) -> bytes:
    """A PDF with a small page for each word and digit of the stamp. Raises PdfError."""
    pieces = [(name, words, width, align) for name, words, width, align in _WORDS]
    pieces += [(f"d{n}", in_numerals(n, numerals), _DIGIT, "center") for n in range(10)]
    html = "".join(f'<p class="{name}">{words}</p>' for name, words, _width, _align in pieces)
    css = [
        '@font-face { font-family: "Stamp"; src: url("SarabunReport-Regular.ttf") }'
        "@page { margin: 0 } body { margin: 0 } p { margin: 0; color: #444; white-space: nowrap }"
        f'p {{ font: {SIZE}pt/{_HEIGHT}pt "Stamp" }}',
        *(
            f"@page {name} {{ size: {width * SIZE:.3f}pt {_HEIGHT:.3f}pt }}"
            f".{name} {{ page: {name}; text-align: {align} }}"
            for name, _words, width, align in pieces
        ),
    ]
    document = f'<!doctype html><html lang="th"><head><title>page</title></head><body>{html}</body></html>'
    return engine.render(document, css, {"pdf_variant": "pdf/a-2b"})


def outline_of(content: bytes) -> tuple[Entry, ...]:
    """The outline of a PDF."""
    with pikepdf.open(io.BytesIO(content)) as file:
        return _outline(file)


def _outline(file: pikepdf.Pdf) -> tuple[Entry, ...]:
    places: dict[Any, int] = {page.objgen: number for number, page in enumerate(file.pages)}

    def walk(items: Iterable[Any]) -> Iterator[Entry]:
        for item in items:
            target = item.destination
            if target is None and item.action is not None:
                target = item.action.get("/D")
            page = places.get(target[0].objgen, 0) if isinstance(target, pikepdf.Array) else 0
            yield Entry(str(item.title), page, tuple(walk(item.children)))

    with file.open_outline() as outline:
        return tuple(walk(outline.root))


def _hang(tree: list[Entry], names: tuple[str, ...], start: int, outline: tuple[Entry, ...]) -> None:
    """Put a paper's outline under its names; names that the part before has, too, are not said again."""
    here = tree
    for depth, name in enumerate(names):
        last = depth == len(names) - 1
        if not last and here and here[-1].title == name:
            found = list(here[-1].under)
            _hang(found, names[depth + 1 :], start, outline)
            here[-1] = Entry(name, here[-1].page, tuple(found))
            return
        if last:
            here.append(Entry(name, start, tuple(_moved(outline, start))))
            return
        found = []
        _hang(found, names[depth + 1 :], start, outline)
        here.append(Entry(name, start, tuple(found)))
        return


def _moved(outline: Iterable[Entry], start: int) -> Iterator[Entry]:
    for entry in outline:
        yield Entry(entry.title, entry.page + start, tuple(_moved(entry.under, start)))


def _write_outline(whole: pikepdf.Pdf, tree: Sequence[Entry]) -> None:
    def items(entries: Iterable[Entry]) -> Iterator[pikepdf.OutlineItem]:
        for entry in entries:
            item = pikepdf.OutlineItem(entry.title, entry.page)
            item.children.extend(items(entry.under))
            item.is_closed = True
            yield item

    with whole.open_outline() as outline:
        outline.root.extend(items(tree))


def _stamp(whole: pikepdf.Pdf, stamps: bytes, numerals: Numerals) -> None:
    """Write the number on each page: the words and digits as forms, placed side by side from the right edge."""
    with pikepdf.open(io.BytesIO(stamps)) as sheet:
        forms = [whole.copy_foreign(pikepdf.Page(page).as_form_xobject()) for page in sheet.pages]
    names = [f"/Stamp{n}" for n in range(len(forms))]
    words, digits = len(_WORDS), 10
    widths = [width * SIZE for _name, _words, width, _align in _WORDS] + [_DIGIT * SIZE] * digits
    total = len(whole.pages)
    for number, page in enumerate(whole.pages, start=1):
        _left, _low, right, _top = (float(edge) for edge in page.mediabox)
        row = [0, *(words + int(d) for d in str(number)), 1, *(words + int(d) for d in str(total))]
        gap = _GAP * SIZE
        place = right - _RIGHT - sum(widths[n] for n in row) - gap
        drawn = []
        for position, n in enumerate(row):
            drawn.append(f"q 1 0 0 1 {place:.2f} {_BOTTOM:.2f} cm {names[n]} Do Q")
            place += widths[n] + (gap if position == 0 else 0)
        if "/Resources" not in page.obj:
            page.obj.Resources = pikepdf.Dictionary()
        if "/XObject" not in page.obj.Resources:
            page.obj.Resources.XObject = pikepdf.Dictionary()
        for n in set(row):
            page.obj.Resources.XObject[names[n]] = forms[n]
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(("\nQ\n" + "\n".join(drawn) + "\n").encode())
