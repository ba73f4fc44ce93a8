"""Links as cited by measures, the pages they lead to, and the shape of a finding about them. Pure."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import SplitResult, unquote, urlsplit

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from evidence import kinds, likeness, urls


class Kind(TextChoices):
    """What a finding speaks of, in the order in which findings are told."""

    LOOK_ALIKE = "look_alike", _("ลิงก์ที่น่าจะเป็นหน้าเดียวกัน แต่สะกดต่างกัน")
    HOST_TWIN = "host_twin", _("ชื่อเว็บไซต์ที่น่าจะพิมพ์ผิด")
    OFF_DOMAIN = "off_domain", _("ลิงก์นอกเว็บไซต์ของหน่วยงาน")
    TRUNCATED = "truncated", _("ลิงก์ที่น่าจะขาดตอนท้าย")
    WEAK = "weak", _("หลักฐานที่ยังไม่ชัดเจน")
    NOT_A_URL = "not_a_url", _("ข้อความที่ไม่ใช่ลิงก์")
    DEAD = "dead", _("ลิงก์ที่เปิดไม่ได้")


@dataclass(frozen=True)
class Cited:
    """A link as typed in a result. measure: "1.4". result_asked: the measure asks for a published result."""

    url_as_typed: str
    measure: str
    result_asked: bool = True


@dataclass(frozen=True)
class Finding:
    """One suspicion: the links as typed, the measures that cite them, what is suspicious, what is proposed.

    proposal: an address, a host (HOST_TWIN), several addresses with spaces between, or "". key: the same for the
    same suspicion. repairs: (as typed, what to put in its place) of each link that the proposal changes.
    is_info: to know, not to mend. reason: of a WEAK one, a value of kinds.Weak, or "many" (one page for many measures).
    """

    kind: str
    urls: tuple[str, ...]
    measures: tuple[str, ...]
    message: str
    proposal: str
    key: str
    repairs: tuple[tuple[str, tuple[str, ...]], ...] = ()
    is_info: bool = False
    reason: str = ""


def key_of(kind: str, *parts: str) -> str:
    """Return the key (64 hex signs) of a suspicion about these addresses."""
    return hashlib.sha256("\0".join([kind, *parts]).encode(errors="surrogatepass")).hexdigest()


_NUMBERS = re.compile(r"(\d+)")


def in_order(measures: Iterable[str]) -> tuple[str, ...]:
    """Return each measure once, as people count: 1.2 before 1.10."""
    return tuple(sorted(set(measures), key=counted))


def counted(measure: str) -> list[tuple[int, int, str]]:
    """Return by what a measure ("1.10") is put in order."""
    parts = _NUMBERS.split(measure)
    return [(0, int(part), "") if part.isdecimal() and len(part) < 20 else (1, 0, part) for part in parts if part]


@dataclass(frozen=True)
class Link:
    """A text of link fields with all that cites it. `url`: canonical, "" where it is no address."""

    typed: str
    measures: tuple[str, ...]
    asking: tuple[str, ...]
    repair: urls.Repair
    url: str

    @cached_property
    def parts(self) -> SplitResult:
        """Return the address in its parts."""
        return urlsplit(self.url)

    @cached_property
    def host(self) -> str:
        """Return the bare host."""
        return kinds.bare_host(self.parts)

    @cached_property
    def page(self) -> str:
        """Return what names the page."""
        return kinds.page_key(self.url)

    @cached_property
    def known(self) -> tuple[kinds.Service, str] | None:
        """Return the well-known service and the identifier, or None."""
        return kinds.identified(self.parts)

    @property
    def is_complete(self) -> bool:
        """Say whether a well-known service's identifier has the length that is usual there."""
        return self.known is not None and len(self.known[1]) in self.known[0].lengths


def gathered(cited: Sequence[Cited]) -> list[Link]:
    """Return every text once, with the measures that cite it, in the order of the texts."""
    measures: dict[str, set[str]] = defaultdict(set)
    asking: dict[str, set[str]] = defaultdict(set)
    for one in cited:
        if one.url_as_typed.strip():
            measures[one.url_as_typed].add(one.measure)
            if one.result_asked:
                asking[one.url_as_typed].add(one.measure)
    return [
        Link(typed, in_order(citing), in_order(asking[typed]), urls.repair(typed), urls.canonical(typed))
        for typed, citing in sorted(measures.items())
    ]


@dataclass
class Pages:
    """The pages that links lead to, and which of them are one page in several spellings."""

    links: list[Link]
    root: dict[str, str] = field(default_factory=dict)
    of_page: dict[str, list[Link]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for link in self.links:
            self.of_page[link.page].append(link)
            self.root[link.page] = link.page

    def cites(self, page: str) -> int:
        """Return how many measures cite a page."""
        return len({measure for link in self.of_page[page] for measure in link.measures})

    def spelling(self, page: str) -> str:
        """Return the address that stands for a page: the one cited most."""
        ranked = min(self.of_page[page], key=lambda link: (-len(link.measures), len(link.typed), link.typed))
        return ranked.typed.strip()

    def spelt(self, page: str) -> str:
        """Return the identifier in the address of a page that is in a group."""
        link = self.of_page[page][0]
        found = _identifier(link.parts)
        return link.known[1] if link.known else found[1] if found else ""

    def groups(self) -> Iterator[list[str]]:
        """Yield the pages that are one page in several spellings, and remember them as one."""
        for shelf in _shelves(self.of_page).values():
            names = sorted(shelf)
            for group in likeness.groups([shelf[name] for name in names]):
                pages = [names[place] for place in group]
                for page in pages:
                    self.root[page] = pages[0]
                yield pages


def _shelves(of_page: dict[str, list[Link]]) -> dict[tuple[str, ...], dict[str, str]]:
    """Return the identifiers of pages by host and shape of the path: only those of one shape can be one page."""
    shelves: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for page, links in of_page.items():
        known = links[0].known
        if known and len(known[1]) >= likeness.SHORTEST:
            shelves[known[0].code,][page] = known[1]
        elif known is None and (found := _identifier(links[0].parts)):
            shelves[links[0].host, *found[0]][page] = found[1]
    for shape in list(shelves):
        if len(shape) > 1:
            shelves[shape] = _without_series(shelves[shape])
    return shelves


def _without_series(shelf: dict[str, str]) -> dict[str, str]:
    """Leave out what is numbered through: …1804 and …1805 are two pages."""
    counted = Counter(likeness.series(text) for text in shelf.values())
    return {page: text for page, text in shelf.items() if counted[likeness.series(text)] == 1}


def _identifier(parts: SplitResult) -> tuple[tuple[str, ...], str] | None:
    """Return the shape of an address and the mixed identifiers in it, or None where there is none."""
    shape, found = [], []
    for step in parts.path.rstrip("/").split("/"):
        name, dot, ending = unquote(step).rpartition(".")
        if not dot or len(ending) > 5:
            name, dot, ending = unquote(step), "", ""
        mixed = likeness.is_mixed(name)
        found += [name] if mixed else []
        shape.append(f"*{dot}{ending}" if mixed else step)
    for name, value in kinds.asked(parts):
        mixed = likeness.is_mixed(value)
        found += [value] if mixed else []
        shape.append(f"{name}=*" if mixed else f"{name}={value}")
    return (tuple(shape), "/".join(found)) if found else None
