"""A paper goes through JSON and back unchanged, whatever stands in it."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.blocks import Field, Fields, Heading, Paragraph, Photo, Photos, Signature, Signatures, Stamp
from reports.datasets import NotADataset, digest, from_data, to_data
from reports.document import Bold, Cell, Codes, Column, Document, Link, Made, Qr, Section, Table
from reports.tests.report_sample import paper
from reports.tests.samples import SAMPLES

TEXT = st.text(max_size=12)
MADE = st.builds(Made, TEXT)
VALUE = st.one_of(
    st.none(), TEXT, MADE, st.builds(Codes, TEXT), st.integers(), st.dates(), st.builds(Link, TEXT, TEXT),
    st.decimals(allow_nan=False, allow_infinity=False), st.builds(Bold, st.one_of(TEXT, MADE)), st.builds(Qr, TEXT),
)  # fmt: skip
LINE = st.lists(VALUE, max_size=3).map(tuple)
LINES = st.lists(LINE, max_size=3).map(tuple)
CELL = st.one_of(st.none(), st.builds(Cell, LINES, st.integers(1, 9), st.booleans()))
COLUMN = st.builds(Column, TEXT, TEXT, st.integers(1, 99), st.booleans())
PHOTO = st.builds(Photo, TEXT, TEXT, TEXT, st.integers(1, 9), st.integers(1, 9))
ROWS = st.lists(st.lists(CELL).map(tuple), max_size=3).map(tuple)
BLOCK = st.one_of(
    st.builds(Table, st.lists(COLUMN, max_size=3).map(tuple), ROWS),
    st.builds(Heading, LINE, st.integers(1, 3)),
    st.builds(Paragraph, LINE, LINE, st.integers(0, 3), st.booleans(), st.booleans()),
    st.builds(Photos, LINE, st.lists(PHOTO, max_size=3).map(tuple), st.sampled_from([2, 4, 6])),
    st.builds(Fields, st.lists(st.lists(st.builds(Field, TEXT, LINE, st.integers(1, 99))).map(tuple)).map(tuple)),
    st.builds(Signatures, st.lists(st.builds(Signature, TEXT, TEXT, LINE, st.integers(0, 9)), max_size=3).map(tuple)),
)  # fmt: skip
SECTION = st.builds(
    Section, LINE, st.lists(BLOCK, max_size=3).map(tuple), st.sampled_from([None, True, False]), st.booleans()
)
DOCUMENT = st.builds(
    Document, TEXT, TEXT, LINES, st.lists(SECTION, max_size=3).map(tuple), subtitle=LINES, front=LINES,
    numerals=st.sampled_from(["thai", "arabic"]), draft=st.booleans(), layout=st.sampled_from(["form", "report"]),
    stamp=st.one_of(st.none(), st.builds(Stamp, MADE, LINE, TEXT)), keywords=st.lists(TEXT, max_size=3).map(tuple),
)  # fmt: skip


def through_json(document):
    return from_data(json.loads(json.dumps(to_data(document))))


@settings(max_examples=150, deadline=None)
@given(DOCUMENT)
def test_any_paper_comes_back_from_its_data(document):
    assert through_json(document) == document


@pytest.mark.parametrize("code", SAMPLES)
def test_every_form_comes_back_from_its_data(code):
    assert through_json(SAMPLES[code]()) == SAMPLES[code]()


def test_paper_with_every_block_comes_back_from_its_data():
    assert through_json(paper()) == paper()


def test_values_keep_their_kinds_and_their_zeros():
    line = (1, True, Decimal("1.00"), Decimal(1), dt.date(2025, 9, 30), "1", None)
    kept = through_json(Document("a", "b", (line,), ())).title[0]

    assert [(type(value), str(value)) for value in kept] == [(type(value), str(value)) for value in line]


def test_digest_does_not_depend_on_the_order_of_the_keys():
    data = to_data(paper())
    turned = dict(reversed(data.items()))

    assert list(turned) != list(data)
    assert (digest(turned), digest(data | {"name": "อื่น"}) == digest(data)) == (digest(data), False)


@pytest.mark.parametrize(
    "data",
    [{}, {"is": "Document"}, {"is": "os"}, {"is": "Made", "text": "ก"}, {"is": "Document", "nothing": 1},
     {"is": "date", "as": "เมื่อวาน"}],
)  # fmt: skip
def test_what_is_no_paper_is_refused(data):
    with pytest.raises(NotADataset):
        from_data(data)


def test_value_that_no_paper_holds_is_refused():
    with pytest.raises(TypeError, match="cannot hold a float"):
        to_data(Document("a", "b", ((1.5,),), ()))
