import copy
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from assessments.base_data import fixture, read_json
from assessments.edition_data import EditionData, parse_edition, problems_of, to_json
from assessments.merging import Locked, Merge, Mode

FULL = read_json(fixture("editions", "2566.json"))
EVERYTHING = Locked(
    weights=True,
    numbers=frozenset(range(1, 11)),
    codes=frozenset(one.code for _, row in parse_edition(FULL).indicators() for one in row.questions),
)


@st.composite
def known_parts(draw) -> EditionData:
    """An unverified edition that knows a part of what 2566 has."""
    data = copy.deepcopy(FULL)
    data["verified"] = False
    for instrument in data["instruments"]:
        for indicator in instrument["indicators"]:
            for row in (indicator, *indicator["sub_indicators"]):
                row["questions"] = [one for one in row["questions"] if draw(st.booleans())]
                for one in row["questions"]:
                    one["text"] = one["text"] if draw(st.booleans()) else ""
            if draw(st.booleans()):
                indicator["sub_indicators"] = []
            if draw(st.booleans()):
                indicator["question_range"] = ""
            if draw(st.booleans()):
                indicator["aliases"] = []
    return parse_edition(data)


@given(known_parts())
def test_what_is_known_reads_back_from_its_own_document(part):
    assert parse_edition(to_json(part)) == part


@given(known_parts(), st.sampled_from([Mode.ADD, Mode.MERGE]))
def test_the_whole_completes_any_part_even_when_all_of_it_is_in_use(part, mode):
    full = parse_edition(FULL | {"verified": False})
    merge = Merge(mode, EVERYTHING)
    assert merge.edition(part, full).instruments == full.instruments
    assert (merge.refused, merge.changed, merge.kept) == ([], [], [])


@given(known_parts(), st.sampled_from([Mode.ADD, Mode.MERGE]))
def test_a_part_takes_nothing_from_the_whole(part, mode):
    full = parse_edition(FULL | {"verified": False})
    merge = Merge(mode, Locked())
    assert merge.edition(full, part) == full
    assert (merge.added, merge.changed, merge.kept, merge.refused) == ([], [], [], [])


@given(known_parts(), known_parts())
def test_adding_twice_adds_nothing_more(one, other):
    once = Merge(Mode.ADD, Locked()).edition(one, other)
    again = Merge(Mode.ADD, Locked())
    assert again.edition(once, other) == once
    assert again.added == []


@given(known_parts(), st.lists(st.integers(0, 100), min_size=3, max_size=3))
def test_weights_are_valid_only_when_they_add_up_to_a_hundred(part, weights):
    instruments = [replace(one, weight=Decimal(weight)) for one, weight in zip(part.instruments, weights, strict=True)]
    problems = problems_of(replace(part, instruments=tuple(instruments)))
    wrong = [] if sum(weights) == 100 else [f"น้ำหนักของแบบสำรวจรวมกันต้องได้ 100 แต่ได้ {sum(weights)}"]
    assert problems == wrong


@given(st.integers(1, 10), st.data())
def test_a_verified_edition_misses_no_question(number, data):
    document = copy.deepcopy(FULL)
    row = next(one for part in document["instruments"] for one in part["indicators"] if one["number"] == number)
    homes = [one for one in (row, *row["sub_indicators"]) if one["questions"]]
    home = data.draw(st.sampled_from(homes))
    gone = home["questions"].pop(data.draw(st.integers(0, len(home["questions"]) - 1)))
    edition = replace(parse_edition(document | {"verified": False}), verified=True)
    assert problems_of(edition) == [f"ตัวชี้วัดที่ {number}: ยังขาดข้อ {gone['code']}"]
