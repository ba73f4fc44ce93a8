"""What people type into link fields, as links: empty rows left out, several in one row parted. Pure."""

from evidence.urls import repair


def plain(text: str) -> str:
    """Return the text without NUL (no database keeps it), with one kind of line end, trimmed."""
    return text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def typed_urls(values: list[str]) -> tuple[str, ...]:
    """Return the links as typed, without empty rows and repetitions; several pasted into one row are parted."""
    found: list[str] = []
    for value in values:
        line = " ".join(plain(value).split())
        words = line.split(" ")
        several = len(words) > 1 and all(word.lower().startswith(("http://", "https://")) for word in words)
        found += words if several else [line]
    return tuple(dict.fromkeys(url for url in found if url))


def mended(urls: tuple[str, ...], wrong: str) -> tuple[str, ...]:
    """Return the links with what a text that is no address ought to be in its place: its button was pressed."""
    better = repair(wrong).urls if wrong else ()
    return tuple(dict.fromkeys(one for url in urls for one in (better if better and url == wrong else (url,))))
