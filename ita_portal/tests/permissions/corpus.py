"""How much of a corpus a test goes through: all of it with TEST_CORPUS=full, else a seeded sample."""

import os
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
FULL = os.environ.get("TEST_CORPUS") == "full"
SEED = 2569


def sample(items: Sequence[T], share: int = 20) -> list[T]:
    """Return every item in a full run, else one of `share`, always the same ones, in order."""
    if FULL:
        return list(items)
    chosen = random.Random(SEED).sample(range(len(items)), max(1, len(items) // share))
    return [items[index] for index in sorted(chosen)]
