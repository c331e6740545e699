"""One row of a gazetteer, whatever source it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Row:
    """A place as a source describes it.

    ``code`` is the row's own division code ("IQ", "IQ.01", "US.GA.045") for countries and divisions, None for
    other places; ``within`` the code of the smallest division that holds it. Latitude and longitude in degrees
    WGS 84, or None when the source has none (the builder then takes them from the places inside). ``hamlet`` marks
    a settlement of few people, or of an unknown number: it is looked up separately, so that it is not confused with
    others.
    """

    geonames_id: int
    name: str
    feature: str
    country: str
    names: tuple[str, ...] = ()
    within: str | None = None
    code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    hamlet: bool = False


class Source(Protocol):
    """Gives the rows of a gazetteer: divisions before the places inside them."""

    def rows(self) -> Iterator[Row]:
        """Every place, countries first, then divisions, then settlements and regions."""


class BaseSource(Protocol):
    """The rows that files of GeoNames overlay and enlarge, one kind at a time."""

    def countries(self) -> Iterator[Row]:
        """Countries."""

    def divisions(self) -> Iterator[Row]:
        """First- and second-level divisions."""

    def regions(self) -> Iterator[Row]:
        """Regions, seas, rivers and islands."""

    def settlements(self) -> Iterator[Row]:
        """Towns and villages."""

    def hamlets(self) -> Iterator[Row]:
        """Settlements of few people, or of an unknown number."""
