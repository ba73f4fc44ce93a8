"""From printed lines to the card of one year. The indicator's number decides; names only raise doubts."""

from dataclasses import dataclass, field
from decimal import Decimal

from assessments.consistency import name_of
from assessments.edition_data import EditionData
from assessments.intake.doubts import doubt
from assessments.intake.figures import LEVEL, code_named, figure_of
from assessments.intake.lines import Found, Line
from assessments.matching import KnownIndicator, match_indicator
from assessments.scoring import OVERALL, Card, Percents
from evidence.office.doubts import Doubt
from thai.wording import bare

LONGEST_LEVEL = 60
_PROBLEMS = {"unreadable": "score_unreadable", "out_of_range": "score_out_of_range"}


@dataclass(frozen=True)
class YearFacts:
    """What reading needs to know of a year's edition.

    codes: every code that the edition lists. levels: names of its levels.
    """

    year: int
    indicators: tuple[KnownIndicator, ...]
    codes: frozenset[str]
    levels: tuple[str, ...] = ()

    @classmethod
    def of(cls, edition: EditionData) -> "YearFacts":
        """The facts of an edition."""
        known, codes = [], {OVERALL, *(one.code for one in edition.instruments)}
        for _, one in edition.indicators():
            known.append(KnownIndicator(one.number, one.name, tuple(one.aliases), one.question_range))
            codes |= {str(one.number), *(code for code, _ in one.sub_indicators), *(q.code for q in one.questions)}
        levels = tuple(str(rule["name"]) for rule in edition.level_rules)
        return cls(edition.fiscal_year, tuple(known), frozenset(codes), levels)

    def lists(self, code: str) -> bool:
        """Whether the edition lists the code, or lists nothing of its kind at all; sub-questions go with theirs."""
        head = code.partition(".")[0]
        if code in self.codes or (head in self.codes and not head.isdecimal()):
            return True
        kind = f"{head}." if head.isdecimal() else head[0]
        return not any(one.startswith(kind) and one not in ("IIT", "EIT", "OIT", OVERALL) for one in self.codes)


@dataclass
class _Work:
    """A card while its lines are still coming."""

    facts: YearFacts
    figures: dict[str, Decimal] = field(default_factory=dict)
    percents: dict[str, Percents] = field(default_factory=dict)
    level: str = ""
    doubts: list[Doubt] = field(default_factory=list)
    rounded: list[tuple[Line, Decimal, str]] = field(default_factory=list)
    first: dict[str, Line] = field(default_factory=dict)

    def take(self, line: Line) -> None:
        """Read one line into the card."""
        if not (code := self._code(line)):
            return
        if (before := self.first.get(code)) is not None:
            if before.place == line.place and line.place.row:
                return  # a cell over several rows
            if line.kind == before.kind == "table" and _table(before) == _table(line):
                self.doubts.append(doubt("row_twice", line.place, line.score, written=code, first=before.place))
                return
        else:
            self._check_code(code, line)
        self.first.setdefault(code, line)
        if code == LEVEL:
            self._level(line)
            return
        value = self._figure(line, line.score, code)
        if value is None and line.is_formula and not line.score:
            self.doubts.append(doubt("formula_blank", line.place, of=name_of(code)))
        if value is not None:
            kept = self.figures.setdefault(code, value)
            if kept != value:
                first = self.first[code].place
                self.doubts.append(
                    doubt("code_twice", line.place, f"{value:.2f}", of=name_of(code), kept=f"{kept:.2f}", first=first)
                )
        self._shares(line, code)

    def _code(self, line: Line) -> str:
        """The code that a line is of, "" where it is left out."""
        code = line.code or code_named(line.name)
        if code:
            return code
        match = match_indicator(line.name, self.facts.indicators)
        if match.typed_number is not None and match.typed_name:
            return str(match.typed_number)
        if match.number is not None:
            return str(match.number)
        is_code = line.kind == "table" and not any("ก" <= sign <= "๙" for sign in line.name)
        self.doubts.append(doubt("code_unreadable" if is_code else "row_unread", line.place, line.name or line.score))
        return ""

    def _check_code(self, code: str, line: Line) -> None:
        if code == LEVEL:
            return
        if code.isdecimal():
            self._check_name(int(code), line)
        elif not self.facts.lists(code):
            self.doubts.append(doubt("code_unknown", line.place, code, year=self.facts.year))

    def _check_name(self, number: int, line: Line) -> None:
        own = next((one.name for one in self.facts.indicators if one.number == number), None)
        if own is None:
            self.doubts.append(doubt("indicator_unknown", line.place, str(number), year=self.facts.year))
            return
        match = match_indicator(line.name, self.facts.indicators)
        if not match.typed_name or (match.number == number and match.how in ("both", "name")):
            return
        if match.number is not None and match.number != number:
            self.doubts.append(
                doubt("name_differs", line.name_place, match.typed_name, indicator=number, other=match.number)
            )
        else:
            self.doubts.append(doubt("name_unknown", line.name_place, match.typed_name, indicator=number, own=own))

    def _figure(self, line: Line, text: str, code: str) -> Decimal | None:
        figure = figure_of(text)
        if figure.problem in _PROBLEMS:
            self.doubts.append(doubt(_PROBLEMS[figure.problem], line.place, text, of=name_of(code)))
        elif figure.value is None and figure.problem:  # a comma, and out of range
            self.doubts.append(doubt("score_out_of_range", line.place, text, of=name_of(code)))
        elif figure.problem == "comma":
            self.doubts.append(doubt("comma_decimal", line.place, text, kept=f"{figure.value:.2f}"))
        elif figure.problem == "rounded" and figure.value is not None:
            self.rounded.append((line, figure.value, text))
        return figure.value

    def _shares(self, line: Line, code: str) -> None:
        if not line.shares:
            return
        values = [self._figure(line, text, code) for text in line.shares]
        least, little, much, most = values
        if all(one is None for one in values):
            return
        if code[0] not in "ie":
            self.doubts.append(doubt("shares_unused", line.place, of=name_of(code)))
        elif least is None or little is None or much is None or most is None:
            self.doubts.append(doubt("shares_incomplete", line.place, of=name_of(code)))
        else:
            kept = self.percents.setdefault(code, (least, little, much, most))
            if kept != (least, little, much, most):
                shown, first = " / ".join(line.shares), self.first[code].place
                words = {"of": name_of(code), "kept": " / ".join(str(one) for one in kept), "first": first}
                self.doubts.append(doubt("code_twice", line.place, shown, **words))

    def _level(self, line: Line) -> None:
        level = next((one for one in self.facts.levels if bare(one) == bare(line.score)), line.score)
        if len(level) > LONGEST_LEVEL:
            self.doubts.append(doubt("level_long", line.place, level))
        elif self.level and self.level != level:
            words = {"of": "ระดับ", "kept": self.level, "first": self.first[LEVEL].place}
            self.doubts.append(doubt("code_twice", line.place, level, **words))
        else:
            if level and self.facts.levels and level not in self.facts.levels:
                self.doubts.append(doubt("level_unknown", line.place, level, year=self.facts.year))
            self.level = level

    def end(self) -> tuple[Card, list[Doubt]]:
        """The card, and all doubts."""
        if self.rounded:
            line, value, text = self.rounded[0]
            words = {"count": len(self.rounded), "kept": f"{value:.2f}"}
            self.doubts.append(doubt("rounded", line.place, text, **words))
        return Card(self.figures, self.percents, self.level), self.doubts


def _table(line: Line) -> tuple[str, int]:
    return line.place.sheet, line.place.table


def understand(found: Found, facts: YearFacts) -> tuple[Card, list[Doubt]]:
    """The card of the facts' year in a file, and the doubts about it: in the file's order, those of the whole first.

    Where the file names no year at all its lines are taken for the year asked for.
    """
    doubts = [doubt("hidden_sheet", value=one) for one in found.hidden]
    if not found.lines:
        return Card(), [*doubts, doubt("no_scores")]
    if found.years and facts.year not in found.years:
        years = ", ".join(str(year) for year in found.years)
        return Card(), [*doubts, doubt("year_not_found", value=years, year=facts.year, years=years)]
    if not found.years:
        doubts.append(doubt("year_missing", year=facts.year))
    work = _Work(facts, doubts=doubts)
    for line in found.lines:
        if line.year == facts.year or not found.years:
            work.take(line)
        elif line.year is None:
            work.doubts.append(doubt("row_without_year", line.place, line.name or line.code))
    card, doubts = work.end()
    if not (card.figures or card.percents) and not any(one.severity == "error" for one in doubts):
        doubts.append(doubt("no_scores"))
    return card, doubts
