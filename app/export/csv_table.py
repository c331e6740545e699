"""Rows as CSV (RFC 4180): commas, CRLF, quotes where needed, UTF-8 without a byte order mark.

A text that a spreadsheet would run as a formula gets a leading apostrophe. Numbers stay numbers; unknown values are
empty cells.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

MEDIA_TYPE = "text/csv"
#: Put before everything else on request: Excel takes a file without it for one of its own code pages.
BYTE_ORDER_MARK = "\ufeff".encode()
#: Characters that start a formula in some spreadsheet, including full-width forms and control characters.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def lines(columns: Iterable[str], batches: Iterable[Iterable[Mapping[str, Any]]]) -> Iterator[bytes]:
    """Yield the header, then the rows of each batch."""
    names = list(columns)
    yield _written([names])
    for batch in batches:
        yield _written([cell(row.get(column)) for column in names] for row in batch)


def _written(rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8", "replace")


def cell(value: Any) -> Any:
    """Return a value as a cell that no spreadsheet runs as a formula; truth values are ``true`` and ``false``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value
