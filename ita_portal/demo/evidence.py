"""Evidence of the demo with its faults and its photos: something to find, to mend, to waive and to look at."""

import datetime as dt
import io
from collections.abc import Iterable

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from PIL import Image, ImageDraw

from agencies.models import User
from evidence.choices import Reach, Why
from evidence.models import LinkCheck, WebPage
from ita_portal.demo.data import demo_data
from ita_portal.demo.people import Cast
from measures import attaching, authoring, proofs, waiving
from measures.authoring import Typed
from measures.choices import Answer, State
from measures.clock import told
from measures.models import Result, Submission
from thai.dates import BANGKOK

DAY = dt.timedelta(days=1)
LONG = dt.timedelta(days=3650)
SKY, WALL, TABLE, WOOD = "#cfe6f2", "#f4efe4", "#8a6f4d", "#6d5536"
COATS = ("#33508c", "#0f766e", "#8c3b54", "#5b6470", "#7a5ea8", "#2f6f3e")


def make_faults(cast: Cast, fiscal_year: int, today: dt.date) -> None:
    """Give the first draft links to find fault with, photos and a waived check. Before the links are checked."""
    draft = _reports(fiscal_year).filter(state=State.DRAFT, agency=cast.agencies[0]).first()
    if draft is None:
        return
    words, staff = demo_data("evidence"), cast.staff[draft.agency_id]
    answered = draft.results.filter(answer=Answer.DONE).order_by("measure__order")
    done = list(Result.objects.with_context().filter(pk__in=answered))
    with told(_at(today - DAY)):
        for result, links in zip(done, words["faulty_links"], strict=False):
            urls = tuple(link.format(host=cast.hosts[draft.agency_id], year=fiscal_year) for link in links)
            typed = Typed(answer=result.answer, text=result.text, urls=urls)
            authoring.save_result(result, typed, by=staff, version=result.version)
        if done:
            _attach(done[0], words["photos"], by=staff)
        reason = words["waiver"]
        waiving.waive(draft, reason["code"], by=cast.reviewer, reason=reason["reason"], until=today + 60 * DAY)


def let_links_die(cast: Cast, fiscal_year: int, today: dt.date) -> None:
    """Let a page of the first draft and one of an approved report be gone for days. After the links were checked."""
    dead = f"/{demo_data('evidence')['dead']}"
    pages = [page for page in WebPage.objects.filter(url__endswith=dead) if cast.hosts[cast.agencies[0].pk] in page.url]
    approved = _reports(fiscal_year).filter(state=State.APPROVED).first()
    if approved is not None:
        cited = WebPage.objects.filter(links__in=approved.results.values("links")).order_by("pk")
        pages += cited[:1]
    _bury(pages, today)


def complete_proofs(now: dt.datetime) -> None:
    """Give the proofs of all reports the checks that saw their links."""
    while proofs.fill_pending(now, oldest=LONG):
        pass


def _reports(fiscal_year: int) -> QuerySet[Submission]:
    running = Submission.objects.with_context().filter(round__plan__fiscal_year=fiscal_year, round__plan__agency=None)
    return running.order_by("agency_id")


def _bury(pages: Iterable[WebPage], today: dt.date) -> None:
    """Tell that the pages were there until three days ago, and gone at every visit since."""
    for page in pages:
        days = [_at(today - ago * DAY, hour=5) for ago in (2, 1, 0)]
        LinkCheck.objects.bulk_create(
            LinkCheck(page=page, at=at, reach=Reach.GONE, detail=Why.NOT_FOUND, status=404) for at in days
        )
        page.reach, page.detail, page.status, page.final_url = Reach.GONE, Why.NOT_FOUND, 404, ""
        page.checked_at, page.alive_at = days[-1], _at(today - 3 * DAY, hour=5)
        page.save()


def _attach(result: Result, captions: list[str], *, by: User) -> None:
    for number, caption in enumerate(captions):
        name = f"photo-{number + 1}.jpg"
        upload = SimpleUploadedFile(name, drawn(number), "image/jpeg")
        row = attaching.attach(result, upload, by=by)
        attaching.caption(result, row.pk, caption, by=by)


def drawn(number: int) -> bytes:
    """Return a small drawn scene as JPEG: people around a table, or a notice board."""
    image = Image.new("RGB", (960, 640), WALL)
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, 50, 900, 260), fill=SKY if number % 2 else "#fdfdf8", outline=WOOD, width=10)
    if number % 2:
        for place in range(6):
            left, top = 110 + place % 3 * 270, 80 + place // 3 * 90
            draw.rectangle((left, top, left + 200, top + 70), fill="white", outline="#9aa4ad", width=3)
            for line in range(3):
                at = top + 18 + line * 16
                draw.line((left + 16, at, left + 170 - line * 30, at), fill="#6b7785", width=4)
    else:
        for place, height in enumerate((60, 95, 120, 150)):
            draw.rectangle((160 + place * 170, 235 - height, 250 + place * 170, 235), fill=COATS[place])
    for place in range(6):
        x = 90 + place * 150
        draw.ellipse((x + 25, 330, x + 85, 390), fill="#e2b48c", outline="#7c5a3c", width=3)
        draw.rounded_rectangle((x, 390, x + 110, 520), 26, fill=COATS[place])
    draw.polygon(((40, 470), (920, 470), (960, 640), (0, 640)), fill=TABLE, outline=WOOD)
    content = io.BytesIO()
    image.save(content, "JPEG", quality=85)
    return content.getvalue()


def _at(day: dt.date, hour: int = 9) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, hour, 0, tzinfo=BANGKOK)
