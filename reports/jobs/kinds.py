"""The kinds of work: how each is ordered, made and looked at again by whoever fetches it."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from agencies.models import User
from agencies.verdict import Verdict
from measures.errors import WorkflowError
from measures.models import Round
from reports import bundles, pieces
from reports.bundles import BundledPaper, Choice
from reports.document import Document
from reports.jobs import queue
from reports.jobs.issue_work import ISSUE, make_issue
from reports.jobs.queue import Order, key_of
from reports.models import PaperJob
from reports.output import FORMATS, file_name
from reports.renderers.merging import Part, merged, stamp_sheet
from reports.renderers.pool import Pool
from reports.selectors import rounds_for
from reports.wanted import Wanted, may_have, owner_name
from thai.digits import Numerals

PAPER, BUNDLE = "paper", "bundle"
# What `PaperJob.saying` may hold: Thai, put into the reader's language where it is shown.
GATHERING, AGENCIES = gettext_noop("กำลังรวบรวมข้อมูล"), gettext_noop("หน่วยงาน")
LAYING, JOINING = gettext_noop("กำลังจัดหน้า"), gettext_noop("กำลังรวมเล่ม")
NUMERALS: Numerals = "thai"
STAMPS = f"stamps {NUMERALS}"
GONE = gettext_noop("รอบหรือเอกสารที่สั่งไว้ไม่มีแล้ว หรือคุณไม่มีสิทธิ์ดูแล้ว")
EMPTY = gettext_noop("ยังไม่มีเอกสารที่จะรวม: ยังไม่มีหน่วยงานส่งผล และแบบที่เลือกยังไม่มีข้อมูล")
UTF8 = 0x800  # says of a name in a ZIP that it is UTF-8: Windows would read it in its own code page
Beat = Callable[[], None]


class Slot(NamedTuple):
    """A paper's place in a bundle: whose it is, the form's name, the PDF's name and its key among the pieces."""

    owner: str
    form: str
    file: str
    key: str


class Refused(RuntimeError):
    """The work cannot be done; the message is Thai and says why."""


def paper_order(wanted: Wanted, ending: str, document: Document, title: str) -> Order:
    """The order of a single long paper as PDF."""
    data = wanted.data() | {"ending": ending}
    return Order(PAPER, data, key_of(PAPER, data, _piece_key(document, ending)), title)


def bundle_order(user: User, round_: Round, choice: Choice) -> Order:
    """The order of a bundle. Raises Refused where nothing is in it, as far as that is known at once.

    Where gathering the papers takes long itself, the worker does that, too, and the key names the choice alone.
    """
    title = f"{_bundle_title(round_)} ({choice.shape.upper()})"  # the list of orders tells both apart
    if not bundles.quick(choice.codes):
        data = choice.data() | {"submissions": [], "papers": []}
        return Order(BUNDLE, data, key_of(BUNDLE, data), title)
    papers = bundles.papers_of(user, round_, choice.codes)
    if not papers:
        raise Refused(_(EMPTY))
    slots = _slots(papers)
    return Order(BUNDLE, _bundle_data(choice, papers, slots), _bundle_key(choice, slots), title)


def verdict_of(job: PaperJob, user: User) -> Verdict:
    """Whether the person may have the job's result as the data stands now."""
    if job.kind in (PAPER, ISSUE):
        try:
            _form, subject = Wanted.of_data(job.wanted).find(user)
        except LookupError:
            return Verdict(_(GONE))
        return may_have(user, subject)
    round_ = rounds_for(user).filter(pk=job.wanted["round"]).first()
    if round_ is None:
        return Verdict(_(GONE))
    return bundles.may_have_all(user, round_, job.wanted["submissions"])


def make(job: PaperJob, pool: Pool, beat: Beat) -> tuple[str, bytes]:
    """The name and bytes of what was ordered. `beat` writes job.done, job.total and job.saying.

    Raises Refused, PdfError (both with Thai words) or what `beat` raises.
    """
    user = User.objects.get(pk=job.owner_id)
    if job.kind == ISSUE:
        return _make_issue(job, user, beat)
    return (_make_paper if job.kind == PAPER else _make_bundle)(job, user, pool, beat)


def _make_issue(job: PaperJob, user: User, beat: Beat) -> tuple[str, bytes]:
    try:
        return make_issue(job, user, beat)
    except (WorkflowError, LookupError) as refusal:
        raise Refused(str(refusal) or _(GONE)) from None


def _make_paper(job: PaperJob, user: User, pool: Pool, beat: Beat) -> tuple[str, bytes]:
    wanted, ending = Wanted.of_data(job.wanted), str(job.wanted["ending"])
    try:
        form, subject = wanted.find(user)
        if not (verdict := may_have(user, subject)):
            raise Refused(verdict.reason)
        document = wanted.document(form, subject)
    except LookupError as nothing:
        raise Refused(str(nothing) or _(GONE)) from None
    job.total, job.saying = 1, LAYING
    beat()
    accessible = ending == "accessible"
    key = _piece_key(document, ending)
    content = pieces.find(key)
    if content is None:
        ((_place, content),) = pool.render_all([document], beat, accessible=accessible)
        pieces.keep(key, content)
    job.key = key_of(PAPER, job.wanted, key)
    return file_name(document, owner_name(subject), subject.when, FORMATS[ending]), content


def _make_bundle(job: PaperJob, user: User, pool: Pool, beat: Beat) -> tuple[str, bytes]:
    choice = Choice.of_data(job.wanted)
    round_ = rounds_for(user).filter(pk=choice.round_pk).first()
    if round_ is None:
        raise Refused(_(GONE))
    if not (verdict := bundles.may_have_all(user, round_, ())):
        raise Refused(verdict.reason)
    title = _bundle_title(round_)
    name = f"{title}.{choice.shape}"
    slots, contents = _kept(job, user, round_, choice), {}
    papers: list[BundledPaper] = []
    if slots:
        contents = pieces.find_many([slot.key for slot in slots])
    if len(contents) < len({slot.key for slot in slots}) or not slots:
        job.saying = GATHERING
        beat()
        papers = bundles.papers_of(user, round_, choice.codes, beat)
        if not papers:
            raise Refused(_(EMPTY))
        slots = _slots(papers)
        job.wanted, job.key = _bundle_data(choice, papers, slots), _bundle_key(choice, slots)
        if (made := queue.same(job)) is not None:
            return name, made
        job.total, job.saying = len({slot.owner for slot in slots}), AGENCIES
        beat()
        contents = laid_out(papers, slots, pool, job, beat) if "pdf" in choice.endings else {}
    job.total = job.done = len({slot.owner for slot in slots})
    job.saying = JOINING
    beat()
    if choice.shape == bundles.ZIP:
        return name, zipped(slots, papers, choice.endings, contents, beat)
    parts = [Part((slot.owner, slot.form), contents[slot.key]) for slot in slots]
    return name, merged(parts, title=title, author=round_.plan.printed_owner, numerals=NUMERALS, stamps=stamps(pool))


def _kept(job: PaperJob, user: User, round_: Round, choice: Choice) -> list[Slot]:
    """The papers as they were ordered, where their kept PDFs are all that is wanted and the person may still have
    them; else none: the bundle is then put together from the data as they are now."""
    if choice.endings != ("pdf",) or not bundles.may_have_all(user, round_, job.wanted["submissions"]):
        return []
    return [Slot(*said) for said in job.wanted["papers"]]


def laid_out(
    papers: Sequence[BundledPaper], slots: Sequence[Slot], pool: Pool, job: PaperJob, beat: Beat
) -> dict[str, bytes]:
    """The PDFs by key, from what is kept or laid out now and kept; `job.done` counts the owners that are ready."""
    contents = pieces.find_many([slot.key for slot in slots])
    missing = [place for place, slot in enumerate(slots) if slot.key not in contents]
    left = [slots[place].owner for place in missing]
    job.done = job.total - len(set(left))
    for which, content in pool.render_all([papers[place].document for place in missing], beat):
        slot = slots[missing[which]]
        contents[slot.key] = content
        pieces.keep(slot.key, content)
        left.remove(slot.owner)
        job.done = job.total - len(set(left))
        beat()
    return contents


def stamps(pool: Pool) -> bytes:
    """The words and digits of the page numbers, laid out once for each release."""
    key = key_of(STAMPS, pieces.template_version())
    content = pieces.find(key)
    if content is None:
        content = stamp_sheet(NUMERALS, pool.engines[0])
        pieces.keep(key, content)
    return content


def zipped(
    slots: Sequence[Slot],
    papers: Sequence[BundledPaper],
    endings: Sequence[str],
    contents: Mapping[str, bytes],
    beat: Beat,
) -> bytes:
    """A ZIP with a folder for each owner, numbered in the order of the bundle. Names are UTF-8 and marked as such.

    papers: beside `slots`; needed for other endings than "pdf" alone. contents: the PDFs by key.
    """
    folders: dict[str, str] = {}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for place, slot in enumerate(slots):
            folder = folders.setdefault(slot.owner, f"{len(folders) + 1:03d} {_folder(slot.owner)}")
            for ending in endings:
                content = contents[slot.key] if ending == "pdf" else FORMATS[ending].render(papers[place].document)
                name = slot.file if ending == "pdf" else papers[place].file_name(ending)
                # one time for all: the same papers give the same bytes
                entry = zipfile.ZipInfo(f"{folder}/{name}", (1980, 1, 1, 0, 0, 0))
                entry.flag_bits |= UTF8
                entry.external_attr = 0o644 << 16
                # Word and Excel files are packed already
                packed = zipfile.ZIP_DEFLATED if ending == "pdf" else zipfile.ZIP_STORED
                archive.writestr(entry, content, compress_type=packed, compresslevel=1)
                beat()
    return target.getvalue()


def _folder(owner: str) -> str:
    kept = "".join(c if c.isalnum() or c in " -()." or "\u0e00" <= c <= "\u0e7f" else "-" for c in owner)
    return kept.strip()[:60].rstrip(" .")


def _slots(papers: Sequence[BundledPaper]) -> list[Slot]:
    return [
        Slot(paper.owner, paper.form.name, paper.file_name("pdf"), pieces.key_of(paper.document)) for paper in papers
    ]


def _bundle_data(choice: Choice, papers: Sequence[BundledPaper], slots: Sequence[Slot]) -> dict[str, Any]:
    held = {paper.subject.submission.pk for paper in papers if paper.subject.submission}
    return choice.data() | {"submissions": sorted(held), "papers": [list(slot) for slot in slots]}


def _bundle_key(choice: Choice, slots: Sequence[Slot]) -> str:
    return key_of(BUNDLE, choice.data(), [list(slot) for slot in slots])


def _bundle_title(round_: Round) -> str:
    return f"ชุดเอกสาร {round_.printed_name} {round_.plan.fiscal_year} {round_.plan.printed_owner}"


def _piece_key(document: Document, ending: str) -> str:
    return pieces.key_of(document, accessible=ending == "accessible")
