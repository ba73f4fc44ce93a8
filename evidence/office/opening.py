"""Has a Word or Excel file worked on in a child process with limits: nothing of it runs or grows in the server."""

from typing import Any

from evidence.office.excelfile import read_excel
from evidence.office.grid import Paper
from evidence.office.limits import PACKED, RefusedFile, open_container
from evidence.office.wordfile import read_word
from evidence.sandbox import Broken, Limits, Overrun, Refusal, call
from thai.wording import gettext_noop

SECONDS = 60
MEMORY = 512 * 1024 * 1024
TOO_MUCH = gettext_noop("ไฟล์ใช้เวลาหรือหน่วยความจำมากเกินไป ให้คัดลอกเฉพาะตารางไปไว้ในไฟล์ใหม่")
_BROKEN = gettext_noop("อ่านไฟล์ไม่ได้ ไฟล์อาจเสีย ให้เปิดด้วย Word หรือ Excel แล้วบันทึกใหม่")


def worked(module: str, data: bytes, words: dict[str, Any], *, written: int = 0) -> bytes:
    """Return what the module's `work(words, data) -> bytes` answers to a .docx or .xlsx in a child process.

    written: bytes of files that the child may write; reading writes none. Raises RefusedFile.
    """
    if len(data) > PACKED:
        raise RefusedFile(gettext_noop("ไฟล์ใหญ่เกิน 10 MB ให้ลบรูปภาพหรือแบ่งไฟล์"))
    open_container(data)  # looked at here first: most bombs end here
    try:
        return call(module, data, words, Limits(SECONDS, MEMORY, written))
    except Refusal as refused:
        raise RefusedFile(str(refused)) from refused
    except Overrun as overrun:
        raise RefusedFile(TOO_MUCH) from overrun
    except Broken as broken:
        raise RefusedFile(_BROKEN) from broken


def paper_of(data: bytes) -> Paper:
    """Return the tables of a file, read in this very process. Raises RefusedFile, and ParseError for broken XML."""
    container = open_container(data)
    return read_word(container.parts) if container.kind == "docx" else read_excel(container.parts)
