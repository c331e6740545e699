"""Where does the next page begin? After the last row of this one, by the values that it is ordered by.

A cursor is opaque to clients: it holds the order, the last row's key and number, and a stamp of the filter, so
that it cannot be used for another question. Rows that come in meanwhile neither repeat nor hide a row.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import functools
import json
import zlib
from dataclasses import dataclass, replace

from app.errors import FilterError
from app.query.filters import DEFAULT_LIMIT, EventFilter

Key = dt.datetime | float | int | None
_LARGEST = 2**63 - 1
_KINDS = {"t": "time", "n": "number", "0": "nothing"}


@dataclass(frozen=True, slots=True)
class Position:
    """The last row of a page: its key (None when it has none) and its number."""

    key: Key
    seq: int


@functools.lru_cache(maxsize=1_000)
def stamp(wish: EventFilter) -> int:
    """The same for the same question, whatever the page's size and form."""
    return zlib.crc32(
        repr(replace(wish, cursor=None, limit=DEFAULT_LIMIT, format=None, profile=None, fields=())).encode()
    )


def write_cursor(position: Position, mark: int) -> str:
    """The cursor of a position."""
    key = position.key
    kept = ["t", key.isoformat()] if isinstance(key, dt.datetime) else ["0" if key is None else "n", key]
    text = json.dumps([mark, *kept, position.seq], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str, mark: int) -> Position:
    """The position of a cursor. Raises ``FilterError`` when we did not write it, or for another question."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        found, kind, key, seq = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        position = Position(_key(kind, key), _number(seq))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError, binascii.Error):
        raise FilterError(
            "cursor is none of ours; take it unchanged from the page before, or leave it out.", field="cursor"
        ) from None
    if found != mark:
        raise FilterError("cursor belongs to another query; repeat the filters it came from.", field="cursor")
    return position


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value <= _LARGEST:
        raise ValueError(value)
    return value


def _key(kind: str, value: object) -> Key:
    """The key as the column has it."""
    if _KINDS[kind] == "nothing":
        return None
    if _KINDS[kind] == "time" and isinstance(value, str):
        return dt.datetime.fromisoformat(value)
    if type(value) is int and abs(value) <= _LARGEST:
        return value
    if type(value) is float and abs(value) < 1e9:
        return value
    raise ValueError(value)
