"""Make the report fonts: Sarabun with a SARA AM that survives in every PDF text extractor.

    python -m reports.fonts.make_fonts Sarabun-Regular.ttf SarabunReport-Regular.ttf

Run by hand when Sarabun itself changes (the sources are the TTF files of the npm package
@expo-google-fonts/sarabun, SIL OFL 1.1, no reserved font name); the finished files are committed. Needs the PyPI
package uharfbuzz, which nothing else here needs.

Why: two things break the text that is copied, searched or extracted from a PDF.

* The shaper splits SARA AM (U+0E33) into NIKHAHIT + SARA AA, the font joins NIKHAHIT with a tone mark, and the PDF
  writer keeps one string a glyph: "ดาเนินการ" for "ดำเนินการ". A ligature glyph for each (NIKHAHIT [+ tone] [narrow])
  + SARA AA, drawn as a composite at the natural offset, is one glyph for the whole letter.
* A mark has no width and stands a little before or behind the end of its consonant; pdftotext and pdfplumber sort
  glyphs by their place and read "ประโยชน์ท่ี" for "ประโยชน์ที่". So every consonant with its marks becomes one glyph,
  a composite that looks exactly as the shaper places it: no mark is left on its own.

Joiners (U+2060, U+200B, …) get an empty glyph, so that they never call another font into the file.
"""

import io
import sys
from itertools import product
from pathlib import Path

import uharfbuzz  # type: ignore[import-not-found]
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

FAMILY = "Sarabun Report"
NIKHAHIT, SARA_AA = "uni0E4D", "uni0E32"
INVISIBLE = (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)
_AT_ORIGIN, _ROUND = 0x0002, 0x0004
_RENAMED = (1, 3, 4, 6, 16)
CONSONANTS = [chr(code) for code in range(0x0E01, 0x0E2F)]  # ก to ฮ, with ฤ and ฦ
_UPPER, _TONES, _LOWER, _SINGLE = "ัิีึื", "่้๊๋์", "ฺุู", "็ํ๎"
MARKS = [
    *_UPPER, *_TONES, *_LOWER, *_SINGLE, "ำ",
    *("".join(pair) for pair in product(_UPPER + _LOWER, _TONES)),
    *(tone + "ำ" for tone in _TONES[:4]),
]  # fmt: skip

Placed = tuple[str, int, int]  # a glyph and where it stands


def build(source: Path, target: Path) -> int:
    """Write `target` from the Sarabun file `source`; how many glyphs of consonants with marks it has."""
    font = _with_sara_am(source)
    half = io.BytesIO()
    font.save(half)
    clusters = _clusters(half.getvalue())
    font = TTFont(io.BytesIO(half.getvalue()), recalcTimestamp=False)
    font.ensureDecompiled()  # while every table still agrees on the number of glyphs
    _add_clusters(font, clusters)
    _rename(font)
    font.save(target)
    return len(clusters)


def _with_sara_am(source: Path) -> TTFont:
    font = TTFont(source, recalcTimestamp=False)
    order = list(font.getGlyphOrder())
    firsts = [name for name in order if name.startswith(NIKHAHIT)]
    for first in firsts:
        order.append(first + "_aa")
        font["glyf"].glyphs[first + "_aa"] = _composite((first, 0, 0), (SARA_AA, 0, 0))
    order.append("invisible")
    font["glyf"].glyphs["invisible"] = Glyph()
    font["hmtx"].metrics["invisible"] = (0, 0)
    font.setGlyphOrder(order)
    font["glyf"].glyphOrder = order
    font["maxp"].numGlyphs = len(order)
    _measure(font, {first + "_aa": font["hmtx"].metrics[SARA_AA][0] for first in firsts})
    _substitute(font, {(first, SARA_AA): first + "_aa" for first in firsts})
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(dict.fromkeys(INVISIBLE, "invisible"))
    return font


def _clusters(font: bytes) -> dict[tuple[str, ...], tuple[int, tuple[Placed, ...]]]:
    """For each run of glyphs that the shaper makes of a consonant with marks: its width and where each glyph stands."""
    shaper = uharfbuzz.Font(uharfbuzz.Face(font))
    found = {}
    for consonant, marks in product(CONSONANTS, MARKS):
        buffer = uharfbuzz.Buffer()
        buffer.add_str(consonant + marks)
        buffer.guess_segment_properties()
        uharfbuzz.shape(shaper, buffer)
        names = tuple(shaper.glyph_to_string(info.codepoint) for info in buffer.glyph_infos)
        if len(names) < 2 or ".notdef" in names:
            raise ValueError(f"cannot join {consonant + marks}: {names}")
        placed, x = [], 0
        for name, place in zip(names, buffer.glyph_positions, strict=True):
            placed.append((name, x + place.x_offset, place.y_offset))
            x += place.x_advance
        found[names] = (x, tuple(placed))
    return found


def _add_clusters(font: TTFont, clusters: dict[tuple[str, ...], tuple[int, tuple[Placed, ...]]]) -> None:
    names = {run: f"thai{number:04d}" for number, run in enumerate(clusters)}
    order = [*font.getGlyphOrder(), *names.values()]
    for run, (_width, placed) in clusters.items():
        font["glyf"].glyphs[names[run]] = _composite(*placed)
    font.setGlyphOrder(order)
    font["glyf"].glyphOrder = order
    font["maxp"].numGlyphs = len(order)
    _measure(font, {names[run]: width for run, (width, _placed) in clusters.items()})
    _substitute(font, names)


def _composite(*placed: Placed) -> Glyph:
    glyph = Glyph()
    glyph.numberOfContours = -1
    glyph.components = []
    for name, x, y in placed:
        part = GlyphComponent()
        part.glyphName, part.x, part.y, part.flags = name, x, y, _AT_ORIGIN | _ROUND
        glyph.components.append(part)
    return glyph


def _measure(font: TTFont, widths: dict[str, int]) -> None:
    glyphs = font["glyf"]
    for name, width in widths.items():
        glyphs.glyphs[name].recalcBounds(glyphs)
        font["hmtx"].metrics[name] = (width, glyphs.glyphs[name].xMin)
        font["GDEF"].table.GlyphClassDef.classDefs[name] = 1


def _substitute(font: TTFont, ligatures: dict[tuple[str, ...], str]) -> None:
    """Join each run of glyphs to one, after all other substitutions of the font."""
    table = otTables.LigatureSubst()
    table.ligatures = {}
    for run in sorted(ligatures, key=len, reverse=True):  # the shaper takes the first that fits
        ligature = otTables.Ligature()
        ligature.LigGlyph, ligature.Component, ligature.CompCount = ligatures[run], list(run[1:]), len(run)
        table.ligatures.setdefault(run[0], []).append(ligature)
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag, lookup.SubTable, lookup.SubTableCount = 4, 0, [table], 1
    gsub = font["GSUB"].table
    gsub.LookupList.Lookup.append(lookup)
    gsub.LookupList.LookupCount += 1
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag == "ccmp":
            record.Feature.LookupListIndex.append(gsub.LookupList.LookupCount - 1)
            record.Feature.LookupCount += 1


def _rename(font: TTFont) -> None:
    for record in font["name"].names:
        if record.nameID in _RENAMED:
            family = FAMILY if record.nameID != 6 else FAMILY.replace(" ", "")
            record.string = record.toUnicode().replace("Sarabun", family)


def outline(source: Path, text: str) -> str:
    """`text` (no marks that need shaping) as one SVG path, y downwards, 1,000 units an em.

    Used once for the word in `draft.svg`: the watermark is a drawing, so that no extractor reads it as a word
    of the paper.
    """
    font = TTFont(source)
    glyphs, names, widths = font.getGlyphSet(), font.getBestCmap(), font["hmtx"].metrics
    pen, x = SVGPathPen(glyphs), 0
    for character in text:
        name = names[ord(character)]
        glyphs[name].draw(TransformPen(pen, (1, 0, 0, -1, x, 0)))
        x += widths[name][0]
    return str(pen.getCommands())


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]))
