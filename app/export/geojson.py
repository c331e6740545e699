"""Events as GeoJSON (RFC 7946), as maps and GIS programs read it: one feature an event, its properties flat.

Place data come from GeoNames under CC BY 4.0, which every collection says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic_core import to_json

from app.domain.event import Event
from app.domain.found import FoundEvent
from app.export.flat import columns, point, properties

MEDIA_TYPE = "application/geo+json"
ATTRIBUTION = "Place data © GeoNames (https://www.geonames.org), CC BY 4.0"


def feature_collection(found: Iterable[FoundEvent], fields: Sequence[str] = ()) -> dict[str, Any]:
    """A page of events as a FeatureCollection, in their order; ``fields`` as in ``flat.columns``."""
    features = [feature(item, fields) for item in found]
    return {
        "type": "FeatureCollection",
        "attribution": ATTRIBUTION,
        "numberReturned": len(features),
        "features": features,
    }


def feature(found: FoundEvent, fields: Sequence[str] = ()) -> dict[str, Any]:
    """One event as a Feature; its geometry is the main place's point, null where there is no pin."""
    flat, kept = properties(found), columns(fields, near=True)
    return {
        "type": "Feature",
        "id": found.event.id,
        "geometry": geometry(found.event),
        "properties": {n: v for n, v in flat.items() if n in kept} if fields else flat,
    }


def geometry(event: Event) -> dict[str, Any] | None:
    """The point of the main place (longitude, latitude in WGS 84 degrees), or None."""
    pin = point(event)
    return None if pin is None else {"type": "Point", "coordinates": list(pin)}


def collection_parts(batches: Iterable[Iterable[FoundEvent]], fields: Sequence[str] = ()) -> Iterator[bytes]:
    """Any number of events as one FeatureCollection, piece by piece."""
    yield b'{"type":"FeatureCollection","attribution":' + to_json(ATTRIBUTION) + b',"features":['
    between = b"\n"
    for batch in batches:
        for found in batch:
            yield between + to_json(feature(found, fields))
            between = b",\n"
    yield b"\n]}\n"
