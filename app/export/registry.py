"""The forms in which events are carried away: each turns batches of found events into pieces of bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.domain.found import FoundEvent
from app.export import acled, csv_table, event_json, flat, geojson, parquet, ucdp

Profile = Literal["acled", "ucdp"]
Batches = Iterable[Sequence[FoundEvent]]
Row = Callable[[FoundEvent], dict[str, Any] | None]
#: The tables of other projects, with the columns and the row of each.
PROFILES: dict[Profile, tuple[Callable[[], dict[str, str]], Row]] = {
    "acled": (acled.columns, acled.row),
    "ucdp": (ucdp.columns, ucdp.row),
}


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its media type, the ending of its files, and how it is written."""

    name: str
    media_type: str
    suffix: str
    write: Callable[[Batches, Profile | None, bool, Sequence[str]], Iterator[bytes]]


def _lines(batches: Batches, _profile: Profile | None, _near: bool, fields: Sequence[str] = ()) -> Iterator[bytes]:
    return event_json.lines(batches, fields)


def _geojson(batches: Batches, _profile: Profile | None, _near: bool, fields: Sequence[str] = ()) -> Iterator[bytes]:
    return geojson.collection_parts(batches, fields)


def _csv(batches: Batches, profile: Profile | None, near: bool, fields: Sequence[str] = ()) -> Iterator[bytes]:
    if profile:
        columns, row = PROFILES[profile]
        return csv_table.lines(list(columns()), ([r for found in batch if (r := row(found))] for batch in batches))
    return csv_table.lines(list(flat.columns(fields, near=near)), (map(flat.row, batch) for batch in batches))


def _parquet(batches: Batches, _profile: Profile | None, near: bool, fields: Sequence[str] = ()) -> Iterator[bytes]:
    return parquet.parts(flat.columns(fields, near=near), ([flat.row(found) for found in batch] for batch in batches))


#: The forms that may be of any length, by their name.
FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form("geojson", geojson.MEDIA_TYPE, ".geojson", _geojson),
        Form("ndjson", event_json.MEDIA_TYPE, ".ndjson", _lines),
        Form("csv", csv_table.MEDIA_TYPE, ".csv", _csv),
        Form("parquet", parquet.MEDIA_TYPE, ".parquet", _parquet),
    )
}


def has_row(found: FoundEvent, profile: Profile | None) -> bool:
    """Does an event have a row in a profile? Without one every event has."""
    return profile is None or PROFILES[profile][1](found) is not None
