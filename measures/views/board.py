"""The board: a round's agencies beside its indicators, narrowed, put in order, taken along as a workbook."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from measures.board_file import board_workbook
from measures.choices import Action, RoundState, State
from measures.rules import may
from measures.selectors.board import FOUND, IDLE, LATE, MEND, MISSING, Board, Wanted, board, boards_of, reads_boards
from measures.views.answering import person, refused
from measures.views.rounds import round_or_404, round_url

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = 100
# The colour of each state in the bar and its key (boards.css), and what the filter calls it.
FLOW = ((State.APPROVED.value, "f-a"), (State.SUBMITTED.value, "f-s"), (State.RETURNED.value, "f-r"),
        (State.ENDORSEMENT.value, "f-e"), (State.DRAFT.value, "f-d"), ("", "f-n"))  # fmt: skip


@login_required
@require_safe
def board_home(request: HttpRequest) -> HttpResponse:
    """Go to the board of the round at work; whoever reads those of several provinces chooses."""
    user = person(request)
    if not reads_boards(user):
        raise PermissionDenied(_("เฉพาะสำนักงานจังหวัด ส่วนกลาง และหัวหน้าหน่วยงานที่ทำแผนเอง ดูภาพรวมหน่วยงานได้"))
    rounds, now = boards_of(user), timezone.now()
    owners = {(one.plan.province_id, one.plan.agency_id) for one in rounds}
    if len(owners) == 1:
        order = (RoundState.OPEN, RoundState.CLOSED)
        at_work = sorted(
            (one for one in rounds if one.state_at(now) in order), key=lambda one: one.state_at(now) != "O"
        )
        return redirect("measures:board", (at_work or rounds)[0].pk)
    words = request.GET.get("q", "").replace("\0", "")[:200].strip()
    found = [(one, one.state_at(now)) for one in rounds if words in one.plan.owner_name]
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request, "measures/board_home.html", {"page": page, "query": urlencode({"q": words}) + "&", "q": words}
    )


@login_required
@require_safe
def board_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the board of a round, narrowed and put in order as the address says."""
    round_, user, now = round_or_404(request, pk), person(request), timezone.now()
    if not (verdict := may(user, Action.BOARD_READ, round_, now=now)):
        return refused(request, verdict, back=round_url(round_))
    wanted = wanted_of(request)
    seen = board(round_, user=user, now=now, wanted=wanted)
    context: dict[str, Any] = {
        "round": round_,
        "board": seen,
        "wanted": wanted,
        "stages": _stages(seen),
        "flow": _flow(seen),
        "filters": _filters(seen),
        "heads": _heads(seen, wanted),
        "query": urlencode(_asked(wanted)),
        "others": [one for one in boards_of(user) if one.plan.agency_id == round_.plan.agency_id
                   and one.plan.province_id == round_.plan.province_id],
        # Whoever reminds also judges and gives time, in the same states of the round.
        "acts": may(user, Action.REMIND, round_, now=now),
    }  # fmt: skip
    return render(request, "measures/board.html", context)


@login_required
@require_safe
def board_excel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the board as a workbook, with the same rows in the same order as the page of that address."""
    round_, user, now = round_or_404(request, pk), person(request), timezone.now()
    if not (verdict := may(user, Action.BOARD_READ, round_, now=now)):
        return refused(request, verdict, back=round_url(round_))
    content = board_workbook(board(round_, user=user, now=now, wanted=wanted_of(request)), now=now)
    name = f"ภาพรวม {round_.plan.printed_owner} {round_.printed_name} {round_.plan.fiscal_year}.xlsx"
    said = content_disposition_header(True, name) or "attachment"
    return HttpResponse(content, content_type=EXCEL, headers={"Content-Disposition": said})


def wanted_of(request: HttpRequest) -> Wanted:
    """Return what the address asks for; what it does not understand asks for nothing."""

    def number(name: str) -> int:
        text = request.GET.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    asked = request.GET
    return Wanted(
        asked.get("state", "")[:10], number("kind"), number("group"), asked.get("instrument", "")[:3],
        asked.get("q", "").replace("\0", "")[:200], asked.get("sort", "")[:12],
    )  # fmt: skip


def _asked(wanted: Wanted, **changes: Any) -> dict[str, Any]:
    """Return the parts of the address that say what is wanted."""
    parts = {"q": wanted.words, "kind": wanted.kind, "group": wanted.group, "state": wanted.state,
             "instrument": wanted.instrument, "sort": wanted.sort} | changes  # fmt: skip
    return {name: value for name, value in parts.items() if value}


def stage_words(stage: str) -> str:
    """Return what the boards call a stage of a report, in the reader's language."""
    named = {
        State.SUBMITTED: _("รอตรวจ"),
        State.RETURNED: _("ส่งกลับ"),
        State.ENDORSEMENT: _("รอรับรอง"),
        "": _("ยังไม่เริ่ม"),
    }
    return named.get(stage) or str(State(stage).label)


def _stages(seen: Board) -> list[tuple[str, str, str, int]]:
    """Return (filter, colour, words, count) of each state."""
    return [(stage or IDLE, tone, stage_words(stage), seen.of_stage(stage)) for stage, tone in FLOW]


def _flow(seen: Board) -> list[tuple[str, int, int]]:
    return bar_parts((tone, count) for _filter, tone, _said, count in _stages(seen))


def bar_parts(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int, int]]:
    """Return (colour, where it begins, how long) of each part of a bar, in agencies."""
    parts, at = [], 0
    for tone, count in counts:
        if count:
            parts.append((tone, at, count))
            at += count
    return parts


def _filters(seen: Board) -> list[tuple[str, str]]:
    """Return (value, words) of what the rows may be narrowed to."""
    special = [
        ("", _("ทุกสถานะ")), (MISSING, _("ยังไม่ส่ง")), (LATE, _("เกินกำหนด")), (MEND, _("มีข้อต้องแก้")),
        (FOUND, _("มีข้อต้องแก้หรือคำเตือน")),
    ]  # fmt: skip
    return [*special, *((value, words) for value, _tone, words, _count in _stages(seen))]


def _heads(seen: Board, wanted: Wanted) -> dict[str, Any]:
    """Return, by column, the address that puts the rows in its order, and how they stand now (aria-sort)."""
    address = reverse("measures:board", args=[seen.round.pk])

    def head(name: str, first: str) -> dict[str, str]:
        other = name if first.startswith("-") else f"-{name}"
        now = {name: "ascending", f"-{name}": "descending"}.get(wanted.sort, "")
        turned = other if wanted.sort == first else first
        return {"url": f"{address}?{urlencode(_asked(wanted, sort=turned))}", "now": now}

    named = {name: head(name, first) for name, first in [
        ("name", "name"), ("state", "state"), ("percent", "-percent"), ("findings", "-findings"), ("last", "-last"),
    ]}  # fmt: skip
    numbers = [(column, str(column.head.number)) for column in seen.columns]
    return named | {"columns": [(column, head(number, number)) for column, number in numbers]}
