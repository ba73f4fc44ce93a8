"""Which paper is asked for, as plain data: from an address, a form or the row of a job; and who may have it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from agencies.models import Agency, Province, User
from agencies.verdict import YES, Verdict
from measures.choices import Action
from measures.rules import may
from reports.document import Document
from reports.facts import A_PAGE, LEVELS
from reports.registry import Form, UnknownForm, form
from reports.selectors import (
    Subject,
    agencies_for,
    find_subject,
    may_see_province,
    provinces_for,
    rounds_for,
    subject_of,
    submissions_for,
)

OPTIONS = ("numerals", "level", "photos")  # of a paper, in its address; unknown values change nothing
LONG = 300  # rows: about what two seconds are enough for
_KEYS = ("round_pk", "agency_pk", "fiscal_year")
_LARGEST, _LONGEST = 2**63, 19  # of a key; Python refuses to read numbers of thousands of digits


class NotKnown(LookupError):
    """There is no such paper, or the person may not know of it."""


@dataclass(frozen=True)
class Wanted:
    """One paper: the form's code and, of a round, `round_pk` (and `agency_pk`), of a year `fiscal_year` with
    `agency_pk` or `province_code`; `numerals` "thai", "arabic" or "" (the form's own), `level` 1 to 5 or None,
    `photos` 2, 4 or 6 a page or None."""

    code: str
    round_pk: int | None = None
    agency_pk: int | None = None
    fiscal_year: int | None = None
    province_code: str = ""
    numerals: str = ""
    level: int | None = None
    photos: int | None = None

    @classmethod
    def of(cls, code: str, place: Mapping[str, Any], options: Mapping[str, Any]) -> "Wanted":
        """What an address names: `place` its parts, `options` its query; values that make no sense are left out."""
        level, photos = str(options.get("level") or ""), str(options.get("photos") or "")
        numerals = options.get("numerals")
        return cls(
            code=str(code),
            **{name: _key(place.get(name)) for name in _KEYS},
            province_code=_code(place.get("province_code")),
            numerals=numerals if numerals in ("thai", "arabic") else "",
            level=int(level) if level in map(str, LEVELS) else None,
            photos=int(photos) if photos in map(str, A_PAGE) else None,
        )

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> "Wanted":
        """What `data()` gave, read with the same care as an address."""
        return cls.of(data.get("code", ""), data, data)

    def data(self) -> dict[str, Any]:
        """Plain data, without what is not said."""
        return {name: value for name, value in asdict(self).items() if value not in (None, "")}

    @property
    def options(self) -> dict[str, Any]:
        """The chosen numerals, level and photos a page, for an address."""
        return {name: value for name in OPTIONS if (value := getattr(self, name))}

    def find(self, user: User) -> tuple[Form, Subject]:
        """The form and whose paper it is. Raises NotKnown for what the person may not know of."""
        try:
            found = form(self.code)
        except UnknownForm:
            raise NotKnown(self.code) from None
        scope = "agency" if self.agency_pk is not None else "province"
        if scope not in found.scopes or found.of_round != (self.round_pk is not None):
            raise NotKnown(self.code)
        subject = (self._of_round(user) if found.of_round else self._of_year(user)).at_level(self.level)
        return found, subject.with_photos(self.photos) if self.photos else subject

    def document(self, found: Form, subject: Subject) -> Document:
        """The paper as data, in the chosen numerals. Raises NothingToPrint."""
        return self.in_numerals(found.document(subject))

    def in_numerals(self, document: Document) -> Document:
        """The paper in the chosen numerals, else in its form's own."""
        match self.numerals:
            case "thai":
                return document.in_numerals("thai")
            case "arabic":
                return document.in_numerals("arabic")
        return document

    def _of_round(self, user: User) -> Subject:
        if self.agency_pk is not None:
            return subject_of(_known(submissions_for(user, self.round_pk or 0).filter(agency=self.agency_pk)))
        return subject_of(_known(rounds_for(user).filter(pk=self.round_pk or 0)))

    def _of_year(self, user: User) -> Subject:
        owner: Agency | Province
        if self.fiscal_year is None:
            raise NotKnown(self.code)
        if self.agency_pk is not None:
            owner = _known(agencies_for(user).filter(pk=self.agency_pk))
        else:
            owner = _known(provinces_for(user).filter(code=self.province_code))
        return find_subject(owner, self.fiscal_year, of_round=False)


def may_have(user: User, subject: Subject) -> Verdict:
    """Of a round the export's own rule; of a year whoever may know of the agency, or reads the whole province."""
    if subject.submission:
        return may(user, Action.EXPORT_AGENCY, subject.submission)
    if subject.round:
        return may(user, Action.EXPORT_PROVINCE, subject.round)
    return may_see_province(user, subject.owner) if isinstance(subject.owner, Province) else YES


def is_long(document: Document) -> bool:
    """Whether its PDF takes so long that a worker makes it."""
    return sum(len(table.rows) for table in document.tables()) > LONG


def owner_name(subject: Subject) -> str:
    """Whose paper it is, as file names and titles say it."""
    if subject.submission:
        return subject.submission.agency.name
    if subject.round:
        return subject.round.plan.printed_owner
    return f"จังหวัด{subject.owner.name}" if isinstance(subject.owner, Province) else subject.owner.name


def _known(rows: Any) -> Any:
    row = rows.first()
    if row is None:
        raise NotKnown
    return row


def _code(value: Any) -> str:
    typed = str(value or "")
    return typed if typed.isalnum() else ""  # PostgreSQL does not even look for a NUL


def _key(value: Any) -> int | None:
    """The key; None where nothing was said, and 0, which no row has, for what is no key: left out, it would turn an
    agency's address into its province's."""
    typed = str(value if value is not None else "")
    if not typed:
        return None
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= _LONGEST):
        return 0
    return int(typed) if int(typed) < _LARGEST else 0
