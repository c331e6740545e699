"""Lists of addresses: each is an article whose page is fetched, if the settings allow it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import IO

from app.ingestion.items import Item
from app.ingestion.json_files import lines_of, longest_line
from app.ingestion.options import InputOptions

_ADDRESS = re.compile(rb"https?://\S+", re.IGNORECASE)
_BLANKS = b"\xef\xbb\xbf \t\r\n"


def address_list(file: IO[bytes], _name: str, options: InputOptions) -> Iterator[Item]:
    """One address a line; blank lines and those that begin with ``#`` are passed over."""
    return address_items(lines_of(file, longest_line(options.settings)))


def address_items(lines: Iterable[bytes | object]) -> Iterator[Item]:
    """One item for each address."""
    for number, line in enumerate(lines, start=1):
        where = f"Line {number}"
        written = line.strip(_BLANKS) if isinstance(line, bytes) else b" "
        if not written or written.startswith(b"#"):
            continue
        if _ADDRESS.fullmatch(written):
            url = written.decode("utf-8", "replace")
            yield Item(url, {"url": url}, where=where)
        else:
            yield Item(None, reason=f"{where} is not an address such as https://example.org/news.")


def is_address_list(head: list[bytes]) -> bool:
    """Whether the first lines of a text are addresses and nothing else."""
    written = [line for line in (each.strip(_BLANKS) for each in head) if line]
    return bool(written) and all(map(_ADDRESS.fullmatch, written))
