"""What the forms are built from: plain data, no database. The selectors fetch it, tests write it by hand."""

from dataclasses import dataclass
from decimal import Decimal

from reports.document import Link

LEVELS = range(1, 6)  # of the optional line "ระดับคะแนน {๕}" on page 1 of form B
A_PAGE = (2, 4, 6)  # photos on a page of form E


@dataclass(frozen=True)
class Indicator:
    """`questions` is the range of the edition, such as "i1-i6"; "" where the edition has none.

    In a plan by issue an issue stands in its place (`by_issue`), without instrument and questions.
    """

    instrument: str
    number: int
    name: str
    questions: str = ""
    by_issue: bool = False


@dataclass(frozen=True)
class Measure:
    """One measure of a round. `substeps` are (label, text); labels are the official ones, as text."""

    indicator: Indicator
    label: str
    text: str
    responsible: str = ""
    substeps: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Reported:
    """An agency's answer: the code of `measures.choices.Answer` ("" is blank) and its words."""

    answer: str = ""
    answer_words: str = ""
    text: str = ""
    reason: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class AgencyRound:
    """All of form A: the measures that the agency reports, in the plan's order, each with its answer."""

    fiscal_year: int
    province: str
    agency: str
    entries: tuple[tuple[Measure, Reported], ...]
    draft: bool = False


@dataclass(frozen=True)
class LastScore:
    """Last year's score of an indicator and the wording of the weakness band it lies in."""

    fiscal_year: int
    score: Decimal
    advice: str = ""


@dataclass(frozen=True)
class ProvinceRound:
    """All of form B. `narratives` are (text, positions in `measures` that it covers); `round_name` is "รอบ 6 เดือน"."""

    fiscal_year: int
    round_name: str
    province: str
    measures: tuple[Measure, ...]
    narratives: tuple[tuple[str, frozenset[int]], ...] = ()
    scores: tuple[tuple[int, LastScore], ...] = ()
    level: int | None = None
    draft: bool = False
