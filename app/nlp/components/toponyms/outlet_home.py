"""Find the home country of an outlet: from its name, its domain's ending or a town in its name."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from app.gazetteer import Gazetteer, fold
from app.gazetteer.countries import countries, country_code_of, country_of_name
from app.nlp.lexicon import word_table

_DOMAIN = re.compile(r"^(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,})(?:/|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Home:
    """The outlet's country, and its town's point in degrees where it is known."""

    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    admin1_row: int = -1

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees, when they are known."""
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)


@functools.cache
def _outlets() -> dict[str, str]:
    return {fold(name): home for home, names in word_table("places_outlets.outlets").items() for name in names}


def _located(gazetteer: Gazetteer, text: str) -> Home:
    """The home written as "Town, Division code" or as a country's code."""
    town, _, code = text.rpartition(", ")
    if not town:
        return Home(code)
    parent = gazetteer.of_code(code)
    for entry in gazetteer.named(town):
        if entry.feature == "PPL" and parent is not None and entry.inside(parent):
            return Home(entry.country_code, entry.latitude, entry.longitude, entry.admin1_row)
    return Home(code[:2])


@functools.lru_cache(maxsize=4096)
def home_of(source: str | None, gazetteer: Gazetteer) -> Home:
    """The home of an outlet: from our table, the country in its name, or the country ending of its domain."""
    if not source:
        return Home()
    domain = _DOMAIN.match(source.strip())
    name = domain.group(1).lower() if domain else source
    if known := _outlets().get(fold(name)):
        return _located(gazetteer, known)
    if domain:
        ending = name.rpartition(".")[2].upper()
        ending = word_table("places_outlets.domains").get(ending, ending)
        return Home(ending) if ending in countries() else Home()
    for word in re.findall(r"[\w.'-]+", source):
        for end in range(len(word), 3, -1):
            if code := country_code_of(word) or country_of_name(word[:end]):
                return Home(code)
    return Home()
