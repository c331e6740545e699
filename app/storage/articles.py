"""Articles kept with their events: save, find, replace, remove. Nothing here commits; the caller does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session

from app.domain.article import Article
from app.domain.event import Event, Extraction
from app.storage import corrections
from app.storage.changes import forget_deleted, new_change, remember_deleted, remember_deleted_events
from app.storage.dialects import merge_words
from app.storage.dialects.lists import in_list
from app.storage.events import add_events
from app.storage.failures import forget_failure
from app.storage.inserting import insert_unless_known
from app.storage.locations import forget_pins, keep_pins, pins_of
from app.storage.mapping import StoredArticle, article_row, stored_article, write_event
from app.storage.sql import fetch_rows
from app.storage.tables import ArticleRow, DocumentRow, EventRow


def find(session: Session, article_id: str) -> StoredArticle | None:
    """The stored article of an id, with its events in the order of the text; None when there is none."""
    row = session.scalar(_by_id(article_id))
    return _read(session, row) if row else None


def save(session: Session, article: Article, extraction: Extraction) -> tuple[StoredArticle, bool]:
    """Keep an article and what was read in it; says whether it is new.

    A known article is given back as it is stored, unless it was read by another version of the pipeline: then
    its events are replaced in this transaction, and what people have corrected is laid over them. Two at once are no
    error: one saves, the other finds.
    """
    if pipelines_of(session, [extraction.id]).get(extraction.id) == extraction.pipeline:
        return _read(session, session.scalars(_by_id(extraction.id)).one()), False
    change = new_change(session)
    values = article_row(article, extraction, dt.datetime.now(dt.UTC), change)
    added = insert_unless_known(session, ArticleRow, values)
    row = ArticleRow(seq=added, **values)  # not in the session: what is added needs no more than these columns
    if added is None:
        row = session.scalars(_by_id(extraction.id).with_for_update().execution_options(populate_existing=True)).one()
        if row.pipeline == extraction.pipeline:
            return _read(session, row), False
        _remove_events(session, row, change)
        for name in ("reading", "pipeline", "reported_at", "change"):
            setattr(row, name, values[name])
        session.flush()
        extraction = corrections.laid_over(session, extraction)
    forget_failure(session, row.id)
    forget_deleted(session, [event.id for event in extraction.events])
    add_events(session, row, enumerate(extraction.events))
    keep_pins(session, extraction.events)
    merge_words(session)
    return StoredArticle(article, extraction, row.created_at, just_stored=True), added is not None


def _remove_events(session: Session, row: ArticleRow, change: int) -> None:
    remember_deleted(session, row.seq, row.id, change)
    pins = pins_of(session, row.seq)
    session.execute(delete(EventRow).where(EventRow.article_seq == row.seq))
    forget_pins(session, pins)


def change_of_event(session: Session, event_id: str) -> int | None:
    """The number of the change that touched an event last; None when there is no such event."""
    return session.scalar(select(EventRow.change).where(EventRow.id == event_id))


def rewrite_events(session: Session, article_id: str, events: Sequence[Event], change: int) -> None:
    """Bring the stored events of an article to these, in this order.

    An event that differs gets a new row, for rows are numbered in the order of changes; the others keep theirs.
    """
    row = session.scalars(_by_id(article_id)).one()
    stored = {one.id: one for one in session.scalars(select(EventRow).where(EventRow.article_seq == row.seq))}
    documents = select(EventRow.id, DocumentRow.document).join(DocumentRow, EventRow.seq == DocumentRow.event_seq)
    before = {key: text for key, text in session.execute(documents.where(EventRow.article_seq == row.seq))}  # noqa: C416
    wanted = {event.id: write_event(event) for event in events}
    removed = {event_id for event_id, text in before.items() if wanted.get(event_id) != text}
    remember_deleted_events(session, article_id, sorted(set(before) - set(wanted)), change)
    forget_deleted(session, wanted)
    pins = pins_of(session, row.seq)
    session.execute(delete(EventRow).where(EventRow.seq.in_([stored[event_id].seq for event_id in removed])))
    for event_id in removed:
        session.expunge(stored[event_id])
    row.change = change
    session.flush()
    fresh = {position for position, event in enumerate(events) if event.id in removed or event.id not in before}
    add_events(session, row, [(position, events[position]) for position in sorted(fresh)])
    for position, event in enumerate(events):
        if position not in fresh and stored[event.id].position != position:
            stored[event.id].position = position
    session.flush()
    keep_pins(session, events)
    forget_pins(session, pins)
    merge_words(session)


def remove(session: Session, article_id: str) -> bool:
    """Remove an article with its events and all that they are found by; False when there is none.

    Only the ids of the events stay, for those who keep a copy.
    """
    if session.scalar(_by_id(article_id)) is None:
        return False
    change = new_change(session)
    row = session.scalar(_by_id(article_id).with_for_update().execution_options(populate_existing=True))
    if row is None:
        return False
    remember_deleted(session, row.seq, row.id, change)
    pins = pins_of(session, row.seq)
    session.execute(delete(ArticleRow).where(ArticleRow.seq == row.seq))
    forget_pins(session, pins)
    merge_words(session)
    return True


def pipelines_of(session: Session, article_ids: Collection[str]) -> dict[str, str]:
    """The pipeline that has read each of some articles, of those that are stored."""
    of_these = in_list(session, "id", article_ids)
    return dict(fetch_rows(session, "SELECT id, pipeline FROM articles WHERE ", of_these)) if article_ids else {}


def count(session: Session) -> int:
    """How many articles are stored?"""
    return session.scalar(select(func.count()).select_from(ArticleRow)) or 0


def _by_id(article_id: str) -> Select[ArticleRow]:
    return select(ArticleRow).where(ArticleRow.id == article_id)


def _read(session: Session, row: ArticleRow) -> StoredArticle:
    documents = select(DocumentRow.document).join(EventRow, EventRow.seq == DocumentRow.event_seq)
    documents = documents.where(EventRow.article_seq == row.seq).order_by(EventRow.position)
    return stored_article(row, list(session.scalars(documents)))
