"""``dateline export``: events of the database to a file or standard output, with no server."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from app.cli.showing import existing_database
from app.errors import FilterError, InputError
from app.export.csv_table import BYTE_ORDER_MARK
from app.export.registry import FORMATS, has_row
from app.gazetteer import ensure_index, open_gazetteer
from app.gazetteer.index import Gazetteer
from app.query import event_batches, parse_request
from app.query.filters import MAX_ROWS
from app.settings import Settings
from app.storage.engine import make_sessions
from app.storage.schema import check_schema


def run(filters: Sequence[str], settings: Settings, output: str, format_name: str | None) -> None:
    """Write every event that meets the filters, ``name=value`` as in the URL of ``GET /v1/events``.

    Raises ``FilterError`` for a wrong filter and ``InputError`` for a file that cannot be written.
    """
    pairs = [_pair(text) for text in filters]
    given = dict(pairs)
    name = format_name or given.get("format") or ("csv" if "profile" in given else _format_of(output))
    if name not in FORMATS:
        raise FilterError(f"format={name!r} is not known; one of {', '.join(FORMATS)}.", field="format")
    query = parse_request([(n, v) for n, v in pairs if n != "format"], MAX_ROWS)
    if query.output.profile and name != "csv":
        raise FilterError(f"profile={query.output.profile} is a table: it needs format=csv.", field="profile")
    with existing_database(settings) as engine:
        check_schema(engine)
        batches = event_batches(
            make_sessions(engine),
            query.event_filter,
            query.page,
            _gazetteer(settings) if query.event_filter.places else None,
            at_most=query.page.limit if "limit" in given else None,
            keep=(lambda found: has_row(found, query.output.profile)) if query.output.profile else None,
        )
        near, fields = query.event_filter.near is not None, query.output.fields
        written = FORMATS[name].write(batches, query.output.profile, near, fields)
        mark = [BYTE_ORDER_MARK] if query.output.bom == "true" and name == "csv" else []
        write_parts(chain(mark, written), output)


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise FilterError(f"{text!r} is not a filter; write name=value, such as country=IQ.", field=name)
    return name, value


def _format_of(output: str) -> str:
    """The format that a file's ending stands for; NDJSON for standard output."""
    endings = {each.suffix: name for name, each in FORMATS.items()} | {".jsonl": "ndjson"}
    suffix = Path(output).suffix.lower()
    if output == "-":
        return "ndjson"
    if suffix not in endings:
        known = ", ".join(endings)
        raise InputError(
            f"{output}: the ending of the name must be one of {known}; or give --format {'|'.join(FORMATS)}."
        )
    return endings[suffix]


def _gazetteer(settings: Settings) -> Gazetteer:
    ensure_index(settings)
    return open_gazetteer(settings)


def write_parts(parts: Iterator[bytes], output: str) -> None:
    """Write some pieces to a file, or to standard output for ``-``; a reader that leaves early is no error."""
    first = next(parts, b"")  # a wrong filter is found before a file is touched
    try:
        with _opened(output) as file:
            file.write(first)
            file.writelines(parts)
            file.flush()
    except BrokenPipeError:
        # the reader (head, less) has seen enough: no message, and none when Python flushes at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _opened(output: str) -> Iterator[BinaryIO]:
    if output == "-":
        yield sys.stdout.buffer
        return
    try:
        file = Path(output).open("wb")  # noqa: SIM115 (closed below; the error here is the user's)
    except OSError as error:
        raise InputError(f"Cannot write {output}: {error.strerror or error}") from error
    with file:
        yield file
