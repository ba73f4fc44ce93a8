"""From a card's weak points one step leads to measures, for whoever may plan them."""

import pytest
from django.urls import reverse

from assessments.base_data import fixture, read_json
from assessments.editions import load_edition
from measures.models import Plan
from measures.tests.test_suggest import make_card

pytestmark = pytest.mark.django_db


def test_card_leads_to_next_years_plan_whoever_may_edit_it_and_nobody_else(client, province, reviewer, viewer):
    load_edition(read_json(fixture("editions", "2568.json")))
    make_card(province, 2568, {"4": "80.00"})
    page = reverse("assessments:card", args=[f"province-{province.pk}", 2568])

    def offered(user):
        client.force_login(user)
        return client.get(page).context["proposals"]

    before = offered(reviewer)
    plan = Plan.objects.create(province=province, fiscal_year=2569)
    Plan.objects.create(province=province, fiscal_year=2568)

    assert (before, offered(reviewer), offered(viewer)) == ("", reverse("measures:plan-suggest", args=[plan.pk]), "")
