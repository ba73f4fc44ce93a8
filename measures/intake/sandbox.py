"""Opens a person's file in a child process with limits: nothing of it runs or grows in the server."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from measures.intake.catalogue import Catalogue
from measures.intake.doubts import refusal
from measures.intake.limits import PACKED, RefusedFile, open_container
from measures.intake.shapes import Doubt, Reading
from measures.intake.translating import gettext_noop

SECONDS = 60
_ROOT = Path(__file__).resolve().parents[2]
_TOO_MUCH = gettext_noop("ไฟล์ใช้เวลาหรือหน่วยความจำมากเกินไป ให้คัดลอกเฉพาะตารางไปไว้ในไฟล์ใหม่")
_BROKEN = gettext_noop("อ่านไฟล์ไม่ได้ ไฟล์อาจเสีย ให้เปิดด้วย Word หรือ Excel แล้วบันทึกใหม่")


def read_paper(data: bytes, catalogue: Catalogue) -> Reading:
    """The reading of a .docx or .xlsx. Never raises for a bad file: the reading then holds the error."""
    try:
        answer = _child("read", data, {"catalogue": catalogue.to_store()})
    except RefusedFile as refused:
        return refusal("hostile_file", why=str(refused))
    return Reading.from_store(json.loads(answer))


def marked_copy(data: bytes, doubts: tuple[Doubt, ...]) -> bytes:
    """The same file with the doubtful cells coloured and the messages noted. Raises RefusedFile."""
    return _child("mark", data, {"doubts": Reading(doubts=doubts).to_store()["doubts"]})


def _child(task: str, data: bytes, words: dict[str, Any]) -> bytes:
    """The answer of the child process. The container is looked at here first: most bombs end here."""
    if len(data) > PACKED:
        raise RefusedFile(gettext_noop("ไฟล์ใหญ่เกิน 10 MB ให้ลบรูปภาพหรือแบ่งไฟล์"))
    open_container(data)
    order = json.dumps({"task": task, **words}).encode() + b"\n" + data
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _START.format(root=str(_ROOT))],
            input=order,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            cwd=_ROOT,
            env={"LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8"},
        )
    except subprocess.TimeoutExpired as late:
        raise RefusedFile(_TOO_MUCH) from late
    if done.returncode == 3:
        raise RefusedFile(done.stdout.decode("utf-8", "replace"))
    if done.returncode:
        raise RefusedFile(_TOO_MUCH if done.returncode < 0 or done.returncode == 4 else _BROKEN)
    return done.stdout


# Isolated mode ignores the environment and the working directory, so the child is told where the code is.
_START = "import sys; sys.path.insert(0, {root!r}); from measures.intake.child import main; sys.exit(main())"
