"""What everybody may know of an issued paper who holds it: what it is, and whether a file is the one issued."""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.issued import editions_of, form_name
from reports.models import IssuedFile, IssuedReport
from reports.output import FORMATS

_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,32}")


@dataclass(frozen=True)
class PublicFile:
    """One format of an issued paper, as the public knows it."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class OtherFile:
    """A file of another edition of the same paper."""

    number: str
    sha256: str
    newer: bool


@dataclass(frozen=True)
class PublicPaper:
    """What everybody may know of an issued paper: no person, no word of its content."""

    token: str
    name: str
    owner: str
    when: str
    number: str
    edition: int
    issued_at: dt.datetime
    files: tuple[PublicFile, ...]
    others: tuple[OtherFile, ...] = ()
    newest: str = ""
    newest_token: str = ""
    replaces: str = ""


def public_paper(token: str) -> PublicPaper | None:
    """What the public may know of the paper with that token, None where there is none: four queries at most."""
    issued = IssuedReport.objects.with_context().filter(token=token).first()
    if issued is None:
        return None
    editions = editions_of(issued)
    number = {one.pk: one for one in editions}
    files = list(IssuedFile.objects.filter(report__in=editions).order_by("-report__edition", "pk"))
    newest = editions[0] if editions[0].pk != issued.pk else None
    return PublicPaper(
        token=issued.token,
        name=form_name(issued),
        owner=issued.owner.in_words,
        when=_when(issued),
        number=issued.number_words,
        edition=issued.edition,
        issued_at=issued.issued_at,
        files=tuple(
            PublicFile(_(FORMATS[one.format].name), one.size, one.sha256) for one in files if one.report_id == issued.pk
        ),
        others=tuple(
            OtherFile(number[one.report_id].number_words, one.sha256, number[one.report_id].edition > issued.edition)
            for one in files
            if one.report_id != issued.pk
        ),
        newest=newest.number_words if newest else "",
        newest_token=newest.token if newest else "",
        replaces=issued.previous.number_words if issued.previous else "",
    )


def token_of(typed: str) -> str:
    """The token of the paper that a text names: a token itself, an address with one, or the SHA-256 of a kept file.

    "" where it names none. Numbers name nothing here: whoever has the paper has its address or its file.
    """
    last = typed.strip().rstrip("/").rpartition("/")[2]
    if is_hash(last):
        kept = IssuedFile.objects.filter(sha256=last.lower()).select_related("report").order_by("pk").first()
        return kept.report.token if kept else ""
    return last if _TOKEN.fullmatch(last) and IssuedReport.objects.filter(token=last).exists() else ""


def is_hash(text: str) -> bool:
    """Whether a text has the shape of a SHA-256 in hexadecimal digits."""
    return len(text) == 64 and all(letter in "0123456789abcdefABCDEF" for letter in text)


def _when(issued: IssuedReport) -> str:
    year = _("ปีงบประมาณ พ.ศ. %(year)s") % {"year": issued.fiscal_year}
    return f"{issued.round.name} {year}" if issued.round else year
