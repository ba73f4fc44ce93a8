"""Items of two years are matched by name, never by number; what is not certain is offered, nothing is guessed."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.base_data import fixture, read_json
from assessments.carrying import match_items, problem_of
from assessments.edition_data import parse_edition
from assessments.items import Item, in_order, items_in, parts_of
from thai.wording import bare


def items_of(year):
    return items_in(parse_edition(read_json(fixture("editions", f"{year}.json"))))


def item(code, name, part="9.1"):
    return Item(code, name, int(part.partition(".")[0]), part)


def matched(old, new):
    return {
        match.item.code: match.sure.code if match.sure else tuple(one.code for one in match.offers)
        for match in match_items(old, new)
    }


def test_items_of_2565_are_found_in_2566_under_their_new_numbers():
    found = matched(items_of(2565), items_of(2566))

    assert {code: was for code, was in found.items() if isinstance(was, str)} == {
        **{f"o{n}": f"o{n}" for n in range(1, 10)},
        "o13": "o12", "o16": "o15", "o18": "o17", "o20": "o22", "o21": "o23", "o22": "o24", "o26": "o28",
        "o36": "o39", "o37": "o40", "o38": "o41", "o43": "o43",
    }  # fmt: skip


def test_near_names_of_2565_are_offered_and_not_taken():
    found = matched(items_of(2565), items_of(2566))

    assert {code: found[code] for code in ("o10", "o11", "o12", "o19", "o24", "o25", "o28", "o34", "o42")} == {
        "o10": (),
        "o11": ("o18", "o10"),
        "o12": ("o11", "o19"),
        "o19": ("o21",),
        "o24": ("o26",),
        "o25": ("o27",),
        "o28": ("o30",),
        "o34": ("o36", "o37"),
        "o42": ("o42",),
    }


def test_same_year_matches_itself_for_sure():
    items = items_of(2566)

    assert matched(items, items) == {one.code: one.code for one in items}


def test_spacing_punctuation_and_digits_do_not_part_a_name():
    assert matched([item("o4", "รายงานการกำกับติดตาม  รอบ ๖ เดือน")], [item("o9", "รายงานการกำกับติดตาม รอบ 6 เดือน")]) == {
        "o9": "o4"
    }


def test_one_name_in_two_parts_stays_in_its_part():
    old = [item("o28", "รายงานผลประจำปี", "9.4"), item("o41", "รายงานผลประจำปี", "10.1")]
    new = [item("o26", "รายงานผลประจำปี", "9.4"), item("o38", "รายงานผลประจำปี", "10.1")]

    assert matched(old, new) == {"o26": "o28", "o38": "o41"}


def test_one_name_in_another_indicator_is_only_offered():
    assert matched([item("o41", "รายงานผลประจำปี", "10.1")], [item("o26", "รายงานผลประจำปี", "9.4")]) == {"o26": ("o41",)}


def test_one_name_twice_in_a_part_is_nobodys():
    old = [item("o1", "สถิติการให้บริการ"), item("o2", "สถิติการให้บริการ")]

    assert matched(old, [item("o5", "สถิติการให้บริการ")]) == {"o5": ("o1", "o2")}


def test_items_without_a_name_match_nothing():
    assert matched([item("o1", "")], [item("o1", ""), item("o2", " ")]) == {"o1": (), "o2": ()}


def test_old_item_chosen_twice_is_named():
    assert problem_of({"o1": "o3", "o2": "o3"}) == "o3"
    assert problem_of({"o1": "o3", "o2": "o4"}) == ""


names = st.text(alphabet="กขคงาิ๖6 ", max_size=8)
lists = st.lists(st.tuples(names, st.sampled_from(["9.1", "9.2", "10.1"])), max_size=12)


@given(lists, lists)
def test_no_old_item_is_the_sure_one_of_two(one, other):
    old = [item(f"o{n}", name, part) for n, (name, part) in enumerate(one, start=1)]
    new = [item(f"o{n}", name, part) for n, (name, part) in enumerate(other, start=1)]
    matches = match_items(old, new)
    sure = [match.sure for match in matches if match.sure]

    assert len(sure) == len({match.code for match in sure})
    assert all(bare(match.sure.name) == bare(match.item.name) for match in matches if match.sure)
    assert all(not (match.sure and match.offers) for match in matches)
    assert [match.item for match in matches] == new


@given(st.integers(0, 1000))
@pytest.mark.slow
def test_order_of_the_lists_does_not_matter(seed):
    old, new = list(items_of(2565)), list(items_of(2566))
    before = matched(old, new)
    random.Random(seed).shuffle(old)
    after = matched(old, new)

    assert {k: sorted(v) if isinstance(v, tuple) else v for k, v in after.items()} == {
        k: sorted(v) if isinstance(v, tuple) else v for k, v in before.items()
    }


def test_items_stand_in_the_order_in_which_they_are_asked():
    mixed = [item("o12", "ข", "9.10"), item("o10", "ก", "9.2"), item("o9", "ง", "9.2"), item("o40", "จ", "10.1")]

    assert [one.code for one in in_order(mixed)] == ["o9", "o10", "o12", "o40"]
    assert [(first.part, len(group)) for first, group in parts_of(in_order(mixed))] == [
        ("9.2", 2),
        ("9.10", 1),
        ("10.1", 1),
    ]
