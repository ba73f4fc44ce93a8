"""One indicator or issue of a submission as its entry page shows it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from agencies.models import User
from agencies.verdict import Verdict
from assessments.items import Item
from assessments.selectors import indicator_score
from measures.choices import Action, Answer, Mark, NoteKind, State
from measures.grouping import asks_outcome
from measures.models import Result, ResultAttachment, ReviewNote
from measures.rules import may
from measures.selectors.carry import Earlier, earlier_answers
from measures.selectors.disclosures import named_items
from measures.selectors.progress import Group, Overview, Row

CHOICES = [(answer.value, answer.label) for answer in Answer if answer != Answer.BLANK]


@dataclass(frozen=True)
class Card:
    """One measure with all that stands beside it."""

    row: Row
    earlier: Earlier | None
    # The OIT items that the measure asks for.
    items: tuple[Item, ...] = ()

    @property
    def result(self) -> Result:
        """Return the measure's result."""
        return self.row.result

    @property
    def links(self) -> list[tuple[str, bool]]:
        """Return (as typed, is a web address) of each link."""
        return self.row.links

    @property
    def files(self) -> list[ResultAttachment]:
        """Return the files in order, each with its attachment."""
        return self.row.files

    @property
    def reasons(self) -> list[ReviewNote]:
        """Return why it was returned, while that is not settled."""
        return self.row.reasons

    @property
    def comments(self) -> list[ReviewNote]:
        """Return the remarks beside it."""
        return [n for n in self.result.notes.all() if n.kind == NoteKind.COMMENT]

    @property
    def is_copied(self) -> bool:
        """Say whether the answer was copied and waits for a person's word."""
        return self.result.answer != Answer.BLANK and not self.result.confirmed

    @property
    def approved(self) -> bool:
        """Say whether the measure keeps its approval mark while others are corrected."""
        return self.result.mark == Mark.OK

    @property
    def badge(self) -> tuple[str, str]:
        """Return (words, tone) of the card's state."""
        return self.row.badge


@dataclass(frozen=True)
class EntryPage:
    """The measures of one indicator or issue, ready for the template."""

    seen: Overview
    group: Group
    cards: tuple[Card, ...]
    edit: Verdict
    comment: Verdict
    with_outcome: bool
    last_score: Decimal | None
    last_year: int
    previous: Group | None
    following: Group | None

    @property
    def only_flagged(self) -> bool:
        """Say whether only the returned measures are open."""
        return bool(self.edit) and self.seen.submission.state == State.RETURNED


def entry_page(seen: Overview, number: int, *, user: User, now: dt.datetime) -> EntryPage | None:
    """Return the page of an indicator or issue, or None when the agency reports nothing of it: 7 queries at most."""
    group = seen.group(number)
    if group is None:
        return None
    submission = seen.submission
    edit = may(user, Action.RESULT_EDIT, submission, now=now)
    offers = earlier_answers(submission, [row.result for row in group.rows]) if edit else {}
    here = seen.groups.index(group)
    year = submission.round.plan.fiscal_year - 1
    asked = [row.result.measure for row in group.rows]
    items = named_items(asked, submission.round.plan.fiscal_year, of_oit=group.instrument == "OIT")
    return EntryPage(
        seen,
        group,
        tuple(
            Card(row, offers.get(row.result.pk) if row.editable else None, items.get(row.result.measure_id, ()))
            for row in group.rows
        ),
        edit,
        may(user, Action.COMMENT, submission, now=now),
        asks_outcome(submission.round),
        None if group.by_issue else indicator_score(submission.agency, year, number),
        year,
        seen.groups[here - 1] if here else None,
        seen.groups[here + 1] if here + 1 < len(seen.groups) else None,
    )
