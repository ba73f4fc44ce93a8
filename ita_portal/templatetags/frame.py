"""Small pictures of the frame: icons from the sprite, progress bars and rings.

Numbers come in as counts; the widths are reckoned here, so that templates hold no arithmetic.
"""

from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from evidence import urls
from ita_portal import drafts

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Return the icon of that name in static/icons.svg; with a label it speaks, without one it is silent."""
    address = f"{static('icons.svg')}#{name}"
    if label:
        return format_html('<svg class="i" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address)
    return format_html('<svg class="i" aria-hidden="true"><use href="{}"></use></svg>', address)


@register.simple_tag(takes_context=True)
def writer(context: dict[str, Any], title: str) -> SafeString:
    """Return the hidden field that says whose form this is, where it stands and what it is for, in words.

    With it, what is typed there outlives the session (ita_portal.drafting).
    """
    request: HttpRequest | None = context.get("request")
    note = drafts.signed_note(request, title) if request else ""
    return format_html('<input type="hidden" name="{}" value="{}">', drafts.NOTE, note) if note else SafeString("")


@register.filter
def readable(url: str) -> str:
    """Return an address, or several with spaces between, as a person reads it: Thai in Thai letters."""
    return " ".join(urls.readable(one) for one in url.split(" "))


def share(part: int, total: int) -> float:
    """Return the percentage that `part` is of `total`, 0 to 100, to one decimal."""
    return round(min(part / total, 1) * 100, 1) if total > 0 and part > 0 else 0.0


@register.inclusion_tag("parts/bar.html")
def bar(done: int, total: int, back: int = 0) -> dict[str, Any]:
    """Draw `done` (and `back` returned after it) out of `total` as a bar."""
    width = share(done, total)
    return {
        "tone": "ok" if total and done >= total else "info",
        "width": f"{width:.1f}",
        "back_x": f"{width:.1f}",
        "back_width": f"{min(share(back, total), 100 - width):.1f}" if back else "",
    }


@register.inclusion_tag("parts/ring.html")
def ring(done: int, total: int, caption: str, back: int = 0) -> dict[str, Any]:
    """Draw `done` (and `back` returned) out of `total` as a ring with the figures inside."""
    filled = share(done, total)
    return {
        "done": done,
        "total": total,
        "back": back,
        "caption": caption,
        "filled": f"{filled:.1f}",
        "returned": f"{share(back, total):.1f}",
        "returned_from": f"{-filled:.1f}",
    }
