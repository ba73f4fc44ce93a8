"""The result cell of form A, and the answer columns of the portal's own workbook."""

import re
from collections.abc import Sequence
from typing import Literal, cast

from evidence.office.grid import Hyperlink
from measures.intake.links import FoundLinks, find_links, has_link
from measures.intake.shapes import Answer, FoundResult
from thai.wording import squeeze

ANSWER_WORDS: dict[str, Answer] = {
    "ดำเนินการแล้ว": "done",
    "กำลังดำเนินการ": "in_progress",
    "ยังไม่ดำเนินการ": "not_started",
    "ไม่เกี่ยวข้อง": "not_applicable",
    "ยังไม่ตอบ": "blank",
    "": "blank",
}
_NOTHING = re.compile(r"^[-–—_.…\s]*$")
_NOT_APPLICABLE = re.compile(
    r"^[-–—•(“\"\s]*(?:ไม่\s?มี|ไม่เกี่ยวข้อง|ไม่อยู่ในภารกิจ|ไม่ใช่ภารกิจ|ไม่ได้ให้บริการ|ไม่ได้อยู่ใน|n/?a\b)", re.IGNORECASE
)
_OFFICE_HAS_NONE = re.compile(
    r"^(?:เนื่องจาก)?\s*(?:หน่วยงาน|สำนักงาน|ส่วนราชการ|ที่ทำการ|องค์การ|เทศบาล|อบต|อำเภอ)\S*\s*"
    r"ไม่มี(?:การให้บริการ|ภารกิจ|งานบริการ|งานให้บริการ)"
)
_NONE_OF_OURS = re.compile(
    r"^[-–—•(“\"\s]*(?:ไม่เกี่ยวข้อง|ไม่อยู่ในภารกิจ|ไม่มีภารกิจ|ไม่ใช่ภารกิจ|ไม่ได้ให้บริการ|n/?a\b)", re.IGNORECASE
)
_NOT_STARTED = re.compile(r"^[-–—•\s]*(?:ยังไม่ได้?ดำเนินการ|ยังไม่ได้ดำเนิน|ยังไม่มีการดำเนินการ|ยังไม่เริ่ม|ไม่ได้ดำเนินการ)")
_IN_PROGRESS = re.compile(r"^[-–—•\s]*(?:อยู่ระหว่าง|กำลังดำเนินการ|กำลังจัดทำ)")
_SHOWN = {"in_progress": "กำลังดำเนินการ", "not_started": "ยังไม่ดำเนินการ"}

Said = list[tuple[str, str, dict[str, str]]]


def says_nothing(text: str) -> bool:
    """Whether a result cell holds no more than a dash or dots."""
    return bool(_NOTHING.match(text))


def read_answer(lines: Sequence[str], hyperlinks: Sequence[Hyperlink] = ()) -> tuple[FoundResult, Said]:
    """The result that a cell's lines state, and the doubts about it as (code, value, words).

    A link or text is "done", "ไม่มี…" without a link "not_applicable" with that reason, empty "blank".
    """
    found = find_links(lines, hyperlinks)
    text = squeeze(found.text)
    said: Said = found.doubts
    if _NOTHING.match(text) and not found.urls:
        return FoundResult(), [*said, ("answer_blank", text, {})]
    if found.urls and _NOT_APPLICABLE.match(text):
        said.append(("answer_mixed", text, {}))
    if found.urls:
        return FoundResult("done", "" if _NOTHING.match(text) else text, tuple(found.urls)), said
    if _NOT_APPLICABLE.match(text) or _OFFICE_HAS_NONE.match(text):
        return FoundResult("not_applicable", reason=text), [*said, ("not_applicable", text, {})]
    for answer, pattern in (("not_started", _NOT_STARTED), ("in_progress", _IN_PROGRESS)):
        if pattern.match(text):
            words = {"answer": _SHOWN[answer]}
            return FoundResult(cast(Answer, answer), text), [*said, ("not_done_yet", text, words)]
    return FoundResult("done", text), [*said, ("text_for_link", text, {})]


def issue_answer(lines: Sequence[str], outcome: str, hyperlinks: Sequence[Hyperlink] = ()) -> tuple[FoundResult, Said]:
    """The result of form E: prose that stays whole; a line that is nothing but links gives its links.

    "ไม่มี…" is prose here ("ไม่มีเรื่องร้องเรียน"): only words that say the measure is none of the office's do not apply.
    """
    alone = [line for line in lines if not find_links([line]).text and has_link(line)]
    found = find_links(alone, [link for link in hyperlinks if not has_link(link.shown)])
    text = "\n".join(line for line in map(squeeze, (line for line in lines if line not in alone)) if line)
    said: Said = list(found.doubts)
    urls = tuple(found.urls)
    if _NOTHING.match(text) and not urls:
        if outcome and not _NOTHING.match(outcome):
            return FoundResult("done", outcome=outcome), [*said, ("answer_blank", text, {})]
        return FoundResult(outcome=""), [*said, ("answer_blank", text, {})]
    if not urls and not outcome and (_NONE_OF_OURS.match(text) or _OFFICE_HAS_NONE.match(text)):
        return FoundResult("not_applicable", reason=text, outcome=""), [*said, ("not_applicable", text, {})]
    for answer, pattern in (("not_started", _NOT_STARTED), ("in_progress", _IN_PROGRESS)):
        if pattern.match(text):
            said.append(("not_done_yet", text, {"answer": _SHOWN[answer]}))
            return FoundResult(cast(Answer, answer), text, urls, outcome=outcome), said
    return FoundResult("done", text, urls, outcome=outcome), said


Column = Literal["answer", "text", "links", "reason"]


def read_own_columns(
    answer: str, text: str, links: FoundLinks, reason: str, outcome: str | None = None
) -> tuple[FoundResult, Said]:
    """The result that the columns of the portal's own workbook state, and the doubts about it."""
    said: Said = list(links.doubts)
    urls = tuple(links.urls)
    words = " ".join(part for part in (text.strip(), squeeze(links.text)) if part)
    kind = ANSWER_WORDS.get(squeeze(answer))
    if kind is None:
        said.append(("answer_unknown", answer, {}))
        kind = "blank"
    if kind == "blank" and (words or urls or outcome):
        kind = "done"
    if kind == "blank":
        said.append(("answer_blank", "", {}))
    if kind == "not_applicable" and not reason.strip():
        said.append(("reason_missing", "", {}))
    return FoundResult(kind, words, urls, reason.strip(), outcome), said
