"""Automatic numbers of Word paragraphs: what the reader sees as "1." is not in the text itself."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from thai.digits import to_thai_digits

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_THAI_LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"


@dataclass(frozen=True)
class _Level:
    form: str
    template: str
    start: int


@dataclass
class Numbering:
    """Counts the numbered paragraphs of one document, in document order."""

    lists: dict[str, str] = field(default_factory=dict)
    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    # (list, depth) → where "restart numbering" lets that list begin; taken away once it has begun.
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, numbering: bytes | None, styles: bytes | None) -> "Numbering":
        """The lists that the parts word/numbering.xml and word/styles.xml define; none where absent."""
        found = cls()
        if numbering is None:
            return found
        root = fromstring(numbering)
        for abstract in root.iter(f"{_W}abstractNum"):
            for level in abstract.iter(f"{_W}lvl"):
                key = (abstract.get(f"{_W}abstractNumId", ""), _whole(level.get(f"{_W}ilvl")))
                found.levels[key] = _Level(
                    _val(level, "numFmt") or "decimal", _val(level, "lvlText") or "", _whole(_val(level, "start"), 1)
                )
        for num in root.iter(f"{_W}num"):
            list_id = num.get(f"{_W}numId", "")
            found.lists[list_id] = _val(num, "abstractNumId") or ""
            for override in num.iter(f"{_W}lvlOverride"):
                if (start := _val(override, "startOverride")) is not None:
                    found.restarts[list_id, _whole(override.get(f"{_W}ilvl"))] = _whole(start, 1)
        if styles is not None:
            found._read_styles(fromstring(styles))
        return found

    def _read_styles(self, root: Element) -> None:
        for style in root.iter(f"{_W}style"):
            if (found := _num_properties(style)) is not None:
                self.styles[style.get(f"{_W}styleId", "")] = found

    def label_of(self, paragraph: Element) -> str:
        """The number or bullet that Word shows before the paragraph, "" for none. Counts on."""
        properties = paragraph.find(f"{_W}pPr")
        found = _num_properties(paragraph)
        if found is None and properties is not None:
            found = self.styles.get(_val(properties, "pStyle") or "")
        if found is None:
            return ""
        list_id, depth = found
        abstract = self.lists.get(list_id, "")
        level = self.levels.get((abstract, depth))
        if level is None or list_id == "0":
            return ""
        if (start := self.restarts.pop((list_id, depth), None)) is not None:
            self.counts[abstract, depth] = start - 1
        self._count(abstract, depth, level)
        if level.form == "bullet":
            return "-"
        return re.sub(r"%(\d)", lambda match: self._shown(abstract, int(match[1]) - 1), level.template)

    def _count(self, abstract: str, depth: int, level: _Level) -> None:
        self.counts[abstract, depth] = self.counts.get((abstract, depth), level.start - 1) + 1
        for key in [key for key in self.counts if key[0] == abstract and key[1] > depth]:
            del self.counts[key]

    def _shown(self, abstract: str, depth: int) -> str:
        level = self.levels.get((abstract, depth))
        if level is None:
            return ""
        count = self.counts.get((abstract, depth), level.start)
        if level.form == "thaiNumbers":
            return to_thai_digits(count)
        if level.form == "thaiLetters":
            return _THAI_LETTERS[(count - 1) % len(_THAI_LETTERS)]
        if level.form in ("lowerLetter", "upperLetter"):
            return chr(ord("a" if level.form == "lowerLetter" else "A") + (count - 1) % 26)
        return str(count)


def _num_properties(element: Element) -> tuple[str, int] | None:
    found = element.find(f"{_W}pPr/{_W}numPr")
    if found is None:
        return None
    return _val(found, "numId") or "", _whole(_val(found, "ilvl"))


def _val(parent: Element, name: str) -> str | None:
    found = parent.find(f"{_W}{name}")
    return None if found is None else found.get(f"{_W}val")


def _whole(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else default
