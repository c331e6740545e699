"""The formats of exported events: each turns batches of events into pieces of bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.domain.found import FoundEvent
from app.export import acled, csv_table, event_json, flat, geojson, parquet, ucdp
from app.export.flat import Column

Profile = Literal["acled", "ucdp"]
Batches = Iterable[Sequence[FoundEvent]]
Row = Callable[[FoundEvent], dict[str, Any] | None]
#: Writes rows of some columns (of events or of incidents), piece by piece.
Table = Callable[[Mapping[str, Column], Iterable[Sequence[Mapping[str, Any]]]], Iterator[bytes]]
#: The tables of other projects, with the columns and the row of each.
PROFILES: dict[Profile, tuple[Callable[[], dict[str, str]], Row]] = {
    "acled": (acled.columns, acled.row),
    "ucdp": (ucdp.columns, ucdp.row),
}


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One format: its media types, the ending of its files, how it is written, and whether it comes in pages.

    A format is a ``table`` of flat rows, or it writes ``objects``: events as they are, with the requested fields.
    ``binary``: not text, which the description of the API states.
    """

    name: str
    media_types: tuple[str, ...]  # the first is the one of an answer
    suffix: str
    table: Table | None = None
    objects: Callable[[Batches, Sequence[str]], Iterator[bytes]] | None = None
    paged: bool = False
    binary: bool = False

    @property
    def media_type(self) -> str:
        """The media type of an answer."""
        return self.media_types[0]

    def write(
        self, batches: Batches, profile: Profile | None = None, near: bool = False, fields: Sequence[str] = ()
    ) -> Iterator[bytes]:
        """Events, piece by piece; with a column of the distance when they were found ``near`` a point."""
        if self.objects:
            return self.objects(batches, fields)
        assert self.table
        if profile:
            columns, row = PROFILES[profile]
            return csv_table.lines(columns(), ([r for found in batch if (r := row(found))] for batch in batches))
        return self.table(flat.columns(fields, near=near), (list(map(flat.row, batch)) for batch in batches))


#: The formats that may be of any length, by name: a new one is a row here.
FORMATS: dict[str, ExportFormat] = {
    each.name: each
    for each in (
        ExportFormat(
            "geojson",
            (geojson.MEDIA_TYPE, "application/vnd.geo+json"),
            ".geojson",
            objects=geojson.collection_parts,
            paged=True,
        ),
        ExportFormat(
            "ndjson",
            (event_json.MEDIA_TYPE, "application/ndjson", "application/jsonl", "application/json-lines"),
            ".ndjson",
            objects=event_json.lines,
        ),
        ExportFormat("csv", (csv_table.MEDIA_TYPE,), ".csv", table=csv_table.lines),
        ExportFormat(
            "parquet",
            (parquet.MEDIA_TYPE, "application/x-parquet", "application/parquet"),
            ".parquet",
            table=parquet.parts,
            binary=True,
        ),
    )
}
#: Every format of a query: JSON, the default, is a page of the API.
FORMAT_NAMES = ("json", *FORMATS)


def has_row(found: FoundEvent, profile: Profile | None) -> bool:
    """Whether an event has a row in a profile; without a profile every event has."""
    return profile is None or PROFILES[profile][1](found) is not None
