"""The rows of new events, those of an article written together. Nothing here commits; the caller does."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.domain.event import Event
from app.storage.inserting import insert_rows
from app.storage.mapping import event_rows
from app.storage.sql import Sql, fetch_rows
from app.storage.tables import ArticleRow, Base, DocumentRow, EventRow, ParticipantRow, PlaceRow, ReviewRow


def add_events(session: Session, article: ArticleRow, events: Iterable[tuple[int, Event]]) -> None:
    """Store events of an article, each with its position; their numbers grow in this order."""
    made = [event_rows(event, position, article) for position, event in events]
    insert_rows(session, EventRow, [each.event for each in made])
    of_article = Sql("SELECT id, seq FROM events WHERE article_seq = ?", (article.seq,))
    seqs: dict[str, int] = dict(fetch_rows(session, of_article)) if made else {}
    for name, table in _PARTS.items():
        parts = ((seqs[each.event["id"]], part) for each in made for part in getattr(each, name))
        insert_rows(session, table, [{"event_seq": seq, **part} for seq, part in parts])


_PARTS: dict[str, type[Base]] = {
    "documents": DocumentRow,
    "places": PlaceRow,
    "participants": ParticipantRow,
    "reviews": ReviewRow,
}
