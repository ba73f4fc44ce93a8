"""What is suspicious about the links of a report, told from their addresses alone. Pure: no database, no network.

A finding names the links and the measures, says what is suspicious and, where there is one, proposes the right
address; a person decides. The rules stand in docs/findings.md.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from evidence import hosts, kinds, likeness
from evidence.choices import Reach
from evidence.citations import Cited, Finding, Kind, Link, Pages, counted, gathered, in_order, key_of
from evidence.cutting import cut_off
from evidence.urls import Fault, readable

__all__ = ["Cited", "Finding", "Kind", "counted", "find", "told", "unreachable"]

# Of more spellings than this none is looked for that is nearest to all.
FEW = 100
_UNREAD = frozenset({Reach.GONE.value, Reach.BROKEN.value, Reach.LOGIN.value})
Repairs = Sequence[tuple[str, tuple[str, ...]]]


def find(cited: Sequence[Cited], *, domains: Sequence[str] = (), many: int = 5) -> list[Finding]:
    """Return what is suspicious about the links, by Kind, each group once, whatever the order of `cited`.

    domains: the agency's registered hosts; empty: none known. many: one page may prove so many measures.
    """
    links = gathered(cited)
    addresses = [link for link in links if not link.repair.why and link.url]
    pages = Pages(addresses)
    groups = list(pages.groups())
    cut = cut_off(addresses)
    whole = [link for link in addresses if link.typed not in cut]
    own = [hosts.bare(domain) for domain in domains if domain.strip()]
    wrong = _wrong_hosts(whole, own)
    proposals = {pages.root[group[0]]: _right_page(group, pages) for group in groups}
    found = [
        *(_look_alike(group, proposals[pages.root[group[0]]], pages) for group in groups),
        *_host_twins(whole, wrong),
        *_off_domain(whole, wrong, own),
        *(_truncated(link, cut[link.typed], pages, proposals) for link in addresses if link.typed in cut),
        *_weak(whole, pages, many),
        *(_not_a_url(link) for link in links if link.repair.why or not link.url),
    ]
    return told(found)


def told(found: Iterable[Finding]) -> list[Finding]:
    """Return findings in the order in which they are told: by Kind, what is only to know last, then by measure."""
    order = [kind.value for kind in Kind]
    return sorted(
        found, key=lambda one: (order.index(one.kind), one.is_info, [counted(m) for m in one.measures], one.urls)
    )


def unreachable(cited: Sequence[Cited], reaches: Mapping[str, str]) -> list[Finding]:
    """Return a finding for each page that the last check found gone, broken or behind a log-in.

    reaches: by the link as typed, one of evidence.choices.Reach. A page is one in whatever way it is written.
    """
    by_page: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in gathered([one for one in cited if one.url_as_typed in reaches]):
        by_page[reaches[link.typed], link.page].append(link)
    return [_unreachable(reach, links) for (reach, _page), links in sorted(by_page.items()) if reach in _UNREAD]


def _unreachable(reach: str, links: Sequence[Link]) -> Finding:
    if reach == Reach.LOGIN:
        wall = kinds.Weak.LOGIN
        return _finding(Kind.WEAK, links, str(wall.label), key=[wall, links[0].page], reason=wall.value)
    if reach == Reach.GONE:
        text = _("ตรวจแล้วไม่พบหน้านี้ โปรดตรวจที่อยู่หรือใส่ลิงก์ใหม่")
    else:
        text = _("ตรวจแล้วเปิดหน้านี้ไม่ได้ โปรดตรวจที่อยู่หรือแจ้งผู้ดูแลเว็บไซต์")
    return _finding(Kind.DEAD, links, text, key=[reach, links[0].page])


def _finding(
    kind: Kind,
    links: Sequence[Link],
    message: str,
    *,
    key: Iterable[str],
    measures: Iterable[str] | None = None,
    proposal: str = "",
    repairs: Repairs = (),
    is_info: bool = False,
    reason: str = "",
) -> Finding:
    cited = in_order(measures if measures is not None else (m for link in links for m in link.measures))
    typed = tuple(sorted((link.typed for link in links), key=lambda one: (counted(one), one)))
    return Finding(kind.value, typed, cited, message, proposal, key_of(kind, *key), tuple(repairs), is_info, reason)


def _right_page(group: Sequence[str], pages: Pages) -> str:
    """Return the page that the spellings probably mean, or "" where none stands out.

    First the length that is usual for the service, then what more measures cite than any other; last, of three or
    more, the spelling nearest to all others: slips of the pen are made around the right one.
    """
    first = pages.of_page[group[0]][0]
    usual = [page for page in group if pages.of_page[page][0].is_complete] if first.known else []
    likely = usual or list(group)
    if usual and len(likely) == 1:
        return likely[0]
    most = max(pages.cites(page) for page in likely)
    likely = [page for page in likely if pages.cites(page) == most]
    if len(likely) == 1 or not 2 < len(group) <= FEW:
        return likely[0] if len(likely) == 1 else ""
    spelt = {page: pages.spelt(page) for page in group}
    apart = {page: sum(likeness.distance(spelt[page], other) for other in spelt.values()) for page in likely}
    nearest = [page for page in likely if apart[page] == min(apart.values())]
    return nearest[0] if len(nearest) == 1 else ""


def _look_alike(group: Sequence[str], right: str, pages: Pages) -> Finding:
    links = [link for page in group for link in pages.of_page[page]]
    said = {"count": len(group)}
    if not right:
        text = _("ลิงก์ %(count)s แบบนี้ต่างกันเพียงไม่กี่ตัวอักษร น่าจะเป็นหน้าเดียวกัน โปรดเปิดดูแล้วใช้แบบที่ถูกเพียงแบบเดียว")
        return _finding(Kind.LOOK_ALIKE, links, text % said, key=group)
    proposal = pages.spelling(right)
    text = _("ลิงก์ %(count)s แบบนี้ต่างกันเพียงไม่กี่ตัวอักษร น่าจะเป็นหน้าเดียวกัน แบบที่เสนอน่าจะถูก โปรดเปิดดูก่อนใช้")
    repairs = [(link.typed, (proposal,)) for link in links if link.page != right]
    return _finding(Kind.LOOK_ALIKE, links, text % said, key=group, proposal=proposal, repairs=repairs)


def _wrong_hosts(links: Iterable[Link], own: Sequence[str]) -> dict[str, str]:
    cites: dict[str, set[str]] = defaultdict(set)
    for link in links:
        cites[link.host].update(link.measures)
    return hosts.twins({host: len(measures) for host, measures in cites.items()}, own)


def _host_twins(links: Sequence[Link], wrong: dict[str, str]) -> Iterator[Finding]:
    """One finding a wrong host. The right one is written as most of its links write it, with "www." or without."""
    written: dict[str, Counter[str]] = defaultdict(Counter)
    by_host: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        written[link.host][link.parts.netloc] += len(link.measures)
        by_host[link.host].append(link)
    for host, right in sorted(wrong.items()):
        mine = by_host[host]
        usual = sorted(written[right].items(), key=lambda pair: (-pair[1], pair[0]))
        www = "www." if mine[0].parts.netloc.startswith("www.") else ""
        better = usual[0][0] if usual else f"{www}{right}"
        words = {"host": readable_host(host), "right": readable_host(right)}
        if hosts.split(host)[1] == hosts.NOBODYS:
            text = _("“%(host)s” น่าจะพิมพ์ผิด เว็บไซต์ของไทยไม่มี .gov.th ที่ถูกน่าจะเป็น “%(right)s”")
        else:
            text = _("“%(host)s” น่าจะพิมพ์ผิด คล้ายกับ “%(right)s” โปรดตรวจชื่อเว็บไซต์")
        repairs = [(link.typed, (_on_host(link, better),)) for link in mine]
        yield _finding(Kind.HOST_TWIN, mine, text % words, key=[host, right], proposal=better, repairs=repairs)


def _on_host(link: Link, host: str) -> str:
    """Return the link as typed, on another host."""
    scheme, _sep, rest = link.typed.strip().partition("://")
    cut = min((at for at in (rest.find(sign) for sign in "/?#") if at >= 0), default=len(rest))
    return f"{scheme}://{host}{rest[cut:]}"


def readable_host(host: str) -> str:
    """Return a host as a person reads it."""
    return readable(f"https://{host}").removeprefix("https://")


def _off_domain(links: Iterable[Link], wrong: dict[str, str], own: Sequence[str]) -> Iterator[Finding]:
    """One finding a host outside the agency's registered domains; where none are registered nothing is outside."""
    by_host: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        if own and link.host not in wrong and not hosts.within(link.host, own):
            by_host[link.host].append(link)
    for host, outside in sorted(by_host.items()):
        words = {"host": readable_host(host)}
        if is_service := kinds.is_well_known(host):
            text = _("“%(host)s” เป็นบริการภายนอก ไม่ใช่เว็บไซต์ของหน่วยงาน (แจ้งเพื่อทราบ)")
        else:
            text = _("“%(host)s” ไม่อยู่ในชื่อเว็บไซต์ที่หน่วยงานแจ้งไว้ โปรดตรวจว่าเป็นหลักฐานของหน่วยงาน")
        yield _finding(Kind.OFF_DOMAIN, outside, text % words, key=[host], is_info=is_service)


def _truncated(link: Link, longer: Sequence[str], pages: Pages, proposals: dict[str, str]) -> Finding:
    """longer: the pages whose address goes on where this link ends. One alone (in whatever spellings) is proposed."""
    roots = {pages.root[page] for page in longer}
    right = ""
    if len(roots) == 1:
        root = roots.pop()
        right = proposals.get(root, longer[0] if len(longer) == 1 else "")
    text = _("ลิงก์นี้น่าจะขาดตอนท้าย โปรดคัดลอกลิงก์เต็มมาใส่ใหม่")
    if not right:
        return _finding(Kind.TRUNCATED, [link], text, key=[link.url])
    proposal = pages.spelling(right)
    repairs = [(link.typed, (proposal,))]
    return _finding(Kind.TRUNCATED, [link], text, key=[link.url], proposal=proposal, repairs=repairs)


def _weak(links: Iterable[Link], pages: Pages, many: int) -> Iterator[Finding]:
    """One finding a page and reason; a page is one whatever its spellings."""
    by_page: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_page[pages.root[link.page]].append(link)
    for root, same in sorted(by_page.items()):
        reasons: dict[kinds.Weak, list[Link]] = defaultdict(list)
        for link in same:
            if reason := kinds.weak(link.url):
                reasons[reason].append(link)
        for reason, concerned in sorted(reasons.items()):
            yield from _weak_page(root, reason, concerned)
        measures = in_order(m for link in same for m in link.measures)
        if len(measures) > many and not {kinds.Weak.HOME, kinds.Weak.CONTACT} & reasons.keys():
            text = _("ลิงก์เดียวใช้เป็นหลักฐานของ %(count)s มาตรการ โปรดตรวจว่าแสดงผลของทุกมาตรการจริง")
            yield _finding(Kind.WEAK, same, text % {"count": len(measures)}, key=["many", root], reason="many")


def _weak_page(root: str, reason: kinds.Weak, links: Sequence[Link]) -> Iterator[Finding]:
    if reason == kinds.Weak.FILL_IN:
        links = [link for link in links if link.asking]
        measures = [measure for link in links for measure in link.asking]
    else:
        measures = [measure for link in links for measure in link.measures]
    if not measures:
        return
    repairs = [(link.typed, (inner,)) for link in links if (inner := kinds.behind(link.url))]
    better = {inner for _typed, inner in repairs}
    proposal = better.pop()[0] if len(better) == 1 and len(repairs) == len(links) else ""
    yield _finding(
        Kind.WEAK, links, str(reason.label), key=[reason, root], measures=measures, proposal=proposal,
        repairs=repairs if proposal else (), reason=reason.value,
    )  # fmt: skip


def _not_a_url(link: Link) -> Finding:
    repair = link.repair
    why = str(Fault(repair.why or Fault.BROKEN).label)
    proposal = " ".join(repair.urls)
    if not proposal:
        text = _("%(why)s โปรดใส่ลิงก์ที่ขึ้นต้นด้วย https:// หรือย้ายข้อความไปไว้ในช่องผลการดำเนินงาน") % {"why": why}
        return _finding(Kind.NOT_A_URL, [link], text, key=[link.typed])
    text = _("%(why)s แก้ได้ตามที่เสนอ") if repair.certain else _("%(why)s ที่เสนอเป็นการคาดเดา โปรดเปิดดูก่อนใช้")
    repairs = [(link.typed, repair.urls)]
    return _finding(Kind.NOT_A_URL, [link], text % {"why": why}, key=[link.typed], proposal=proposal, repairs=repairs)
