"""A place: a name in the text, resolved to the gazetteer or left unresolved with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.domain.evidence import Span

PlacePrecision = Literal["point", "city", "admin1", "country", "region"]


@dataclass(frozen=True, slots=True)
class Place:
    """A resolved place has ``country_code`` or coordinates (WGS 84 degrees); an unresolved one says why in ``reason``.

    ``geonames_id`` is GeoNames' id, ``feature`` its feature code (``PPL``, ``ADM1``, ``PCLI`` …, ``RGN`` for regions).
    ``confidence`` is the estimated probability that the right place was chosen.
    """

    name: str
    span: Span | None = None
    geonames_id: int | None = None
    feature: str | None = None
    country_code: str | None = None
    country: str | None = None
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: PlacePrecision | None = None
    confidence: float = 0.0
    reason: str | None = None
