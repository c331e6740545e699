"""The rows of new events, those of an article written together. Nothing here commits; the caller does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.domain.event import Event
from app.storage.mapping import Columns, event_rows
from app.storage.tables import ArticleRow, Base, DocumentRow, EventRow, ParticipantRow, PlaceRow, ReviewRow


def add_events(session: Session, article: ArticleRow, events: Iterable[tuple[int, Event]]) -> None:
    """Store events of an article, each with its position; their numbers grow in this order."""
    made = [event_rows(event, position, article) for position, event in events]
    _insert(session, EventRow, [each.event for each in made])
    numbers = select(EventRow.id, EventRow.seq).where(EventRow.article_seq == article.seq)
    seqs: dict[str, int] = dict(session.execute(numbers).all()) if made else {}
    for name, table in _PARTS.items():
        parts = ((seqs[each.event["id"]], part) for each in made for part in getattr(each, name))
        _insert(session, table, [{"event_seq": seq, **part} for seq, part in parts])


_PARTS: dict[str, type[Base]] = {
    "documents": DocumentRow,
    "places": PlaceRow,
    "participants": ParticipantRow,
    "reviews": ReviewRow,
}


def _insert(session: Session, mapped: type[Base], rows: Sequence[Columns]) -> None:
    """By the table alone: the mapped class takes several times as long for each row."""
    table = Base.metadata.tables[mapped.__tablename__]
    if rows:
        session.execute(insert(table), rows)
