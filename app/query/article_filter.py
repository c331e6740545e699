"""Which articles: by the sender's own ids, the outlet and the day of publication."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.domain.text_folding import name_key
from app.errors import ContradictionError, FilterError
from app.query.parameters import values
from app.query.parameters.hints import hint
from app.storage.tables import ArticleRow, FailureRow

NAMES = ("external_id", "url", "source", "published_from", "published_to")


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Conditions that an article must all meet; an empty filter matches every article."""

    external_id: str | None = None
    url: str | None = None
    source: str | None = None
    published_from: str | None = None
    published_to: str | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """The conditions on stored articles. Raises ``FilterError`` for a day that is not one."""
        if self.external_id is not None:
            yield ArticleRow.external_id == self.external_id
        if self.url is not None:
            yield ArticleRow.url == self.url
        if self.source is not None:
            yield ArticleRow.source_key == name_key(self.source)
        if self.published_from is not None:
            start, _ = values.start_of_time("published_from", self.published_from)
            yield ArticleRow.reported_at >= _utc(start)
        if self.published_to is not None:
            _, end = values.end_of_time("published_to", self.published_to)
            yield ArticleRow.reported_at < _utc(end)

    def failed(self) -> Iterator[ColumnElement[bool]]:
        """The conditions on articles that are kept as failed.

        Raises ``ContradictionError`` for the day of publication, by which these are not found.
        """
        if self.published_from is not None or self.published_to is not None:
            name = "published_from" if self.published_from is not None else "published_to"
            raise ContradictionError(f"{name} does not find failed articles; leave it out.", field=name)
        if self.external_id is not None:
            yield FailureRow.external_id == self.external_id
        if self.url is not None:
            yield FailureRow.url == self.url
        if self.source is not None:
            yield func.lower(FailureRow.source) == self.source.lower()


def parse_article_filter(params: Sequence[tuple[str, str]]) -> ArticleFilter:
    """The filter of ``name=value`` pairs. Raises ``FilterError`` for an unknown name or one that comes twice."""
    found: dict[str, Any] = {}
    for name, value in params:
        if name not in NAMES:
            raise FilterError(f"There is no parameter {name!r} here{hint('parameter', name, NAMES)}", field=name)
        if name in found:
            raise FilterError(f"{name!r} may be given only once.", field=name)
        found[name] = value
    return ArticleFilter(**found)


def outdated(session: Session, event_filter: ArticleFilter, pipeline: str) -> Iterator[str]:
    """The ids of the stored articles that another pipeline has read, the oldest first."""
    query = select(ArticleRow.id).where(ArticleRow.pipeline != pipeline, *event_filter.conditions())
    yield from session.scalars(query.order_by(ArticleRow.seq).execution_options(yield_per=1000))


def failed_ids(session: Session, event_filter: ArticleFilter) -> Iterator[str]:
    """The ids of the articles that are kept as failed, the oldest first."""
    yield from session.scalars(select(FailureRow.id).where(*event_filter.failed()).order_by(FailureRow.seq))


def _utc(moment: dt.datetime | None) -> dt.datetime | None:
    if moment is None or moment.tzinfo is None:
        return moment.replace(tzinfo=dt.UTC) if moment else None
    return moment.astimezone(dt.UTC)
