"""Input files, folders and standard input as a stream of articles as they were sent.

A bad one becomes an item with a reason. Nothing here holds more than one article (of a JSON document, a bounded
file): a JSON line longer than the limit is skipped unread, a text file is read no further than an article may be long.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from app.ingestion.html import decode_page
from app.ingestion.items import Item
from app.ingestion.json_files import joined, json_document, json_lines, json_lines_of, longest_line
from app.ingestion.tables import table_items
from app.settings import Settings

#: How far into a stream the first JSON object is looked for before it is taken for plain text.
SNIFF_BYTES = 65_536
_OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*(?:"|$)')

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
        yield from json_lines(joined(head, file, longest_line(settings)))
    else:
        yield text_item(name, b"".join(head), file, settings.max_text_length)


def page(file: IO[bytes], name: str, settings: Settings) -> Iterator[Item]:
    """A page of HTML as one article, its id the file's name."""
    yield Item(name, {"html": decode_page(file.read(4 * settings.max_body_bytes))})


def _head(file: IO[bytes]) -> Iterator[bytes]:
    """The first lines, up to and with the first that begins like a JSON object (or ``SNIFF_BYTES``)."""
    seen = 0
    while seen < SNIFF_BYTES and (line := file.readline(SNIFF_BYTES)):
        seen += len(line)
        yield line
        if _OBJECT.match(line):
            return


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


KINDS: dict[str, Read] = {
    **dict.fromkeys((".txt", ".text", ".md"), any_text),
    **dict.fromkeys((".jsonl", ".ndjson"), json_lines_of),
    ".json": json_document,
    **dict.fromkeys((".html", ".htm", ".xhtml"), page),
    **dict.fromkeys((".csv", ".tsv"), table_items),
}
_ENDINGS = ", ".join(KINDS)
