"""What a demo agency answers: varied, and the same for the same agency, measure and round. Pure."""

import random
from dataclasses import dataclass
from typing import Any

from measures.authoring import Typed
from measures.choices import Answer


@dataclass(frozen=True)
class Asked:
    """One cell of a round: who is asked, what, when; months that lie behind and ahead of the answer."""

    host: str
    measure: dict[str, Any]
    fiscal_year: int
    kind: str
    done_in: tuple[str, ...]
    due_in: tuple[str, ...]


def answer(asked: Asked, words: dict[str, Any]) -> Typed:
    """The agency's answer; in a 12-month round nothing is left unfinished."""
    chance = random.Random(f"{asked.host} {asked.measure['slug']} {asked.fiscal_year} {asked.kind}")  # noqa: S311
    roll = chance.random()
    if asked.measure["not_applicable"] and roll < 0.3:
        return Typed(answer=Answer.NOT_APPLICABLE, reason=asked.measure["not_applicable"])
    if asked.kind == "6" and roll > 0.96:
        return Typed(answer=Answer.NOT_STARTED, text=_filled(words["not_started"], asked, chance))
    if asked.kind == "6" and roll > 0.84:
        return Typed(answer=Answer.IN_PROGRESS, text=_filled(words["in_progress"], asked, chance))
    text = f"{_filled(asked.measure['done'], asked, chance)} {_filled(words['tails'], asked, chance)}".strip()
    return Typed(answer=Answer.DONE, text=text, urls=_links(asked, chance), outcome=_outcome(asked, words))


def _outcome(asked: Asked, words: dict[str, Any]) -> str:
    """What came of it, as it is asked in the year's last round."""
    if asked.kind != "12":
        return ""
    chance = random.Random(f"outcome {asked.host} {asked.measure['slug']} {asked.fiscal_year}")  # noqa: S311
    return _filled(words["outcomes"][str(asked.measure["indicator"])], asked, chance)


def _filled(choices: list[str], asked: Asked, chance: random.Random) -> str:
    return chance.choice(choices).format(
        n=chance.randint(3, 15),
        few=chance.randint(2, 6),
        count=chance.randint(18, 260),
        pct=f"{chance.uniform(82, 99):.1f}",
        small=chance.randint(8, 25),
        half=chance.choice((30, 40, 50, 60)),
        day=chance.randint(1, 20),
        month=chance.choice(asked.done_in),
        later=chance.choice(asked.due_in),
    )


def _links(asked: Asked, chance: random.Random) -> tuple[str, ...]:
    base, slug = f"https://www.{asked.host}", f"{asked.measure['slug']}-{asked.fiscal_year}"
    page = f"{base}/ita/{asked.fiscal_year}/{asked.measure['slug']}"
    paper = f"{base}/files/{slug}-{asked.kind}m.pdf"
    news = f"{base}/news/{chance.randint(1000, 9999)}"
    return chance.choice(((page,), (paper,), (page, paper), (news,), (paper, news)))
