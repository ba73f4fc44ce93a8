"""Charts as SVG: the figures that they draw are the figures that they were given, and anybody can read them."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from assessments.charts import Arc, Bar, Series, Shape, bars, drawing, radar, ring, trend

SVG = "{http://www.w3.org/2000/svg}"
SCORES = st.none() | st.decimals(0, 100, places=2)
HUES = st.sampled_from(["IIT", "EIT", "OIT", ""])
LABELS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=30)


def tree(svg: str):
    return etree.fromstring(svg.encode())


def words(svg: str) -> list[str]:
    return [node.text or "" for node in tree(svg).iter(f"{SVG}text")]


def described(svg: str) -> str:
    return tree(svg).findtext(f"{SVG}desc") or ""


def sound(svg: str, ident: str) -> bool:
    """Say whether it has a name and words for who cannot see it, and nothing that the pages' policy forbids."""
    root = tree(svg)
    tags = {etree.QName(node).localname for node in root.iter()}
    attributes = {name for node in root.iter() for name in node.attrib}
    return (
        root.get("role") == "img"
        and root.get("aria-labelledby") == f"{ident}-t {ident}-d"
        and [child.get("id") for child in root[:2]] == [f"{ident}-t", f"{ident}-d"]
        and not tags & {"style", "script", "image", "use", "foreignObject"}
        and not [name for name in attributes if name == "style" or name.startswith("on") or "href" in name]
    )


@given(st.lists(st.builds(Bar, LABELS, HUES, SCORES), max_size=12))
def test_bars_are_as_long_as_their_scores_and_print_them(rows):
    svg = bars(rows, title="คะแนน", ident="b")

    drawn = [node for node in tree(svg).iter(f"{SVG}rect") if node.get("class") != "chart__track"]
    figures = [drawing.shown(row.score, "arabic") for row in rows]
    assert sound(svg, "b")
    assert [float(node.get("width")) for node in drawn] == pytest.approx(
        [float(row.score) * 3.26 for row in rows if row.score], abs=0.051
    )
    # After the two marks: label and figure in turn.
    assert words(svg)[2:] == [text for row, figure in zip(rows, figures, strict=True) for text in (row.label, figure)]
    assert described(svg) == " · ".join(f"{row.label} {figure}" for row, figure in zip(rows, figures, strict=True))


def test_bars_mark_what_is_below_the_first_line():
    svg = bars([Bar("4. ก", "IIT", Decimal("83.95")), Bar("5. ข", "IIT", Decimal(85))], title="", ident="b")

    assert [node.text for node in tree(svg).iter(f"{SVG}text") if "--low" in node.get("class")] == ["83.95"]
    assert words(svg)[:2] == ["85", "95"]


def test_ring_fills_each_circle_by_its_score():
    svg = ring(
        [Arc("IIT", "IIT", Decimal(50)), Arc("EIT", "EIT", None)], overall=Decimal("91.92"), caption="รวม", title="ก",
        ident="r", numerals="thai",
    )  # fmt: skip

    filled = [node.get("stroke-dasharray") for node in tree(svg).iter(f"{SVG}circle") if node.get("stroke-dasharray")]
    part, whole = map(float, filled[0].split())
    assert len(filled) == 1
    assert part * 2 == pytest.approx(whole, abs=0.11)
    assert words(svg) == ["๙๑.๙๒", "รวม", "IIT", "๕๐.๐๐", "EIT", "–"]
    assert sound(svg, "r")


@given(st.lists(st.builds(Series, LABELS, HUES, st.tuples(SCORES, SCORES, SCORES)), min_size=1, max_size=4))
def test_trend_puts_a_dot_at_every_known_score_and_breaks_at_the_others(series):
    svg = trend(series, (2566, 2567, 2568), title="ก", ident="t")

    known = sum(score is not None for one in series for score in one.scores)
    joined = sum(None not in pair for one in series for pair in zip(one.scores, one.scores[1:], strict=False))
    lines = [node for node in tree(svg).iter(f"{SVG}line") if "chart__line" in node.get("class")]
    assert len(list(tree(svg).iter(f"{SVG}circle"))) == known
    # One more a series for its key.
    assert len(lines) == joined + len(series)
    assert all(0 <= float(node.get("cy")) <= 230 for node in tree(svg).iter(f"{SVG}circle"))
    assert sound(svg, "t")


@given(st.lists(st.builds(Shape, LABELS, st.tuples(*[SCORES] * 5)), min_size=1, max_size=2))
def test_radar_stays_in_its_frame_and_tells_every_figure(shapes):
    svg = radar(["1", "2", "3", "4", "5"], shapes, title="ก", ident="x")

    points = [
        float(number)
        for node in tree(svg).iter(f"{SVG}polygon", f"{SVG}polyline")
        for pair in node.get("points").split()
        for number in pair.split(",")
    ]
    assert all(0 <= number <= 400 for number in points)
    assert described(svg).count(" · ") == 5 * len(shapes) - 1
    assert sound(svg, "x")


def test_words_of_people_cannot_become_markup():
    svg = bars([Bar("</text><script>1</script>&", "IIT", Decimal(1))], title='"><x', ident="b")

    assert sound(svg, "b")
    assert "</text><script>1</script>&" in words(svg)


def test_colours_of_a_pdf_are_those_of_the_page_by_day():
    css = Path(settings.BASE_DIR, "static", "css", "tokens.css").read_text("utf-8").partition("@media")[0]
    tokens = dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6})", css))
    names = ("ink", "ink-2", "line", "mute-soft", "sheet", "brand", "bad")
    own = (
        drawing.INK, drawing.INK_2, drawing.LINE, drawing.TRACK, drawing.SHEET, drawing.BRAND, drawing.BAD,
    )  # fmt: skip

    assert dict(zip(names, own, strict=True)) == {name: tokens[name] for name in names}
    assert {name: drawing.INSTRUMENTS[name] for name in drawing.INSTRUMENTS} == {
        name: tokens[name.lower()] for name in ("IIT", "EIT", "OIT")
    }
