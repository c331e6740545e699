"""A number in words or figures: its value, its upper end and its hedges.

A parser of our own: ready-made ones read "a hundred and twenty" as 2000 and "16-18" as 17.
Lexicon: ``numerals.yaml``, ``hedges.yaml``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.nlp.lexicon import word_table

_FIGURE = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(\+)?")
_SPREAD = re.compile(r"(\d+)[-–—](\d+)")
DASHES = frozenset("-–—")
_MAX_HEDGE = 5


@dataclass(frozen=True, slots=True)
class Number:
    """A number without its hedge: tokens ``start`` to ``end`` (half-open). ``digits``: written in figures."""

    start: int
    end: int
    low: int | None
    high: int | None
    approximate: bool = False
    digits: bool = False


class _Words:
    """The lexicon in the shape that the parser needs."""

    def __init__(self) -> None:
        data, hedges = word_table("numerals"), word_table("hedges")
        self.units: dict[str, int] = data["units"]
        self.tens: dict[str, int] = data["tens"]
        self.multipliers: dict[str, int] = data["multipliers"]
        self.collective: dict[str, int] = data["collective"]
        self.plural: dict[str, int] = data["plural"]
        self.vague = {
            tuple(form.split()): Number(0, 0, v.get("low"), v.get("high"), not v.get("exact", False))
            for form, v in data["vague"].items()
        }
        self.vague |= {tuple(form.split()): Number(0, 0, n, n, True) for form, n in data["fixed"].items()}
        self.measures = frozenset(data["units_of_measure"])
        self.currency = frozenset(data["currency"])
        self.emergency, self.decades = frozenset(data["emergency"]), frozenset(data["decade_endings"])
        self.labels, self.ages = frozenset(data["labels"]), frozenset(data["ages"])
        self.ages_compared = frozenset(data["ages_compared"])
        self.aged = frozenset(data["aged"])
        self.months, self.streets = frozenset(data["months"]), frozenset(data["streets"])
        self.one_after, self.one_before = frozenset(data["one_after"]), frozenset(data["one_before"])
        self.before: dict[tuple[str, ...], str] = {tuple(k.split()): v for k, v in hedges["before"].items()}
        self.after: dict[tuple[str, ...], str] = {tuple(k.split()): v for k, v in hedges["after"].items()}
        self.after_article = frozenset({*self.multipliers, *self.collective} | {f[1] for f in self.vague if len(f) > 1})
        self.starts = frozenset(
            {*self.units, *self.tens, *self.multipliers, *self.collective, *self.plural}
            | {form[0] for form in self.vague}
            | {"a", "an"}
        )


@functools.cache
def words() -> _Words:
    """The compiled lexicon, made once."""
    return _Words()


def _phrase(forms: dict[tuple[str, ...], Number], lower: Sequence[str], at: int) -> Number | None:
    for length in range(min(4, len(lower) - at), 0, -1):
        found = forms.get(tuple(lower[at : at + length]))
        if found is not None:
            return replace(found, start=at, end=at + length)
    return None


def _spelled(lower: Sequence[str], at: int) -> tuple[int, int] | None:
    """(end, value) of number words from ``at``: "twenty-one", "a hundred and twenty", "three thousand"."""
    lex, total, current, i = words(), 0, 0, at
    if i < len(lower) and lower[i] in ("a", "an"):
        if i + 1 >= len(lower) or lower[i + 1] not in lex.multipliers:
            return None
        i += 1
    room = "all"  # what may follow: anything, a unit (after a ten), or a multiplier only
    while i < len(lower):
        word = lower[i]
        if word in lex.units and room in ("all", "unit"):
            current, room = current + lex.units[word], "none"
        elif word in lex.tens and room == "all":
            current, room = current + lex.tens[word], "unit"
        elif word in lex.multipliers and (total == 0 or lex.multipliers[word] < total):
            scale = lex.multipliers[word]
            if scale == 100:
                current = max(current, 1) * scale
            else:
                total, current = total + max(current, 1) * scale, 0
            room = "all"
        elif (word == "-" and room == "unit" and _is(lower, i + 1, lex.units)) or (
            word == "and" and room == "all" and i > at and (_is(lower, i + 1, lex.units) or _is(lower, i + 1, lex.tens))
        ):
            pass
        else:
            break
        i += 1
    return (i, total + current) if i > at else None


def _is(lower: Sequence[str], at: int, among: dict[str, int]) -> bool:
    return at < len(lower) and lower[at] in among


def _figure(lower: Sequence[str], at: int) -> Number | None:
    """A number in figures, with its multiplier: "1,200", "2.5 million", "20+", "5–8" in one token."""
    spread = _SPREAD.fullmatch(lower[at])
    if spread:
        low, high = int(spread[1]), int(spread[2])
        return Number(at, at + 1, low, high, digits=True) if low < high else None
    found = _FIGURE.fullmatch(lower[at])
    if not found or len(found[1]) > 12:
        return None
    whole, end = int(found[1].replace(",", "")), at + 1
    if end < len(lower) and lower[end] in words().multipliers:
        scale = words().multipliers[lower[end]]
        value = whole * scale + (round(float(found[2]) * scale) if found[2] else 0)
        return Number(at, end + 1, value, value, digits=True)
    if found[2]:
        return None
    return Number(at, end, whole, None if found[3] else whole, digits=True)


def cardinal(lower: Sequence[str], at: int) -> Number | None:
    """The number that begins at ``at``, without ranges and hedges."""
    lex, word = words(), lower[at]
    if word in ("a", "an") and (at + 1 >= len(lower) or lower[at + 1] not in lex.after_article):
        return None
    number = _figure(lower, at) if word[:1].isdigit() else None
    if number is None and (found := _phrase(lex.vague, lower, at)):
        return _of_many(lower, found)
    if number is None and word in lex.plural:
        low, end = lex.plural[word], at + 1
        while end + 1 < len(lower) and lower[end] == "of" and lower[end + 1] in lex.plural:
            low, end = low * lex.plural[lower[end + 1]], end + 2
        return Number(at, end, low, None, approximate=True)
    if number is None and word in ("a", "an") and at + 1 < len(lower) and lower[at + 1] in lex.collective:
        number = Number(at, at + 1, 1, 1)
    if number is None and (spelled := _spelled(lower, at)):
        number = Number(at, spelled[0], spelled[1], spelled[1])
    if number is None and word in lex.collective and word == "dozen":
        return Number(at, at + 1, 12, 12, approximate=True)
    if number and number.end < len(lower) and lower[number.end] in lex.collective and number.low:
        value = number.low * lex.collective[lower[number.end]]
        return Number(at, number.end + 1, value, value, approximate=True)
    return number


def _of_many(lower: Sequence[str], vague: Number) -> Number:
    """ "Several dozen", "a few hundred": at least two of them."""
    lex, end = words(), vague.end
    if end < len(lower) and lower[end] == "of":
        end += 1
    scales = lex.collective | lex.multipliers
    if vague.low is None or end >= len(lower) or lower[end] not in scales:
        return vague
    return Number(vague.start, end + 1, 2 * scales[lower[end]], None, approximate=True)


def ranged(lower: Sequence[str], number: Number) -> Number:
    """ "16-18", "two or three", "between 5 and 10": the number with its upper end, when there is one."""
    at = number.end
    if at + 1 >= len(lower) or number.low is None or number.high is None or number.approximate:
        return number
    between = number.start > 0 and lower[number.start - 1] in ("between", "from")
    if lower[at] not in DASHES and lower[at] not in ("or", "to") and not (between and lower[at] == "and"):
        return number
    upper = cardinal(lower, at + 1)
    if upper is None or upper.high is None or not number.low < upper.high:
        return number
    return Number(number.start - between, upper.end, number.low, upper.high, digits=number.digits)


def hedged(lower: Sequence[str], number: Number) -> Number:
    """The number with the hedges around it."""
    lex, start, end, kinds = words(), number.start, number.end, []
    for _ in range(2):
        for length in range(min(_MAX_HEDGE, start), 0, -1):
            kind = lex.before.get(tuple(lower[start - length : start]))
            if kind:
                kinds.append(kind)
                start -= length
                break
    for length in (2, 1):
        kind = lex.after.get(tuple(lower[end : end + length]))
        if kind:
            kinds.append(kind)
            end += length
            break
    low, high, approximate = number.low, number.high, number.approximate
    if "low" in kinds:
        high = None
    elif "high" in kinds:
        low, high = None, high if high is not None else low
    elif kinds:
        approximate = True
    return Number(start, end, low, high, approximate, number.digits)
