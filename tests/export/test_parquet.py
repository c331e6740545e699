from __future__ import annotations

import builtins
import datetime as dt
import io
import json
import struct
from typing import Any

import pyarrow.parquet as pq
import pytest

from app.errors import MissingExtraError
from app.export import parquet
from app.export.flat import COLUMNS, row
from tests.factories import make_casualty, make_event, make_found


def table(rows: list[dict[str, Any]], size: int = 2) -> Any:
    batches = [rows[n : n + size] for n in range(0, len(rows), size)]
    return pq.ParquetFile(io.BytesIO(b"".join(parquet.parts(COLUMNS, batches))))


def test_rows_come_back_with_their_kinds() -> None:
    rows = [
        row(make_found()),
        row(make_found(make_event(time=None, places=(), casualties=(make_casualty("killed", 10**30),)))),
    ]
    first, second = table(rows).read().to_pylist()
    assert first["start"] == dt.datetime(2024, 2, 2)
    assert (first["latitude"], first["summary"]) == (30.50852, rows[0]["summary"])
    assert struct.unpack("<BIdd", first["geometry"]) == (1, 1, 47.7804, 30.50852)
    assert (second["start"], second["latitude"], second["geometry"]) == (None, None, None)
    assert second["killed_low"] == 2**63 - 1


def test_it_is_geoparquet() -> None:
    geo = json.loads(table([row(make_found())]).metadata.metadata[b"geo"])
    assert (geo["primary_column"], geo["columns"]["geometry"]["encoding"]) == ("geometry", "WKB")


def test_row_groups_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "GROUP", 3)
    made = table([row(make_found()) for _ in range(7)])
    assert [made.metadata.row_group(n).num_rows for n in range(made.num_row_groups)] == [3, 3, 1]


def test_no_rows_are_a_table_too() -> None:
    assert table([]).read().num_rows == 0


def test_without_pyarrow_the_answer_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *args)

    parquet._pyarrow.cache_clear()
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match="uv sync --extra parquet, or pip install pyarrow"):
        parquet.parts(COLUMNS, [])
