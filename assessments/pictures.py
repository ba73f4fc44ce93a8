"""The charts of a body's scores: which figures go into which picture. Words in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.cards.tree import names_of
from assessments.charts import Arc, Bar, Series, Shape, bars, radar, ring, trend
from assessments.edition_data import EditionData
from assessments.scoring import Card, basis, rounded, scheme_of
from assessments.yearly import Yearly, YearRow
from thai.digits import Numerals


@dataclass(frozen=True)
class Pictures:
    """SVG texts; radar is "" where there are no indicators to draw."""

    bars: str
    ring: str
    trend: str
    radar: str


def pictures(table: Yearly, *, owner: str, numerals: Numerals = "arabic") -> Pictures | None:
    """Draw the newest year of the table and the years before it; None where there is no card.

    owner: whose scores they are, in words, for the pictures' titles.
    """
    if not table.years or table.overall is None:
        return None
    year = str(table.years[-1])
    axes = [row.code for row in table.indicators]
    shapes = [
        Shape(str(table.years[place]), tuple(row.scores[place] for row in table.indicators))
        for place in range(len(table.years))[::-1][:2]
    ]
    outlined = {"title": f"{_('รูปคะแนนรายตัวชี้วัด')} {owner}", "ident": "chart-radar", "lines": table.marks}
    return Pictures(
        bars(
            [Bar(label(row), row.instrument, row.scores[-1]) for row in table.indicators],
            title=f"{_('คะแนนรายตัวชี้วัด')} {owner} {year}", ident="chart-bars", lines=table.marks, numerals=numerals,
        ),
        ring(
            [Arc(row.code, row.instrument, row.scores[-1]) for row in table.instruments],
            overall=table.overall.scores[-1], caption=_("คะแนนรวม"),
            title=f"{_('คะแนนตามแบบสำรวจ')} {owner} {year}", ident="chart-ring", numerals=numerals,
        ),
        trend(
            [Series(_("คะแนนรวม"), "", table.overall.scores)]
            + [Series(row.code, row.instrument, row.scores) for row in table.instruments],
            table.years, title=f"{_('คะแนนรายปี')} {owner}", ident="chart-trend", lines=table.marks, numerals=numerals,
        ),
        radar(axes, shapes, **outlined, numerals=numerals) if len(axes) > 2 else "",  # type: ignore[arg-type]
    )  # fmt: skip


def card_bars(edition: EditionData, card: Card, lines: Sequence[int]) -> str:
    """Draw the indicators of one card: printed, else as their parts make them; "" where none is known.

    lines: the scores that they are measured by, from top to bottom.
    """
    scheme, names = scheme_of(edition).with_codes([*card.figures, *card.percents]), names_of(edition)
    exact = [(part, one, basis(str(one.number), scheme, card)) for part, one in edition.indicators()]
    if all(score is None for *_one, score in exact):
        return ""
    rows = [
        Bar(f"{one.number}. {names[str(one.number)]}", part.code, None if score is None else rounded(score))
        for part, one, score in exact
    ]
    title = f"{_('คะแนนรายตัวชี้วัด')} {edition.fiscal_year}"
    return bars(rows, title=title, ident="chart-bars", lines=lines)


def label(row: YearRow) -> str:
    """Return an indicator's row as a chart names it: "4. การใช้ทรัพย์สินของราชการ"."""
    return f"{row.code}. {row.name}".rstrip(". ") if row.name else row.code
