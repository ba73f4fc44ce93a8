"""The catalogue of official forms: every folder of `reports/catalogue/` with a `form.py`."""

import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from reports import catalogue
from reports.document import Document
from reports.parts import Part
from reports.selectors import Gaps, NothingToPrint, Subject
from thai.digits import Numerals


class UnknownForm(LookupError):
    """No form has this code; the message is Thai and lists the codes there are."""


@dataclass(frozen=True)
class Form:
    """One official form, as its folder's `form.py` says (docs/new-form.md).

    `scopes`: whose paper it can be, "agency", "province" or both; `of_round`: it reports a round, not a whole year;
    `fetch` gets the data that `build` prints; `gaps`: what would be printed as "-"; `folder` holds its page.css;
    `parts`: what an office may write in it itself; `unfinished`: why a paper of a whole year cannot be issued yet, "";
    `fetch_many`: what `fetch` gives for several agencies of one round or year, in a few queries; `collects`: a
    province's paper only puts those of its agencies together; `has_memo`: a memo leads it, which is written on a page
    of its own; `lacks`: what `gaps` says, of data that is fetched already.
    """

    code: str
    name: str
    scopes: tuple[str, ...]
    numerals: Numerals
    of_round: bool
    fetch: Callable[[Subject], Any]
    build: Callable[[Any], Document]
    gaps: Callable[[Subject], Gaps]
    folder: Path
    parts: tuple[Part, ...] = ()
    unfinished: Callable[[Subject], str] | None = None
    fetch_many: Callable[[Sequence[Subject]], list[Any]] | None = None
    collects: bool = False
    has_memo: bool = False
    lacks: Callable[[Any], Gaps] | None = None

    def document(self, subject: Subject) -> Document:
        """The paper of that owner, year and round."""
        return self.build(self.fetch(subject))

    def with_gaps(self, subject: Subject) -> tuple[Document, Gaps]:
        """The paper and what it would print as "-", of data fetched once where the form tells both from it."""
        data = self.fetch(subject)
        return self.build(data), self.lacks(data) if self.lacks else self.gaps(subject)

    def documents(self, subjects: Sequence[Subject]) -> list[Document | None]:
        """The papers of several agencies of one year and round; None where there is nothing to print."""
        if not subjects:
            return []
        if self.fetch_many is None:
            return [self._document_or_none(subject) for subject in subjects]
        try:
            return [self.build(data) for data in self.fetch_many(subjects)]
        except NothingToPrint:
            return [None] * len(subjects)

    def _document_or_none(self, subject: Subject) -> Document | None:
        try:
            return self.document(subject)
        except NothingToPrint:
            return None


@cache
def forms() -> dict[str, Form]:
    """All forms by code, in the order of their codes."""
    found = {}
    for entry in pkgutil.iter_modules(catalogue.__path__):
        module_name = f"{catalogue.__name__}.{entry.name}.form"
        if not entry.ispkg or find_spec(module_name) is None:
            continue
        module = import_module(module_name)
        if module.CODE in found:
            raise ValueError(f"two forms have the code {module.CODE}")
        found[module.CODE] = Form(
            code=module.CODE,
            name=module.NAME,
            scopes=module.SCOPES,
            numerals=module.NUMERALS,
            of_round=module.OF_ROUND,
            fetch=module.fetch,
            build=module.build,
            gaps=module.gaps,
            folder=Path(str(module.__file__)).parent,
            parts=getattr(module, "PARTS", ()),
            unfinished=getattr(module, "unfinished", None),
            fetch_many=getattr(module, "fetch_many", None),
            collects=getattr(module, "COLLECTS", False),
            has_memo=getattr(module, "HAS_MEMO", False),
            lacks=getattr(module, "lacks", None),
        )
    return dict(sorted(found.items()))


def form(code: str) -> Form:
    """The form of that code. Raises UnknownForm."""
    try:
        return forms()[code]
    except KeyError:
        known = ", ".join(forms())
        raise UnknownForm(f"ไม่มีแบบรายงานรหัส “{code}” รหัสที่ใช้ได้: {known}") from None
