"""What is wrong with the links of a register. The commission takes an item whose page lies on the agency's own site,
opens without a log-in and is the page of that very item (docs/oit-register.md). Told beside the item; nothing is
refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.choices import Presence
from evidence import hosts
from evidence.chips import LinkChip
from evidence.citations import Cited, Finding, Kind
from evidence.kinds import Weak, weak
from evidence.lookalike import find, unreachable

# However many items one page serves, each has its own line below; what a contact page is to an item, it may be.
ANY_NUMBER = 10_000
# The chip beside the link says that it is no address, and mends it.
SAID_BY_CHIP = frozenset({Kind.NOT_A_URL.value})


@dataclass(frozen=True)
class Remark:
    """One remark beside an item. tone: "bad" where the item would not count, else "warn"."""

    kind: str
    message: str
    tone: str = "warn"
    urls: tuple[str, ...] = ()
    proposal: str = ""


@dataclass(frozen=True)
class Stated:
    """What an item states, as far as the remarks need it."""

    item: str
    presence: str
    explanation: str
    chips: tuple[LinkChip, ...]


def remarks(stated: Sequence[Stated], domains: Sequence[str]) -> dict[str, list[Remark]]:
    """Return item → remarks, the gravest first. domains: the agency's registered hosts; empty: none known."""
    cited = [Cited(chip.link.typed, one.item, result_asked=False) for one in stated for chip in one.chips]
    reaches = {chip.link.typed: chip.page.reach for one in stated for chip in one.chips if chip.page}
    found = [*find(cited, domains=list(domains), many=ANY_NUMBER), *unreachable(cited, reaches)]
    told: dict[str, list[Remark]] = {one.item: _answer(one) for one in stated}
    of_item = {one.item: {chip.link.typed for chip in one.chips} for one in stated}
    for finding in found:
        if finding.kind not in SAID_BY_CHIP and finding.reason != Weak.CONTACT:
            for item in finding.measures:
                told[item].append(_of_link(finding, of_item[item], domains))
    return {item: sorted(dict.fromkeys(rows), key=lambda one: one.tone != "bad") for item, rows in told.items()}


def counts(presence: str, chips: Sequence[LinkChip]) -> bool:
    """Say whether an item would count: มี, with a link to a page that was not found gone, broken or closed.

    A page that nobody has checked yet counts: the register says what would be filed, not what was proven.
    """
    return presence == Presence.YES and any(usable(chip) for chip in chips)


def usable(chip: LinkChip) -> bool:
    """Say whether a link may prove an item, as far as is known: an address of a log-in page never does."""
    if not chip.href or chip.page is None or weak(chip.href) == Weak.LOGIN:
        return False
    return chip.tone not in ("bad", "warn")


def _answer(one: Stated) -> list[Remark]:
    """Remarks on the answer itself."""
    if one.presence == Presence.YES and not one.chips:
        return [Remark("no_link", _("ตอบว่ามี แต่ยังไม่มีลิงก์ ข้อนี้จึงยังไม่ได้คะแนน"), "bad")]
    if one.presence == Presence.YES and not counts(one.presence, one.chips):
        return [Remark("no_usable_link", _("ยังไม่มีลิงก์ที่เปิดได้ ข้อนี้จึงยังไม่ได้คะแนน"), "bad")]
    if one.presence == Presence.NO and one.chips:
        return [Remark("link_without_yes", _("ตอบว่าไม่มี แต่มีลิงก์อยู่ โปรดตรวจว่าคำตอบถูกต้อง"))]
    if one.presence == Presence.NO and not one.explanation.strip():
        return [Remark("no_reason", _("ตอบว่าไม่มี ควรอธิบายเหตุผลในช่องคำอธิบาย"))]
    if one.presence == Presence.UNKNOWN and one.chips:
        return [Remark("link_without_yes", _("มีลิงก์ แต่ยังไม่ได้ตอบว่ามี ข้อนี้จึงยังไม่ได้คะแนน"), "bad")]
    return []


def _of_link(finding: Finding, own: set[str], domains: Sequence[str]) -> Remark:
    """The finding as one item hears of it: with the item's own links alone."""
    urls = tuple(url for url in finding.urls if url in own)
    if finding.kind == Kind.OFF_DOMAIN:
        known = ", ".join(hosts.bare(one) for one in domains if one.strip())
        text = _("ลิงก์อยู่นอกเว็บไซต์ของหน่วยงาน (%(domains)s) ข้อมูล OIT ต้องเปิดเผยบนเว็บไซต์หลักของหน่วยงาน")
        return Remark(finding.kind, text % {"domains": known}, urls=urls)
    if finding.reason == Weak.HOME:
        text = _("ลิงก์เป็นหน้าแรกของเว็บไซต์ ต้องเป็นหน้าที่แสดงข้อมูลของข้อนี้โดยตรง")
        return Remark(finding.kind, text, urls=urls)
    if finding.reason == Weak.LOGIN:
        text = _("หน้านี้ต้องเข้าสู่ระบบ ข้อมูล OIT ต้องเปิดได้โดยไม่ต้องเข้าสู่ระบบ")
        return Remark(finding.kind, text, "bad", urls)
    tone = "bad" if finding.kind == Kind.DEAD else "warn"
    return Remark(finding.kind, finding.message, tone, urls, _proposed(finding.repairs, urls))


def _proposed(repairs: Sequence[tuple[str, tuple[str, ...]]], urls: Sequence[str]) -> str:
    better: Mapping[str, tuple[str, ...]] = dict(repairs)
    return " ".join(dict.fromkeys(one for url in urls for one in better.get(url, ())))
