"""Flat rows as Parquet, also valid GeoParquet 1.1; row groups are written as rows arrive.

Needs pyarrow (the extra ``parquet``).
"""

from __future__ import annotations

import datetime as dt
import functools
import io
import itertools
import json
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.errors import MissingExtraError
from app.export.flat import Column, Kind

MEDIA_TYPE = "application/vnd.apache.parquet"
#: Rows of one row group: few enough to hold in memory, enough to compress well.
GROUP = 10_000
_LARGEST = 2**63 - 1
_POINT = struct.Struct("<BIdd")  # well-known binary: little-endian, type 1, x, y
_GEO = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
}


def parts(columns: Mapping[str, Column], batches: Iterable[Sequence[Mapping[str, Any]]]) -> Iterator[bytes]:
    """Yield a Parquet file, piece by piece. Raises ``MissingExtraError`` at once when pyarrow is not installed."""
    return _parts(_pyarrow(), columns, batches)


def _parts(pa: Any, columns: Mapping[str, Column], batches: Iterable[Sequence[Mapping[str, Any]]]) -> Iterator[bytes]:
    schema = _schema(pa, columns)
    sink = _Sink()
    rows = itertools.chain.from_iterable(batches)
    with pa.parquet.ParquetWriter(pa.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        while group := list(itertools.islice(rows, GROUP)):
            writer.write_batch(_batch(pa, schema, columns, group))
            yield sink.taken()
    yield sink.taken()


@functools.cache
def _pyarrow() -> Any:
    try:
        import pyarrow  # noqa: PLC0415 (an optional extra)
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError("Parquet needs pyarrow: run uv sync --extra parquet, or pip install pyarrow.") from None
    return pyarrow


def _schema(pa: Any, columns: Mapping[str, Column]) -> Any:
    kinds = {
        "text": pa.string(),
        "number": pa.float64(),
        "integer": pa.int64(),
        "boolean": pa.bool_(),
        "timestamp": pa.timestamp("s"),
    }
    fields = [pa.field(name, kinds[column.kind]) for name, column in columns.items()]
    geo = pa.field("geometry", pa.binary())
    return pa.schema([*fields, geo], metadata={"geo": json.dumps(_GEO)})


def _batch(pa: Any, schema: Any, columns: Mapping[str, Column], rows: Sequence[Mapping[str, Any]]) -> Any:
    arrays = [
        pa.array([_value(column.kind, row.get(name)) for row in rows], schema.field(name).type)
        for name, column in columns.items()
    ]
    return pa.record_batch([*arrays, pa.array(map(_geometry, rows), pa.binary())], schema=schema)


def _value(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    if kind == "integer":
        return min(value, _LARGEST)
    return dt.datetime.fromisoformat(value).replace(tzinfo=None) if kind == "timestamp" else value


def _geometry(row: Mapping[str, Any]) -> bytes | None:
    if row["latitude"] is None:
        return None
    return _POINT.pack(1, 1, row["longitude"], row["latitude"])


class _Sink(io.RawIOBase):
    """A file that keeps only the bytes that have not been taken yet."""

    def __init__(self) -> None:
        super().__init__()
        self._kept = bytearray()
        self._taken = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._kept += data
        return len(data)

    def tell(self) -> int:
        return self._taken + len(self._kept)

    def taken(self) -> bytes:
        """Return what was written since the last call."""
        out = bytes(self._kept)
        self._taken += len(out)
        self._kept.clear()
        return out
