"""What is there to read? Files and standard input as a stream of articles.

A bad one becomes an item with a reason. Nothing here holds more than one article: a JSON line longer than the
limit is skipped unread, and a text file is read no further than an article may be long.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from app.cli.fields import article_of
from app.domain.article import Article
from app.errors import InputError
from app.settings import Settings

JSON_LINES = frozenset({".jsonl", ".ndjson"})
#: How far into a stream the first JSON object is looked for before it is taken for plain text.
SNIFF_BYTES = 65_536
#: Most bytes of one code point in JSON: an escaped surrogate pair.
ESCAPED = 12
_CHUNK = 1 << 20
_TOO_LONG = object()


@dataclass(frozen=True, slots=True)
class Item:
    """One article to read, or the ``reason`` why it cannot be read. ``id`` is copied to the answer."""

    id: str | int | float | None
    article: Article | None = None
    reason: str | None = None
    #: False when not even the file could be opened.
    opened: bool = True


def items(names: list[str], settings: Settings, published_at: str | None = None) -> Iterator[Item]:
    """Every article of the named files in order (``-`` is standard input).

    ``published_at`` is that of articles without one.
    """
    for name in names:
        for item in _items_of(name, settings):
            if published_at and item.article and not item.article.published_at:
                yield replace(item, article=replace(item.article, published_at=published_at))
            else:
                yield item


def _items_of(name: str, settings: Settings) -> Iterator[Item]:
    if name == "-":
        yield from _stream(sys.stdin.buffer, name, settings)
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115 (closed below; the error here is a line of the answer)
    except OSError as error:
        yield Item(name, reason=f"Cannot open {name}: {error.strerror or error}", opened=False)
        return
    with file:
        try:
            yield from _stream(file, name, settings)
        except OSError as error:
            yield Item(name, reason=f"Cannot read {name}: {error.strerror or error}", opened=False)


def _stream(file: IO[bytes], name: str, settings: Settings) -> Iterator[Item]:
    longest = max(settings.max_body_bytes, ESCAPED * settings.max_text_length)
    if Path(name).suffix.lower() in JSON_LINES:
        yield from json_lines(_lines(file, longest))
        return
    head = list(_head(file))
    if any(line.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") for line in head):
        yield from json_lines(_joined(head, file, longest))
    else:
        yield text_item(name, b"".join(head), file, settings.max_text_length)


def _head(file: IO[bytes]) -> Iterator[bytes]:
    """The first lines, up to and with the first that begins like a JSON object (or ``SNIFF_BYTES``)."""
    seen = 0
    while seen < SNIFF_BYTES and (line := file.readline(SNIFF_BYTES)):
        seen += len(line)
        yield line
        if line.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            return


def _joined(head: list[bytes], file: IO[bytes], longest: int) -> Iterator[bytes | object]:
    """The lines of ``head`` and of the rest; the last line of ``head`` may be cut off."""
    *whole, last = head
    yield from whole
    if last.endswith(b"\n"):
        yield last
        yield from _lines(file, longest)
    else:
        rest = _lines(file, longest - len(last))
        first = next(rest, b"")
        yield last + first if isinstance(first, bytes) else first
        yield from rest


def _lines(file: IO[bytes], longest: int) -> Iterator[bytes | object]:
    """Lines; ``_TOO_LONG`` for one with more than ``longest`` bytes, which is skipped without being kept."""
    while line := file.readline(longest):
        if len(line) < longest or line.endswith(b"\n"):
            yield line
            continue
        while (rest := file.readline(_CHUNK)) and not rest.endswith(b"\n"):
            pass
        yield _TOO_LONG


def text_item(name: str, head: bytes, file: IO[bytes], longest: int) -> Item:
    """The whole of a plain text file as one article, its id the file's name."""
    # four bytes are the most that UTF-8 needs for a code point; one more shows that there is more
    raw = head + file.read(max(0, 4 * longest + 4 - len(head)))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.start < 4 * longest:
            return Item(name, reason=f"{name} is not UTF-8 text (byte {error.start}).")
        text = raw[: error.start].decode("utf-8-sig", "ignore")
    return Item(name, article=Article(text=text))


def json_lines(lines: Iterator[bytes | object]) -> Iterator[Item]:
    """One item for each line that is not blank."""
    for number, line in enumerate(lines, start=1):
        if not isinstance(line, bytes):
            yield Item(None, reason=f"Line {number} is longer than an article may be.")
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield json_item(number, line)


def json_item(number: int, line: bytes) -> Item:
    """One JSON line as an item; reasons name the line."""
    try:
        value = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse_constant, parse_float=_finite)
    except UnicodeDecodeError as error:
        return Item(None, reason=f"Line {number} is not UTF-8 (byte {error.start}).")
    except RecursionError:
        return Item(None, reason=f"Line {number} is JSON nested too deeply.")
    except ValueError as error:
        return Item(None, reason=f"Line {number} is not JSON: {error}.")
    if not isinstance(value, Mapping):
        return Item(None, reason=f"Line {number} is not a JSON object.")
    item_id = value.get("id")
    if not isinstance(item_id, str | int | float | None):
        return Item(None, reason=f"Line {number}: 'id' must be a string or a number.")
    try:
        return Item(item_id, article=article_of(value))
    except InputError as error:
        return Item(item_id, reason=f"Line {number}: {error}")


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not allowed")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"{digits[:20]} is too large a number")
    return number
