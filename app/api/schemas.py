"""Schemas of responses: the domain's dataclasses and the few shapes that only HTTP has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from app.domain.documentation import doc
from app.domain.event import Extraction
from app.domain.place import Place
from app.export.event_json import EventOut
from app.ontology import EventType
from app.ontology.schema import Codes, Role
from app.query.articles import ArticleLine
from app.storage.failures import StoredFailure
from app.storage.mapping import StoredArticle

NEXT_CURSOR = "Send it as `cursor` for the next page; null on the last page."


@dataclass(frozen=True, slots=True)
class EventPage:
    """A page of events."""

    events: tuple[EventOut, ...] = field(metadata=doc("The events, in the requested order."))
    next_cursor: str | None = field(metadata=doc(NEXT_CURSOR))


@dataclass(frozen=True, kw_only=True)  # no slots, so that it can be a second base
class ArticleFields:
    """What is kept of an article as it was sent."""

    title: str | None = field(metadata=doc("Headline."))
    text: str = field(metadata=doc("Cleaned text, without the title."))
    source: str | None = field(metadata=doc("Name of the outlet."))
    url: str | None = field(metadata=doc("Address of the article."))
    external_id: str | None = field(metadata=doc("The sender's own id."))
    published_at: str | None = field(metadata=doc("ISO 8601 date or date-time of publication."))
    language: str | None = field(metadata=doc("Language as a BCP 47 tag."))
    metadata: Mapping[str, Any] = field(
        default_factory=dict, metadata=doc("The JSON object that was sent with the article.")
    )


@dataclass(frozen=True, kw_only=True)
class ArticleOut(ArticleFields, Extraction):
    """A stored article with its extraction. Spans count code points in the title, a blank line and the text."""

    created_at: dt.datetime = field(metadata=doc("When the article was stored (UTC)."))
    same_url: tuple[str, ...] = field(
        default=(), metadata=doc("UUIDs of other stored articles with the same address, such as an earlier text of it.")
    )


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Which article could not be read, and why."""

    id: str = field(metadata=doc("UUID of the article, made from its content."))
    status: Literal["failed"] = field(metadata=doc("State of the article."))
    reason: str = field(metadata=doc("Why it could not be read."))
    pipeline: str = field(metadata=doc("Version and model of the pipeline that could not read it."))
    failed_at: dt.datetime = field(metadata=doc("When it was last tried (UTC)."))


@dataclass(frozen=True, kw_only=True)
class FailedArticle(ArticleFields, Failure):
    """An article that could not be read. It is read again when it is sent again, or by its `reread`."""


def article_out(stored: StoredArticle, same_url: Sequence[str] = ()) -> ArticleOut:
    """Return a stored article as the API sends it."""
    extraction = _values(stored.extraction, Extraction)
    article = _values(stored.article, ArticleFields)
    return ArticleOut(**extraction, **article, created_at=stored.created_at, same_url=tuple(same_url))


def stored_out(stored: StoredArticle | StoredFailure, same_url: Sequence[str] = ()) -> ArticleOut | FailedArticle:
    """Return what is kept of an article as the API sends it; ``same_url`` are other articles with its address."""
    if isinstance(stored, StoredArticle):
        return article_out(stored, same_url)
    article = _values(stored.article, ArticleFields)
    return FailedArticle(
        id=stored.id,
        status="failed",
        reason=stored.reason,
        pipeline=stored.pipeline,
        failed_at=stored.failed_at,
        **article,
    )


def _values(source: object, schema: type[Any]) -> dict[str, Any]:
    """The values of a schema's fields, without copying what is inside them."""
    return {f.name: getattr(source, f.name) for f in fields(schema)}


@dataclass(frozen=True, slots=True)
class ArticleList:
    """A page of articles without their text."""

    articles: tuple[ArticleLine, ...] = field(metadata=doc("The articles, last stored first."))
    next_cursor: str | None = field(metadata=doc(NEXT_CURSOR))


@dataclass(frozen=True, slots=True)
class SubTypeOut:
    """A narrower kind of an event type."""

    code: str = field(metadata=doc("Code of the sub-type, as in `subtype` of an event."))
    label: str = field(metadata=doc("Name for people."))
    definition: str = field(metadata=doc("What belongs to the sub-type."))
    codes: Codes = field(metadata=doc("Codes in other vocabularies."))
    aliases: tuple[str, ...] = field(default=(), metadata=doc("Further names of it that `type=` accepts."))
    contexts: tuple[str, ...] = field(default=(), metadata=doc("PLOVER's contexts that all its events have."))


@dataclass(frozen=True, slots=True)
class EventTypeOut:
    """One event type of the ontology."""

    code: str = field(metadata=doc("Code of the type, as in `type` of an event."))
    label: str = field(metadata=doc("Name for people."))
    definition: str = field(metadata=doc("What belongs to the type."))
    excludes: str = field(metadata=doc("What does not belong to it."))
    codes: Codes = field(metadata=doc("Codes in other vocabularies, where the sub-type has none of its own."))
    roles: dict[str, Role] = field(metadata=doc("The roles of participants, by their code."))
    subtypes: tuple[SubTypeOut, ...] = field(metadata=doc("Narrower kinds."))
    examples: tuple[str, ...] = field(metadata=doc("Sentences that report such an event."))
    group: str | None = field(default=None, metadata=doc("Its group, for `type=` and `group_by=group`."))
    aliases: tuple[str, ...] = field(default=(), metadata=doc("Further names of it that `type=` accepts."))
    contexts: tuple[str, ...] = field(default=(), metadata=doc("PLOVER's contexts that all its events have."))
    version: int = field(default=1, metadata=doc("Its version, which events have as `type_version`."))


@dataclass(frozen=True, slots=True)
class EventTypes:
    """The ontology."""

    event_types: tuple[EventTypeOut, ...] = field(metadata=doc("Every event type."))


def event_type_out(event_type: EventType) -> EventTypeOut:
    """Return an event type without its triggers."""
    return EventTypeOut(
        code=event_type.code,
        label=event_type.label,
        definition=event_type.definition.strip(),
        excludes=event_type.excludes.strip(),
        codes=event_type.codes,
        roles=event_type.roles,
        subtypes=tuple(
            SubTypeOut(code, sub.label, sub.definition.strip(), sub.codes, sub.aliases, event_type.contexts_of(code))
            for code, sub in event_type.subtypes.items()
        ),
        examples=tuple(e.text for e in event_type.examples if not e.none),
        group=event_type.group,
        aliases=event_type.aliases,
        contexts=event_type.contexts,
        version=event_type.version,
    )


@dataclass(frozen=True, slots=True)
class Places:
    """Places of the gazetteer."""

    places: tuple[Place, ...] = field(metadata=doc("The places, most likely first."))
    attribution: str = field(metadata=doc("Credit that must be shown with the place data."))


@dataclass(frozen=True, slots=True)
class Health:
    """State of the server."""

    status: str = field(metadata=doc("`alive`, `ready` or `not ready`."))
    checks: dict[str, str] = field(default_factory=dict, metadata=doc("Result of the check of each part."))
    details: dict[str, str | int] | None = field(
        default=None, metadata=doc("For programs on the server's machine and for admin keys: addresses and figures.")
    )
