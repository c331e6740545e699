"""A place name of the text, resolved to the gazetteer or left unresolved with a reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from app.domain.documentation import doc
from app.domain.evidence import Span

PlacePrecision = Literal["point", "city", "admin1", "country", "region"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place. A resolved one has ``country_code`` or coordinates; an unresolved one gives its ``reason``."""

    name: str = field(metadata=doc("Name in the gazetteer, or as written when the place is not resolved."))
    span: Span | None = field(default=None, metadata=doc("The place name in the text; null when it was inferred."))
    geonames_id: int | None = field(default=None, metadata=doc("Id of the place in GeoNames."))
    feature: str | None = field(
        default=None,
        metadata=doc("GeoNames feature code, such as PPL (settlement), ADM1 or PCLI (country); RGN is a region."),
    )
    country_code: str | None = field(default=None, metadata=doc("ISO 3166-1 alpha-2 code of the country."))
    country: str | None = field(default=None, metadata=doc("Name of the country."))
    admin1: str | None = field(default=None, metadata=doc("Name of the first-level division (state, province …)."))
    latitude: float | None = field(default=None, metadata=doc("WGS 84 degrees north; null without a pin."))
    longitude: float | None = field(default=None, metadata=doc("WGS 84 degrees east; null without a pin."))
    precision: PlacePrecision | None = field(
        default=None, metadata=doc("How exact the place is; null when it is not resolved.")
    )
    confidence: float = field(
        default=0.0, metadata=doc("Estimated probability, 0 to 1, that this is the place the text refers to.")
    )
    reason: str | None = field(
        default=None, metadata=doc("Why the place is unresolved, or why an inferred place was chosen; null otherwise.")
    )
