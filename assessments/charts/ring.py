"""The instruments as rings around the overall score."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessments.charts.drawing import TRACK, at, hue, picture, rect, shown, words
from thai.digits import Numerals

WIDTH, HEIGHT, MIDDLE = 380, 220, 110
OUTER, STROKE, STEP = 96, 15, 20


@dataclass(frozen=True)
class Arc:
    """One ring: its label, the instrument whose hue it has, and a score of 0–100 or None."""

    label: str
    instrument: str
    score: Decimal | None


def ring(
    arcs: Sequence[Arc], *, overall: Decimal | None, caption: str, title: str, ident: str, numerals: Numerals = "arabic"
) -> str:
    """Return one ring an instrument, the first outermost, the overall score inside, label and figure beside it."""
    parts = [_arc(arc, OUTER - STEP * place) for place, arc in enumerate(arcs)]
    parts += [
        words(MIDDLE, MIDDLE + 6, shown(overall, numerals), size=24, anchor="middle", kind="strong"),
        words(MIDDLE, MIDDLE + 24, caption, size=12, anchor="middle", kind="soft"),
    ]
    for place, arc in enumerate(arcs):
        top = MIDDLE - 25 * len(arcs) + 50 * place
        name, colour = hue(arc.instrument)
        parts += [
            rect(232, top + 12, 14, 14, name=name, fill=colour),
            words(254, top + 25, arc.label),
            words(WIDTH - 4, top + 25, shown(arc.score, numerals), anchor="end", kind="strong", size=16),
        ]
    facts = [f"{caption} {shown(overall, numerals)}", *(f"{arc.label} {shown(arc.score, numerals)}" for arc in arcs)]
    return picture(parts, width=WIDTH, height=HEIGHT, ident=ident, title=title, facts=facts, kind="ring")


def _arc(arc: Arc, radius: float) -> str:
    around = 2 * math.pi * radius
    name, colour = hue(arc.instrument)
    middle, size = at(MIDDLE, radius)
    where = f'cx="{middle}" cy="{middle}" r="{size}" fill="none" stroke-width="{STROKE}"'
    drawn = f'<circle class="chart__track" {where} stroke="{TRACK}"/>'
    if arc.score:
        part, whole = at(around * float(arc.score) / 100, around)
        drawn += (
            f'<circle class="{name}" {where} stroke="{colour}" stroke-dasharray="{part} {whole}" '
            f'transform="rotate(-90 {middle} {middle})"/>'
        )
    return drawn
