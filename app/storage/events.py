"""The rows of new events, those of an article written together. Nothing here commits; the caller does."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.domain.event import Event
from app.storage.dialects import is_sqlite
from app.storage.dialects.event_blocks import insert_documents, insert_terms, term_line
from app.storage.inserting import insert_rows, insert_together
from app.storage.mapping import event_rows
from app.storage.sql import Sql, fetch_rows
from app.storage.tables import ArticleRow, Base, EventRow, ParticipantRow, PlaceRow, ReviewRow


def add_events(session: Session, article: ArticleRow, events: Iterable[tuple[int, Event]]) -> None:
    """Store events of an article, each with its position; their numbers grow in this order."""
    made = [event_rows(event, position, article) for position, event in events]
    if not made:
        return
    in_blocks = is_sqlite(session)
    insert_together(session, EventRow, [each.event | (_IN_BLOCKS if in_blocks else {}) for each in made])
    of_article = Sql("SELECT id, seq FROM events WHERE article_seq = ?", (article.seq,))
    seqs: dict[str, int] = dict(fetch_rows(session, of_article))
    numbered = {seqs[each.event["id"]]: each for each in made}
    insert_documents(session, {seq: each.document for seq, each in numbered.items()}, packed=in_blocks)
    if in_blocks:
        terms = {seq: term_line(each.event["keys"], each.event["words"]) for seq, each in numbered.items()}
        insert_terms(session, terms)
    for name, table in _PARTS.items():
        parts = ((seq, part) for seq, each in numbered.items() for part in getattr(each, name))
        insert_rows(session, table, [{"event_seq": seq, **part} for seq, part in parts])


_IN_BLOCKS = {"words": "", "keys": ""}
_PARTS: dict[str, type[Base]] = {"places": PlaceRow, "participants": ParticipantRow, "reviews": ReviewRow}
