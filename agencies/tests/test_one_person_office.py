"""An office of one person has no head: its officer writes and issues the papers."""

import pytest

from agencies.actions import Action
from agencies.rules import may


@pytest.mark.django_db
@pytest.mark.parametrize("action", [Action.PROSE_EDIT, Action.PAPER_ISSUE])
@pytest.mark.parametrize(("endorsed", "writes"), [(True, False), (False, True)])
def test_staff_writes_and_issues_where_no_head_endorses(staff, agency, make_agency, action, endorsed, writes):
    agency.needs_endorsement = endorsed
    foreign = make_agency("อีกแห่ง")
    foreign.needs_endorsement = endorsed

    assert (bool(may(staff, action, agency)), bool(may(staff, action, foreign))) == (writes, False)
    assert not may(staff, action, agency.province)
