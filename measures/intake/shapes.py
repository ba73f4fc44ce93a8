"""What the reading of a paper answers: frozen, in document order, ready for JSON."""

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from evidence.office.doubts import NOWHERE, Doubt, Place

Answer = Literal["done", "in_progress", "not_started", "not_applicable", "blank"]


@dataclass(frozen=True)
class SubStep:
    """A step under a measure; the label as written, in Arabic digits: "1.1", "-", "(2)"."""

    label: str
    text: str


@dataclass(frozen=True)
class FoundResult:
    """What an agency answered. `urls` as typed; `reason` only where the measure does not apply.

    `outcome`: what came of it, None where the paper has no place for it.
    """

    answer: Answer = "blank"
    text: str = ""
    urls: tuple[str, ...] = ()
    reason: str = ""
    outcome: str | None = None


@dataclass(frozen=True)
class FoundMeasure:
    """One measure: the official label as text in Arabic digits, its own words without the sub-steps.

    In a paper by issue `issue` is the issue's number and `indicator` 0.
    """

    indicator: int
    label: str
    text: str
    substeps: tuple[SubStep, ...] = ()
    responsible: str = ""
    result: FoundResult | None = None
    place: Place = NOWHERE
    # What the portal's own workbook says of the row: the version of the result that it was filled with.
    stamp: str = ""
    issue: int = 0

    @property
    def group(self) -> int:
        """The number of the issue or indicator."""
        return self.issue or self.indicator

    @property
    def key(self) -> tuple[int, str]:
        """Group and label: what tells the measures of a plan apart."""
        return self.group, self.label

    def as_json(self) -> dict[str, Any]:
        """The measure as a JSON object, without its place and stamp; issue and outcome where the paper has them."""
        found = asdict(self)
        del found["place"], found["stamp"]
        found["substeps"] = list(found["substeps"])
        if not self.issue:
            del found["issue"]
        if self.result:
            found["result"]["urls"] = list(self.result.urls)
            if self.result.outcome is None:
                del found["result"]["outcome"]
        return found


@dataclass(frozen=True)
class Cover:
    """The measures of one indicator, or of one issue, that a narrative speaks of."""

    indicator: int
    labels: tuple[str, ...]
    issue: int = 0

    @property
    def keys(self) -> list[tuple[int, str]]:
        """Group and label of each measure."""
        return [(self.issue or self.indicator, label) for label in self.labels]


@dataclass(frozen=True)
class FoundNarrative:
    """One text of the province's own, kept once over all measures whose rows its cell spans."""

    covers: tuple[Cover, ...]
    text: str
    place: Place = NOWHERE

    def as_json(self) -> dict[str, Any]:
        """The narrative as a JSON object, without its place."""
        covers = [
            ({"issue": one.issue} if one.issue else {}) | {"indicator": one.indicator, "labels": list(one.labels)}
            for one in self.covers
        ]
        return {"covers": covers, "text": self.text}


@dataclass(frozen=True)
class FoundScore:
    """A score printed in an indicator cell: the year (B.E.) and the figure as printed, Arabic digits."""

    indicator: int
    year: int
    score: str


@dataclass(frozen=True)
class Heading:
    """What the paper says of itself; None and "" where it says nothing."""

    form: Literal["A", "B", "E"] = "A"
    year: int | None = None
    round: str = ""
    province: str = ""
    agency: str = ""

    @property
    def of_agency(self) -> bool:
        """Whether the paper holds one agency's results: forms A and E; form B holds a province's texts."""
        return self.form != "B"


@dataclass(frozen=True)
class Reading:
    """All that was understood of one paper, and every doubt about it."""

    heading: Heading = Heading()
    measures: tuple[FoundMeasure, ...] = ()
    narratives: tuple[FoundNarrative, ...] = ()
    scores: tuple[FoundScore, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether storing would be wrong."""
        return any(doubt.severity == "error" for doubt in self.doubts)

    @property
    def by_issue(self) -> bool:
        """Whether the measures are grouped by issue."""
        return any(one.issue for one in self.measures)

    def as_json(self) -> dict[str, Any]:
        """The public shape of a reading: measures, narratives, scores, doubts."""
        return {
            "measures": [one.as_json() for one in self.measures],
            "narratives": [one.as_json() for one in self.narratives],
            "scores": [asdict(one) for one in self.scores],
            "doubts": [one.as_json() for one in self.doubts],
        }

    def with_doubts(self, *doubts: Doubt) -> "Reading":
        """This reading with further doubts at the end."""
        return replace(self, doubts=(*self.doubts, *doubts))

    def to_store(self) -> dict[str, Any]:
        """Everything, places and heading included, as JSON values; `from_store` reads it back."""
        return asdict(self)

    @classmethod
    def from_store(cls, stored: dict[str, Any]) -> "Reading":
        """The reading that `to_store` wrote."""
        return cls(
            Heading(**stored["heading"]),
            tuple(_measure(one) for one in stored["measures"]),
            tuple(_narrative(one) for one in stored["narratives"]),
            tuple(FoundScore(**one) for one in stored["scores"]),
            tuple(Doubt.from_store(one) for one in stored["doubts"]),
        )


def _measure(stored: dict[str, Any]) -> FoundMeasure:
    result = stored["result"]
    return FoundMeasure(
        **{
            **stored,
            "substeps": tuple(SubStep(**one) for one in stored["substeps"]),
            "result": FoundResult(**{**result, "urls": tuple(result["urls"])}) if result else None,
            "place": Place(**stored["place"]),
        }
    )


def _narrative(stored: dict[str, Any]) -> FoundNarrative:
    covers = tuple(Cover(**{**one, "labels": tuple(one["labels"])}) for one in stored["covers"])
    return FoundNarrative(covers, stored["text"], Place(**stored["place"]))
