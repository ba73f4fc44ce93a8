"""A measure that asks for an OIT item leads to it, and the item to the measure."""

import pytest
from django.urls import reverse

from assessments.tests.registers import edition
from measures.models import RoundMeasure
from measures.selectors.disclosures import named_items


@pytest.fixture
def known(submission):
    """The register's year is the plan's: the items of the last known year, as an administrator starts them."""
    from assessments.editions import copy_items

    copy_items(edition(2566), edition(2570))
    return submission


def write(submission, indicator, text):
    row = submission.round.measures.filter(indicator=indicator).first()
    RoundMeasure.objects.filter(pk=row.pk).update(text=text)
    return RoundMeasure.objects.get(pk=row.pk)


@pytest.mark.parametrize("text", ["ปรับ ๐๒๔ ให้ครบ", "เผยแพร่ o24", "ปรับ o 24"])
def test_entry_card_leads_to_the_item_that_the_measure_names(client, staff, known, text):
    write(known, 9, text)
    client.force_login(staff)
    page = client.get(reverse("measures:submission-entry", args=[known.pk, 9])).content.decode()
    item = reverse("assessments:register-part", args=[known.agency_id, 2570, "9.4"])

    assert f'href="{item}#o24"' in page
    assert client.get(item).status_code == 200


def test_item_shows_the_measures_that_ask_for_it(client, staff, known):
    row = write(known, 9, "จัดทำรายงานผลการจัดซื้อจัดจ้างประจำปี แล้วเผยแพร่")
    result = known.results.get(measure=row)
    client.force_login(staff)
    page = client.get(reverse("assessments:register-part", args=[known.agency_id, 2570, "9.3"])).content.decode()
    entry = reverse("measures:submission-entry", args=[known.pk, 9])

    assert f'<a href="{entry}#m{result.pk}">9.1 จัดทำรายงานผลการจัดซื้อจัดจ้างประจำปี แล้วเผยแพร่</a>' in page
    assert page.count("มาตรการที่ขอข้อมูลข้อนี้") == 1


def test_code_in_a_sub_step_counts(known):
    row = write(known, 1, "ทบทวนขั้นตอน")
    RoundMeasure.objects.filter(pk=row.pk).update(substeps=[{"label": "1.1", "text": "เผยแพร่ตามข้อ o13"}])
    found = named_items([RoundMeasure.objects.get(pk=row.pk)], 2570, of_oit=False)

    assert {key: [item.code for item in items] for key, items in found.items()} == {row.pk: ["o13"]}


def test_names_are_looked_for_in_measures_of_oit_alone(known):
    row = write(known, 1, "จัดทำรายงานผลการจัดซื้อจัดจ้างประจำปี")

    assert named_items([row], 2570, of_oit=False) == {}
    assert [item.code for item in named_items([row], 2570, of_oit=True)[row.pk]] == ["o22"]


def test_measures_without_a_code_ask_the_database_for_nothing(known, django_assert_num_queries):
    rows = list(known.round.measures.filter(indicator=1))
    with django_assert_num_queries(0):
        assert named_items(rows, 2570, of_oit=False) == {}
    with django_assert_num_queries(1):
        assert named_items(rows, 2570, of_oit=True) == {}


def test_year_without_items_leads_nowhere(client, staff, submission):
    edition(2569)
    write(submission, 9, "เผยแพร่ o24")
    client.force_login(staff)

    assert (
        "ขอข้อมูล OIT" not in client.get(reverse("measures:submission-entry", args=[submission.pk, 9])).content.decode()
    )
