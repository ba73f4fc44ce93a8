"""The child process of `sandbox`: limits itself, then reads or marks one file.

Standard input: one line of JSON (the task), then the file. Standard output: the answer. Exit code
0 answered, 3 refused (the reason on standard output), 4 out of memory, 5 broken file.
"""

import json
import resource
import sys
from xml.etree.ElementTree import ParseError

from measures.intake.catalogue import Catalogue
from measures.intake.excelfile import read_excel
from measures.intake.forms import read_forms
from measures.intake.limits import RefusedFile, open_container
from measures.intake.shapes import Doubt, Reading
from measures.intake.wordfile import read_word

MEMORY = 512 * 1024 * 1024
WRITTEN = 80 * 1024 * 1024
PROCESSOR_SECONDS = 55


def main() -> int:
    """Do the one task on standard input and return the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS + 2))
    order = json.loads(sys.stdin.buffer.readline())
    # Reading writes no file at all; a workbook is put together in temporary ones.
    written = WRITTEN if order["task"] == "mark" else 0
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    data = sys.stdin.buffer.read()
    try:
        answer = _mark(data, order) if order["task"] == "mark" else _read(data, order)
    except RefusedFile as refused:
        sys.stdout.buffer.write(str(refused).encode())
        return 3
    except (MemoryError, RecursionError):
        return 4
    except (ParseError, ValueError, KeyError, IndexError, AttributeError, TypeError):
        return 5
    sys.stdout.buffer.write(answer)
    return 0


def _read(data: bytes, order: dict) -> bytes:
    return json.dumps(read_file(data, Catalogue.from_store(order["catalogue"])).to_store()).encode()


def read_file(data: bytes, catalogue: Catalogue) -> Reading:
    """The reading of a file, in this very process. Raises RefusedFile, and ParseError for broken XML."""
    container = open_container(data)
    paper = read_word(container.parts) if container.kind == "docx" else read_excel(container.parts)
    return read_forms(paper, catalogue)


def _mark(data: bytes, order: dict) -> bytes:
    # Imported here: reading needs none of the libraries that write files.
    from measures.intake.marking import marked

    doubts = tuple(Doubt.from_store(one) for one in order["doubts"])
    return marked(data, open_container(data).kind, doubts)
