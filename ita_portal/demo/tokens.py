"""API tokens of the provincial office, as a list shows them: one in use, one taken back. Nobody knows their text."""

import datetime as dt

from agencies import tokens
from agencies.models import Scope
from ita_portal.demo.people import Cast
from thai.dates import BANGKOK

IN_USE, GIVEN_UP = "แดชบอร์ดของจังหวัด", "รายงานประจำเดือน (ระบบเดิม)"


def issue_tokens(cast: Cast, today: dt.date) -> None:
    """Give the office two tokens; none where its role calls for a second factor, which the demo has not set up."""
    person = cast.reviewer
    if person.must_have_second_factor:
        return
    morning = dt.datetime.combine(today, dt.time(9), BANGKOK)
    for name, scopes, age in ((GIVEN_UP, [Scope.SCORES], 60), (IN_USE, [Scope.REPORTS, Scope.SCORES], 20)):
        made = morning - dt.timedelta(days=age)
        token, _secret = tokens.issue(person, name=name, scopes=scopes, days=90, form=f"{age:032d}", now=made)
        tokens.note_use(token, now=made + dt.timedelta(days=15))
        if name == GIVEN_UP:
            tokens.revoke(person, token.pk, now=made + dt.timedelta(days=16))
