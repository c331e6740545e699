"""Tables of articles: CSV and TSV files with a header, whose columns are the fields of an article."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import IO, Any

from app.errors import InputError
from app.ingestion.field_names import FieldNames
from app.ingestion.fields import check_names
from app.ingestion.items import Item, item_of
from app.ingestion.options import InputOptions
from app.ingestion.preparation import parse_json


def table_items(file: IO[bytes], name: str, options: InputOptions) -> Iterator[Item]:
    """One article a row. A file whose header names no text, or what is not a field, is refused as a whole."""
    settings, names = options.settings, options.names
    csv.field_size_limit(max(settings.max_body_bytes, settings.max_text_length))
    first = file.readline(settings.max_body_bytes)
    lines = _decoded(chain([first.removeprefix(b"\xef\xbb\xbf")], _lines(file, settings.max_body_bytes)))
    rows = csv.reader(lines, delimiter=_delimiter(first, name))
    try:
        header = [column.strip() for column in next(rows, [])]
        _check(header, names)
    except (InputError, UnicodeDecodeError, csv.Error) as error:
        yield Item(name, reason=f"{name}: {error} The first row must name the columns, as in id,title,text.")
        return
    number = 1
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except (UnicodeDecodeError, csv.Error) as error:
            yield Item(None, reason=f"{name}, row {number} cannot be read: {error}. What follows is left out.")
            return
        if any(row):
            yield _item(header, row, f"Row {number}", names)


def _lines(file: IO[bytes], longest: int) -> Iterator[bytes]:
    while line := file.readline(longest + 1):
        if len(line) > longest:
            raise csv.Error(f"a line has more than {longest} bytes")
        yield line


def _decoded(lines: Iterable[bytes]) -> Iterator[str]:
    for line in lines:
        yield line.decode()


def _delimiter(header: bytes, name: str) -> str:
    """A tab for TSV; for CSV what the header has most of, for many programs write semicolons."""
    return "\t" if name.lower().endswith(".tsv") else max(",;\t", key=lambda mark: header.count(mark.encode()))


def _check(header: list[str], names: FieldNames) -> None:
    fields = {names.field_of(column) for column in header}
    check_names(sorted(fields - {"id"}))
    if not {"text", "html"} & fields:
        raise InputError("There is no column 'text' (or 'html'); --map text=COLUMN names another one.")
    if len(set(header)) < len(header):
        raise InputError("A column is named twice.")


def _item(header: list[str], row: list[str], where: str, names: FieldNames) -> Item:
    if len(row) > len(header):
        return Item(None, reason=f"{where} has {len(row)} columns, the header {len(header)}.")
    raw: dict[str, Any] = {column: value for column, value in zip(header, row, strict=False) if value}
    column = next((column for column in raw if names.fields.get(column, column) == "metadata"), None)
    if column:
        try:
            raw[column] = parse_json(raw[column].encode())
        except ValueError:
            return Item(raw.get("id"), reason=f"{where}: 'metadata' must be a JSON object.")
    return item_of(raw, where)
