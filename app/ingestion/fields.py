"""The fields of an article as a client sends it: which there are, and how each is checked and cleaned."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

from rapidfuzz import process

from app.errors import InputError
from app.ingestion.cleaning import clean_line

#: Fields of one line and their longest length, in code points.
LINES = {"title": 2_000, "url": 4_000, "source": 300, "external_id": 300, "language": 40, "published_at": 40}
FIELDS = ("text", "html", *LINES, "metadata")
MAX_METADATA = 100_000
#: What other programs call our fields; spelling alone would lead from ``date`` to ``metadata``.
OTHER_NAMES = {
    "text": ("body", "content", "article", "article_text", "fulltext", "full_text", "maintext", "story"),
    "html": ("page", "raw_html"),
    "title": ("headline", "heading"),
    "published_at": (
        *("date", "datetime", "day", "time", "timestamp", "published", "pubdate", "pub_date", "publication_date"),
        *("publish_date", "date_published", "date_publish", "created_at", "publishedat"),
    ),
    "source": ("outlet", "publisher", "publication", "site", "source_name", "domain"),
    "url": ("link", "uri", "href"),
    "language": ("lang", "locale"),
    "external_id": ("guid", "uuid", "article_id", "docid", "doc_id"),
    "metadata": ("meta", "extra", "attributes", "tags"),
}
_NAMED = {other: own for own, others in OTHER_NAMES.items() for other in others}
_LARGEST_ID = 10**18


def check_names(names: Iterable[Any]) -> None:
    """Raise ``InputError`` for the first name that is not a field of an article; the message gives the nearest."""
    for name in names:
        if name not in FIELDS:
            nearest = nearest_field(str(name))
            raise InputError(f"{str(name)!r} is not a field of an article; did you mean {nearest!r}?", field=str(name))


def nearest_field(name: str) -> str:
    """The field that an unknown name most likely stands for."""
    folded = name.strip().lower().replace("-", "_").replace(" ", "_")
    return _NAMED.get(folded) or process.extractOne(folded, FIELDS)[0]


def string(fields: Mapping[str, Any], name: str) -> str | None:
    """A field that is a string or missing."""
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise InputError(f"{name!r} must be a string.", field=name)
    return value


def line(fields: Mapping[str, Any], name: str) -> str | None:
    """A cleaned field of one line; None when it is missing or empty. A number is an ``external_id`` too."""
    value = fields.get(name)
    if name == "external_id":
        value = _id(value)
    if value is not None and not isinstance(value, str):
        raise InputError(f"{name!r} must be a string.", field=name)
    if value is not None and len(value) > LINES[name]:
        raise InputError(f"{name!r} has {len(value)} characters; at most {LINES[name]} are kept.", field=name)
    return clean_line(value) or None if value else None


def _id(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if math.isfinite(value) and abs(value) < _LARGEST_ID:
        return str(value)
    raise InputError("'external_id' is too large a number; send it as a string.", field="external_id")


def publication_date(iso: str | None) -> str | None:
    """A publication date as ISO 8601. Raises ``InputError`` when it is not one or lies outside the calendar."""
    if not iso:
        return None
    try:
        moment = dt.datetime.fromisoformat(iso)
        (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise InputError(
            f"'published_at' must be an ISO 8601 date or date-time such as 2024-02-03 or 2024-02-03T18:00:00Z, "
            f"not {iso!r}.",
            field="published_at",
        ) from None
    if iso.startswith(moment.date().isoformat()):
        return iso
    return moment.isoformat() if "T" in iso or " " in iso else moment.date().isoformat()


def metadata(value: Any) -> dict[str, Any]:
    """A JSON object that can be stored; empty when it is missing."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise InputError("'metadata' must be a JSON object.", field="metadata")
    try:
        written = json.dumps(dict(value), allow_nan=False, ensure_ascii=False).encode()
    except (TypeError, ValueError, RecursionError):
        raise InputError("'metadata' holds something that JSON cannot store.", field="metadata") from None
    if len(written) > MAX_METADATA:
        raise InputError(f"'metadata' takes {len(written)} bytes; at most {MAX_METADATA}.", field="metadata")
    return json.loads(written)  # type: ignore[no-any-return]
