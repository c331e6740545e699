"""Whether a text writes the day before the month: by its numeric dates, else its written ones, else its outlet."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from app.nlp.components.times.context import cues
from app.nlp.components.times.grammar import Found
from app.nlp.lexicon import word_table

_DOMAIN = re.compile(r"^(?:https?://)?(?:www\.)?((?:[\w-]+\.)+)([a-z]{2})(?:/|$)", re.IGNORECASE)


def day_first(found: Iterable[Found], source: str | None) -> bool | None:
    """Whether "3/2/2024" is the third of February; None where nothing decides."""
    numeric = written = 0
    for match in found:
        groups = match.groups
        if match.rule.reading == "numeric":
            numeric += (int(groups["one"]) > 12) - (int(groups["two"]) > 12)
        elif "month" in groups and "mday" in groups and "mday2" not in groups:
            written += 1 if list(groups).index("mday") < list(groups).index("month") else -1
    votes = numeric or written
    return votes > 0 if votes else outlet_habit(source)


def outlet_habit(source: str | None) -> bool | None:
    """Whether an outlet's country writes the day first; None for outlets of unknown home."""
    home = outlet_country(source)
    return home not in cues("month_first_countries") if home else None


@functools.lru_cache(maxsize=4096)
def outlet_country(source: str | None) -> str | None:
    """The country of an outlet that is in our table, or of its domain's ending."""
    if not source:
        return None
    name = source.strip().lower()
    if domain := _DOMAIN.match(name):
        ending = domain.group(2).upper()
        return str(word_table("places_outlets.domains").get(ending, ending)) or None
    return table().get(name)


@functools.cache
def table() -> dict[str, str]:
    """Outlet (lower case) → country code."""
    homes = word_table("places_outlets.outlets")
    return {str(name).lower(): home.rpartition(", ")[2][:2] for home, names in homes.items() for name in names}
