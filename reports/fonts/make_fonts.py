"""Make the report fonts: Sarabun with a SARA AM that survives in every PDF text extractor.

    python -m reports.fonts.make_fonts Sarabun-Regular.ttf SarabunReport-Regular.ttf

Run by hand when Sarabun itself changes (the sources are the TTF files of the npm package
@expo-google-fonts/sarabun, SIL OFL 1.1, no reserved font name); the finished files are committed.

Why: the shaper splits SARA AM (U+0E33) into NIKHAHIT + SARA AA, the font joins NIKHAHIT with a tone mark, and the
PDF writer keeps one string a glyph, so copied text reads "ดาเนินการ" for "ดำเนินการ". A ligature glyph for each
(NIKHAHIT [+ tone] [narrow]) + SARA AA, drawn as a composite at the natural offset, is one glyph for the whole
letter. Joiners (U+2060, U+200B, …) get an empty glyph, so that they never call another font into the file.
"""

import sys
from pathlib import Path

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


def build(source: Path, target: Path) -> list[str]:
    """Write `target` from the Sarabun file `source`; the names of the ligature glyphs added."""
    font = TTFont(source, recalcTimestamp=False)
    order = list(font.getGlyphOrder())
    firsts = [name for name in order if name.startswith(NIKHAHIT)]
    for first in firsts:
        order.append(first + "_aa")
        font["glyf"].glyphs[first + "_aa"] = _composite(first, SARA_AA)
    order.append("invisible")
    font["glyf"].glyphs["invisible"] = Glyph()
    font["hmtx"].metrics["invisible"] = (0, 0)
    font.setGlyphOrder(order)
    font["glyf"].glyphOrder = order
    font["maxp"].numGlyphs = len(order)
    _measure(font, [first + "_aa" for first in firsts])
    _substitute(font, firsts)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(dict.fromkeys(INVISIBLE, "invisible"))
    _rename(font)
    font.save(target)
    return [first + "_aa" for first in firsts]


def _composite(*names: str) -> Glyph:
    glyph = Glyph()
    glyph.numberOfContours = -1
    glyph.components = []
    for name in names:
        part = GlyphComponent()
        part.glyphName, part.x, part.y, part.flags = name, 0, 0, _AT_ORIGIN | _ROUND
        glyph.components.append(part)
    return glyph


def _measure(font: TTFont, names: list[str]) -> None:
    glyphs, widths = font["glyf"], font["hmtx"].metrics
    for name in names:
        glyphs.glyphs[name].recalcBounds(glyphs)
        widths[name] = (widths[SARA_AA][0], glyphs.glyphs[name].xMin)
        font["GDEF"].table.GlyphClassDef.classDefs[name] = 1


def _substitute(font: TTFont, firsts: list[str]) -> None:
    table = otTables.LigatureSubst()
    table.ligatures = {}
    for first in firsts:
        ligature = otTables.Ligature()
        ligature.LigGlyph, ligature.Component, ligature.CompCount = first + "_aa", [SARA_AA], 2
        table.ligatures[first] = [ligature]
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
