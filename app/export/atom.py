"""Events as an Atom feed (RFC 4287) with the points of GeoRSS Simple, for feed readers and map programs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from app.domain.found import FoundEvent
from app.domain.geo import main_point
from app.export.geojson import ATTRIBUTION

MEDIA_TYPE = "application/atom+xml"
_UNWRITABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML 1.0
_NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def feed(found: Iterable[FoundEvent], own_url: str, event_url: str) -> bytes:
    """Return a feed of events in their order.

    Parameters
    ----------
    own_url
        Address of the feed.
    event_url
        Beginning of the addresses of events, before their id.
    """
    items = list(found)
    updated = max((item.updated_at or _NEVER for item in items), default=_NEVER)
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:georss="http://www.georss.org/georss">\n'
        f"<id>{_text(own_url)}</id>\n<title>Dateline events</title>\n<updated>{_moment(updated)}</updated>\n"
        f"<link rel={quoteattr('self')} href={_attribute(own_url)}/>\n<rights>{_text(ATTRIBUTION)}</rights>\n"
        "<author><name>Dateline</name></author>\n",
        *(_entry(item, event_url) for item in items),
        "</feed>\n",
    ]
    return "".join(parts).encode()


def _entry(found: FoundEvent, event_url: str) -> str:
    event, point = found.event, main_point(found.event)
    lines = [
        f"<id>urn:uuid:{event.id}</id>",
        f"<title>{_text(event.summary)}</title>",
        f"<updated>{_moment(found.updated_at or _NEVER)}</updated>",
        f'<link rel="alternate" type="application/json" href={_attribute(event_url + event.id)}/>',
        f"<category term={_attribute(event.type)}/>",
        f"<summary>{_text(event.sentence.text)}</summary>",
    ]
    if event.subtype:
        lines.append(f"<category term={_attribute(event.subtype)}/>")
    if found.url:
        lines.append(f'<link rel="via" href={_attribute(found.url)}/>')
    if found.source:
        lines.append(f"<source><title>{_text(found.source)}</title></source>")
    if point:
        lines.append(f"<georss:point>{point[0]} {point[1]}</georss:point>")
    return "<entry>\n" + "\n".join(lines) + "\n</entry>\n"


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(text: str) -> str:
    return escape(_UNWRITABLE.sub("", text))


def _attribute(text: str) -> str:
    return quoteattr(_UNWRITABLE.sub("", text))
