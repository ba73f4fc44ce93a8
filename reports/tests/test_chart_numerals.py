"""A paper's charts follow its numerals as its words do."""

from decimal import Decimal

from assessments.charts import Bar, bars
from reports.blocks import Chart
from reports.document import Document, Section


def paper(numerals, score):
    rows = [Bar("1. เวลา 5' & <ครบ>", "IIT", Decimal("93.5")), Bar("2. ข", "OIT", None)]
    drawn = bars(rows, title="ปี 2567", ident="x-1", numerals=numerals)
    return Document(
        "x", "x", (), (Section(("ก",), (Chart(drawn, f"ได้ {score} คะแนน"),)),), numerals=numerals, layout="report"
    )


def test_chart_of_a_paper_in_other_numerals_is_drawn_in_them_and_back():
    arabic = paper("arabic", "93.50")
    chart = arabic.in_numerals("thai").sections[0].blocks[0]

    assert ("๙๓.๕๐<" in chart.svg, "๑. เวลา ๕&#x27; &amp; &lt;ครบ&gt;" in chart.svg, chart.alt) == (
        True, True, "ได้ ๙๓.๕๐ คะแนน",
    )  # fmt: skip
    assert ('width="400"' in chart.svg, 'id="x-1-t"' in chart.svg) == (True, True)
    assert arabic.in_numerals("thai").in_numerals("arabic") == arabic
