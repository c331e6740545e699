"""The lexicon ``datelines.yaml``: lists as sets, and the pattern of a dateline made from them."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from app.nlp.lexicon import word_table

_WORD = r"[^\W\d_](?:[\w'’ʼ.‑-]*[\w.])?"


@dataclass(frozen=True, slots=True)
class Words:
    """What the lexicon says; ``agencies`` is name (lower case) → canonical name."""

    agencies: dict[str, str]
    labels: frozenset[str]
    months: frozenset[str]
    small: frozenset[str]
    openers: frozenset[str]
    nowhere: frozenset[str]
    seats: dict[str, str]
    aboard: tuple[str, ...]
    pattern: re.Pattern[str]
    bracket: re.Pattern[str]

    def aboard_of(self, text: str) -> str | None:
        """The ship in "ABOARD THE USS TARN"; None where there is none."""
        lead = next((lead for lead in self.aboard if text.lower().startswith(f"{lead} ")), None)
        return text[len(lead) + 1 :] if lead else None


@functools.cache
def words() -> Words:
    """The lists of ``lexicon/en/datelines.yaml``."""
    data = word_table("datelines")
    agencies = {alias.lower(): name for name, others in data["agencies"].items() for alias in (name, *others)}
    return Words(
        agencies=agencies,
        labels=frozenset(data["labels"]),
        months=frozenset(data["months"]) | frozenset(data["weekdays"]),
        small=frozenset(data["small"]),
        openers=frozenset(data["openers"]),
        nowhere=frozenset(data["nowhere"]),
        seats={name.lower(): town for name, town in data["seats"].items()},
        aboard=tuple(data["aboard"]),
        pattern=pattern(data),
        bracket=bracket(data),
    )


def parts(data: dict[str, list[str]]) -> tuple[str, str]:
    """The forms of a name and of a date."""
    name = rf"{_WORD}(?:[ ]{_WORD}){{0,7}}"  # which of them may be small is looked at afterwards
    month = "|".join(sorted(data["months"], key=len, reverse=True))
    weekday = "|".join(sorted(data["weekdays"], key=len, reverse=True))
    day, year = r"\d{1,2}(?:st|nd|rd|th)?", r"(?:(?:,?[ ]|/)(?:['’]?\d\d|\d{4})\b)?"
    known = rf"(?:(?:{weekday})\.?,?[ ])?(?:(?:{month})\.?[ ]{day}\b|{day}[ ](?:{month})\b\.?){year}"
    return name, rf"(?i:{known}|{'|'.join(data['undated'])})"


def bracket(data: dict[str, list[str]]) -> re.Pattern[str]:
    """What brackets hold that are a whole dateline: "(Geneva, May 3, 2024) – The"."""
    name, dated = parts(data)
    return re.compile(rf"(?P<places>{name}(?:,[ ]{name})?),[ ](?P<date>{dated})$")


def pattern(data: dict[str, list[str]]) -> re.Pattern[str]:
    """The form of a dateline: names, a date, an agency in brackets, and a dash; each but the dash may be missing."""
    name, dated = parts(data)
    places = rf"{name}(?:[ ]\({name}\)(?=,|[ ]?\())?"
    return re.compile(
        r"(?:\[\w+\][ ]?)?"
        rf"(?:(?P<places>{places}(?:(?:,[ ]?|[ ]?/[ ]?|[ ]?&[ ]?|[ ]and[ ]){places}){{0,3}}?)"
        rf"(?:,?[ ](?P<date>{dated}))?,?|(?P<day>{dated}))?"
        r"(?P<brackets>[ ]?\((?P<agency>[^()\n]{2,40})\))?"
        r"(?P<dash>[ ]?(?:--|[—–])[ ]?|[ ]-[ \n]|:[ ]|(?(brackets)(?:[ ]?[.]?[-_][ ]?|[ ]{1,2}|$)|(?!)))"
    )
