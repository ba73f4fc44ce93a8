"""Do the printed figures of a card add up, and which single misread digit would explain it if not? Pure.

The rules are the portal's own check of the commission's arithmetic (docs/scores.md). A figure is never changed here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.utils.translation import gettext as _

from assessments.levels import LevelRule, level_hint
from assessments.repairs import Repair, repairs_of
from assessments.scoring import CENT, OVERALL, Card, Scheme, basis, rounded
from assessments.sums import Sum, failing, sums_of

Interval = tuple[Decimal, Decimal]


@dataclass(frozen=True)
class Missing:
    """A part that is not printed, and the interval (two places) that it must lie in."""

    of: str
    interval: Interval


@dataclass(frozen=True)
class Finding:
    """One thing that a card's figures say of themselves.

    kind: "mismatch" a sum disagrees with its parts; "repair" one misread digit would explain every mismatch;
    "cannot_prove" a part is missing; "level" the printed level is not the one that the rules lead to. of: the code
    of the sum. printed, computed: as text. missing: of "cannot_prove". message: in the reader's language.
    """

    kind: str
    of: str
    printed: str
    computed: str
    message: str
    missing: tuple[Missing, ...] = ()
    repairs: tuple[Repair, ...] = ()


def findings(scheme: Scheme, card: Card, rules: Sequence[LevelRule] = ()) -> list[Finding]:
    """Return what does not add up in a card, sums from the top down; a consistent whole card has no finding."""
    scheme = scheme.with_codes([*card.figures, *card.percents])
    wrong = failing(scheme, card)
    repairs = repairs_of(scheme, card, wrong) if wrong else []
    found = [_mismatch(one, repairs) for one in wrong]
    if whole := tuple(one for one in repairs if one.heals == frozenset(sum_.key for sum_ in wrong)):
        found.append(_repair(whole))
    found += _unproven(scheme, card, {one.of for one in wrong})
    return found + _level(scheme, card, rules)


def name_of(code: str) -> str:
    """Return how people call a code in their language: "คะแนนรวม", "IIT", "ตัวชี้วัดที่ 9", "ข้อ i1"."""
    if code == OVERALL:
        return _("คะแนนรวม")
    if code.isdecimal():
        return _("ตัวชี้วัดที่ %(number)s") % {"number": code}
    if code.isascii() and code.isalpha():
        return code
    words = _("ตัวชี้วัดย่อย %(code)s") if code[0].isdecimal() else _("ข้อ %(code)s")
    return words % {"code": code}


def _mismatch(one: Sum, repairs: list[Repair]) -> Finding:
    fitting = tuple(repair for repair in repairs if one.key in repair.heals)
    computed = "" if one.expected is None else str(rounded(one.expected))
    if one.is_shares:
        text = _("ร้อยละของคำตอบ%(of)s รวมกันได้ %(sum)s ไม่ใช่ 100") % {"of": name_of(one.of), "sum": one.expected}
    else:
        words = (
            _("%(of)s พิมพ์ไว้ %(printed)s แต่ไม่ว่าส่วนที่ขาดจะเป็นเท่าใดก็รวมได้ไม่ถึงตัวเลขนี้")
            if one.expected is None
            else _("%(of)s พิมพ์ไว้ %(printed)s แต่คำนวณจากส่วนประกอบได้ %(computed)s")
        )
        text = words % {"of": name_of(one.of), "printed": one.printed, "computed": computed}
    text += " " + _hint(fitting)
    return Finding("mismatch", one.of, str(one.printed), computed, text, repairs=fitting)


def _hint(repairs: tuple[Repair, ...]) -> str:
    if not repairs:
        return _("ตัวเลขที่ผิดอาจมีมากกว่าหนึ่งหลัก โปรดเทียบกับเอกสารต้นฉบับ")
    return _("หากอ่านผิดหลักเดียว อาจเป็น%(of)s จาก %(before)s เป็น %(after)s") % _told(repairs[0])


def _told(repair: Repair) -> dict[str, str]:
    return {"of": name_of(repair.of), "before": repair.before, "after": repair.after}


def _repair(repairs: tuple[Repair, ...]) -> Finding:
    first = repairs[0]
    text = _("ทุกยอดจะตรงกันถ้าแก้%(of)s จาก %(before)s เป็น %(after)s") % _told(first)
    if len(repairs) > 1:
        others = _("หรือแก้อย่างอื่นอีก %(count)s แบบ โปรดเทียบกับเอกสารต้นฉบับก่อนแก้") % {"count": len(repairs) - 1}
        text += f" {others}"
    return Finding("repair", first.of, first.before, first.after, text, repairs=repairs)


def _unproven(scheme: Scheme, card: Card, wrong: set[str]) -> Iterator[Finding]:
    for one in sums_of(scheme, card):
        if one.expected is not None or one.of in wrong or one.interval is None:
            continue
        if not (missing := tuple(_missing(one.of, one.interval, scheme, card))):
            continue
        parts = ", ".join(
            _("%(of)s ต้องอยู่ระหว่าง %(low)s ถึง %(high)s")
            % {"of": name_of(m.of), "low": m.interval[0], "high": m.interval[1]}
            for m in missing
        )
        told = {"of": name_of(one.of), "printed": one.printed, "parts": parts}
        text = _("ยังพิสูจน์%(of)s %(printed)s ไม่ได้ เพราะขาดบางส่วน: %(parts)s") % told
        yield Finding("cannot_prove", one.of, str(one.printed), "", text, missing=missing)


def _missing(code: str, interval: Interval, scheme: Scheme, card: Card) -> Iterator[Missing]:
    """Yield the missing parts below a code that must lie in `interval`, each with the interval left for it."""
    parts = scheme.parts[code]
    shares = {part: scheme.weights[part] / 100 if code == OVERALL else Decimal(1) / len(parts) for part in parts}
    known = {part: one for part in parts if (one := basis(part, scheme, card)) is not None}
    sum_known = sum((known[part] * shares[part] for part in known), Decimal(0))
    for part in parts:
        if part in known:
            continue
        others = sum((shares[p] for p in parts if p not in known and p != part), Decimal(0)) * 100
        low = max(Decimal(0), (interval[0] - sum_known - others) / shares[part])
        high = min(Decimal(100), (interval[1] - sum_known) / shares[part])
        if any(basis(below, scheme, card) is not None for below in scheme.parts.get(part, ())):
            yield from _missing(part, (low, high), scheme, card)
        else:
            yield Missing(part, (low.quantize(CENT, ROUND_CEILING), high.quantize(CENT, ROUND_FLOOR)))


def _level(scheme: Scheme, card: Card, rules: Sequence[LevelRule]) -> list[Finding]:
    hint = level_hint(rules, scheme, card) if card.level and rules else None
    if hint is None or hint.name == card.level:
        return []
    told = {"printed": card.level, "hint": hint.name, "better": hint.better, "why": _(" และ ").join(hint.failed)}
    text = _("ระดับที่พิมพ์ไว้คือ “%(printed)s” แต่ตามเกณฑ์ของปีนี้น่าจะเป็น “%(hint)s”") % told
    if hint.failed:
        text += " " + _("ไม่ถึง “%(better)s” เพราะ%(why)s") % told
    return [Finding("level", OVERALL, card.level, hint.name, text)]
