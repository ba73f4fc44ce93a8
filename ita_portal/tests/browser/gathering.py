"""Gather the portal's pages from the portal itself: by its links, its forms, and the table of all addresses."""

import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve
from lxml import html

# Answers with a file, or with data (the API but its reference); a new one that these words miss only costs the time.
FILES = re.compile(r"file|export|excel|download|marked|template|picture|thumb|csv|json|xlsx|^api:(?!reference$)")
# Their answer is the log-in page, or the same page in another language.
NO_PAGE = {"account_logout", "set_language", "agencies:switch"}
# Long, wrong wherever a form takes a number, a date, an address or a choice, and without a place to break.
WRONG = "ผิด" * 100


class Shot(NamedTuple):
    """One answer: in which state of the portal, by whom, the name and path of its address, and the page itself."""

    state: str
    persona: str
    name: str
    path: str
    status: int
    content: bytes
    headers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.state} {self.persona} {self.path} ({self.status})"


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever the block writes."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def chosen(name: str, share: int) -> bool:
    """Say whether a name is among one of `share`: always the same ones, in any order and on any day."""
    return zlib.crc32(name.encode()) % share == 0


def view_name(path: str) -> str:
    """Return the name of a path's address, "" where there is none."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def shot(state: str, persona: str, path: str, answer: Any) -> Shot | None:
    """Return the answer as a shot, None where it is no whole page."""
    kind = answer.headers.get("Content-Type", "")
    if answer.streaming or not kind.startswith("text/html") or b"<html" not in answer.content:
        return None
    return Shot(
        state, persona, view_name(path), path, answer.status_code, answer.content,
        {name: value for name, value in answer.headers.items() if name in ("Content-Type", "Content-Security-Policy")},
    )  # fmt: skip


def crawl(
    client: Client, state: str, persona: str, known: "Counter[str]", *, start: tuple[str, ...] = ("/",), each: int = 1
) -> Iterator[Shot]:
    """Yield what the person reaches by links, `each` pages of a name; `known` counts them and may be shared."""
    waiting, seen = list(start), set(start)
    while waiting:
        path = waiting.pop(0)
        answer = client.get(path)
        if answer.status_code in (301, 302):
            links = [answer.headers["Location"]]
        else:
            if page := shot(state, persona, path, answer):
                yield page
            links = html.fromstring(answer.content).xpath("//a/@href") if page else []
        for link in links:
            to = urljoin(path, link)
            name = view_name(to)
            inside = not urlsplit(to).netloc and urlsplit(to).scheme == ""
            if name and inside and to not in seen and not FILES.search(name) and known[name] < each:
                known[name] += 1
                seen.add(to)
                waiting.append(to.partition("#")[0])


def answers_to_forms(client: Client, page: Shot, known: "Counter[str]", *, share: int = 1) -> Iterator[Shot]:
    """Yield what comes back when each button of each form is pressed: nothing filled, then nonsense in every field.

    `known` counts what was sent and may be shared; `share`: one form of so many, always the same ones.
    """
    for form in html.fromstring(page.content).forms:
        for target, pressed in _buttons(form):
            path = urljoin(page.path, target or page.path).partition("#")[0]
            name = view_name(path)
            kind = f"{form.method} {name} {pressed}"
            if not name or name in NO_PAGE or FILES.search(name) or known[kind] or not chosen(kind, share):
                continue
            known[kind] += 1
            for state, fill in (("empty form", _blank), ("wrong form", _nonsense)):
                sent = client.post if form.method == "POST" else client.get
                session = deepcopy(client.cookies)
                with undone():
                    answer = sent(path, _filled(form, fill) | pressed, follow=True)
                # Some forms log the person out, or in again.
                client.cookies = session
                if found := shot(state, page.persona, answer.request["PATH_INFO"], answer):
                    yield found


def _buttons(form: Any) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield where each button of the form sends it, and what the button says of itself."""
    own = f"//button[@form='{form.get('id')}']" if form.get("id") else "//nothing"
    for button in form.xpath(f".//button | .//input[@type='submit'] | {own}"):
        if button.get("type", "submit") == "submit" and button.get("aria-disabled") is None:
            name = button.get("name")
            yield button.get("formaction") or form.action, {name: button.get("value", "")} if name else {}


def _filled(form: Any, fill: Callable[[Any], Any]) -> dict[str, Any]:
    """Return the form's fields: the hidden ones as they are, the others as `fill` says."""
    sent: dict[str, Any] = {}
    apart = f" | //*[@form='{form.get('id')}'][@name]" if form.get("id") else ""
    for part in form.xpath(f".//input[@name] | .//select[@name] | .//textarea[@name]{apart}"):
        kind = part.get("type", "text")
        if kind == "hidden":
            sent.setdefault(part.get("name"), []).append(part.get("value", ""))
        elif part.tag != "button" and kind not in ("submit", "button"):
            value = fill(part)
            if value is not None:
                sent[part.get("name")] = value
    return sent


def _blank(part: Any) -> str | None:
    return None if part.get("type") in ("checkbox", "radio", "file") else ""


def _nonsense(part: Any) -> Any:
    match part.get("type", "text"):
        case "file":
            return SimpleUploadedFile("ผิด.txt", b"wrong")
        case "checkbox" | "radio":
            return "wrong" if part.get("type") == "radio" else part.get("value", "on")
        case _ if part.tag == "select":
            return "999999"
        case "number":
            return "-1"
        case "email":
            return "ผิด@"
        case _:
            return WRONG
