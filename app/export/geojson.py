"""Events as GeoJSON (RFC 7946) for maps and GIS programs: one feature per event, with flat properties.

Every collection credits GeoNames (CC BY 4.0) for the place data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic_core import to_json

from app.domain.event import Event
from app.domain.found import FoundEvent
from app.domain.geo import main_point
from app.export.flat import properties

MEDIA_TYPE = "application/geo+json"
ATTRIBUTION = "Place data © GeoNames (https://www.geonames.org), CC BY 4.0"


def feature_collection(found: Iterable[FoundEvent], fields: Sequence[str] = ()) -> dict[str, Any]:
    """Return a page of events as a FeatureCollection, in their order; ``fields`` as in ``flat.columns``."""
    features = [feature(item, fields) for item in found]
    return {
        "type": "FeatureCollection",
        "attribution": ATTRIBUTION,
        "numberReturned": len(features),
        "features": features,
    }


def feature(found: FoundEvent, fields: Sequence[str] = ()) -> dict[str, Any]:
    """Return one event as a Feature; its geometry is the point of the main place, or null."""
    return {
        "type": "Feature",
        "id": found.event.id,
        "geometry": geometry(found.event),
        "properties": properties(found, fields),
    }


def geometry(event: Event) -> dict[str, Any] | None:
    """Return the point of the main place (longitude, latitude in WGS 84 degrees), or None."""
    point = main_point(event)
    return None if point is None else {"type": "Point", "coordinates": [point[1], point[0]]}


def collection_parts(batches: Iterable[Iterable[FoundEvent]], fields: Sequence[str] = ()) -> Iterator[bytes]:
    """Yield any number of events as one FeatureCollection, piece by piece."""
    yield b'{"type":"FeatureCollection","attribution":' + to_json(ATTRIBUTION) + b',"features":['
    between = b"\n"
    for batch in batches:
        for found in batch:
            yield between + to_json(feature(found, fields))
            between = b",\n"
    yield b"\n]}\n"
