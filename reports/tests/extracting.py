"""Words out of finished files, compared without the white space and joiners of line breaks."""

import io
import re
import subprocess

import pypdf
import pypdfium2

_LAYOUT = re.compile("[\\s\u2060\u200b\ufeff]")


def bare(text: str) -> str:
    """`text` without white space and joiners."""
    return _LAYOUT.sub("", text)


def poppler_pages(pdf: bytes, *options: str) -> list[str]:
    """Text of each page by pdftotext, which reads columns where it sees them."""
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def poppler_raw_pages(pdf: bytes) -> list[str]:
    """Text of each page by pdftotext in the order of the content."""
    return poppler_pages(pdf, "-raw")


def pdfium_pages(pdf: bytes) -> list[str]:
    """Text of each page by PDFium."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


def pypdf_pages(pdf: bytes) -> list[str]:
    """Text of each page by pypdf."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


EXTRACTORS = {"poppler": poppler_pages, "poppler_raw": poppler_raw_pages, "pdfium": pdfium_pages, "pypdf": pypdf_pages}
