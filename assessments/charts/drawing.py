"""What every chart is drawn with: colours, words and lines of an SVG."""

from collections.abc import Iterable
from decimal import Decimal
from html import escape

from thai.digits import Numerals, in_numerals

FONT = "Sarabun, 'Noto Sans Thai', sans-serif"
NOTHING = "–"

# As in static/css/tokens.css, light: what a PDF prints, and a page where its classes are missing.
INK, INK_2, LINE, TRACK, SHEET = "#1a1a30", "#4f5068", "#dddeea", "#ecedf3", "#ffffff"
BRAND, BAD = "#322d82", "#a01a2a"
INSTRUMENTS = {"IIT": "#0b5c9e", "EIT": "#8a2c76", "OIT": "#56600f"}


def hue(instrument: str) -> tuple[str, str]:
    """Return class and colour of an instrument; of anything else (the overall score) the brand's."""
    if instrument in INSTRUMENTS:
        return f"chart__{instrument.lower()}", INSTRUMENTS[instrument]
    return "chart__all", BRAND


def shown(score: Decimal | None, numerals: Numerals) -> str:
    """Return a score as a chart prints it: two places, or a dash."""
    return NOTHING if score is None else in_numerals(f"{score:.2f}", numerals)


def at(*numbers: float) -> list[str]:
    """Return coordinates as an attribute holds them."""
    return [f"{number:.1f}".rstrip("0").rstrip(".") for number in numbers]


def words(x: float, y: float, text: str, *, size: int = 15, anchor: str = "start", kind: str = "") -> str:
    """Return a <text>. kind: "strong", "soft", "low" or ""; anchor: start, middle, end."""
    left, top = at(x, y)
    weight = ' font-weight="700"' if kind in ("strong", "low") else ""
    colour = {"soft": INK_2, "low": BAD}.get(kind, INK)
    name = f"chart__t chart__t--{kind}" if kind else "chart__t"
    return (
        f'<text class="{name}" x="{left}" y="{top}" font-size="{size}" text-anchor="{anchor}" fill="{colour}"'
        f'{weight} font-family="{escape(FONT)}">{escape(text)}</text>'
    )


def line(x1: float, y1: float, x2: float, y2: float, *, kind: str = "grid", dashes: str = "") -> str:
    """Return a straight line. kind: "grid" (pale) or "mark" (ink)."""
    a, b, c, d = at(x1, y1, x2, y2)
    colour = INK if kind == "mark" else LINE
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    where = f'x1="{a}" y1="{b}" x2="{c}" y2="{d}"'
    return f'<line class="chart__{kind}" {where} stroke="{colour}" stroke-width="1"{dashed}/>'


def rect(x: float, y: float, width: float, height: float, *, name: str, fill: str) -> str:
    """Return a filled rectangle of a class and colour."""
    a, b, c, d = at(x, y, width, height)
    return f'<rect class="{name}" x="{a}" y="{b}" width="{c}" height="{d}" fill="{fill}"/>'


def picture(
    parts: Iterable[str], *, width: int, height: int, ident: str, title: str, facts: Iterable[str], kind: str
) -> str:
    """Return the whole <svg>, with title and every figure as words for who cannot see it.

    ident: unique in the page; facts: "label figure", one a row of the data.
    """
    described = escape(" · ".join(facts))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart chart--{kind}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-labelledby="{ident}-t {ident}-d">'
        f'<title id="{ident}-t">{escape(title)}</title><desc id="{ident}-d">{described}</desc>'
        f"{''.join(parts)}</svg>"
    )
