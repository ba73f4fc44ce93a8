"""Form E as a whole: measures under their issues, with steps, result, outcome and who is responsible."""

import re
from dataclasses import dataclass, field

from evidence.office.grid import Cell, Hyperlink, Paper
from measures.intake.answers import issue_answer
from measures.intake.assembly import lines_by_label
from measures.intake.catalogue import Catalogue
from measures.intake.doubts import doubt, refusal
from measures.intake.issue_heading import read_issue_heading
from measures.intake.issue_rows import IssueEntry, IssueWalk, Key, is_issue_form, joined, says_nothing
from measures.intake.labels import Piece, first_labels, split_cell
from measures.intake.shapes import Doubt, FoundMeasure, FoundResult, Place, Reading, SubStep
from measures.intake.steps import begins_a_step, read_steps
from thai.wording import alike, squeeze

__all__ = ["is_issue_form", "read_issue_form"]

_GOES_ON = re.compile(r"^\(\s*ต่อ\s*\)\s*")
# A cell that only says that the issue has no measure of its own.
_NONE = re.compile(r"(?:none|n/a|ไม่มี(?:มาตรการ|กิจกรรม)?(?:ย่อย)?)+", re.IGNORECASE)
_SIGNS = re.compile(r"[\s.()\-–—]+")
_SAME = 0.9
_CONTENT: tuple[Key, ...] = ("steps", "result", "outcome")
_QUESTIONED = 120


@dataclass
class IssueDraft:
    """A measure while its rows are still coming; lines by column, and the cells that gave them."""

    entry: IssueEntry
    piece: Piece
    responsible: str
    lines: dict[Key, list[str]] = field(default_factory=lambda: {key: [] for key in _CONTENT})
    cells: dict[Key, list[Cell]] = field(default_factory=lambda: {key: [] for key in _CONTENT})
    links: list[Hyperlink] = field(default_factory=list)

    def take(self, key: Key, cell: Cell, lines: list[str], *, cut: bool) -> None:
        """Add a cell's lines; where a page break cut the cell, the first goes on with the last line."""
        kept = self.lines[key]
        if cut and kept and lines and not begins_a_step(lines[0]):
            kept[-1] = f"{kept[-1]} {lines[0]}"
            lines = lines[1:]
        kept += lines
        self.cells[key].append(cell)
        if key == "result":
            self.links += cell.links


@dataclass
class IssueAssembly:
    """Builds measures from the rows of one paper."""

    drafts: list[IssueDraft] = field(default_factory=list)
    latest: list[IssueDraft] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    responsible: str = ""

    def of(self, entries: list[IssueEntry]) -> "IssueAssembly":
        """Take all rows in order."""
        labels: dict[int, set[str]] = {}
        for entry in entries:
            labels.setdefault(entry.issue, set()).update(first_labels(entry.lines))
        for entry in entries:
            self._take(entry, frozenset(labels[entry.issue]))
        return self

    def _take(self, entry: IssueEntry, known: frozenset[str]) -> None:
        if entry.begins:
            self.latest, self.responsible = [], ""
        pieces = split_cell(entry.lines, elsewhere=known)
        if self._is_rest(entry, pieces):
            self._go_on(entry, pieces)
            return
        self._see_responsible(entry)
        if not pieces or (len(pieces) == 1 and _says_none(pieces[0])):
            said = pieces[0].text if pieces else "-"
            self.doubts.append(doubt("measure_of_issue", entry.place, said))
            pieces = [Piece("", [entry.name])]
        elif len(pieces) > 1 and not pieces[0].label:
            self.doubts.append(doubt("text_before", entry.place, pieces.pop(0).text))
        self.latest = [IssueDraft(entry, piece, self.responsible) for piece in pieces]
        self.drafts += self.latest
        for draft in self.latest:
            self._look_at(draft)
        self._attach(entry, cut=False)

    def _is_rest(self, entry: IssueEntry, pieces: list[Piece]) -> bool:
        """Whether the row goes on with the measure before it: a merged or blank cell, or what a page break cut."""
        if not self.latest:
            return False
        if not pieces:
            return True
        last, lead = self.latest[-1].piece, pieces[0]
        words = lead.words[0] if lead.words else ""
        if len(pieces) == 1 and lead.label == last.label and lead.label:
            return entry.after_break and (bool(_GOES_ON.match(words)) or alike(lead.text, last.text) >= _SAME)
        if lead.label or _says_none(lead):
            return False
        others = [entry.cells[key] for key in _CONTENT if key in entry.cells]
        own = entry.cells.get("responsible")
        # A measure of its own names who is responsible; the rest of a cut row has no more than its words.
        cut = entry.after_break and (own is None or says_nothing(own))
        return bool(_GOES_ON.match(words)) or cut or all(says_nothing(cell) for cell in others)

    def _go_on(self, entry: IssueEntry, pieces: list[Piece]) -> None:
        draft = self.latest[-1]
        lead = pieces.pop(0) if pieces else Piece()
        repeated = bool(lead.label) and alike(lead.text, draft.piece.text) >= _SAME
        if not repeated:
            for words in lead.words:
                draft.piece.go_on(_GOES_ON.sub("", words))
            draft.piece.steps += lead.steps
        if entry.after_break or lead.words:
            said = squeeze(" ".join(entry.lines)) or squeeze(" ".join(self._said(entry)))
            self.doubts.append(doubt("row_continued", entry.place, _short(said), label=draft.piece.label or "-"))
        own = entry.cells.get("responsible")
        if own is not None and not says_nothing(own) and squeeze(own.text) != draft.responsible:
            whole = f"{draft.responsible} {squeeze(own.text)}"
            draft.responsible = self.responsible = whole.strip() if entry.after_break else draft.responsible
        self._attach(entry, cut=entry.after_break)
        for piece in pieces:
            fresh = IssueDraft(entry, piece, self.responsible)
            self.drafts.append(fresh)
            self.latest = [fresh]
            self._look_at(fresh)

    def _said(self, entry: IssueEntry) -> list[str]:
        return [line for key in _CONTENT if key in entry.cells for line in entry.cells[key].lines]

    def _attach(self, entry: IssueEntry, *, cut: bool) -> None:
        """Give the row's cells to its measures: by their numbers where the lines bear them, else to all."""
        drafts = self.latest[-1:] if cut else self.latest
        for key in _CONTENT:
            cell = entry.cells.get(key)
            if cell is None or says_nothing(cell):
                continue
            labels = [draft.piece.label for draft in drafts]
            parted = lines_by_label(cell, labels)
            for draft in drafts:
                if cell not in draft.cells[key]:
                    draft.take(key, cell, parted.get(draft.piece.label, []) if parted else list(cell.lines), cut=cut)
            if len(drafts) > 1:
                code = "answer_split" if parted else "answer_spread"
                shown = ", ".join(label or "-" for label in labels)
                self.doubts.append(doubt(code, cell.place, _short(cell.text), labels=shown))

    def _see_responsible(self, entry: IssueEntry) -> None:
        """A blank cell goes on with the text above it, within the same issue."""
        cell = entry.cells.get("responsible")
        if cell is None:
            return
        if not says_nothing(cell):
            self.responsible = squeeze(cell.text)
        elif not self.responsible:
            self.doubts.append(doubt("responsible_blank_issue", cell.place, indicator=entry.issue or "-"))

    def _look_at(self, draft: IssueDraft) -> None:
        piece, place = draft.piece, draft.entry.place
        if piece.is_empty:
            self.doubts.append(doubt("text_missing", place, label=piece.label))
        elif not piece.label and piece.text != draft.entry.name:
            self.doubts.append(doubt("label_missing", place, _short(piece.text)))
        if piece.inline:
            self.doubts.append(doubt("label_inline", place, piece.label))
        if piece.restarted:
            self.doubts.append(doubt("label_restart", place, ", ".join(piece.restarted)))

    def measures(self) -> tuple[FoundMeasure, ...]:
        """The measures in document order; repeated labels become errors, doubtful results warnings."""
        seen: dict[tuple[int, str], Place] = {}
        found = []
        for draft in self.drafts:
            key = (draft.entry.issue, draft.piece.label)
            if key in seen and key[0]:
                code = "label_twice_issue" if key[1] else "labels_missing_issue"
                self.doubts.append(doubt(code, draft.entry.place, key[1], indicator=key[0], first=seen[key]))
            seen.setdefault(key, draft.entry.place)
            steps = (*draft.piece.substeps, *read_steps(draft.lines["steps"]))
            found.append(self._measure(draft, steps))
        return tuple(found)

    def _measure(self, draft: IssueDraft, steps: tuple[SubStep, ...]) -> FoundMeasure:
        return FoundMeasure(
            0, draft.piece.label, draft.piece.text, steps, draft.responsible, self._result(draft),
            draft.entry.place, issue=draft.entry.issue,
        )  # fmt: skip

    def _result(self, draft: IssueDraft) -> FoundResult:
        result, said = issue_answer(draft.lines["result"], joined(draft.lines["outcome"]), draft.links)
        shown = draft.cells["result"] or [cell for key, cell in draft.entry.cells.items() if key == "result"]
        place = shown[0].place if shown else draft.entry.place
        for code, value, words in said:
            self.doubts.append(doubt(code, place, _short(value), **{"label": draft.piece.label or "-", **words}))
        for cell in (one for cells in draft.cells.values() for one in cells):
            if cell.is_formula:
                self.doubts.append(doubt("formula", cell.place, _short(cell.text)))
        return result


def read_issue_form(paper: Paper, catalogue: Catalogue) -> Reading:
    """Everything that a paper of form E says, by the issues of the catalogue's year."""
    if not catalogue.issues:
        return refusal("no_issues", year=catalogue.year)
    walk = IssueWalk(catalogue).over(paper)
    assembly = IssueAssembly().of(walk.entries)
    measures = assembly.measures()
    if not measures and not any(one.severity == "error" for one in walk.doubts):
        return refusal("no_measure")
    return Reading(read_issue_heading(walk.titles), measures, doubts=(*walk.doubts, *assembly.doubts))


def _says_none(piece: Piece) -> bool:
    core = _SIGNS.sub("", piece.text)
    return not (piece.label or piece.steps) and (not core or bool(_NONE.fullmatch(core)))


def _short(text: str) -> str:
    text = squeeze(text)
    return text if len(text) <= _QUESTIONED else text[: _QUESTIONED - 1] + "…"
