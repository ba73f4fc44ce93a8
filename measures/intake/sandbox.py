"""Opens a person's file in a child process with limits (evidence.office)."""

import json

from evidence.office.doubts import Doubt
from evidence.office.limits import RefusedFile
from evidence.office.opening import worked
from measures.intake.catalogue import Catalogue
from measures.intake.doubts import refusal
from measures.intake.shapes import Reading

WRITTEN = 80 * 1024 * 1024  # a workbook is put together in temporary files


def read_paper(data: bytes, catalogue: Catalogue) -> Reading:
    """The reading of a .docx or .xlsx. Never raises for a bad file: the reading then holds the error."""
    try:
        answer = worked("measures.intake.child", data, {"catalogue": catalogue.to_store()})
    except RefusedFile as refused:
        return refusal("hostile_file", why=str(refused))
    return Reading.from_store(json.loads(answer))


def marked_copy(data: bytes, doubts: tuple[Doubt, ...]) -> bytes:
    """The same file with the doubtful cells coloured and the messages noted. Raises RefusedFile."""
    words = {"doubts": Reading(doubts=doubts).to_store()["doubts"]}
    return worked("measures.intake.marking", data, words, written=WRITTEN)
