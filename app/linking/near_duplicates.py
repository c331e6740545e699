"""Copies of one text: syndicated articles, which count as one source.

A text is known by its MinHash over runs of words. Two texts of which most runs are the same share a band of it with
near certainty, and hardly ever share one otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import eq

#: Numbers of a signature and of a band, and bands: texts of which four fifths are the same share one 99 times in 100.
NUMBERS, BAND, BANDS = 64, 4, 10
#: Of two copies at least this share of the numbers of their signatures are the same.
ALIKE = 0.7
_RUN = 4  # words
_SEED = 7
_SHORTEST = 40  # words: short notes on different happenings are often the same but for a name


def signature(found: Sequence[str]) -> tuple[int, ...]:
    """The MinHash of a text's words; empty for one that is too short to be distinguished from others."""
    if len(found) < _SHORTEST:
        return ()
    from rensa import RMinHash  # noqa: PLC0415 - compiled: loaded by processes that link, not by all that import this

    made = RMinHash(num_perm=NUMBERS, seed=_SEED)
    made.update([" ".join(found[n : n + _RUN]) for n in range(len(found) - _RUN + 1)])
    return tuple(made.digest())


def bands(numbers: tuple[int, ...]) -> list[str]:
    """The bands of a signature: copies share at least one."""
    return [
        f"{n}_" + "_".join(map(str, numbers[n : n + BAND])) for n in range(0, min(len(numbers), BAND * BANDS), BAND)
    ]


def are_copies(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether two signatures are those of copies of one text."""
    if not one or not other:
        return False
    same: int = sum(map(eq, one, other))
    return same >= ALIKE * NUMBERS
