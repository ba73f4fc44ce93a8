"""What a file says it is: by its name and by its first bytes. Pure."""

import re
import unicodedata

JPEG, PNG, WEBP, HEIC, PDF = "jpeg", "png", "webp", "heic", "pdf"
BY_ENDING = {"jpg": JPEG, "jpeg": JPEG, "jfif": JPEG, "png": PNG, "webp": WEBP, "heic": HEIC, "heif": HEIC, "pdf": PDF}
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1"}
_SPACES = re.compile(r"\s+")
LONGEST_NAME = 150


def by_name(name: str) -> str:
    """Return the kind that the file's ending claims, or "" for one that is not taken."""
    _, dot, ending = tidy(name).rpartition(".")
    return BY_ENDING.get(ending.lower(), "") if dot else ""


def by_content(head: bytes) -> str:
    """Return the kind that the first bytes (12 or more) show, or ""."""
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return HEIC
    return PDF if head.startswith(b"%PDF-") else ""


def tidy(name: str) -> str:
    """Return a file's name without its folders, control and direction marks, shortened before its ending.

    It is shown and offered when the file is downloaded; the storage never sees it.
    """
    last = re.split(r"[/\\]", name)[-1]
    # Cc control, Cf direction and joiners, Cs and Co broken or private, Zl and Zp line ends
    shown = "".join(ch for ch in last if unicodedata.category(ch) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    shown = _SPACES.sub(" ", shown).strip(" .")
    stem, dot, ending = shown.rpartition(".")
    if len(shown) > LONGEST_NAME and dot and len(ending) <= 5:
        return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"
    return shown[:LONGEST_NAME]


def download_name(name: str, ending: str) -> str:
    """Return the name to offer for what is stored: the person's own words, the stored kind's ending."""
    stem, dot, last = name.rpartition(".")
    words = stem if dot and last.lower() in BY_ENDING else name
    # One dot alone: no second ending that a reader's machine might follow.
    return f"{words.replace('.', '-').strip() or 'file'}.{ending}"
