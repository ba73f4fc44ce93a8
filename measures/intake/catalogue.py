"""What reading needs to know of a fiscal year's indicators, as plain data."""

from dataclasses import asdict, dataclass, field
from typing import Any

from assessments.matching import KnownIndicator


@dataclass(frozen=True)
class Catalogue:
    """The indicators of `year` (B.E.), the ranges of their parts, and the ranges of other years.

    `instruments`: indicator number → "IIT", "EIT" or "OIT". `parts`: ranges such as "o1-o10" of
    sub-indicators. `others`: range → the years that use it. `issues`: those of the year, for papers by issue;
    `by_issue`: they stand in the place of the indicators.
    """

    year: int
    indicators: tuple[KnownIndicator, ...]
    instruments: dict[int, str] = field(default_factory=dict)
    parts: frozenset[str] = frozenset()
    others: dict[str, tuple[int, ...]] = field(default_factory=dict)
    issues: tuple[KnownIndicator, ...] = ()
    by_issue: bool = False

    def of_issues(self) -> "Catalogue":
        """The catalogue for a paper whose measures are grouped by issue: an issue has no range and no instrument."""
        return Catalogue(self.year, self.issues, issues=self.issues, by_issue=True)

    @property
    def own(self) -> frozenset[str]:
        """All ranges that this year uses."""
        return self.parts | {one.question_range for one in self.indicators if one.question_range}

    def range_of(self, number: int) -> str:
        """The question range of an indicator, "" where unknown."""
        return next((one.question_range for one in self.indicators if one.number == number), "")

    def to_store(self) -> dict[str, Any]:
        """JSON values; `from_store` reads them back."""
        stored = asdict(self)
        stored["parts"] = sorted(self.parts)
        return stored

    @classmethod
    def from_store(cls, stored: dict[str, Any]) -> "Catalogue":
        """The catalogue that `to_store` wrote."""
        known, issues = (
            tuple(KnownIndicator(**{**one, "aliases": tuple(one["aliases"])}) for one in stored[name])
            for name in ("indicators", "issues")
        )
        instruments = {int(number): code for number, code in stored["instruments"].items()}
        others = {text: tuple(years) for text, years in stored["others"].items()}
        parts = frozenset(stored["parts"])
        return cls(stored["year"], known, instruments, parts, others, issues, stored["by_issue"])
