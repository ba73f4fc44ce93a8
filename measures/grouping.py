"""How measures are grouped: by indicator, or by issue (form E). The one place that knows which number counts.

A row is a measure of a plan or of a round: in a plan by issue its `issue` is the issue's number, else 0.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from django.db.models import Case, F, When
from django.utils.translation import gettext as _

from assessments.selectors import indicators_of, issues_of
from measures.choices import Grouping, RoundKind

if TYPE_CHECKING:
    from measures.models.round import Round

T = TypeVar("T")


class Grouped(Protocol):
    """A measure of a plan or of a round."""

    @property
    def issue(self) -> int: ...

    @property
    def indicator(self) -> int: ...


class Planned(Protocol):
    """What heads need to know of a plan."""

    @property
    def grouping(self) -> str: ...

    @property
    def fiscal_year(self) -> int: ...


def number_of(row: Grouped) -> int:
    """The number of the row's group: of its issue in a plan by issue, else of its indicator."""
    return row.issue or row.indicator


def place_of(row: Grouped) -> tuple[bool, int]:
    """(whether by issue, number): tells the groups of two plans apart that are not grouped alike."""
    return bool(row.issue), number_of(row)


def beside(row: Grouped, prefix: str = "") -> dict[str, int]:
    """The filter that finds the rows of the same group among those of one plan or round; prefix: "measure__"."""
    name, number = ("issue", row.issue) if row.issue else ("indicator", row.indicator)
    return {f"{prefix}{name}": number}


def number_at(prefix: str = "") -> Case:
    """The number of the group, to order rows by; prefix: the way to the measure, "result__measure__"."""
    return Case(When(**{f"{prefix}issue__gt": 0}, then=F(f"{prefix}issue")), default=F(f"{prefix}indicator"))


def asks_outcome(round_: "Round") -> bool:
    """Say whether a round asks what came of each measure, as form E prints it: the year's last one (12 months), and
    every round of a plan by issue."""
    return round_.kind == RoundKind.TWELVE or by_issue(round_.plan)


def by_issue(plan: Planned) -> bool:
    """Whether the plan groups its measures by issue."""
    return plan.grouping == Grouping.ISSUE


def noun(*, by_issue: bool) -> str:
    """ "ประเด็นที่" or "ตัวชี้วัดที่", in the reader's language."""
    return _("ประเด็นที่") if by_issue else _("ตัวชี้วัดที่")


class Titled:
    """The words of a group, for whatever has its number, its name ("" where none is known) and `by_issue`."""

    number: int
    name: str
    by_issue: bool

    @property
    def title(self) -> str:
        """Return "ตัวชี้วัดที่ 3" or "ประเด็นที่ 3"."""
        return f"{noun(by_issue=self.by_issue)} {self.number}"

    @property
    def heading(self) -> str:
        """Return "3. …", or the title where no name is known."""
        return f"{self.number}. {self.name}" if self.name else self.title


@dataclass(frozen=True)
class Head(Titled):
    """What stands over a group in the reader's language; an issue has no instrument and no questions."""

    number: int
    name: str = ""
    instrument: str = ""
    instrument_name: str = ""
    questions: str = ""
    by_issue: bool = False


def heads_of(plan: Planned) -> dict[int, Head]:
    """Number → head of the groups that the plan may have, in order: one query. Empty for a year without an edition."""
    return heads_of_year(plan.fiscal_year, by_issue=by_issue(plan))


def heads_of_year(fiscal_year: int, *, by_issue: bool) -> dict[int, Head]:
    """The same of a year (B.E.), for what is not stored yet."""
    if by_issue:
        return {one.number: Head(one.number, one.title, by_issue=True) for one in issues_of(fiscal_year)}
    return {
        one.number: Head(one.number, one.title, one.instrument.code, one.instrument.title, one.question_range)
        for one in indicators_of(fiscal_year)
    }


def in_groups(plan: Planned, rows: Iterable[T], of: Callable[[T], Grouped]) -> list[tuple[Head, list[T]]]:
    """The rows by group, in the order of the numbers, each under its head; in a group they keep their order.

    of: the row's measure. One query. A group that no edition knows has a head without a name.
    """
    known, found = heads_of(plan), dict[int, list[T]]()
    for row in rows:
        found.setdefault(number_of(of(row)), []).append(row)
    return [(known.get(number) or Head(number, by_issue=by_issue(plan)), found[number]) for number in sorted(found)]
