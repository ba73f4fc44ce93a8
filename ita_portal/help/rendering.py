"""Markdown of the handbook as HTML of the portal: raw HTML stays text, pictures have their size, links lead here."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

PICTURES = "../pictures/"
_THAI = re.compile("[\u0e01-\u0e3a\u0e40-\u0e5b]")
_OTHER_PAGE = re.compile(r"([a-z]+)\.md(#.*)?")


@dataclass(frozen=True)
class Rendered:
    """A page: its title (the only h1), its body without it, and (id, words) of its second-level headings."""

    title: str
    body: SafeString
    headings: tuple[tuple[str, str], ...]


def render(text: str, pictures: Path) -> Rendered:
    """Return a page of the handbook.

    pictures: the folder that `../pictures/` stands for. Raises ValueError where the text has no title, and
    FileNotFoundError where a picture is missing.
    """
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(text)
    if len(tokens) < 3 or tokens[0].tag != "h1":
        raise ValueError("a page of the handbook begins with its title")
    title, rest = tokens[1].content, tokens[3:]
    headings = tuple(_named(rest))
    _in_thai(rest)
    for token in _every(rest):
        if token.type == "image":
            _place(token, pictures)
        elif token.type == "link_open":
            token.attrSet("href", _address(str(token.attrGet("href"))))
    body = reader.renderer.render(rest, reader.options, {})
    # Markdown-it escapes whatever is not Markdown; the text itself is a file of this repository.
    return Rendered(title, mark_safe(_wide(body)), headings)  # nosec B308 B703


def anchor(words: str) -> str:
    """Return the id of a heading, as code hosts make it: letters, marks and digits, hyphens for spaces."""
    kept = (char for char in words.lower() if unicodedata.category(char)[0] in "LMN" or char in " -_")
    return "".join(kept).strip().replace(" ", "-")


def _named(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    for here, after in pairwise(tokens):
        if here.type == "heading_open":
            here.attrSet("id", anchor(after.content))
            if here.tag == "h2":
                yield anchor(after.content), after.content


def _in_thai(tokens: Sequence[Token]) -> None:
    """Say of a Thai cell that it is Thai: an English glossary explains Thai terms."""
    for here, after in pairwise(tokens):
        if here.type == "td_open" and _THAI.search(after.content):
            here.attrSet("lang", "th")


def _every(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _place(token: Token, pictures: Path) -> None:
    name = str(token.attrGet("src")).removeprefix(PICTURES)
    with Image.open(pictures / name) as picture:
        width, height = picture.size
    token.attrs |= {"src": static(f"handbook/{name}"), "width": width, "height": height, "loading": "lazy"}


def _address(typed: str) -> str:
    """Return where a link of the handbook leads inside the portal; an address elsewhere stays."""
    if not (match := _OTHER_PAGE.fullmatch(typed)):
        return typed
    return reverse("help:page", args=[match[1]]) + (match[2] or "")


def _wide(body: str) -> str:
    """Let a wide table be scrolled by itself, with the keyboard, too."""
    opened = body.replace("<table>", '<div class="table-wrap" tabindex="0"><table class="table">')
    return opened.replace("</table>", "</table></div>")
