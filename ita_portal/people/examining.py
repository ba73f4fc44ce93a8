"""What a list would do: every line judged against what stands and against the other lines; nothing is written."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field

from agencies.models import Province, User
from agencies.roster import AgencyWish, PersonWish, Roster
from evidence.office.doubts import Doubt
from ita_portal.people.agencies import AgencyDesk
from ita_portal.people.knowing import known_of
from ita_portal.people.lines import Found, Line
from ita_portal.people.persons import PersonDesk

STATES = ("new", "changed", "unchanged", "doubt", "error")


@dataclass
class Judged:
    """One line: what it would do (words in Thai, codes with values) and what is odd about it."""

    line: Line
    acts: list[tuple[str, str]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def state(self) -> str:
        """error, doubt, or what happens: new, changed, unchanged."""
        if any(one.severity == "error" for one in self.doubts):
            return "error"
        if self.doubts:
            return "doubt"
        return self.does

    @property
    def does(self) -> str:
        """What happens whatever is odd: new, changed or unchanged."""
        kinds = {code.partition(".")[0] for code, _value in self.acts}
        return "new" if "new" in kinds else "changed" if kinds else "unchanged"


@dataclass(frozen=True)
class Examined:
    """A whole list: its lines, the doubts of the file as such, and what would be written."""

    rows: tuple[Judged, ...] = ()
    of_file: tuple[Doubt, ...] = ()
    roster: Roster = field(default_factory=Roster)
    # What would be made; counted before it is, for then it is no longer new.
    made: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("agencies", "people", "roles"), 0))

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """Everything odd, in the order of the file."""
        return (*self.of_file, *(one for row in self.rows for one in row.doubts))

    @property
    def refused(self) -> bool:
        """Whether nothing of it may be stored."""
        return any(one.severity == "error" for one in self.doubts)

    @property
    def changes_nothing(self) -> bool:
        """Whether everything in it is there already."""
        return not self.refused and self.roster.is_empty

    @property
    def counts(self) -> dict[str, int]:
        """How many lines are in each state, and what would be made."""
        states = Counter(row.state for row in self.rows)
        return {state: states[state] for state in STATES} | self.made

    @property
    def fingerprint(self) -> str:
        """Return a word that is another as soon as the list would do something else."""
        plain = [[row.line.sheet, row.line.row, row.state, row.acts] for row in self.rows]
        return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()


def examine(found: Found, *, by: User | None, province: Province | None) -> Examined:
    """Judge a list. by None: a command, which may everything. province: where lines are that name none."""
    if any(one.severity == "error" for one in found.doubts):
        return Examined((), found.doubts)
    known = known_of(found.lines, by, province)
    agencies, people = AgencyDesk(known, by, province), PersonDesk(known, by)
    rows = []
    for line in found.lines:
        row = Judged(line)
        place = agencies.take(line, row.acts, row.doubts)
        people.take(line, place, row.acts, row.doubts)
        rows.append(row)
    wishes: list[AgencyWish] = agencies.wishes
    persons: list[PersonWish] = people.wishes
    made = {
        "agencies": sum(one.is_new for one in wishes),
        "people": sum(one.is_new for one in persons),
        "roles": sum(len(one.roles) for one in persons if not one.is_new),
    }
    return Examined(tuple(rows), found.doubts, Roster(wishes, persons), made)
