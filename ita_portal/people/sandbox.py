"""Has a list looked through, or marked, in the child process."""

import json

from evidence.office.limits import RefusedFile
from evidence.office.opening import worked
from ita_portal.people.doubts import doubt
from ita_portal.people.lines import Found


def find(data: bytes) -> Found:
    """The lines of an .xlsx, or the reason why there are none. Never raises for a bad file."""
    try:
        return Found.from_store(json.loads(worked("ita_portal.people.child", data, {})))
    except RefusedFile as refused:
        return Found((), (doubt("hostile_file", why=str(refused)),))
