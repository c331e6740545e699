"""Incidents as flat rows, GeoJSON features and lines of JSON, and as events for the tables of other data sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import to_json

from app.domain.casualties import Casualty
from app.domain.event import Event
from app.domain.evidence import Span
from app.domain.found import FoundEvent
from app.domain.incident import Incident
from app.errors import FilterError
from app.export import acled, csv_table, geojson, ucdp
from app.export.flat import COLUMNS as EVENT_COLUMNS
from app.export.flat import Column, Kind
from app.export.registry import FORMATS

_NOWHERE = Span(0, 0, "")
#: Columns that an incident shares with events: its consensus has the same fields.
_SHARED = (
    *("type", "subtype", "start", "end", "time_precision", "place", "place_precision", "admin1", "country"),
    *("country_code", "geonames_id", "latitude", "longitude"),
)
_FIGURES = ("killed", "injured", "missing", "captured", "displaced")


def as_found(incident: Incident) -> FoundEvent:
    """An incident in the form of an event: its figures are the best ones, and everybody is counted once."""
    casualties = tuple(
        Casualty(effect, figure.best, figure.best, False, False, None)
        for effect, figure in incident.casualties.items()
        if figure.best is not None
    )
    event = Event(
        id=incident.id,
        article_id=incident.reports[0].article_id,
        type=incident.type,
        subtype=incident.subtype,
        codes=incident.codes,
        summary=incident.title,
        trigger=_NOWHERE,
        sentence=Span(0, len(incident.title), incident.title),
        mentions=(),
        factuality="asserted",
        time=incident.time,
        places=incident.places,
        participants=incident.participants,
        casualties=casualties,
        incident_id=incident.id,
    )
    outlets = "; ".join(dict.fromkeys(report.source for report in incident.reports if report.source)) or None
    updated = getattr(incident, "updated_at", None)
    return FoundEvent(event, outlets, None, incident.title, incident.first_reported_at, updated_at=updated)


def _own(kind: Kind, name: str, description: str) -> Column:
    return Column(kind, description, name, lambda incident: getattr(incident, name))


def _figure(effect: str, bound: str, description: str) -> Column:
    def value(incident: Any) -> Any:
        return getattr(incident.casualties.get(effect), bound, None)

    return Column("integer" if bound != "rule" else "text", description, "casualties", value)


def _shared(name: str) -> Column:
    column = EVENT_COLUMNS[name]
    return Column(column.kind, column.description, column.field, lambda i: column.value(as_found(i)))  # type: ignore[arg-type]


def _columns() -> Iterator[tuple[str, Column]]:
    yield "id", _own("text", "id", "UUID of the incident.")
    yield "title", _own("text", "title", "Headline of the first report, or its summary.")
    yield from ((name, _shared(name)) for name in _SHARED)
    for effect in _FIGURES:
        yield effect, _figure(effect, "best", f"Number of people {effect}: the number to add up.")
        yield f"{effect}_low", _figure(effect, "low", f"Lowest number of people {effect} that a source still claims.")
        yield (
            f"{effect}_high",
            _figure(effect, "high", f"Highest number of people {effect} that a source still claims."),
        )
    yield "killed_rule", _figure("killed", "rule", "How the number of people killed was chosen.")
    yield "articles", _own("integer", "articles", "Number of articles that report it.")
    yield "sources", _own("integer", "sources", "Number of outlets that report it; copies of one text count once.")
    yield "first_reported_at", _own("text", "first_reported_at", "When the first report was published (ISO 8601).")
    yield "last_reported_at", _own("text", "last_reported_at", "When the last report was published (ISO 8601).")


#: The columns of incidents in CSV, Parquet and GeoJSON.
COLUMNS: Mapping[str, Column] = dict(_columns())
_OF_FEATURE = ("id", "latitude", "longitude")
Batches = Iterable[Sequence[Incident]]


def row(incident: Incident) -> dict[str, Any]:
    """An incident as a flat row."""
    return {name: column.value(incident) for name, column in COLUMNS.items()}  # type: ignore[arg-type]


def feature(incident: Incident) -> dict[str, Any]:
    """An incident as a GeoJSON feature; its geometry is the point of the main place, or null."""
    properties = {name: value for name, value in row(incident).items() if name not in _OF_FEATURE}
    point = geojson.geometry(as_found(incident).event)
    return {"type": "Feature", "id": incident.id, "geometry": point, "properties": properties}


def acled_row(incident: Incident) -> dict[str, Any] | None:
    """An incident in ACLED's columns; None when ACLED would not code it."""
    return acled.row(as_found(incident))


def ucdp_row(incident: Incident) -> dict[str, Any] | None:
    """An incident in UCDP's columns, with low, best and high of all sources; None when UCDP would not code it."""
    found = ucdp.row(as_found(incident))
    killed = incident.casualties.get("killed")
    if found is None or killed is None:
        return None
    return found | {"low": killed.low, "high": killed.high, "number_of_sources": incident.sources}


#: The tables of other projects, with the columns and the row of each.
PROFILES: dict[str, tuple[Callable[[], dict[str, str]], Callable[[Incident], dict[str, Any] | None]]] = {
    "acled": (acled.columns, acled_row),
    "ucdp": (ucdp.columns, ucdp_row),
}


def write(format_name: str, batches: Batches, profile: str | None = None) -> Iterator[bytes]:
    """Incidents in a format of the registry, piece by piece.

    Raises ``FilterError`` for a format that is no table and that incidents do not have.
    """
    if format_name == "ndjson":
        return _lines(batches)
    if format_name == "geojson":
        return _features(batches)
    if profile:
        columns, made = PROFILES[profile]
        return csv_table.lines(columns(), ([r for i in batch if (r := made(i))] for batch in batches))
    table = FORMATS[format_name].table
    if table is None:
        raise FilterError(f"format={format_name} is for events alone.", field="format")
    return table(COLUMNS, (list(map(row, batch)) for batch in batches))


def _lines(batches: Batches) -> Iterator[bytes]:
    for batch in batches:
        yield b"".join(_adapter(type(i)).dump_json(i) + b"\n" for i in batch)


def _features(batches: Batches) -> Iterator[bytes]:
    yield b'{"type":"FeatureCollection","attribution":' + to_json(geojson.ATTRIBUTION) + b',"features":['
    between = b"\n"
    for incident in (incident for batch in batches for incident in batch):
        yield between + to_json(feature(incident))
        between = b",\n"
    yield b"\n]}\n"


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return _ADAPTERS.setdefault(kind, TypeAdapter(kind)) if kind not in _ADAPTERS else _ADAPTERS[kind]
