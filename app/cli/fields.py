"""Is this JSON object an article? The checks of one input line, with a message that says what to change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from app.domain.article import Article
from app.errors import InputError

_TEXTS = ("title", "published_at", "source", "url", "external_id", "language")


def article_of(value: Mapping[str, Any]) -> Article:
    """The article of a JSON object. Raises ``InputError`` when a field is missing or of the wrong kind."""
    text = value.get("text")
    if text is None:
        raise InputError("'text' is missing.", field="text")
    if not isinstance(text, str):
        raise InputError("'text' must be a string.", field="text")
    for name in _TEXTS:
        if not isinstance(value.get(name), str | None):
            raise InputError(f"{name!r} must be a string.", field=name)
    metadata = value.get("metadata")
    if not isinstance(metadata, Mapping | None):
        raise InputError("'metadata' must be a JSON object.", field="metadata")
    check_date(value.get("published_at"))
    optional = {name: value.get(name) or None for name in _TEXTS}
    return Article(text=text, metadata=metadata or {}, **optional)


def check_date(published_at: str | None) -> None:
    """Raise ``InputError`` unless it is an ISO 8601 date or date-time, or nothing."""
    if not published_at:
        return
    try:
        dt.datetime.fromisoformat(published_at)
    except ValueError:
        raise InputError(
            f"'published_at' must be an ISO 8601 date or date-time such as 2024-02-03, not {published_at!r}.",
            field="published_at",
        ) from None
