"""The people and the paper of the journeys."""

import pytest

from agencies.models import Agency, AgencyGroup, Province, User
from assessments.base_data import fixture, read_json
from assessments.editions import load_edition
from ita_portal.tests.journeys.paper import SERVICE


@pytest.fixture
def people(transactional_db: None, agency: Agency, staff: User, head: User, reviewer: User) -> Agency:
    """Return the agency; its officer, its head and the province's reviewer are there, and the edition of 2570."""
    load_edition(read_json(fixture("editions", "2570.json")))
    return agency


@pytest.fixture
def service_group(province: Province, people: Agency) -> AgencyGroup:
    """Return a second group, of agencies that serve the public; the agency is in it."""
    group = AgencyGroup.objects.create(province=province, name=SERVICE)
    people.groups.add(group)
    return group
