"""An event as one flat row: the columns that GeoJSON's properties, CSV and Parquet share.

What is unknown is None; several names are joined by semicolons. Every row has every column.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from app.domain.casualties import Casualty
from app.domain.event import Event
from app.domain.found import FoundEvent

Kind = Literal["text", "number", "whole", "moment"]
#: Roles and effects that have columns of their own.
ROLES = ("attacker", "target", "victim", "weapon", "speaker")
EFFECTS = ("killed", "injured")
#: The columns of an event in their order, with what stands in them; moments are local time of the place.
PROPERTIES: dict[str, Kind] = {
    "type": "text",
    "subtype": "text",
    "summary": "text",
    "factuality": "text",
    "confidence": "number",
    "start": "moment",
    "end": "moment",
    "time_precision": "text",
    "time_source": "text",
    "place": "text",
    "place_precision": "text",
    "admin1": "text",
    "country": "text",
    "country_code": "text",
    "geonames_id": "whole",
    "place_confidence": "number",
    **dict.fromkeys(ROLES, "text"),
    **{f"{effect}_{side}": "whole" for effect in EFFECTS for side in ("low", "high")},
    "attribution": "text",
    "statement_kind": "text",
    "sentence": "text",
    "article_id": "text",
    "incident_id": "text",
    "source": "text",
    "url": "text",
    "headline": "text",
    "published_at": "text",
}
#: The same as a table, where the id and the pin are columns too.
COLUMNS: dict[str, Kind] = {"id": "text", "latitude": "number", "longitude": "number", **PROPERTIES}
DISTANCE = "distance_km"
#: The columns that tell what a field of the event's JSON tells, for ``fields=``; other fields have one of their name.
COLUMNS_OF: dict[str, tuple[str, ...]] = {
    "time": ("start", "end", "time_precision", "time_source"),
    "places": (
        "latitude", "longitude", "place", "place_precision", "admin1", "country", "country_code", "geonames_id",
        "place_confidence",
    ),
    "participants": ROLES,
    "casualties": tuple(f"{effect}_{side}" for effect in EFFECTS for side in ("low", "high")),
    "statement": ("statement_kind",),
    "article": ("article_id", "source", "url", "headline", "published_at"),
}  # fmt: skip


def columns(fields: Sequence[str] = (), *, near: bool = False) -> dict[str, Kind]:
    """The columns that ``fields`` ask for and the id; all without any. The distance has one where it was asked for."""
    every: dict[str, Kind] = {**COLUMNS, DISTANCE: "number"} if near else COLUMNS
    if not fields:
        return every
    wanted = {"id", *(column for field in fields for column in COLUMNS_OF.get(field, (field,)))}
    return {name: kind for name, kind in every.items() if name in wanted}


def row(found: FoundEvent) -> dict[str, Any]:
    """One event with the columns of ``COLUMNS``, and its distance where that was asked for."""
    pin = point(found.event)
    return {
        "id": found.event.id,
        "latitude": pin[1] if pin else None,
        "longitude": pin[0] if pin else None,
        **properties(found),
    }


def point(event: Event) -> tuple[float, float] | None:
    """Longitude and latitude of the main place (WGS 84 degrees), or None."""
    main = event.places[0] if event.places else None
    if main is None or main.latitude is None or main.longitude is None:
        return None
    return main.longitude, main.latitude


def properties(found: FoundEvent) -> dict[str, Any]:
    """The columns of ``PROPERTIES``, and ``distance_km`` where it was asked for near a point."""
    event = found.event
    flat: dict[str, Any] = {
        "type": event.type,
        "subtype": event.subtype,
        "summary": event.summary,
        "factuality": event.factuality,
        "confidence": event.confidence,
        **_when(event),
        **_where(event),
        **{role: names(event, role) for role in ROLES},
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
    return flat if found.distance_km is None else flat | {DISTANCE: round(found.distance_km, 3)}


def names(event: Event, role: str) -> str | None:
    """The names of those who fill a role, each once."""
    told = dict.fromkeys(p.name for p in event.participants if p.role == role)
    return "; ".join(told) or None


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


def _figures(effect: str, told: list[Casualty]) -> dict[str, Any]:
    """Lowest and highest figure of an effect over everything that the event tells of it."""
    lows = [c.low for c in told if c.low is not None]
    highs = [c.high for c in told if c.high is not None]
    open_end = any(c.high is None for c in told)
    return {
        f"{effect}_low": min(lows, default=None),
        f"{effect}_high": None if open_end else max(highs, default=None),
    }
