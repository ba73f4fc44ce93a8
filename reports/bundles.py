"""What a province's bundle of a round holds: which papers of whom, in which order, under which names.

Words of reports that were not sent stay out: a report is in the bundle where the export rule lets the person have
it (permissions.md rows 21 and 22).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from agencies.models import User
from agencies.verdict import Verdict
from measures.choices import SENT, Action
from measures.models import Round, Submission
from measures.rules import may
from reports.document import Document
from reports.output import FORMATS, file_name
from reports.registry import Form, form, forms
from reports.selectors import NothingToPrint, Subject, find_subject, subject_of, submissions_for
from reports.wanted import may_have

USUAL = ("province_measures", "agency_measures", "oit_register")
PDF, ZIP = "pdf", "zip"
ENDINGS = ("pdf", "docx", "xlsx")


@dataclass(frozen=True)
class Choice:
    """What of a round is wanted: `codes` of forms, `shape` "pdf" (one file) or "zip" (folders), and for a ZIP the
    `endings` of its files."""

    round_pk: int
    codes: tuple[str, ...] = USUAL
    shape: str = PDF
    endings: tuple[str, ...] = ("pdf",)

    def data(self) -> dict[str, Any]:
        """Plain data for a job's row."""
        return {"round": self.round_pk, "codes": list(self.codes), "shape": self.shape, "endings": list(self.endings)}

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> "Choice":
        """What `data()` gave; unknown words are left out."""
        known = forms()
        return cls(
            round_pk=int(data["round"]),
            codes=tuple(code for code in data["codes"] if code in known),
            shape=ZIP if data["shape"] == ZIP else PDF,
            endings=tuple(ending for ending in ENDINGS if ending in data["endings"]) or ("pdf",),
        )


@dataclass(frozen=True)
class BundledPaper:
    """One paper of a bundle, whose it is and how its files are called."""

    owner: str
    form: Form
    subject: Subject
    document: Document

    def file_name(self, ending: str) -> str:
        """Its name in that format inside its owner's folder, which makes long names twice as long: Windows unpacks
        no path of more than 260 characters."""
        return file_name(self.document, "", self.subject.when, FORMATS[ending])


def offered(round_: Round) -> list[Form]:
    """The forms that a bundle of the round can hold: every form of the catalogue."""
    scope = "agency" if round_.plan.agency_id else "province"
    return [one for one in forms().values() if "agency" in one.scopes or scope in one.scopes]


def quick(codes: Sequence[str]) -> bool:
    """Whether the papers of these forms are fetched in a few queries for all agencies together."""
    return all(one.fetch_many or "agency" not in one.scopes for one in map(form, codes))


def papers_of(
    user: User, round_: Round, codes: Sequence[str], beat: Callable[[], None] = lambda: None
) -> list[BundledPaper]:
    """The papers, the plan owner's first, then agency by agency in the order of their names.

    The number of queries does not depend on the number of agencies for the forms that fetch many at once; `beat` is
    called between the others. Papers with nothing to print, and those that the person may not have, are left out.
    """
    wanted = sorted((form(code) for code in codes), key=lambda one: (USUAL + tuple(forms())).index(one.code))
    head = list(_papers(wanted, user, [_of_owner(one, round_) for one in wanted]))
    submissions = list(submissions_for(user, round_).order_by("agency__name", "pk"))
    sent = {one.pk for one in submissions if one.state in SENT and may(user, Action.EXPORT_AGENCY, one)}
    columns = [_column(one, submissions, sent, beat) for one in wanted]
    return head + [paper for row in zip(*columns, strict=True) for paper in row if paper]


def not_sent(user: User, round_: Round) -> list[str]:
    """The agencies whose report is not in a bundle, for it was not sent."""
    waiting = submissions_for(user, round_).exclude(state__in=SENT).order_by("agency__name")
    return list(waiting.values_list("agency__name", flat=True))


def may_have_all(user: User, round_: Round, submissions: Sequence[int]) -> Verdict:
    """Whether the person may have, just now, a bundle that holds the reports with these keys."""
    verdict = may(user, Action.EXPORT_PROVINCE, round_)
    if not verdict:
        return verdict
    found = {one.pk: one for one in submissions_for(user, round_).filter(pk__in=submissions)}
    for key in submissions:
        if key not in found:
            return Verdict(_("รายงานบางหน่วยงานในชุดนี้ไม่มีแล้ว โปรดสั่งจัดทำชุดใหม่"), conflict=True)
        if not (verdict := may(user, Action.EXPORT_AGENCY, found[key])):
            return verdict
    return verdict


def _of_owner(one: Form, round_: Round) -> Subject | None:
    """Of whom the plan owner's own paper is; None where the form is one of agencies only, or collects theirs."""
    scope = "agency" if round_.plan.agency_id else "province"
    if scope not in one.scopes or one.collects or scope == "agency":
        return None
    if one.of_round:
        return subject_of(round_)
    return find_subject(round_.plan.province, round_.plan.fiscal_year, of_round=False)


def _papers(wanted: Sequence[Form], user: User, subjects: Sequence[Subject | None]) -> Iterator[BundledPaper]:
    for one, subject in zip(wanted, subjects, strict=True):
        if subject is None or not may_have(user, subject):
            continue
        try:
            document = one.document(subject)
        except NothingToPrint:
            continue
        yield BundledPaper(subject.owner.printed_name, one, subject, document)


def _column(
    one: Form, submissions: Sequence[Submission], sent: set[int], beat: Callable[[], None]
) -> list[BundledPaper | None]:
    """The form's paper of each agency, None where there is none."""
    papers: list[BundledPaper | None] = [None] * len(submissions)
    if "agency" not in one.scopes:
        return papers
    places, subjects = [], []
    for place, submission in enumerate(submissions):
        if one.of_round and submission.pk not in sent:
            continue
        places.append(place)
        year = submission.round.plan.fiscal_year
        subjects.append(
            subject_of(submission) if one.of_round else find_subject(submission.agency, year, of_round=False)
        )
    for place, subject, document in zip(places, subjects, _documents(one, subjects, beat), strict=True):
        if document is not None:
            papers[place] = BundledPaper(subject.owner.printed_name, one, subject, document)
    return papers


def _documents(one: Form, subjects: Sequence[Subject], beat: Callable[[], None]) -> Iterator[Document | None]:
    """The form's papers: fetched together where it can, else one after the other."""
    if one.fetch_many:
        yield from one.documents(subjects)
        return
    for subject in subjects:
        beat()
        yield from one.documents([subject])
