"""The cells of the board: two thousand links on one page, so each is put together here and not by a template."""

from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from measures.selectors.board import Cell, Line

register = template.Library()

GAP = SafeString('<td class="heat__gap" aria-hidden="true"></td>')
BAD = SafeString('<b class="cell__bad">!</b>')
NOTHING = SafeString("")


@register.simple_tag(takes_context=True)
def board_cells(context: Any, line: Line) -> SafeString:
    """Return the cells of one agency's row: a link with its figure to see and its words to hear, in each.

    Cells of one column with the same figures differ in their address alone: they are worded once a page.
    """
    known = context.render_context.setdefault("board_cells", {})
    cells = "".join(_cell(cell, known) if cell else _none(known) for cell in line.cells)
    return SafeString(cells)  # nosec B703


def _none(known: dict[Any, Any]) -> str:
    if None not in known:
        known[None] = format_html(
            '<td role="cell"><span class="cell cell--none"><span class="sr">{}</span></span></td>', _("ไม่ต้องรายงาน")
        )
    return str(known[None])


def _cell(cell: Cell, known: dict[Any, Any]) -> str:
    count = cell.count
    key = cell.column.head.number, count.done, count.total, count.back, count.errors, count.warnings
    if key not in known:
        begins = format_html(
            '{}<td role="cell"><a class="cell h{}{}" data-n="{}" aria-label="{}" href="',
            GAP if cell.column.opens else NOTHING, cell.level, " cell--back" if count.back else "",
            cell.column.head.number, cell.words,
        )  # fmt: skip
        known[key] = begins, format_html('">{}{}</a></td>', count.done, BAD if count.errors else NOTHING)
    begins, ends = known[key]
    return f"{begins}{escape(cell.url)}{ends}"
