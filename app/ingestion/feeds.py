"""Feeds (RSS and Atom files): each entry is one article."""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import IO, Any

from app.ingestion.items import Item
from app.ingestion.json_files import MAX_DOCUMENT
from app.ingestion.options import InputOptions

_BLOCKS = frozenset(
    ("p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "table", "section")
)
_UNSEEN = frozenset(("script", "style"))
_BLANKS = re.compile(r"[ \t\r\f\v]*\n[ \t\r\f\v\n]*")


def feed_items(file: IO[bytes], name: str, _options: InputOptions) -> Iterator[Item]:
    """The entries of a feed: their text without mark-up, title, address, date and id; the feed's title is the outlet.

    An entry that has nothing but a title is that title.
    """
    import feedparser  # noqa: PLC0415 - only where feeds are read

    written = file.read(MAX_DOCUMENT + 1)
    if len(written) > MAX_DOCUMENT:
        yield Item(name, reason=f"{name} is too large for a feed.")
        return
    parsed = feedparser.parse(io.BytesIO(written))
    if not parsed.entries:
        yield Item(name, reason=f"{name} is not an RSS or Atom feed with entries.")
        return
    source = parsed.feed.get("title")
    for number, entry in enumerate(parsed.entries, start=1):
        raw = _article(entry, source)
        yield Item(raw.get("external_id") or raw.get("url"), raw, where=f"{name}, entry {number}")


def _article(entry: Any, source: str | None) -> dict[str, Any]:
    title = plain_text(entry.get("title") or "")
    contents = [part.get("value") or "" for part in entry.get("content", ())]
    text = max([plain_text(part) for part in (*contents, entry.get("summary") or "")], key=len)
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    fields = {
        "text": text or title,
        "title": title if text else None,
        "url": entry.get("link"),
        "external_id": entry.get("id"),
        "source": source,
        "published_at": datetime.fromtimestamp(timegm(moment), UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None,
    }
    return {name: value for name, value in fields.items() if value is not None}


def plain_text(html: str) -> str:
    """The text of a piece of HTML, a blank line between its blocks."""
    reader = _Text()
    reader.feed(html)
    reader.close()
    return _BLANKS.sub("\n\n", "".join(reader.parts)).strip()


class _Text(HTMLParser):
    """Collects what is read between the tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)
