"""Signs that Sarabun lacks: a box with their number, the sign itself when copied, no font of the machine."""

import io
import re
from dataclasses import replace

import pikepdf
import pytest

from reports.catalogue.agency_measures import form as form_a
from reports.facts import Reported
from reports.renderers import pdf, signs
from reports.tests.extracting import EXTRACTORS
from reports.tests.papers import agency_data
from reports.tests.pdfa import faults

ODD = "ตรวจแล้ว ✓ ☑ 😀 中文 ⚠️"


def paper(text):
    data = agency_data(1)
    entries = ((data.entries[0][0], Reported("done", "ดำเนินการแล้ว", text)), *data.entries[1:])
    return form_a.build(replace(data, entries=entries))


@pytest.fixture(scope="module")
def odd():
    return pdf.render(paper(ODD))


def fonts(content):
    opened = pikepdf.open(io.BytesIO(content))
    named = [
        str(thing.BaseFont)
        for thing in opened.objects
        if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing
    ]
    return {re.sub(r"^/[A-Z]{6}\+", "", name) for name in named}


@pytest.mark.parametrize("extractor", EXTRACTORS)
def test_unknown_signs_are_found_in_the_text(odd, extractor):
    text = "".join(EXTRACTORS[extractor](odd))

    assert [sign for sign in "✓☑😀中文⚠" if sign not in text] == []


def test_unknown_signs_bring_no_font_of_the_machine(odd):
    assert fonts(odd) == {"Sarabun-Report", "Sarabun-Report-Bold", "Sarabun-Report-Signs"}
    assert faults(odd) == []


def test_paper_with_unknown_signs_gives_the_same_bytes(odd):
    assert pdf.render(paper(ODD)) == odd


def test_usual_paper_needs_no_font_of_signs():
    assert signs.style("<p>ดำเนินการ ครบ ๑๐๐% “แล้ว” – ½ é €</p>") == ""
    assert "data:font/ttf" in signs.style("<p>✓</p>")


def test_engine_knows_no_font_of_the_machine():
    content = pdf.ENGINE.render("<p style='font-family: DejaVu Sans, sans-serif'>abc กขค</p>", [], {})

    assert [name for name in fonts(content) if "DejaVu" in name or "Noto" in name] == []
