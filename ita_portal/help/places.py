"""The pages of the handbook, and which of them belongs to which screen."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Chapter:
    """Some pages of the handbook for one kind of reader, by the names of their files."""

    title: Any
    slugs: tuple[str, ...]


CHAPTERS = (
    Chapter(_("ทุกคน"), ("start", "inbox")),
    Chapter(_("หน่วยงาน"), ("fill", "evidence", "send", "endorse", "register")),
    Chapter(_("สำนักงานจังหวัด"), ("plan", "rounds", "review", "board")),
    Chapter(_("คะแนนและเอกสาร"), ("scores", "papers", "publish")),
    Chapter(_("ผู้ใช้และส่วนกลาง"), ("people", "viewer", "admin")),
    Chapter(_("อ้างอิง"), ("glossary", "questions")),
)
SLUGS = tuple(slug for chapter in CHAPTERS for slug in chapter.slugs)

# The beginning of a screen's name → its page. The longest beginning counts, so that a new screen has help at once.
PLACES = {
    "": "start",
    "measures:": "fill",
    "measures:result-history": "questions",
    "measures:unsaved": "questions",
    "measures:link": "evidence",
    "measures:file": "evidence",
    "measures:finding": "evidence",
    "measures:submission": "send",
    "measures:submission-entry": "fill",
    "measures:submission-endorse": "endorse",
    "measures:submission-send-back": "endorse",
    "measures:submission-review": "review",
    "measures:submission-return": "review",
    "measures:submission-approve": "review",
    "measures:submission-reopen": "review",
    "measures:submission-extend": "rounds",
    "measures:workbook": "fill",
    "measures:plan": "plan",
    "measures:measure": "plan",
    "measures:import": "plan",
    "measures:round": "rounds",
    "measures:round-remind": "board",
    "measures:calendar": "rounds",
    "measures:narrative": "papers",
    "measures:review": "review",
    "measures:check": "review",
    "measures:waiver": "review",
    "measures:result-mark": "review",
    "measures:board": "board",
    "measures:bulk": "board",
    "measures:reminder": "board",
    "agencies:": "people",
    "agencies:account": "start",
    "agencies:invitation": "start",
    "agencies:session": "start",
    "agencies:token": "publish",
    "agencies:inbox": "inbox",
    "agencies:notice": "inbox",
    "agencies:province": "admin",
    "people:": "people",
    "people:account": "start",
    "people:erase": "start",
    "assessments:": "scores",
    "assessments:register": "register",
    "assessments:edition": "admin",
    "assessments:suggestion": "admin",
    "assessments:national": "viewer",
    "reports:": "papers",
    "reports:publi": "publish",
    "reports:round-publish": "publish",
    "measures:nation": "viewer",
    "public:": "publish",
    "public:verify": "papers",
    "api": "publish",
}


def page_for(view_name: str) -> str:
    """Return the page of help for a screen, by the name of its address; "" stands for no screen at all."""
    return PLACES[max((start for start in PLACES if view_name.startswith(start)), key=len)]
