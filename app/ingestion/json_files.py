"""Articles in JSON: JSON Lines, read line by line, and JSON documents, which must be held whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from app.ingestion.items import Item, item_of
from app.ingestion.options import InputOptions
from app.ingestion.preparation import parse_json
from app.settings import Settings

#: Most bytes of one code point in JSON: an escaped surrogate pair.
ESCAPED = 12
#: Largest JSON document; longer ones must come as JSON Lines.
MAX_DOCUMENT = 256_000_000
_CHUNK = 1 << 20
_TOO_LONG = object()
_BLANK = b"\xef\xbb\xbf \t\r\n"


def json_lines_of(file: IO[bytes], _name: str, options: InputOptions) -> Iterator[Item]:
    """One article a line."""
    return json_lines(lines_of(file, longest_line(options.settings)))


def json_document(file: IO[bytes], name: str, options: InputOptions) -> Iterator[Item]:
    """A JSON file: an article, an array of articles, or JSON Lines by another name."""
    longest = longest_line(options.settings)
    first = file.readline(longest)
    if _is_whole_object(first):
        yield from json_lines(joined([first], file, longest))
        return
    whole = first + file.read(MAX_DOCUMENT - len(first) + 1)
    if len(whole) > MAX_DOCUMENT:
        yield Item(name, reason=f"{name} is too large for one JSON document; write JSON Lines, one article a line.")
        return
    try:
        value = parse_json(whole)
    except ValueError as error:
        yield Item(name, reason=f"{name} is not JSON: {error}.")
        return
    if not isinstance(value, list):
        yield item_of(value, name)
        return
    for number, article in enumerate(value, start=1):
        yield item_of(article, f"{name}, article {number}")


def json_lines(lines: Iterator[bytes | object]) -> Iterator[Item]:
    """One item for each line that is not blank."""
    for number, line in enumerate(lines, start=1):
        if not isinstance(line, bytes):
            yield Item(None, reason=f"Line {number} is longer than an article may be.")
        elif line.strip(_BLANK):
            yield json_item(f"Line {number}", line)


def json_item(where: str, line: bytes) -> Item:
    """One JSON line as an item; ``where`` names the line."""
    try:
        value: Any = parse_json(line)
    except ValueError as error:
        return Item(None, reason=f"{where} is not JSON: {error}.")
    return item_of(value, where)


def joined(head: list[bytes], file: IO[bytes], longest: int) -> Iterator[bytes | object]:
    """The lines of ``head`` and of the rest; the last line of ``head`` may be cut off."""
    *whole, last = head
    yield from whole
    if last.endswith(b"\n"):
        yield last
        yield from lines_of(file, longest)
    else:
        rest = lines_of(file, longest - len(last))
        first = next(rest, b"")
        yield last + first if isinstance(first, bytes) else first
        yield from rest


def lines_of(file: IO[bytes], longest: int) -> Iterator[bytes | object]:
    """Lines; another object for one with more than ``longest`` bytes, which is skipped without being kept."""
    while line := file.readline(longest):
        if len(line) < longest or line.endswith(b"\n"):
            yield line
            continue
        while (rest := file.readline(_CHUNK)) and not rest.endswith(b"\n"):
            pass
        yield _TOO_LONG


def _is_whole_object(line: bytes) -> bool:
    try:
        return isinstance(parse_json(line), dict)
    except ValueError:
        return False


def longest_line(settings: Settings) -> int:
    """Bytes of the longest JSON line that can hold an article."""
    return max(settings.max_body_bytes, ESCAPED * settings.max_text_length)
