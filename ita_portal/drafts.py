"""Texts of forms whose session had ended: whose they are, kept once, shown to their writer alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.core import signing
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import User
from ita_portal.models import Draft
from measures.choices import Mark

SALT = "ita_portal.drafts"
# A page left open over a long holiday still says whose it is.
LASTING = 14 * 24 * 60 * 60
MOST = 50
# Characters of all texts of a person together. Who holds a page's note needs no log-in: without an end they could
# fill the disk, and every further text would be compared with all of that.
ROOM = 400_000
# Names in every form that are ours, not the writer's.
NOTE, KEY, TOKEN = "writer", "draft", "csrfmiddlewaretoken"
LONG = frozenset({
    "comment", "note", "reason", "text", "responsible", "substeps", "follow_up", "domains", "source", "aliases",
    "sub_indicators", "explanation", "since", "body", "closing",
})  # fmt: skip
LABELS = {
    "comment": gettext_lazy("ความเห็น"),
    "note": gettext_lazy("เหตุผล"),
    "reason": gettext_lazy("เหตุผล"),
    "label": gettext_lazy("ข้อ"),
    "text": gettext_lazy("ข้อความ"),
    "responsible": gettext_lazy("หน่วยงาน/ผู้รับผิดชอบ"),
    "substeps": gettext_lazy("ขั้นตอนย่อย"),
    "follow_up": gettext_lazy("การกำกับติดตาม"),
    "deadline": gettext_lazy("กำหนดเสร็จ"),
    "until_date": gettext_lazy("ขยายถึงวันที่"),
    "until_time": gettext_lazy("เวลา"),
    "due_date": gettext_lazy("วันครบกำหนดส่ง"),
    "due_time": gettext_lazy("เวลา"),
    "year": gettext_lazy("ปีงบประมาณ พ.ศ."),
    "title": gettext_lazy("ชื่อรอบ"),
    "name": gettext_lazy("ชื่อ"),
    "phone": gettext_lazy("โทรศัพท์"),
    "domains": gettext_lazy("เว็บไซต์"),
    "source": gettext_lazy("ที่มาและหมายเหตุ"),
    "aliases": gettext_lazy("ชื่ออื่น"),
    "sub_indicators": gettext_lazy("ตัวชี้วัดย่อย"),
    "explanation": gettext_lazy("คำอธิบาย"),
    "unit": gettext_lazy("หน่วยงานที่รับผิดชอบข้อมูล"),
    "office": gettext_lazy("ส่วนราชการ"),
    "number": gettext_lazy("ที่"),
    "date": gettext_lazy("วันที่"),
    "subject": gettext_lazy("เรื่อง"),
    "to": gettext_lazy("เรียน"),
    "since": gettext_lazy("ตามที่ … นั้น"),
    "body": gettext_lazy("เนื้อความ"),
    "closing": gettext_lazy("คำลงท้าย"),
    "reporter_name": gettext_lazy("ชื่อผู้รายงาน"),
    "reporter_position": gettext_lazy("ตำแหน่งผู้รายงาน"),
    "deputy_name": gettext_lazy("ชื่อผู้ให้ความเห็นคนแรก"),
    "deputy_position": gettext_lazy("ตำแหน่งผู้ให้ความเห็นคนแรก"),
    "head_name": gettext_lazy("ชื่อหัวหน้าหน่วยงาน"),
    "head_position": gettext_lazy("ตำแหน่งหัวหน้าหน่วยงาน"),
}


@dataclass(frozen=True)
class Note:
    """What the signed note of a form says: whose it is, on which page it stood, what it is for."""

    user: int
    page: str
    title: str


def signed_note(request: HttpRequest, title: str) -> str:
    """Return the note that goes with a form of the person who is signed in, "" for a stranger.

    A form that came back with an error stands on the page where it was first.
    """
    if not request.user.is_authenticated:
        return ""
    posted = read_note(request.POST)
    page = posted.page if posted else _without_key(request.get_full_path())
    return signing.dumps([request.user.pk, page, str(title)], salt=SALT)


def _without_key(page: str) -> str:
    parts = urlsplit(page)
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name != KEY]
    return parts._replace(query=urlencode(query)).geturl()


def read_note(data: QueryDict) -> Note | None:
    """Return the note that came with a form; None where it is missing, altered or too old."""
    raw = data.get(NOTE, "")
    if not raw:
        return None
    try:
        return Note(*signing.loads(raw, salt=SALT, max_age=LASTING))
    except signing.BadSignature:
        return None


class DraftsFull(Exception):
    """So many texts wait already that one more could not be kept."""

    def __str__(self) -> str:
        return _(
            "ยังไม่ได้บันทึก และเก็บข้อความนี้ไว้ไม่ได้ เพราะมีข้อความที่ยังไม่ได้ส่งครบ {most} ข้อความแล้ว "
            "โปรดคัดลอกข้อความนี้ไว้ แล้วส่งหรือทิ้งข้อความที่เก็บไว้ในหน้าหลักก่อน"
        ).format(most=MOST)


class DraftTooLong(DraftsFull):
    """The text, with those that wait already, is longer than what is kept for one person."""

    def __str__(self) -> str:
        return _(
            "ยังไม่ได้บันทึก และเก็บข้อความนี้ไว้ไม่ได้ เพราะข้อความที่ยังไม่ได้ส่งรวมกันยาวเกิน {room} ตัวอักษร "
            "โปรดคัดลอกข้อความนี้ไว้ แล้วส่งหรือทิ้งข้อความที่เก็บไว้ในหน้าหลักก่อน"
        ).format(room=f"{ROOM:,}")


@transaction.atomic
def keep(note: Note, action: str, data: QueryDict) -> Draft | None:
    """Keep what was typed for the person of the note; the same text again is one row.

    None: nothing was typed, or the person is no longer there. Raises DraftsFull, DraftTooLong.
    """
    fields = [[name, value.replace("\0", "")] for name in data for value in data.getlist(name)]
    fields = [pair for pair in fields if pair[0] not in (NOTE, KEY, TOKEN)]
    if not typed_words(fields):
        return None
    writer = User.objects.select_for_update().filter(pk=note.user, is_active=True).first()
    if writer is None:
        return None
    own = list(Draft.objects.filter(user=writer))
    same = next((one for one in own if one.action == action and one.fields == fields), None)
    # Only a text of the same form gives way: whoever finds an open page does not write over other words with it.
    same = same or next(
        (one for one in own if str(one.pk) == data.get(KEY) and (one.action, one.page) == (action, note.page)), None
    )
    if same is None and len(own) >= MOST:
        raise DraftsFull
    if _length(fields) + sum(_length(one.fields) for one in own if one is not same) > ROOM:
        raise DraftTooLong
    draft = same or Draft(user=writer)
    draft.page, draft.action, draft.title, draft.fields = note.page, action, note.title, fields
    draft.save()
    return draft


def _length(fields: Iterable[list[str]]) -> int:
    return sum(len(name) + len(value) for name, value in fields)


def typed_words(fields: Iterable[list[str]]) -> str:
    """Return the texts among the fields, one below the other: what a person would have to type again."""
    return "\n\n".join(value for name, value in fields if name in LABELS and value.strip())


def page_of(draft: Draft) -> str:
    """Return the address of the page on which the text is offered again."""
    return f"{draft.page}{'&' if urlsplit(draft.page).query else '?'}{KEY}={draft.pk}"


def settle(user: User, data: QueryDict) -> None:
    """Throw the person's own draft away that the form names."""
    raw = data.get(KEY, "")
    if raw.isascii() and raw.isdecimal() and len(raw) < 19:
        Draft.objects.filter(user=user, pk=int(raw)).delete()


@dataclass(frozen=True)
class Offer:
    """A draft as a page offers it: (name, label, value, long) of what was typed, (name, value) of the rest.

    `verdict`: what the words were to go with, for a person to see before they go again.
    """

    draft: Draft
    url: str
    words: str
    typed: tuple[tuple[str, Any, str, bool], ...]
    rest: tuple[tuple[str, str], ...]
    verdict: str


def offers(user: User, **only: Any) -> tuple[Offer, ...]:
    """Return the person's own drafts, oldest first. only: a filter, as of a queryset."""
    return tuple(_offer(draft) for draft in Draft.objects.filter(user=user, **only))


def _offer(draft: Draft) -> Offer:
    pairs = [(name, value) for name, value in draft.fields]
    typed = tuple((name, LABELS[name], value, name in LONG) for name, value in pairs if name in LABELS)
    rest = tuple(pair for pair in pairs if pair[0] not in LABELS)
    verdict = "".join(str(Mark(value).label) for name, value in rest if name == "mark" and value in Mark.values)
    return Offer(draft, page_of(draft), " ".join(typed_words(draft.fields).split())[:120], typed, rest, verdict)


def offers_of(request: HttpRequest) -> tuple[Offer, ...]:
    """Return what a page offers: the first page all texts, the page of a text that text, any other page none."""
    user: Any = request.user
    if request.path == "/":
        return offers(user)
    raw = request.GET.get(KEY, "")
    return offers(user, pk=int(raw)) if raw.isascii() and raw.isdecimal() and len(raw) < 19 else ()
