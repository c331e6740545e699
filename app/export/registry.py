"""The formats of exported events: each turns batches of events into pieces of bytes."""

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
class ExportFormat:
    """One format: its media types, the ending of its files, how it is written, and whether it comes in pages.

    ``binary``: not text, which the description of the API states.
    """

    name: str
    media_types: tuple[str, ...]  # the first is the one of an answer
    suffix: str
    write: Callable[[Batches, Profile | None, bool, Sequence[str]], Iterator[bytes]]
    paged: bool = False
    binary: bool = False

    @property
    def media_type(self) -> str:
        """The media type of an answer."""
        return self.media_types[0]


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


#: The formats that may be of any length, by name: a new one is a row here.
FORMATS: dict[str, ExportFormat] = {
    each.name: each
    for each in (
        ExportFormat("geojson", (geojson.MEDIA_TYPE, "application/vnd.geo+json"), ".geojson", _geojson, paged=True),
        ExportFormat(
            "ndjson",
            (event_json.MEDIA_TYPE, "application/ndjson", "application/jsonl", "application/json-lines"),
            ".ndjson",
            _lines,
        ),
        ExportFormat("csv", (csv_table.MEDIA_TYPE,), ".csv", _csv),
        ExportFormat(
            "parquet",
            (parquet.MEDIA_TYPE, "application/x-parquet", "application/parquet"),
            ".parquet",
            _parquet,
            binary=True,
        ),
    )
}
#: Every format of a query: JSON, the default, is a page of the API.
FORMAT_NAMES = ("json", *FORMATS)


def has_row(found: FoundEvent, profile: Profile | None) -> bool:
    """Whether an event has a row in a profile; without a profile every event has."""
    return profile is None or PROFILES[profile][1](found) is not None
