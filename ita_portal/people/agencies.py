"""The agency half of a line: which province and agency it means, and what it adds to them."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from agencies.forms import clean_domain
from agencies.models import Agency, AgencyGroup, AgencyKind, Province, User
from agencies.roster import AgencyWish
from evidence.office.doubts import Doubt
from ita_portal.people.doubts import doubt
from ita_portal.people.knowing import Known, tight
from ita_portal.people.lines import Line
from thai.wording import squeeze

Acts = list[tuple[str, str]]
_BETWEEN = re.compile(r"[\n,;|]+")
LONGEST_NAME = 200
# A cell of Excel holds 32,767 characters: thousands of web sites, each held against all the others.
LONGEST_CELL = 2_000


def several(text: str) -> list[str]:
    """Return the words of a cell that may hold several: one a line, or with commas between."""
    return list(dict.fromkeys(word for part in _BETWEEN.split(text) if (word := squeeze(part))))


@dataclass(frozen=True)
class Where:
    """What a line says of its place; `settled` is False where an error stands in the way."""

    province: Province | None = None
    agency: Agency | None = None
    settled: bool = True


class AgencyDesk:
    """Takes one line after the other; knows what the lines before have said of the same agency."""

    def __init__(self, known: Known, by: User | None, province: Province | None) -> None:
        self.known, self.by = known, by
        only = next(iter(known.allowed)) if len(known.allowed) == 1 else 0
        self.usual = province or next((one for one in known.provinces.values() if one.pk == only), None)
        self._met: dict[tuple[int, str], tuple[AgencyWish, Line]] = {}

    @property
    def wishes(self) -> list[AgencyWish]:
        """Return the agencies that are to be made or changed."""
        return [
            wish for wish, _line in self._met.values()
            if wish.is_new or wish.kind is not None or wish.domains or wish.groups
        ]  # fmt: skip

    def take(self, line: Line, acts: Acts, doubts: list[Doubt]) -> Where:
        """Judge the line; return the place that it means."""
        province = self._province(line, doubts)
        if province is None and doubts:
            return Where(settled=False)
        name = squeeze(line.text("agency"))
        if not name:
            return Where(province)
        if province is None:
            doubts.append(doubt("province_missing", line.place("province")))
            return Where(settled=False)
        if len(name) > LONGEST_NAME:
            doubts.append(doubt("too_long", line.place("agency"), name[:60], most=LONGEST_NAME))
            return Where(province, settled=False)
        long = [one for one in ("domains", "groups") if len(line.text(one)) > LONGEST_CELL]
        doubts += [doubt("too_long", line.place(one), line.text(one)[:60], most=LONGEST_CELL) for one in long]
        if long:
            return Where(province, settled=False)
        wish = self._agency(line, province, name, acts, doubts)
        self._kind(line, wish, acts, doubts)
        self._domains(line, wish, acts, doubts)
        self._groups(line, wish, province, acts, doubts)
        return Where(province, wish.row)

    def _province(self, line: Line, doubts: list[Doubt]) -> Province | None:
        typed = squeeze(line.text("province"))
        if not typed:
            return self.usual
        found = self.known.provinces.get(tight(typed).removeprefix("จังหวัด"))
        if found is None:
            doubts.append(doubt("province_unknown", line.place("province"), typed))
        elif found.pk not in self.known.allowed:
            doubts.append(doubt("province_foreign", line.place("province"), typed))
        else:
            return found
        return None

    def _agency(self, line: Line, province: Province, name: str, acts: Acts, doubts: list[Doubt]) -> AgencyWish:
        key = (province.pk, tight(name))
        if key not in self._met:
            there = self.known.agencies.get(key)
            if there is None:
                acts.append(("new.agency", name))
            elif not there.is_active:
                doubts.append(doubt("agency_closed", line.place("agency"), name))
            self._met[key] = AgencyWish(there or Agency(province=province, name=name)), line
        wish = self._met[key][0]
        if wish.row.name != name:
            doubts.append(doubt("agency_spelled", line.place("agency"), name, there=wish.row.name))
        return wish

    def _kind(self, line: Line, wish: AgencyWish, acts: Acts, doubts: list[Doubt]) -> None:
        typed = squeeze(line.text("kind"))
        if not typed:
            return
        kind = self.known.kinds.get(tight(typed))
        if kind is None:
            doubts.append(doubt("kind_unknown", line.place("kind"), typed))
        elif wish.kind is not None and wish.kind != kind:
            first = self._met[wish.row.province_id, tight(wish.row.name)][1]
            doubts.append(doubt("agency_differs", line.place("kind"), typed, first=first.row))
        elif kind.pk != wish.row.kind_id and wish.kind is None:
            wish.kind = kind
            self._changed(wish, acts, _named(wish.row.kind), kind.name)

    def _domains(self, line: Line, wish: AgencyWish, acts: Acts, doubts: list[Doubt]) -> None:
        for typed in several(line.text("domains")):
            try:
                host = clean_domain(typed)
            except ValidationError:
                doubts.append(doubt("domain_wrong", line.place("domains"), typed))
                continue
            if host not in (wish.row.domains or []) and host not in wish.domains:
                wish.domains.append(host)
                self._changed(wish, acts, "", host)

    def _groups(self, line: Line, wish: AgencyWish, province: Province, acts: Acts, doubts: list[Doubt]) -> None:
        there = self.known.within.get(wish.row.pk or 0, set())
        for typed in several(line.text("groups")):
            group: AgencyGroup | None = self.known.groups.get((province.pk, tight(typed)))
            if group is None:
                doubts.append(doubt("group_unknown", line.place("groups"), typed))
            elif group.pk not in there and group not in wish.groups:
                wish.groups.append(group)
                self._changed(wish, acts, "", group.name)

    @staticmethod
    def _changed(wish: AgencyWish, acts: Acts, before: str, after: str) -> None:
        """Say what is added to an agency that is there; what a new one has goes without saying."""
        if not wish.is_new:
            acts.append(("changed.agency", f"{before} → {after}" if before else f"+ {after}"))


def _named(kind: AgencyKind | None) -> str:
    return kind.name if kind else ""
