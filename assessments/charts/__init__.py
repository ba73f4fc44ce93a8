"""Charts of scores as SVG text: data in, one <svg> out. Pure; the same text stands in a page and in a PDF.

Colours are presentation attributes (a PDF needs no style sheet) under classes that static/css/charts.css gives the
page's own tokens, dark mode included. No style attribute and no <style>: the pages' policy forbids both.
"""

from assessments.charts.bars import Bar, bars
from assessments.charts.radar import Shape, radar
from assessments.charts.ring import Arc, ring
from assessments.charts.trend import Series, trend

__all__ = ["Arc", "Bar", "Series", "Shape", "bars", "radar", "ring", "trend"]
