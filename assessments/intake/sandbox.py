"""Has a file of scores looked through in the child process."""

import json

from assessments.intake.doubts import doubt
from assessments.intake.lines import Found
from evidence.office.doubts import Doubt
from evidence.office.limits import RefusedFile
from evidence.office.opening import worked


def find(data: bytes) -> tuple[Found, tuple[Doubt, ...]]:
    """The lines of a .docx or .xlsx, and why there are none where it is refused. Never raises for a bad file."""
    try:
        return Found.from_store(json.loads(worked("assessments.intake.child", data, {}))), ()
    except RefusedFile as refused:
        return Found(), (doubt("hostile_file", why=str(refused)),)
