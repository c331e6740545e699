"""Events as GeoJSON (RFC 7946), as maps and GIS programs read it: one feature an event, its properties flat.

Place data come from GeoNames under CC BY 4.0, which every collection says.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.domain.casualties import Casualty
from app.domain.event import Event
from app.domain.found import FoundEvent

MEDIA_TYPE = "application/geo+json"
ATTRIBUTION = "Place data © GeoNames (https://www.geonames.org), CC BY 4.0"
#: Roles and effects that have properties of their own.
ROLES = ("attacker", "target", "victim", "weapon", "speaker")
EFFECTS = ("killed", "injured")


def feature_collection(found: Iterable[FoundEvent]) -> dict[str, Any]:
    """A page of events as a FeatureCollection, in their order."""
    features = [feature(item) for item in found]
    return {
        "type": "FeatureCollection",
        "attribution": ATTRIBUTION,
        "numberReturned": len(features),
        "features": features,
    }


def feature(found: FoundEvent) -> dict[str, Any]:
    """One event as a Feature; its geometry is the main place's point, null where there is no pin."""
    return {
        "type": "Feature",
        "id": found.event.id,
        "geometry": geometry(found.event),
        "properties": properties(found),
    }


def geometry(event: Event) -> dict[str, Any] | None:
    """The point of the main place (longitude, latitude in WGS 84 degrees), or None."""
    main = event.places[0] if event.places else None
    if main is None or main.latitude is None or main.longitude is None:
        return None
    return {"type": "Point", "coordinates": [main.longitude, main.latitude]}


def properties(found: FoundEvent) -> dict[str, Any]:
    """The event's fields, flat: what is unknown is null, several names are joined by semicolons."""
    event = found.event
    flat: dict[str, Any] = {
        "type": event.type,
        "subtype": event.subtype,
        "summary": event.summary,
        "factuality": event.factuality,
        "confidence": event.confidence,
        **_when(event),
        **_where(event),
        **{role: _names(event, role) for role in ROLES},
    }
    for effect in EFFECTS:
        flat |= _figures(effect, [c for c in event.casualties if c.effect == effect])
    flat |= {
        "attribution": event.attribution.name if event.attribution else None,
        "statement_kind": event.statement.kind if event.statement else None,
        "sentence": event.sentence.text,
        "article_id": event.article_id,
        "incident_id": event.incident_id,
        "source": found.source,
        "url": found.url,
        "headline": found.headline,
        "published_at": found.published_at,
    }
    return flat if found.distance_km is None else flat | {"distance_km": round(found.distance_km, 3)}


def _when(event: Event) -> dict[str, Any]:
    time = event.time
    return {
        "start": time.start if time else None,
        "end": time.end if time else None,
        "time_precision": time.precision if time else None,
        "time_source": time.source if time else None,
    }


def _where(event: Event) -> dict[str, Any]:
    main = event.places[0] if event.places else None
    return {
        "place": main.name if main else None,
        "place_precision": main.precision if main else None,
        "admin1": main.admin1 if main else None,
        "country": main.country if main else None,
        "country_code": main.country_code if main else None,
        "geonames_id": main.geonames_id if main else None,
        "place_confidence": main.confidence if main else None,
    }


def _names(event: Event, role: str) -> str | None:
    names = dict.fromkeys(p.name for p in event.participants if p.role == role)
    return "; ".join(names) or None


def _figures(effect: str, told: list[Casualty]) -> dict[str, Any]:
    """Lowest and highest figure of an effect over everything that the event tells of it."""
    lows = [c.low for c in told if c.low is not None]
    highs = [c.high for c in told if c.high is not None]
    open_end = any(c.high is None for c in told)
    return {
        f"{effect}_low": min(lows, default=None),
        f"{effect}_high": None if open_end else max(highs, default=None),
    }
