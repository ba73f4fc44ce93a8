"""The kinds of work: how each is ordered, made and looked at again by whoever fetches it."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from agencies.models import User
from agencies.verdict import Verdict
from measures.models import Round
from reports import bundles, pieces
from reports.bundles import BundledPaper, Choice
from reports.document import Document
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
AGENCIES, LAYING, JOINING = gettext_noop("หน่วยงาน"), gettext_noop("กำลังจัดหน้า"), gettext_noop("กำลังรวมเล่ม")
NUMERALS: Numerals = "thai"
STAMPS = f"stamps {NUMERALS}"
GONE = gettext_noop("รอบหรือเอกสารที่สั่งไว้ไม่มีแล้ว หรือคุณไม่มีสิทธิ์ดูแล้ว")
EMPTY = gettext_noop("ยังไม่มีเอกสารที่จะรวม: ยังไม่มีหน่วยงานส่งผล และแบบที่เลือกยังไม่มีข้อมูล")
Beat = Callable[[], None]


class Refused(RuntimeError):
    """The work cannot be done; the message is Thai and says why."""


def paper_order(wanted: Wanted, ending: str, document: Document, title: str) -> Order:
    """The order of a single long paper as PDF."""
    data = wanted.data() | {"ending": ending}
    return Order(PAPER, data, key_of(PAPER, data, _piece_key(document, ending)), title)


def bundle_order(user: User, round_: Round, choice: Choice) -> Order:
    """The order of a bundle. Raises Refused where nothing is in it."""
    papers = bundles.papers_of(user, round_, choice.codes)
    if not papers:
        raise Refused(_(EMPTY))
    return Order(BUNDLE, _bundle_data(choice, papers), _bundle_key(choice, papers), _bundle_title(round_, choice))


def verdict_of(job: PaperJob, user: User) -> Verdict:
    """Whether the person may have the job's result as the data stands now."""
    if job.kind == PAPER:
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
    return (_make_paper if job.kind == PAPER else _make_bundle)(job, user, pool, beat)


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
    papers = bundles.papers_of(user, round_, choice.codes)
    if not papers:
        raise Refused(_(EMPTY))
    job.wanted, job.key = _bundle_data(choice, papers), _bundle_key(choice, papers)
    owners = {paper.owner for paper in papers}
    job.total, job.saying = len(owners), AGENCIES
    beat()
    contents = laid_out(papers, pool, job, beat) if choice.shape == bundles.PDF or "pdf" in choice.endings else []
    job.saying, job.done = JOINING, job.total
    beat()
    title = _bundle_title(round_, choice)
    name = f"{title}.{choice.shape}"
    if choice.shape == bundles.ZIP:
        return name, zipped(papers, choice.endings, contents, beat)
    parts = [Part((paper.owner, paper.form.name), content) for paper, content in zip(papers, contents, strict=True)]
    return name, merged(parts, title=title, author=round_.plan.printed_owner, numerals=NUMERALS, stamps=stamps(pool))


def laid_out(papers: Sequence[BundledPaper], pool: Pool, job: PaperJob, beat: Beat) -> list[bytes]:
    """The PDF of each paper, from what is kept or laid out now and kept; `job.done` counts owners."""
    keys = [pieces.key_of(paper.document) for paper in papers]
    contents = pieces.find_many(keys)
    missing = [place for place, key in enumerate(keys) if key not in contents]
    left = [papers[place].owner for place in missing]
    job.done = job.total - len(set(left))
    for which, content in pool.render_all([papers[place].document for place in missing], beat):
        place = missing[which]
        contents[keys[place]] = content
        pieces.keep(keys[place], content)
        left.remove(papers[place].owner)
        job.done = job.total - len(set(left))
        beat()
    return [contents[key] for key in keys]


def stamps(pool: Pool) -> bytes:
    """The words and digits of the page numbers, laid out once for each release."""
    key = key_of(STAMPS, pieces.template_version())
    content = pieces.find(key)
    if content is None:
        content = stamp_sheet(NUMERALS, pool.engines[0])
        pieces.keep(key, content)
    return content


def zipped(papers: Sequence[BundledPaper], endings: Sequence[str], pdfs: Sequence[bytes], beat: Beat) -> bytes:
    """A ZIP with a folder for each owner, numbered in the order of the bundle. Names are UTF-8 and marked as such."""
    folders: dict[str, str] = {}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for place, paper in enumerate(papers):
            folder = folders.setdefault(paper.owner, f"{len(folders) + 1:03d} {_folder(paper.owner)}")
            for ending in endings:
                content = pdfs[place] if ending == "pdf" else FORMATS[ending].render(paper.document)
                # one time for all: the same papers give the same bytes
                entry = zipfile.ZipInfo(f"{folder}/{paper.file_name(ending)}", (1980, 1, 1, 0, 0, 0))
                entry.flag_bits |= 0x800
                entry.external_attr = 0o644 << 16
                packed = zipfile.ZIP_DEFLATED if ending == "pdf" else zipfile.ZIP_STORED
                archive.writestr(entry, content, compress_type=packed, compresslevel=1)
                beat()
    return target.getvalue()


def _folder(owner: str) -> str:
    kept = "".join(c if c.isalnum() or c in " -()." or "\u0e00" <= c <= "\u0e7f" else "-" for c in owner)
    return kept.strip()[:60].rstrip(" .")


def _bundle_data(choice: Choice, papers: Sequence[BundledPaper]) -> dict[str, Any]:
    held = {paper.subject.submission.pk for paper in papers if paper.subject.submission}
    return choice.data() | {"submissions": sorted(held)}


def _bundle_key(choice: Choice, papers: Sequence[BundledPaper]) -> str:
    made = [[paper.owner, paper.form.name, paper.subject.when, pieces.key_of(paper.document)] for paper in papers]
    return key_of(BUNDLE, choice.data(), made)


def _bundle_title(round_: Round, choice: Choice) -> str:
    owner = round_.plan.printed_owner
    return f"ชุดเอกสาร {round_.printed_name} {round_.plan.fiscal_year} {owner}"


def _piece_key(document: Document, ending: str) -> str:
    return pieces.key_of(document, accessible=ending == "accessible")
