"""What a reading gives, and the words of the lexicon on which all readings draw."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from app.domain.time import TimexType
from app.nlp.components.times.grammar import grammar
from app.nlp.components.times.numbers import read_number
from app.nlp.components.times.periods import Period

Groups = dict[str, str]
Settings = dict[str, Any]

_UNIT_CODE = {"DE": "DE", "C": "C", "ML": "L", "N": "D", "Q": "M", "F": "W", "E": "WE"}


@dataclass(frozen=True, slots=True)
class Reading:
    """Type, TIMEX3 value, and the period where the calendar knows it."""

    type: TimexType
    value: str
    period: Period | None = None


def word(name: str, text: str) -> Any:
    """The value of a word of a class; separators and stops do not matter."""
    key = re.sub(r"[\s\-–]+", " ", text.replace("’", "'")).strip()
    table = grammar().words[name]
    for candidate in (key, key.rstrip("."), key + ".", key.replace(" ", "-")):
        if candidate in table:
            return table[candidate]
    raise KeyError(f"{text!r} is not a word of the class {name!r}")


def unit_of(text: str) -> str:
    """The TIMEX unit of a unit word."""
    return str(word("unit", text))


def of(period: Period) -> Reading:
    """A DATE or, when finer than a day, a TIME."""
    return Reading("TIME" if period.unit in ("part", "minute", "hour") else "DATE", period.value, period)


def number_of(g: Groups, name: str = "count") -> float | None:
    """The number of a group; None when vague, when a range, or when there is none."""
    if g.get("upto") not in (None, "more", "so"):
        return None
    return read_number(g[name], grammar().words["cardinal"]) if name in g else None


def timex(unit: str) -> str:
    """The unit as it stands in a duration's value, without the T of times."""
    return _UNIT_CODE.get(unit, unit[-1] if unit.startswith("T") else unit)
