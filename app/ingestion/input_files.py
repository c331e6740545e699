"""Input files, folders and standard input as a stream of articles as they were sent.

A bad one becomes an item with a reason. Nothing here holds more than one article (of a JSON document, a bounded
file): a JSON line longer than the limit is skipped unread, a text file is read no further than an article may be long.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from app.ingestion.html import decode_page
from app.ingestion.items import Item, item_of
from app.ingestion.preparation import parse_json
from app.ingestion.tables import table_items
from app.settings import Settings

#: How far into a stream the first JSON object is looked for before it is taken for plain text.
SNIFF_BYTES = 65_536
#: Most bytes of one code point in JSON: an escaped surrogate pair.
ESCAPED = 12
#: Largest JSON document; longer ones must come as JSON Lines, which are read line by line.
MAX_DOCUMENT = 256_000_000
_CHUNK = 1 << 20
_TOO_LONG = object()
_OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*(?:"|$)')
_BLANK = b"\xef\xbb\xbf \t\r\n"

Read = Callable[[IO[bytes], str, Settings], Iterator[Item]]


def items(names: list[str], settings: Settings) -> Iterator[Item]:
    """Every article of the named files and folders in order; ``-`` is standard input."""
    for name in names:
        if name == "-":
            yield from any_text(sys.stdin.buffer, name, settings)
        elif Path(name).is_dir():
            yield from _folder(Path(name), settings)
        else:
            yield from _file(name, settings)


def _folder(folder: Path, settings: Settings) -> Iterator[Item]:
    """The articles of all files below a folder whose ending is known, in the order of their paths."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in KINDS and path.is_file())
    files = [path for path in files if not any(part.startswith(".") for part in path.relative_to(folder).parts)]
    if not files:
        yield Item(str(folder), reason=f"The folder {folder} holds no file that can be read: {_ENDINGS}.", opened=False)
    for path in files:
        yield from _file(str(path), settings)


def _file(name: str, settings: Settings) -> Iterator[Item]:
    suffix = Path(name).suffix.lower()
    read = KINDS.get(suffix) if suffix else any_text
    if read is None:
        reason = f"{name}: files ending in {suffix} are not read; those that are: {_ENDINGS}."
        yield Item(name, reason=reason, opened=False)
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115 (closed below; the error here is a line of the answer)
    except (OSError, ValueError) as error:
        yield Item(name, reason=f"Cannot open {name}: {getattr(error, 'strerror', None) or error}", opened=False)
        return
    with file:
        try:
            yield from read(file, name, settings)
        except OSError as error:
            yield Item(name, reason=f"Cannot read {name}: {error.strerror or error}", opened=False)


def any_text(file: IO[bytes], name: str, settings: Settings) -> Iterator[Item]:
    """JSON Lines when one of the first lines begins like a JSON object, else one plain article."""
    head = list(_head(file))
    if any(map(_OBJECT.match, head)):
        yield from json_lines(_joined(head, file, _longest(settings)))
    else:
        yield text_item(name, b"".join(head), file, settings.max_text_length)


def json_lines_of(file: IO[bytes], _name: str, settings: Settings) -> Iterator[Item]:
    """One article a line."""
    return json_lines(_lines(file, _longest(settings)))


def json_document(file: IO[bytes], name: str, settings: Settings) -> Iterator[Item]:
    """A JSON file: an article, an array of articles, or JSON Lines by another name."""
    first = file.readline(_longest(settings))
    if _is_whole_object(first):
        yield from json_lines(_joined([first], file, _longest(settings)))
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


def page(file: IO[bytes], name: str, settings: Settings) -> Iterator[Item]:
    """A page of HTML as one article, its id the file's name."""
    yield Item(name, {"html": decode_page(file.read(4 * settings.max_body_bytes))})


def _is_whole_object(line: bytes) -> bool:
    try:
        return isinstance(parse_json(line), dict)
    except ValueError:
        return False


def _longest(settings: Settings) -> int:
    """Bytes of the longest JSON line that can hold an article."""
    return max(settings.max_body_bytes, ESCAPED * settings.max_text_length)


def _head(file: IO[bytes]) -> Iterator[bytes]:
    """The first lines, up to and with the first that begins like a JSON object (or ``SNIFF_BYTES``)."""
    seen = 0
    while seen < SNIFF_BYTES and (line := file.readline(SNIFF_BYTES)):
        seen += len(line)
        yield line
        if _OBJECT.match(line):
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
    return Item(name, {"text": text})


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


KINDS: dict[str, Read] = {
    **dict.fromkeys((".txt", ".text", ".md"), any_text),
    **dict.fromkeys((".jsonl", ".ndjson"), json_lines_of),
    ".json": json_document,
    **dict.fromkeys((".html", ".htm", ".xhtml"), page),
    **dict.fromkeys((".csv", ".tsv"), table_items),
}
_ENDINGS = ", ".join(KINDS)
