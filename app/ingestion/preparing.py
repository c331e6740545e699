"""From what a client sends to an ``Article``: checked field by field, cleaned, in a language that is read."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from rapidfuzz import process

from app.domain.article import Article
from app.errors import InputError, TextTooLongError
from app.ingestion.cleaning import clean_line, clean_text
from app.ingestion.html import Page, read_page
from app.ingestion.language import settle_language
from app.settings import Settings

#: Fields of one line and their longest length, in code points.
LINES = {"title": 2_000, "url": 4_000, "source": 300, "external_id": 300, "language": 40, "published_at": 40}
FIELDS = ("text", "html", *LINES, "metadata")
MAX_METADATA = 100_000


def prepare_article(raw: Mapping[str, Any], settings: Settings | None = None) -> Article:
    """The article of one JSON object as the contract has it (``id`` is taken for ``external_id``).

    Raises ``InputError`` naming the field that is wrong, ``TextTooLongError`` or ``UnsupportedLanguageError``.
    """
    settings = settings or Settings()
    fields = dict(raw)
    if "id" in fields:
        fields.setdefault("external_id", fields.pop("id"))
    _known(fields)
    lines = {name: _line(fields, name, longest) for name, longest in LINES.items()}
    given, page = _text(fields, settings)
    text = clean_text(given)
    if not text:
        raise InputError("The text is empty: send at least one word in 'text'.", field="text")
    title = lines["title"] or _from_page(page, "title", LINES["title"])
    article = Article(
        text=text,
        title=title,
        published_at=published(lines["published_at"] or _from_page(page, "date", LINES["published_at"])),
        source=lines["source"] or _from_page(page, "outlet", LINES["source"]),
        url=lines["url"] or _from_page(page, "url", LINES["url"]),
        external_id=lines["external_id"],
        language=settle_language(f"{title or ''}\n{text}", lines["language"]),
        metadata=_metadata(fields.get("metadata")),
    )
    _bounded(article.stored_text, settings)
    return article


def published(iso: str | None) -> str | None:
    """A publication date as ISO 8601. Raises ``InputError`` when it is none or lies outside the calendar."""
    if not iso:
        return None
    try:
        moment = dt.datetime.fromisoformat(iso)
        (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise InputError(
            f"{iso!r} is no ISO 8601 date; send one such as 2024-02-03 or 2024-02-03T18:00:00Z.",
            field="published_at",
        ) from None
    if iso.startswith(moment.date().isoformat()):
        return iso
    return moment.isoformat() if "T" in iso or " " in iso else moment.date().isoformat()


def _known(fields: Mapping[str, Any]) -> None:
    for name in fields:
        if name not in FIELDS:
            nearest = process.extractOne(str(name), FIELDS)[0]
            raise InputError(f"{str(name)!r} is no field of an article; did you mean {nearest!r}?", field=str(name))


def _text(fields: Mapping[str, Any], settings: Settings) -> tuple[str, Page | None]:
    text, html = (_string(fields, name) for name in ("text", "html"))
    if text is not None and html is not None:
        raise InputError("Send 'text' or 'html', not both.", field="html")
    if text is not None:
        _bounded(text, settings)
        return text, None
    if html is None:
        raise InputError("Send the article in 'text', or a whole page in 'html'.", field="text")
    if len(html) > settings.max_body_bytes:
        raise TextTooLongError(f"The page has {len(html)} characters; send its text instead.", field="html")
    page = read_page(html)
    _bounded(page.text, settings)
    return page.text, page


def _bounded(text: str, settings: Settings) -> None:
    if len(text) > settings.max_text_length:
        raise TextTooLongError(
            f"The text has {len(text)} characters with its title; at most {settings.max_text_length} are read "
            "(setting DATELINE_MAX_TEXT_LENGTH). Send a shorter text.",
            field="text",
        )


def _string(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise InputError(f"{name!r} must be a string.", field=name)
    return value


def _line(fields: Mapping[str, Any], name: str, longest: int) -> str | None:
    value = fields.get(name)
    if name == "external_id" and isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < 10**18 else None
    if value is not None and not isinstance(value, str):
        raise InputError(f"{name!r} must be a string.", field=name)
    if value is not None and len(value) > longest:
        raise InputError(f"{name!r} has {len(value)} characters; at most {longest} are kept.", field=name)
    return clean_line(value) or None if value else None


def _from_page(page: Page | None, name: str, longest: int) -> str | None:
    value = getattr(page, name) if page else None
    return clean_line(value)[:longest] or None if value else None


def _metadata(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise InputError("'metadata' must be a JSON object.", field="metadata")
    try:
        written = json.dumps(dict(value), allow_nan=False, ensure_ascii=False).encode()
    except (TypeError, ValueError, RecursionError):
        raise InputError("'metadata' is no JSON that can be kept.", field="metadata") from None
    if len(written) > MAX_METADATA:
        raise InputError(f"'metadata' takes {len(written)} bytes; at most {MAX_METADATA}.", field="metadata")
    return json.loads(written)  # type: ignore[no-any-return]
