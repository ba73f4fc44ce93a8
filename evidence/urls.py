"""Web addresses as evidence: their canonical form. Pure; no socket is opened here."""

from urllib.parse import urlsplit

from w3lib.url import canonicalize_url

MAX_LENGTH = 2048


def canonical(typed: str) -> str:
    """Return the canonical http(s) address of what was typed, or "" when it is no web address.

    Query parameters are kept, all of them: two documents may differ in one only.
    """
    text = typed.strip()
    if not text or len(text) > MAX_LENGTH or any(ch.isspace() for ch in text):
        return ""
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or "." not in host or port == 0 or "@" in parts.netloc:
        return ""
    try:
        return str(canonicalize_url(text, keep_fragments=True))
    except (ValueError, UnicodeError):
        return ""
