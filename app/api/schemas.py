"""What the answers look like: the domain's dataclasses, and the few shapes that only HTTP has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from app.domain.event import Extraction
from app.domain.place import Place
from app.export.event_json import EventOut
from app.ontology import EventType
from app.ontology.schema import Codes, Role
from app.query.articles import ArticleLine
from app.storage.mapping import StoredArticle

_EXTRACTION_FIELDS = tuple(f.name for f in fields(Extraction))


@dataclass(frozen=True, slots=True)
class EventPage:
    """A page of events in the order asked for; ``next_cursor`` is null on the last page."""

    events: tuple[EventOut, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleOut(Extraction):
    """A stored article with all that was read in it. Spans count in the title, a blank line and the text."""

    title: str | None
    text: str
    source: str | None
    url: str | None
    external_id: str | None
    published_at: str | None
    language: str | None
    created_at: dt.datetime
    metadata: Mapping[str, Any] = field(default_factory=dict)


def article_out(stored: StoredArticle) -> ArticleOut:
    """A stored article as it is answered."""
    article = stored.article
    return ArticleOut(
        **{name: getattr(stored.extraction, name) for name in _EXTRACTION_FIELDS},
        title=article.title,
        text=article.text,
        source=article.source,
        url=article.url,
        external_id=article.external_id,
        published_at=article.published_at,
        language=article.language,
        created_at=stored.created_at,
        metadata=article.metadata,
    )


@dataclass(frozen=True, slots=True)
class ArticleList:
    """A page of articles without their text, the one stored last first."""

    articles: tuple[ArticleLine, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class SubTypeOut:
    """A narrower sense of an event type."""

    code: str
    label: str
    definition: str
    codes: Codes


@dataclass(frozen=True, slots=True)
class EventTypeOut:
    """One kind of event: what it is, what it is not, and the parts that somebody plays in it."""

    code: str
    label: str
    definition: str
    excludes: str
    codes: Codes
    roles: dict[str, Role]
    subtypes: tuple[SubTypeOut, ...]
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventTypes:
    """The ontology."""

    event_types: tuple[EventTypeOut, ...]


def event_type_out(event_type: EventType) -> EventTypeOut:
    """An event type without the words that tell it."""
    return EventTypeOut(
        code=event_type.code,
        label=event_type.label,
        definition=event_type.definition.strip(),
        excludes=event_type.excludes.strip(),
        codes=event_type.codes,
        roles=event_type.roles,
        subtypes=tuple(
            SubTypeOut(code, sub.label, sub.definition.strip(), sub.codes) for code, sub in event_type.subtypes.items()
        ),
        examples=tuple(e.text for e in event_type.examples if not e.none),
    )


@dataclass(frozen=True, slots=True)
class Places:
    """Places of the gazetteer, the likeliest first."""

    places: tuple[Place, ...]
    attribution: str


@dataclass(frozen=True, slots=True)
class Health:
    """``status`` is ``alive``, ``ready`` or ``not ready``; ``checks`` tells of each part what was found."""

    status: str
    checks: dict[str, str] = field(default_factory=dict)
