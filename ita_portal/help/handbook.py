"""The handbook of docs/handbook as pages: one text for those who read the repository and for the portal's help."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from ita_portal.help.places import CHAPTERS, SLUGS
from ita_portal.help.rendering import Rendered, render

BOOK: Path = settings.BASE_DIR / "docs" / "handbook"
PICTURES = BOOK / "pictures"
GLOSSARY: Path = settings.BASE_DIR / "docs" / "glossary.md"
# The code's own name of a term is nothing to an officer.
_CODE_COLUMN = re.compile(r"^(\|[^|]*\|)[^|]*\|", re.MULTILINE)


def language() -> str:
    """Return the language of the book for the reader: "th" or "en"."""
    return "en" if get_language() == "en" else "th"


def source(slug: str, lang: str) -> str:
    """Return the Markdown of a page. The English glossary is docs/glossary.md without the code's own names."""
    text = (BOOK / lang / f"{slug}.md").read_text("utf-8")
    if slug == "glossary" and lang == "en":
        tables = GLOSSARY.read_text("utf-8").partition("\n## ")[2]
        return f"{text}\n## " + _CODE_COLUMN.sub(r"\1", tables)
    return text


def page(slug: str) -> Rendered:
    """Return a page in the reader's language. Raises KeyError where there is no such page."""
    if slug not in SLUGS:
        raise KeyError(slug)
    lang = language()
    files = [BOOK / lang / f"{slug}.md", GLOSSARY]
    return _page(slug, lang, max(file.stat().st_mtime_ns for file in files))


@cache
def _page(slug: str, lang: str, changed: int) -> Rendered:
    return render(source(slug, lang), PICTURES)


def contents() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return (chapter, its pages as (slug, title)) in the reader's language."""
    return [(str(one.title), [(slug, page(slug).title) for slug in one.slugs]) for one in CHAPTERS]
