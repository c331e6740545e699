"""Rows as CSV (RFC 4180): commas, CRLF, quotes where needed, UTF-8 without a byte order mark.

A text that a spreadsheet would take for a formula gets an apostrophe before it, so that words of an article are
never run. Numbers stay numbers; what is unknown is an empty cell.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

MEDIA_TYPE = "text/csv"
#: Signs that begin a formula in one spreadsheet or another, full-width forms and control characters included.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def lines(columns: Sequence[str], batches: Iterable[Iterable[Mapping[str, Any]]]) -> Iterator[bytes]:
    """The header and the rows of each batch, a piece for each."""
    yield _written([columns])
    for batch in batches:
        yield _written([cell(row.get(column)) for column in columns] for row in batch)


def _written(rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def cell(value: Any) -> Any:
    """A value as a cell that no spreadsheet runs."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value
