from dataclasses import replace
from decimal import Decimal

from reports.catalogue.agency_measures import form as form_a
from reports.catalogue.province_measures import form as form_b
from reports.facts import AgencyRound, LastScore, Reported
from reports.renderers import pdf
from reports.renderers.bands import parts, visible
from reports.renderers.keeping import kept
from reports.renderers.shown import show_rows
from reports.tests.extracting import bare, poppler_pages
from reports.tests.papers import INDICATORS, RESPONSIBLE, agency_paper, measure, province_data, province_paper


def cut(document, table=0):
    return parts(show_rows(document.tables()[table], document))


def test_part_is_a_run_of_equal_block_texts():
    found = cut(agency_paper(3))

    assert [[len(band.stacks[2]) for band in part.bands] for part in found] == [[1, 1, 1]]
    assert [cell.text if cell else None for cell in found[0].over] == [
        "IIT", "1. การปฏิบัติหน้าที่\n(ข้อคำถาม i1-i6)", None, RESPONSIBLE, None,
    ]  # fmt: skip


def test_band_holds_all_rows_of_one_narrative():
    whole, wide = cut(province_paper(4, long=40)), cut(province_paper(4, long=40), 1)

    assert [[tuple(map(len, band.stacks)) for band in part.bands] for part in whole] == [[(0, 0, 4, 0, 1)]]
    assert [len(part.inner) for part in wide] == [2, 0]
    assert [[len(band.stacks[2]) for band in inner.bands] for inner in wide[0].inner] == [[1] * 4, [1] * 2]
    assert [cell.text[:12] for cell in wide[0].beside] == ["ข้อสรุปที่ 2"]


def test_low_narrative_over_one_part_is_shown_again_like_a_block():
    (part,) = cut(province_paper(4, long=2))

    assert [tuple(map(len, band.stacks)) for band in part.bands] == [(0, 0, 1, 0, 0)] * 4
    assert [cell.text[:12] if cell else None for cell in part.over][2:] == [None, RESPONSIBLE[:12], "ข้อสรุปที่ 1"]


def mixed_paper():
    """One indicator of six measures whose responsible text changes twice."""
    texts = [RESPONSIBLE, RESPONSIBLE, "กองกลาง", "กองคลัง", "กองคลัง", "กองคลัง"]
    entries = tuple((measure(INDICATORS[0], n, text), Reported()) for n, text in enumerate(texts, start=1))
    return form_a.build(AgencyRound(2566, "ศรีนที", "สำนักงานทดสอบ", entries))


def test_indicator_stays_one_part_where_its_responsible_text_changes():
    (part,) = cut(mixed_paper())

    assert [cell.text[:3] if cell else None for cell in part.over] == ["IIT", "1. ", None, None, None]
    assert [(len(run.bands), [cell and cell.text for cell in run.over]) for run in part.runs] == [
        (2, [None, RESPONSIBLE, None]),
        (1, [None, None, None]),
        (3, [None, "กองคลัง", None]),
    ]
    assert [cell.text for band in part.runs[1].bands for cell in band.stacks[1]] == ["กองกลาง"]


def test_run_has_no_held_text_in_its_rows():
    (part,) = cut(mixed_paper())
    places = [row.places[1] for run in kept(part).runs for body in run.bodies for row in body.rows]

    assert [place.alone.text for place in places if place.alone] == ["กองกลาง"]
    assert {(place.copy.text, place.hidden) for place in places if place.copy} == {
        (RESPONSIBLE, True), ("กองคลัง", True),
    }  # fmt: skip


def test_second_held_text_stands_beside_the_first_rows_of_a_run():
    data = province_data(4)
    measures = tuple(
        replace(one, responsible="กองคลัง" if 1 <= place <= 2 else "กองกลาง") for place, one in enumerate(data.measures)
    )
    (part,) = cut(form_b.build(replace(data, measures=measures, narratives=(("สามข้อแรก", frozenset({0, 1, 2})),))))

    assert [len(run.bands) for run in part.runs] == [3, 1]
    assert [cell and cell.text for cell in part.runs[0].over] == [None, None, "สามข้อแรก"]
    assert [[cell.text for cell in band.stacks[1]] for run in part.runs for band in run.bands] == [
        ["กองกลาง"], ["กองคลัง"], [], ["กองกลาง"],
    ]  # fmt: skip


def test_high_text_of_a_block_flows_and_makes_no_runs():
    data = province_data(4)
    scores = ((1, LastScore(2565, Decimal("94.71"), "ต้องปรับปรุงขั้นตอนและรายงานผลให้ประชาชนทราบ " * 20)),)
    part = cut(form_b.build(replace(data, scores=scores, narratives=(("สองข้อ", frozenset({0, 1})),))))[0]

    assert part.runs == ()
    assert [[cell.text for cell in band.stacks[4]] for band in part.bands][:2] == [["สองข้อ"], []]


def test_narrative_over_some_measures_of_an_indicator_is_held_beside_them():
    data = province_data(4)
    paper = form_b.build(replace(data, narratives=(("สองข้อแรก", frozenset({0, 1})), ("สองข้อหลัง", frozenset({2, 3})))))
    (part,) = cut(paper)

    assert [[cell.text for cell in band.stacks[4]] for band in part.bands] == [["สองข้อแรก"], [], ["สองข้อหลัง"], []]
    assert bare("สองข้อหลัง") in bare("".join(poppler_pages(pdf.render(paper))))


def test_every_cell_is_in_exactly_one_place():
    for document in (agency_paper(5), province_paper(5)):
        for table in document.tables():
            rows = show_rows(table, document)
            found = parts(rows)
            stacked = [
                cell.text
                for part in found
                for inner in (part.inner or (part,))
                for band in inner.bands
                for stack in band.stacks
                for cell in stack
            ] + [cell.text for part in found for cell in part.beside]
            # a low narrative lies over its part like a block text
            lying = [cell.text for part in found for cell in part.over if cell and cell.column.key == "result"]
            flowing = [cell.text for row in rows for cell in row if cell and not cell.block]
            assert sorted(stacked + lying) == sorted(flowing)


def test_bodies_hold_the_block_text_at_both_ends():
    (part,) = cut(agency_paper(13))
    bodies = kept(part).bodies

    assert sum(len(body.rows) for body in bodies) == 13
    for body in (bodies[0], bodies[-1]):
        copies = [place.rows for place in body.rows[0].places if place.copy]
        assert copies == [len(body.rows)] * 3
        assert body.keep == (len(body.rows) > 1)
    assert [place.copy for body in bodies[1:-1] for row in body.rows for place in row.places if place.copy] == []


def test_visible_counts_no_marks():
    assert [visible(text) for text in ("ที่", "ผู้ใหญ่", "น้ำ", "abc")] == [1, 4, 2, 3]
