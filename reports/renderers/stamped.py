"""What an issued paper carries at its end: number, date, where it can be verified, and that as QR code."""

from pathlib import Path
from typing import Any

from reports.document import Document, Link
from reports.renderers.marks import qr
from reports.renderers.parted import unbroken
from reports.renderers.shown import show_line

STAMP_CSS = Path(__file__).parent / "css" / "stamp.css"


def shown_stamp(document: Document, *, joined: bool = True) -> dict[str, Any] | None:
    """The stamp's words and code for the template, None where the paper was not issued. joined: hyphens never break."""
    stamp = document.stamp
    if stamp is None:
        return None
    lines = (("เอกสารเลขที่ ", stamp.number), stamp.issued, ("ตรวจสอบได้ที่ ", Link(stamp.address, stamp.address)))
    shown = tuple(show_line(line, document.numerals) for line in lines)
    return {
        "lines": unbroken(shown) if joined else shown,
        "code": qr(stamp.address),
        "address": stamp.address,
    }
