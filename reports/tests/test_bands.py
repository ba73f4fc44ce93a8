from dataclasses import replace

from reports.catalogue.agency_measures import form as form_a
from reports.catalogue.province_measures import form as form_b
from reports.facts import AgencyRound, Reported
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
    places = [row.places[3] for body in kept(part).bodies for row in body.rows]

    assert [cell.text[:3] if cell else None for cell in part.over] == ["IIT", "1. ", None, None, None]
    assert [[cell.rows for cell in band.stacks[3]] for band in part.bands] == [[2], [], [1], [3], [], []]
    texts = [(place.copy and place.copy.text) or (place.alone and place.alone.text) for place in places]
    assert texts == [RESPONSIBLE, None, "กองกลาง", "กองคลัง", None, None]


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
