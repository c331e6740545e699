"""Input files, folders and standard input as a stream of articles as they were sent.

A bad one becomes an item with a reason. Nothing here holds more than one article (of a JSON document, a bounded
file): a JSON line longer than the limit is skipped unread, a text file is read no further than an article may be long.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from app.ingestion.address_lists import address_items, address_list, is_address_list
from app.ingestion.feeds import feed_items
from app.ingestion.html import decode_page
from app.ingestion.items import Item
from app.ingestion.json_files import joined, json_document, json_lines, json_lines_of, longest_line
from app.ingestion.opening import COMPRESSED, DAMAGED, Meter, inner_suffix, open_input
from app.ingestion.options import InputOptions
from app.ingestion.tables import table_items
from app.ingestion.warc_files import warc_items

#: How far into a stream the first JSON object is looked for before it is taken for plain text.
SNIFF_BYTES = 65_536
_OBJECT = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*(?:"|$)')

Read = Callable[[IO[bytes], str, InputOptions], Iterator[Item]]


def items(names: list[str], options: InputOptions, meter: Meter | None = None) -> Iterator[Item]:
    """Every article of the named files and folders in order; ``-`` is standard input. ``meter`` counts what is read."""
    meter = meter or Meter()
    for item in _all_items(names, options, meter):
        yield item if item.raw is None else replace(item, raw=options.names.apply(item.raw))


def input_size(names: list[str]) -> int | None:
    """Bytes of all files that will be read; None when standard input is among them."""
    if "-" in names:
        return None
    files = [file for name in names for file in (_files(Path(name)) if Path(name).is_dir() else [Path(name)])]
    return sum(file.stat().st_size for file in files if file.is_file())


def _all_items(names: list[str], options: InputOptions, meter: Meter) -> Iterator[Item]:
    for name in names:
        if name == "-":
            yield from any_text(sys.stdin.buffer, name, options)
        elif Path(name).is_dir():
            yield from _folder(Path(name), options, meter)
        else:
            yield from _file(name, options, meter)


def _folder(folder: Path, options: InputOptions, meter: Meter) -> Iterator[Item]:
    """The articles of all files below a folder whose ending is known, in the order of their paths."""
    files = _files(folder)
    if not files:
        yield Item(str(folder), reason=f"The folder {folder} holds no file that can be read: {_ENDINGS}.", opened=False)
    for path in files:
        yield from _file(str(path), options, meter)


def _files(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.rglob("*") if inner_suffix(path.name) in KINDS and path.is_file())
    return [path for path in files if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def _file(name: str, options: InputOptions, meter: Meter) -> Iterator[Item]:
    suffix = inner_suffix(Path(name).name)
    read = KINDS.get(suffix) if suffix else any_text
    if read is None:
        reason = f"{name}: files ending in {suffix} are not read; those that are: {_ENDINGS}."
        yield Item(name, reason=reason, opened=False)
        return
    try:
        file = open_input(name, meter)
    except (OSError, ValueError) as error:
        yield Item(name, reason=f"Cannot open {name}: {getattr(error, 'strerror', None) or error}", opened=False)
        return
    with file:
        try:
            yield from read(file, name, options)
        except DAMAGED as error:
            yield Item(name, reason=f"Cannot read {name}: {getattr(error, 'strerror', None) or error}", opened=False)


def any_text(file: IO[bytes], name: str, options: InputOptions) -> Iterator[Item]:
    """JSON Lines when one of the first lines begins like a JSON object, a list of addresses, or one plain article."""
    head = list(_head(file))
    if any(map(_OBJECT.match, head)):
        yield from json_lines(joined(head, file, longest_line(options.settings)))
    elif is_address_list(head):
        yield from address_items(joined(head, file, longest_line(options.settings)))
    else:
        yield text_item(name, b"".join(head), file, options.settings.max_text_length)


def page(file: IO[bytes], name: str, options: InputOptions) -> Iterator[Item]:
    """A page of HTML as one article, its id the file's name."""
    yield Item(name, {"html": decode_page(file.read(4 * options.settings.max_body_bytes))})


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
    ".urls": address_list,
    **dict.fromkeys((".html", ".htm", ".xhtml"), page),
    **dict.fromkeys((".csv", ".tsv"), table_items),
    ".warc": warc_items,
    **dict.fromkeys((".rss", ".atom", ".xml"), feed_items),
}
_ENDINGS = f"{', '.join(KINDS)}, each also with {', '.join(COMPRESSED)}"
