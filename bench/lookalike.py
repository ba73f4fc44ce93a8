"""How long it takes to look for suspicious links: `python bench/lookalike.py [2500 5000 10000 20000]`.

Prints seconds of processor time for each mix and number of links, and how the time grows from one number to the
next ("×2.0" is in line with twice the links). The target is 5 s for 20,000 links on one core, whatever the mix. No
database is asked.
"""

import os
import random
import string
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ita_portal.settings")

import django

django.setup()

from evidence.lookalike import Cited, find  # noqa: E402

LETTERS = string.ascii_letters + string.digits + "-_"
FORM = "https://docs.google.com/forms/d/e/{}/viewform"
TARGET = 5
Maker = Callable[[random.Random, int], list[str]]


def word(chance: random.Random, length: int) -> str:
    """Return a random identifier."""
    return "".join(chance.choices(LETTERS, k=length))


def slip(chance: random.Random, text: str, most: int) -> str:
    """Return the text with some letters lost, doubled or exchanged."""
    for _ in range(chance.randint(0, most)):
        at = chance.randrange(len(text))
        text = text[:at] + chance.choice(["", word(chance, 1), word(chance, 2)]) + text[at + 1 :]
    return text


def real(chance: random.Random, count: int) -> list[str]:
    """As in a province: pages of 300 offices numbered through, some forms misspelt, hosts mistyped, links cut off."""
    forms = [f"1FAIpQLS{word(chance, 48)}" for _ in range(count // 20)]
    found = []
    for number in range(count):
        office = f"https://www.office{chance.randint(1, 300):03}-samutsakhon.go.th"
        kind = chance.random()
        if kind < 0.2:
            found.append(FORM.format(slip(chance, chance.choice(forms), chance.choice([0, 0, 0, 2]))))
        elif kind < 0.25:
            found.append(f"{office.replace('.go.th', '.gov.th')}/plan-preview-{451191790000 + number}")
        elif kind < 0.28:
            found.append(f"{office}/plan-preview-{451191790000 + number}"[: chance.randint(40, 60)])
        elif kind < 0.3:
            found.append(f"ดูที่ www.office.go.th/{number}")
        else:
            found.append(f"{office}/plan-preview-{451191790000 + number}")
    return found


MIXES: dict[str, Maker] = {
    "as in a province": real,
    "strangers": lambda chance, n: [FORM.format(f"1FAIpQLS{word(chance, 48)}") for _ in range(n)],
    "tens of one form": lambda chance, n: [
        FORM.format(slip(chance, base, 3)) for base in [word(chance, 56) for _ in range(n // 10)] for _ in range(10)
    ],
    "all one form": lambda chance, n: [
        FORM.format(slip(chance, base, 3)) for base in [word(chance, 56)] for _ in range(n)
    ],
    "one form, far gone": lambda chance, n: [
        FORM.format(slip(chance, base, 8)) for base in [word(chance, 56)] for _ in range(n)
    ],
    "one long beginning": lambda chance, n: [
        FORM.format(base + word(chance, 16)) for base in [word(chance, 40)] for _ in range(n)
    ],
    "ten beginnings": lambda chance, n: [
        FORM.format(chance.choice(base) + word(chance, 26))
        for base in [[word(chance, 30) for _ in range(10)]] for _ in range(n)
    ],
    "blocks alike within": lambda chance, n: [
        FORM.format(word(chance, 8) + base[:14] + word(chance, 8) + base[14:] + word(chance, 8))
        for base in [word(chance, 28)] for _ in range(n)
    ],
    "six letters differ": lambda chance, n: [
        FORM.format(base + word(chance, 6)) for base in [word(chance, 50)] for _ in range(n)
    ],
    "a host each": lambda chance, n: [f"https://{word(chance, 8).lower()}{k}.go.th/a" for k in range(n)],
    "each begins the next": lambda chance, n: [
        f"https://x.go.th/{base[:size]}" for base in [word(chance, 2000)] for size in range(1, n + 1)
    ],
}  # fmt: skip


def main() -> None:
    """Measure every mix at every number."""
    numbers = [int(text) for text in sys.argv[1:]] or [2500, 5000, 10000, 20000]
    print(f"{'':22}" + "".join(f"{number:>16,}" for number in numbers))
    slowest = 0.0
    for name, make in MIXES.items():
        line, before = f"{name:22}", 0.0
        for number in numbers:
            chance = random.Random(number)
            cited = [Cited(url, f"{k % 10 + 1}.{k % 7 + 1}") for k, url in enumerate(make(chance, number))]
            began = time.process_time()
            find(cited, domains=["samutsakhon.go.th"])
            took = time.process_time() - began
            growth = f" (×{took / before:.1f})" if before else ""
            line += f"{f'{took:.2f} s{growth}':>16}"
            before, slowest = took, max(slowest, took)
        print(line, flush=True)
    print(f"slowest {slowest:.2f} s, target {TARGET} s")


if __name__ == "__main__":
    main()
