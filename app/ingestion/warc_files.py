"""Web archives (WARC, as Common Crawl News publishes them): each HTML page that was fetched is one article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from app.ingestion.html import decode_page
from app.ingestion.items import Item
from app.ingestion.options import InputOptions

_PAGES = ("text/html", "application/xhtml+xml")
_OK = "200"


def warc_items(file: IO[bytes], name: str, options: InputOptions) -> Iterator[Item]:
    """The pages of an archive in order; requests, pictures, redirects and error pages are passed over.

    The address becomes ``url``; when it was fetched is kept in ``metadata``, for it is not the day of publication.
    """
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - only where archives are read
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415

    number = 0
    try:
        for record in ArchiveIterator(file):
            number += 1
            if _is_page(record):
                yield _item(record, f"{name}, record {number}", 4 * options.settings.max_body_bytes)
    except ArchiveLoadFailed as error:
        reason = f"{name} is not a WARC file, or is damaged after record {number}: {error}"
        yield Item(name, reason=reason, opened=number > 0)


def _is_page(record: Any) -> bool:
    headers = record.http_headers
    if record.rec_type != "response" or headers is None or headers.get_statuscode() != _OK:
        return False
    return (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower() in _PAGES


def _item(record: Any, where: str, longest: int) -> Item:
    url = record.rec_headers.get_header("WARC-Target-URI")
    try:
        content = record.content_stream().read(longest)
    except Exception as error:  # whatever a server sent and called compressed
        return Item(url, reason=f"{where} cannot be unpacked: {type(error).__name__}.")
    raw: dict[str, Any] = {"html": decode_page(content, record.http_headers.get_header("Content-Type"))}
    if url:
        raw["url"] = url
    if fetched := record.rec_headers.get_header("WARC-Date"):
        raw["metadata"] = {"fetched_at": fetched}
    return Item(url, raw, where=where)
