"""An event as one flat row: the columns shared by GeoJSON properties, CSV and Parquet.

Unknown values are None; several names are joined by semicolons. Every row has every column. A new column is one
entry of ``COLUMNS``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.domain.casualties import Effect
from app.domain.event import Event
from app.domain.figures import cause, figure, is_toll
from app.domain.found import FoundEvent
from app.domain.geo import main_place, main_point

Kind = Literal["text", "number", "integer", "boolean", "timestamp"]
DISTANCE = "distance_km"
#: Columns that are the geometry and the id of a GeoJSON feature, not properties.
_OF_FEATURE = ("id", "latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the type of its values, its description, the field of the event's JSON it comes from, its value."""

    kind: Kind
    description: str
    field: str
    value: Callable[[FoundEvent], Any]


def coordinate(event: Event, axis: Literal[0, 1]) -> float | None:
    """Return the latitude (``axis`` 0) or longitude (1) of the main place in degrees (WGS 84), or None."""
    point = main_point(event)
    return None if point is None else point[axis]


def names(event: Event, role: str) -> str | None:
    """Return the names of the participants with a role, each once, joined by semicolons."""
    return "; ".join(dict.fromkeys(p.name for p in event.participants if p.role == role)) or None


def _event(kind: Kind, name: str, description: str) -> Column:
    return Column(kind, description, name, lambda found: getattr(found.event, name))


def _time(kind: Kind, name: str, description: str) -> Column:
    return Column(kind, description, "time", lambda found: getattr(found.event.time, name, None))


def _place(kind: Kind, name: str, description: str) -> Column:
    return Column(kind, description, "places", lambda found: getattr(main_place(found.event), name, None))


def _role(role: str) -> Column:
    return Column(
        "text", f"Names of participants with the role {role}.", "participants", lambda found: names(found.event, role)
    )


def _article(name: str, field: str, description: str) -> Column:
    return Column("text", description, field, lambda found: getattr(found, name))


def _figure(effect: Effect, side: Literal["best", "low", "high"]) -> Column:
    description = {
        "best": f"Number of {effect}: to be added up over the rows where `counted` is true.",
        "low": f"Lowest number of {effect} that the article gives.",
        "high": f"Highest number of {effect} that the article gives; empty when a claim has no upper bound.",
    }[side]
    return Column(
        "integer", description, "casualties", lambda found: getattr(figure(found.event.casualties, effect), side)
    )


COLUMNS: dict[str, Column] = {
    "id": _event("text", "id", "UUID of the event."),
    "latitude": Column("number", "Latitude of the main place (WGS 84).", "places", lambda f: coordinate(f.event, 0)),
    "longitude": Column("number", "Longitude of the main place (WGS 84).", "places", lambda f: coordinate(f.event, 1)),
    "type": _event("text", "type", "Event type."),
    "subtype": _event("text", "subtype", "Sub-type."),
    "summary": _event("text", "summary", "One line made from the fields."),
    "factuality": _event("text", "factuality", "How the article presents the event."),
    "confidence": _event("number", "confidence", "Estimated probability, 0 to 1, that the whole record is right."),
    "start": _time("timestamp", "start", "Start of the event's time: ISO 8601, local time of the place."),
    "end": _time("timestamp", "end", "End of the event's time, not included."),
    "time_precision": _time("text", "precision", "How exact the time is."),
    "time_source": _time("text", "source", "`expression`, `document` or `inferred`."),
    "place": _place("text", "name", "Name of the main place."),
    "place_precision": _place("text", "precision", "How exact the main place is."),
    "admin1": _place("text", "admin1", "First-level division of the main place."),
    "country": _place("text", "country", "Country of the main place."),
    "country_code": _place("text", "country_code", "ISO 3166-1 alpha-2 code of that country."),
    "geonames_id": _place("integer", "geonames_id", "GeoNames id of the main place."),
    "place_confidence": _place("number", "confidence", "Estimated probability, 0 to 1, that the place is right."),
    "about_places": Column(
        "text",
        "Names of the places that a statement is about.",
        "about_places",
        lambda found: "; ".join(dict.fromkeys(place.name for place in found.event.about_places)) or None,
    ),
    "place_match": Column(
        "text",
        "`at` when the event took place where the filters by place look, `about` when it is a statement about a place "
        "there; empty without such a filter.",
        "place_match",
        lambda found: found.place_match,
    ),
    **{role: _role(role) for role in ("attacker", "target", "victim", "weapon", "speaker")},
    "killed": _figure("killed", "best"),
    "killed_low": _figure("killed", "low"),
    "killed_high": _figure("killed", "high"),
    "injured": _figure("injured", "best"),
    "injured_low": _figure("injured", "low"),
    "injured_high": _figure("injured", "high"),
    "counted": _event("boolean", "counted", "Whether its figures are to be added up."),
    "cumulative": Column(
        "boolean", "True when its figures are only running tolls.", "casualties", lambda found: is_toll(found.event)
    ),
    "caused_by": Column(
        "text",
        "UUID of the act that caused the casualties and counts them; empty for other events.",
        "links",
        lambda found: cause(found.event),
    ),
    "attribution": Column(
        "text",
        "Source that reports the event; empty when the article itself does.",
        "attribution",
        lambda found: getattr(found.event.attribution, "name", None),
    ),
    "statement_kind": Column(
        "text",
        "`direct`, `indirect` or `mixed`; only for statements.",
        "statement",
        lambda found: getattr(found.event.statement, "kind", None),
    ),
    "review": Column(
        "text",
        "`confirmed`, `corrected` or `added` by people; empty for what only the machine read.",
        "review",
        lambda found: getattr(found.event.review, "status", None),
    ),
    "sentence": Column("text", "Sentence of the trigger.", "sentence", lambda found: found.event.sentence.text),
    "article_id": Column("text", "UUID of the article.", "article", lambda found: found.event.article_id),
    "incident_id": _event("text", "incident_id", "UUID of the incident."),
    "source": _article("source", "article", "Name of the outlet."),
    "url": _article("url", "article", "Address of the article."),
    "headline": _article("headline", "article", "Headline of the article."),
    "published_at": _article("published_at", "article", "Date or date-time of publication."),
    "external_id": _article("external_id", "article", "The sender's own id of the article."),
    "metadata": Column(
        "text",
        "The JSON object that was sent with the article; empty when there was none.",
        "article",
        lambda found: json.dumps(dict(found.metadata), ensure_ascii=False) if found.metadata else None,
    ),
}
_DISTANCE = Column(
    "number",
    "Kilometres from the point of `near`; only with that filter.",
    DISTANCE,
    lambda found: None if found.distance_km is None else round(found.distance_km, 3),
)


def columns(fields: Sequence[str] = (), *, near: bool = False, as_properties: bool = False) -> dict[str, Column]:
    """Return the columns that ``fields`` select, and the id; all columns without ``fields``.

    Parameters
    ----------
    fields
        Fields of the event's JSON, or names of columns.
    near
        Whether the request has a point, so that the distance is a column.
    as_properties
        Whether to leave out id, latitude and longitude, which GeoJSON keeps elsewhere.
    """
    every = {**COLUMNS, DISTANCE: _DISTANCE} if near else COLUMNS
    return {
        name: column
        for name, column in every.items()
        if not (as_properties and name in _OF_FEATURE)
        and (not fields or name == "id" or {name, column.field} & set(fields))
    }


def row(found: FoundEvent) -> dict[str, Any]:
    """Return every column of an event, and its distance where it is known."""
    return _values(found, COLUMNS)


def properties(found: FoundEvent, fields: Sequence[str] = ()) -> dict[str, Any]:
    """Return the properties of an event's GeoJSON feature; ``fields`` as in ``columns``."""
    return _values(found, columns(fields, as_properties=True), with_distance=not fields or DISTANCE in fields)


def _values(found: FoundEvent, wanted: dict[str, Column], *, with_distance: bool = True) -> dict[str, Any]:
    flat = {name: column.value(found) for name, column in wanted.items()}
    return flat if found.distance_km is None or not with_distance else flat | {DISTANCE: _DISTANCE.value(found)}
