"""A card and its findings as JSON values, and what tells two cards apart. Pure."""

from collections.abc import Sequence
from typing import Any

from assessments.consistency import Finding
from assessments.intake.figures import INSTRUMENTS, LEVEL, order_of
from assessments.scoring import OVERALL, Card

Changes = dict[str, list[Any]]


def two(value: Any) -> str:
    """A figure with two places."""
    return f"{value:.2f}"


def group_of(code: str) -> str:
    """Where a code stands in the JSON of a card: instruments, indicators, sub_indicators, questions or items."""
    if code in INSTRUMENTS:
        return "instruments"
    if code[0].isdecimal():
        return "sub_indicators" if "." in code else "indicators"
    return "items" if code.startswith("o") else "questions"


def card_json(year: int, card: Card) -> dict[str, Any]:
    """The public shape of a card: figures as text with two places, distributions as four of them."""
    groups: dict[str, dict[str, Any]] = {
        "instruments": {}, "indicators": {}, "sub_indicators": {}, "questions": {}, "distributions": {}, "items": {},
    }  # fmt: skip
    for code in sorted(card.figures.keys() - {OVERALL}, key=order_of):
        groups[group_of(code)][code] = two(card.figures[code])
    for code in sorted(card.percents, key=order_of):
        groups["distributions"][code] = [two(share) for share in card.percents[code]]
    overall = card.figures.get(OVERALL)
    return {"year": year, "overall": None if overall is None else two(overall), "level": card.level, **groups}


def findings_json(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """The public shape of findings; `interval` is that of the first missing part."""
    return [
        {
            "kind": one.kind,
            "of": one.of,
            "printed": one.printed,
            "computed": one.computed,
            "interval": [two(end) for end in one.missing[0].interval] if one.missing else None,
            "repairs": [{"of": fix.of, "from": fix.before, "to": fix.after} for fix in one.repairs],
            "message": one.message,
        }
        for one in findings
    ]


def merged(old: Card, new: Card) -> Card:
    """The old card with what the new one says put in its place; what the new one leaves out stays."""
    return Card({**old.figures, **new.figures}, {**old.percents, **new.percents}, new.level or old.level)


def differences(old: Card, new: Card) -> Changes:
    """{code: [before, after]} of all that differs: figures as text or None, shares under the code with "%"."""
    before, after = _flat(old), _flat(new)
    codes = sorted(before.keys() | after.keys(), key=lambda code: order_of(code.rstrip("%")))
    return {
        code: [before.get(code), after.get(code)] for code in codes if before.get(code) != after.get(code)
    }  # fmt: skip


def _flat(card: Card) -> dict[str, Any]:
    flat: dict[str, Any] = {code: two(value) for code, value in card.figures.items()}
    flat |= {f"{code}%": [two(share) for share in shares] for code, shares in card.percents.items()}
    return flat | ({LEVEL: card.level} if card.level else {})
