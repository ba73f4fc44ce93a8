"""The desk at which an office writes a paper's prose: each part with its own text, the proposal and last year's."""

from dataclasses import dataclass, field

from agencies.models import Agency, Province, User
from measures.models import Prose
from measures.selectors.prose import rows_of
from measures.writing import fingerprint
from reports.carrying import Carried, carried
from reports.parts import Part
from reports.prose import offered, written_blocks
from reports.registry import Form
from reports.renderers.shown import ShownLine, show_line
from reports.selectors import NothingToPrint, agencies_for, find_subject, provinces_for

SUMMARY = 180


@dataclass(frozen=True)
class Desk:
    """One part of a paper: `row` is what the office stored (None: nothing), `proposal` what the portal would print,
    as text, `last` what the office stored a year ago."""

    part: Part
    fiscal_year: int
    proposal: str = ""
    row: Prose | None = None
    last: Prose | None = None

    @property
    def own(self) -> str:
        """The office's own text, "" where the proposal is printed."""
        return self.row.text if self.row else ""

    @property
    def text(self) -> str:
        """What the paper prints."""
        return self.own or self.proposal

    @property
    def beginning(self) -> str:
        """The first words of what the paper prints, without the signs that mark lists and bold words."""
        words = " ".join(one.words for one in previewed(self.text[: 4 * SUMMARY]))
        return f"{words[:SUMMARY]}…" if len(words) > SUMMARY else words

    @property
    def version(self) -> int:
        """The version of the stored text, 0 before the first."""
        return self.row.version if self.row else 0

    @property
    def is_behind(self) -> bool:
        """Whether the figures that the portal proposes have changed since the office wrote its text."""
        return bool(self.row and self.row.text and self.row.proposed != fingerprint(self.proposal))

    @property
    def last_text(self) -> Carried | None:
        """Last year's text, with what in it belongs to last year."""
        if self.last is None or not self.last.text:
            return None
        return carried(self.last.text, self.fiscal_year, self.proposal)


@dataclass(frozen=True)
class Previewed:
    """A paragraph of a typed text as it will be printed; `marker` is "" outside lists."""

    line: ShownLine
    marker: str = ""
    depth: int = 0

    @property
    def words(self) -> str:
        """Marker and words."""
        return " ".join(filter(None, (self.marker, "".join(piece.text for piece in self.line))))


def previewed(text: str) -> tuple[Previewed, ...]:
    """How a typed text will be printed; its digits stay as typed."""
    return tuple(
        Previewed(
            show_line(one.line, "thai"), "".join(piece.text for piece in show_line(one.marker, "thai")), one.depth
        )
        for one in written_blocks(text)
    )


@dataclass(frozen=True)
class Room:
    """All parts of a paper of one owner and year. `nothing`: why the portal has nothing to propose from, or ""."""

    form: Form
    owner: Agency | Province
    fiscal_year: int
    desks: tuple[Desk, ...] = field(default=())
    nothing: str = ""

    def desk(self, code: str) -> Desk | None:
        """The part of that code, if there is one."""
        return next((one for one in self.desks if one.part.code == code), None)

    @property
    def written(self) -> int:
        """How many parts the office has written itself."""
        return sum(bool(one.own) for one in self.desks)


def room_of(form: Form, owner: Agency | Province, fiscal_year: int) -> Room:
    """What the office writes of that paper: two queries beside what the form fetches.

    A paper of a round is proposed from the year's newest round. Where it has nothing to print there are no proposals.
    """
    rows, last = rows_of(owner, fiscal_year, form.code), rows_of(owner, fiscal_year - 1, form.code)
    proposals, nothing = {}, ""
    try:
        data = form.fetch(find_subject(owner, fiscal_year, of_round=form.of_round))
        proposals = {part.code: offered(part.propose(data), form.numerals) for part in form.parts}
    except NothingToPrint as problem:
        nothing = str(problem)
    desks = tuple(
        Desk(part, fiscal_year, proposals.get(part.code, ""), rows.get(part.code), last.get(part.code))
        for part in form.parts
    )
    return Room(form, owner, fiscal_year, desks, nothing)


def owner_for(user: User, *, agency_pk: int | None = None, province_code: str = "") -> Agency | Province | None:
    """The owner of papers of that key, None where the person may not know of it: 1 query."""
    if agency_pk is not None:
        return agencies_for(user).filter(pk=agency_pk).first()
    # PostgreSQL does not even look for a NUL
    return provinces_for(user).filter(code=province_code).first() if province_code.isalnum() else None
