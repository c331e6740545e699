"""The one way in: from what a client sends to an ``Article``, checked field by field and cleaned.

The command line, the API and every loader call ``prepare``, so that the same JSON object is the same article, with
the same id and the same stored text, by whatever way it comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pydantic_core

from app.domain.article import Article
from app.errors import InputError, TextTooLongError
from app.ingestion.cleaning import clean_line, clean_text
from app.ingestion.fields import LINES, check_names, line, metadata, publication_date, string
from app.ingestion.html import Page, read_page
from app.ingestion.language import settle_language
from app.settings import Settings

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def parse_json(raw: bytes) -> Any:
    """A JSON value. Raises ``ValueError`` with the position of the mistake.

    Pydantic's reader bounds nesting and refuses invalid UTF-8, lone surrogates and ``NaN``, where Python's ``json``
    would pass them on or overflow the stack.
    """
    return pydantic_core.from_json(raw.removeprefix(_BYTE_ORDER_MARK), allow_inf_nan=False)


def prepare(raw: Mapping[str, Any], settings: Settings, published_at: str | None = None) -> Article:
    """The article of one JSON object, its fields those of the API (``id`` is taken for ``external_id``).

    ``published_at`` is the day of an article that gives none. Raises ``InputError`` naming the field that is wrong,
    ``TextTooLongError`` or ``UnsupportedLanguageError``.
    """
    fields = dict(raw)
    if "id" in fields:
        fields.setdefault("external_id", fields.pop("id"))
    check_names(fields)
    lines = {name: line(fields, name) for name in LINES}
    given, page = _text(fields, settings)
    text = clean_text(given)
    if not text.strip():
        raise InputError("The text is empty: send at least one word in 'text'.", field="text")
    title = lines["title"] or _from_page(page, "title", LINES["title"])
    day = publication_date(lines["published_at"] or _from_page(page, "date", LINES["published_at"]))
    article = Article(
        text=text,
        title=title,
        published_at=day or published_at,
        source=lines["source"] or _from_page(page, "outlet", LINES["source"]),
        url=lines["url"] or _from_page(page, "url", LINES["url"]),
        external_id=lines["external_id"],
        language=settle_language(f"{title or ''}\n{text}", lines["language"]),
        metadata=metadata(fields.get("metadata")),
    )
    _bounded(article.stored_text, settings)
    return article


def sent_text(raw: Mapping[str, Any]) -> str | None:
    """The stored text that a client expects of what it sent: title, blank line, text; None for a page of HTML."""
    title, text = raw.get("title"), raw.get("text")
    if not isinstance(text, str):
        return None
    return f"{title}\n\n{text}" if title else text


def _text(fields: Mapping[str, Any], settings: Settings) -> tuple[str, Page | None]:
    text, html = string(fields, "text"), string(fields, "html")
    if text is not None and html is not None:
        raise InputError("Send 'text' or 'html', not both.", field="html")
    if text is not None:
        _bounded(text, settings)
        return text, None
    if html is None and fields.get("url"):
        raise InputError(
            "Send the article in 'text', or a whole page in 'html'. From its address alone it is fetched only in "
            "batches and commands, and only where DATELINE_FETCH_URLS is true.",
            field="text",
        )
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


def _from_page(page: Page | None, name: str, longest: int) -> str | None:
    value = getattr(page, name) if page else None
    return clean_line(value)[:longest] or None if value else None
