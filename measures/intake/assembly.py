"""From rows to measures: splits cells at their labels, joins what a page break cut, reads the results."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from evidence.office.grid import Cell
from measures.intake.answers import read_answer, read_own_columns, says_nothing
from measures.intake.doubts import code_of, doubt
from measures.intake.headings import Key
from measures.intake.labels import Piece, first_labels, one_measure, split_cell
from measures.intake.links import find_links, has_link
from measures.intake.rows import Entry
from measures.intake.shapes import Cover, Doubt, FoundMeasure, FoundNarrative, FoundResult, Place
from thai.digits import to_arabic_digits
from thai.wording import squeeze

_DOTTED = re.compile(r"^[0-9๐-๙]{1,2}\.[0-9๐-๙]")
_LABELLED = re.compile(r"^(?:ข้อ\s*(?:ที่)?\s*)?([0-9๐-๙]{1,2})\s*[.):]\s*(?=\S)")
# Before a link that a number counts inside a line: "1. https://… 2. https://…".
_COUNTED_LINK = re.compile(r"\s+(?=[0-9๐-๙]{1,2}\s*[.)]\s*(?:https?://|www\.))", re.IGNORECASE)
_GOES_ON = re.compile(r"^\(\s*ต่อ\s*\)\s*")
# Words that no sentence ends with: the rest was cut off.
_CUT = re.compile(r"(?:ด้วยความ|มีความ|เกิดความ|ให้เกิด|เพื่อให้|เพื่อ|และ|หรือ|โดย|แก่|ซึ่ง|อันเป็น|เนื่องจาก)$")


@dataclass
class Draft:
    """A measure while its rows are still coming."""

    indicator: int
    piece: Piece
    responsible: str
    place: Place
    results: list[Cell] = field(default_factory=list)
    own_lines: list[str] | None = None
    columns: dict[Key, Cell] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The official label, "" where the paper gives none."""
        return self.piece.label


@dataclass
class Assembly:
    """Builds measures, results or narratives from the entries of one paper."""

    form: str
    by_issue: bool = False
    drafts: list[Draft] = field(default_factory=list)
    narratives: dict[Cell, list[Draft]] = field(default_factory=dict)
    tails: dict[Cell, list[str]] = field(default_factory=dict)
    blanks: set[Cell] = field(default_factory=set)
    doubts: list[Doubt] = field(default_factory=list)
    latest: list[Draft] = field(default_factory=list)

    def of(self, entries: list[Entry]) -> "Assembly":
        """Take all entries in order."""
        labels: dict[int, set[str]] = {}
        dotted: dict[int, bool] = {}
        for entry in entries:
            lines = entry.method.lines if entry.method else []
            labels.setdefault(entry.indicator, set()).update(first_labels(lines))
            if lines:
                dotted.setdefault(entry.indicator, bool(_DOTTED.match(lines[0])))
        for entry in entries:
            known = frozenset(labels[entry.indicator])
            self._take(entry, known, dotted=dotted.get(entry.indicator, False))
        return self

    def _take(self, entry: Entry, known: frozenset[str], *, dotted: bool) -> None:
        lines = _with_label_column(entry)
        pieces = split_cell(lines, elsewhere=known, dotted=dotted)
        if _is_own(entry.cells) and pieces:
            fresh = [Draft(entry.indicator, one_measure(pieces), entry.responsible, entry.place)]
            self.drafts += fresh
            self.latest = fresh
            self._attach(entry, fresh, goes_on=False)
            return
        if pieces and (self._says_it_continues(pieces[0]) or not pieces[0].label) and self._continues(entry, pieces[0]):
            self._go_on(entry, pieces.pop(0))
            if not pieces:
                self._attach(entry, self.latest[-1:], goes_on=True)
                return
        if not pieces:
            if self.latest and entry.result is not None:
                self._attach(entry, self.latest[-1:], goes_on=True)
            return
        if len(pieces) > 1 and not pieces[0].label:
            self.doubts.append(doubt("text_before", entry.place, pieces.pop(0).text))
        fresh = [Draft(entry.indicator, piece, entry.responsible, entry.place) for piece in pieces]
        self.drafts += fresh
        self.latest = fresh
        for draft in fresh:
            self._look_at(draft)
        self._attach(entry, fresh, goes_on=False)

    def _continues(self, entry: Entry, lead: Piece) -> bool:
        """Whether unlabelled words go on with the measure before them, as after a page break."""
        if not self.latest or self.latest[-1].indicator != entry.indicator:
            return False
        if not lead.words:
            return True  # sub-steps alone
        if entry.after_break or entry.result is None:
            return bool(self.latest[-1].label)
        if lead.label:
            return True
        same_cell = entry.result in self.latest[-1].results or entry.result in self.narratives
        return same_cell or (self.form == "A" and not has_link(entry.result.text) and _is_tail(entry.result))

    def _says_it_continues(self, piece: Piece) -> bool:
        """Whether a label is only shown again: "6. (ต่อ) …" after measure 6."""
        same = bool(self.latest) and self.latest[-1].label == piece.label
        if same and piece.words and _GOES_ON.match(piece.words[0]):
            piece.words[0] = _GOES_ON.sub("", piece.words[0])
            return True
        return False

    def _go_on(self, entry: Entry, lead: Piece) -> None:
        draft = self.latest[-1]
        for words in lead.words:
            draft.piece.go_on(words)
        draft.piece.steps += lead.steps
        draft.piece.restarted += lead.restarted
        self.doubts.append(doubt("row_continued", entry.place, _short(lead.text), label=draft.label or "-"))

    def _attach(self, entry: Entry, drafts: list[Draft], *, goes_on: bool) -> None:
        """Give the row's result to its measures, or note the narrative that covers them."""
        for draft in drafts:
            draft.columns = draft.columns or dict(entry.cells)
        cell = entry.result
        if self.form == "B":
            cell = None if cell is None or says_nothing(cell.text) else cell
            self._narrate(entry, cell, drafts, goes_on=goes_on)
        elif cell is not None:
            labelled = lines_by_label(cell, [draft.label for draft in drafts])
            for draft in drafts:
                if labelled:
                    draft.own_lines = labelled.get(draft.label, [])
                if cell not in draft.results:
                    draft.results.append(cell)
            if len(drafts) > 1 and not labelled:
                labels = ", ".join(draft.label for draft in drafts)
                self.doubts.append(doubt("answer_spread", cell.place, _short(cell.text), labels=labels))

    def _narrate(self, entry: Entry, cell: Cell | None, drafts: list[Draft], *, goes_on: bool) -> None:
        if cell is None:
            if not goes_on and "result" in entry.cells:
                self._narrate_blank(entry, entry.cells["result"], drafts)
            return
        before = next((one for one, covered in self.narratives.items() if drafts[-1] in covered), None)
        if goes_on and before is not None and before is not cell:
            self.tails.setdefault(before, []).append(cell.text)
            return
        covered = self.narratives.setdefault(cell, [])
        covered += [draft for draft in drafts if draft not in covered]

    def _narrate_blank(self, entry: Entry, blank: Cell, drafts: list[Draft]) -> None:
        """A blank cell goes on with the narrative above where the paper leaves continued cells blank."""
        index = self.drafts.index(drafts[0])
        above = self.drafts[index - 1] if index else None
        narrative = next((one for one, covered in self.narratives.items() if above in covered), None)
        is_block = entry.after_break or blank in self.blanks or entry.cells["indicator"].is_blank
        if narrative is None or above is None or above.indicator != drafts[0].indicator or not is_block:
            self.doubts.append(doubt("narrative_blank", blank.place))
            return
        self.blanks.add(blank)
        self.narratives[narrative] += drafts
        labels = ", ".join(draft.label or "-" for draft in drafts)
        self.doubts.append(doubt("narrative_goes_on", blank.place, labels=labels))

    def _look_at(self, draft: Draft) -> None:
        piece, place = draft.piece, draft.place
        if not piece.label:
            self.doubts.append(doubt("label_missing", place, _short(piece.text)))
        elif piece.is_empty:
            self.doubts.append(doubt("text_missing", place, label=piece.label))
        if piece.inline:
            self.doubts.append(doubt("label_inline", place, piece.label))
        if piece.restarted:
            self.doubts.append(doubt("label_restart", place, ", ".join(piece.restarted)))

    def measures(self) -> tuple[FoundMeasure, ...]:
        """The measures in document order; repeated labels become errors, doubtful results warnings."""
        seen: dict[tuple[int, str], Draft] = {}
        found = []
        for draft in self.drafts:
            key = (draft.indicator, draft.label)
            if draft.indicator and key in seen and not _is_own(draft.columns):
                words = {"indicator": draft.indicator, "first": seen[key].place}
                code = code_of("label_twice" if draft.label else "labels_missing", by_issue=self.by_issue)
                self.doubts.append(doubt(code, draft.place, draft.label, **words))
            seen.setdefault(key, draft)
            self._look_at_end(draft)
            result = self._result(draft) if self.form == "A" else None
            piece = draft.piece
            stamp = draft.columns["code"].text.strip() if "code" in draft.columns else ""
            found.append(
                FoundMeasure(
                    0 if self.by_issue else draft.indicator, piece.label, piece.text, piece.substeps,
                    draft.responsible, result, draft.place, stamp, draft.indicator if self.by_issue else 0,
                )
            )  # fmt: skip
        return tuple(found)

    def _look_at_end(self, draft: Draft) -> None:
        if _is_own(draft.columns):
            return  # the portal's own workbook: the measure's words are the plan's
        steps = draft.piece.substeps
        words = steps[-1].text if steps else draft.piece.text
        if _CUT.search(words):
            self.doubts.append(doubt("text_cut", draft.place, words if len(words) <= 60 else f"…{words[-60:]}"))
        other = [step.label for step in steps if "." in step.label and step.label.split(".")[0] != draft.label]
        if other and draft.label.isdecimal():
            value = ", ".join(other)
            self.doubts.append(doubt("substep_number", draft.place, value, label=draft.label))

    def _result(self, draft: Draft) -> FoundResult | None:
        columns = draft.columns
        if "answer" in columns:
            return self._own_result(draft)
        if "result" not in columns:
            return None
        place = draft.results[0].place if draft.results else columns["result"].place
        lines = draft.own_lines
        if lines is None:
            lines = [line for cell in draft.results for line in cell.lines]
        links = [link for cell in draft.results for link in cell.links] if draft.own_lines is None else []
        result, said = read_answer(lines, links)
        if "outcome" in columns:
            result = replace(result, outcome=squeeze_lines([columns["outcome"].text]))
        for code, value, words in said:
            self.doubts.append(doubt(code, place, value, **{"label": draft.label or "-", **words}))
        for cell in draft.results or [columns["result"]]:
            if cell.is_formula:
                self.doubts.append(doubt("formula", cell.place, _short(cell.text)))
        return result

    def _own_result(self, draft: Draft) -> FoundResult:
        cells = draft.columns
        keys: tuple[Key, ...] = ("answer", "text", "reason")
        texts = {str(key): cells[key].text if key in cells else "" for key in keys}
        shown = cells.get("links")
        links = find_links(shown.lines if shown else [], shown.links if shown else ())
        outcome = squeeze_lines([cells["outcome"].text]) if "outcome" in cells else None
        result, said = read_own_columns(texts["answer"], texts["text"], links, texts["reason"], outcome)
        for code, value, words in said:
            cell = shown if code.startswith("link") and shown else cells["answer"]
            self.doubts.append(doubt(code, cell.place, value, **{"label": draft.label or "-", **words}))
        for cell in cells.values():
            if cell.is_formula:
                self.doubts.append(doubt("formula", cell.place, _short(cell.text)))
        return result

    def found_narratives(self) -> tuple[FoundNarrative, ...]:
        """The narratives in document order, each once, with the measures that its cell spans."""
        found = []
        for cell, drafts in self.narratives.items():
            covers: dict[int, list[str]] = {}
            for draft in drafts:
                covers.setdefault(draft.indicator, []).append(draft.label)
            text = squeeze_lines([cell.text, *self.tails.get(cell, [])])
            shown = tuple(
                Cover(0, tuple(labels), number) if self.by_issue else Cover(number, tuple(labels))
                for number, labels in covers.items()
            )
            found.append(FoundNarrative(shown, text, cell.place))
        return tuple(found)


def _is_own(cells: dict[Key, Cell]) -> bool:
    """Whether a row is of the portal's own workbook: it says by its code whose result it is."""
    return "code" in cells and not cells["code"].is_blank


def squeeze_lines(texts: list[str]) -> str:
    """The texts with tidy spaces, their line breaks kept."""
    lines = [squeeze(line) for text in texts for line in text.splitlines()]
    return "\n".join(line for line in lines if line)


def _with_label_column(entry: Entry) -> list[str]:
    """The lines of the measure's cell; a number in a column of its own stands before the first."""
    if entry.method is None:
        return []
    lines = entry.method.lines
    label = entry.cells.get("label")
    if label is not None and not label.is_blank and lines:
        number = squeeze(label.text).rstrip(".)")
        if re.fullmatch(r"[0-9๐-๙]{1,2}", number) and not _LABELLED.match(lines[0]):
            lines = [f"{number}. {lines[0]}", *lines[1:]]
    return lines


def lines_by_label(cell: Cell, of_measures: Sequence[str]) -> dict[str, list[str]]:
    """Label → lines, where the cell of several measures (given their labels) numbers its lines like them; else {}."""
    if len(of_measures) < 2:
        return {}
    labels = set(of_measures) - {""}
    found: dict[str, list[str]] = {}
    current = ""
    parts = [part for line in cell.lines for part in _COUNTED_LINK.split(line)]
    for line in parts:
        if match := _LABELLED.match(line):
            current, line = to_arabic_digits(match[1]), line[match.end() :]
        if current not in labels:
            return {}
        found.setdefault(current, []).append(line)
    return found


def _is_tail(cell: Cell) -> bool:
    """Whether a result looks like the rest of a link that was cut: one word of link letters."""
    return bool(re.fullmatch(r"[!-~]+", cell.text.strip()))


def _short(text: str) -> str:
    text = squeeze(text)
    return text if len(text) <= 120 else text[:119] + "…"
