"""One paper in one format: which renderer makes it, what the file is called."""

from collections.abc import Callable
from dataclasses import dataclass

from reports.document import Document
from reports.renderers import html, office, pdf
from thai.wording import gettext_noop


@dataclass(frozen=True)
class Format:
    """A file format: its ending, media type, Thai name and renderer (Document -> bytes).

    mark: what tells its files from those of another format with the same ending.
    """

    ending: str
    media_type: str
    name: str
    render: Callable[[Document], bytes]
    mark: str = ""


def _page(document: Document) -> bytes:
    return html.page(document).encode()


def _accessible(document: Document) -> bytes:
    return pdf.render(document, accessible=True)


def _xlsx(document: Document) -> bytes:
    from reports.renderers import xlsx  # openpyxl takes longer to import than a small paper to print

    return xlsx.render(document)


def _docx(document: Document) -> bytes:
    from reports.renderers import docx

    return docx.render(document)


FORMATS = {
    "html": Format("html", html.MEDIA_TYPE, "หน้าเว็บ", _page),
    "pdf": Format("pdf", pdf.MEDIA_TYPE, "PDF", pdf.render),
    "accessible": Format("pdf", pdf.MEDIA_TYPE, gettext_noop("PDF สำหรับโปรแกรมอ่านหน้าจอ"), _accessible, " (อ่านด้วยเสียง)"),
    "xlsx": Format("xlsx", office.XLSX, "Excel", _xlsx),
    "docx": Format("docx", office.DOCX, "Word", _docx),
}


LONGEST = 220  # bytes; file systems take 255, a Thai letter is three, and programs put words of their own before it


def file_name(document: Document, owner: str, when: str, format_: Format) -> str:
    """A Thai file name without characters that a file system or a header would trip over.

    when: the year and, of a paper of a round, the round; owner: "" where the folder says it. Windows refuses paths of
    more than 260 characters and drops a dot or blank at the end of a name; Linux refuses names of more than 255 bytes:
    the longest part is cut until the name fits.
    """
    draft = " (ร่าง)" if document.draft else ""
    end = f"{draft}{format_.mark}.{format_.ending}"
    parts = [part for part in map(_plain, (document.name, when, owner)) if part]
    while len(" ".join(parts).encode()) + len(end.encode()) > LONGEST:
        longest = max(range(len(parts)), key=lambda place: len(parts[place]))
        parts[longest] = parts[longest][:-1].rstrip(" .")
    return " ".join(parts) + end


def _plain(words: str) -> str:
    kept = "".join(c if c.isalnum() or c in " -()." or "\u0e00" <= c <= "\u0e7f" else "-" for c in words)
    return kept.strip()[:80].rstrip(" .")
