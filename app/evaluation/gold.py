"""Gold files: one article a line, with the events that are right and those that are wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from app.domain.article import Article
from app.domain.event import Event
from app.errors import InputError

_EVENTS = TypeAdapter(tuple[Event, ...])
_ARTICLE = ("title", "text", "published_at", "source", "url", "language")


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One article of a gold file; ``complete`` when every event of it is listed."""

    id: str
    fields: Mapping[str, Any]
    complete: bool
    events: tuple[Event, ...]
    rejected: tuple[Event, ...]


def read_gold(file: Path) -> Iterator[GoldArticle]:
    """The articles of a file. Raises ``InputError`` that names the line and what is wrong with it."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file} cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _article(line, f"{file}, line {number}")


def _article(line: str, where: str) -> GoldArticle:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InputError(f"{where} is not JSON: {error}") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise InputError(f"{where} has no 'text'; expected a line of dateline corrections export.")
    fields = {name: row[name] for name in _ARTICLE if row.get(name) is not None}
    stored = Article(text=row["text"], title=row.get("title")).stored_text
    try:
        events, rejected = (_EVENTS.validate_python(row.get(name, ())) for name in ("events", "rejected"))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise InputError(f"{where}: {place}: {first['msg']}.") from None
    for event in (*events, *rejected):
        if stored[event.trigger.start : event.trigger.end] != event.trigger.text:
            raise InputError(f"{where}: the trigger {event.trigger.text!r} is not where its span says.")
    return GoldArticle(str(row.get("id", "")), fields, bool(row.get("complete")), events, rejected)
