"""SQLite's index of words takes what each transaction brings as a piece of its own, and merges pieces now and then.

By itself it does so every sixtieth article or so, and that one takes five times as long as the others. So it is
switched off (``automerge`` is 0, see the migrations), and each transaction that changes events merges a little instead.
Pieces that nobody merged, sixteen of a kind, are merged by the index in any case.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.storage.dialects.connection import is_sqlite
from app.storage.sql import write_rows

_PAGES = 8  # of 4 KB; a page of new words is written again once for each of the few sizes of pieces
_MERGE = "INSERT INTO event_words(event_words, rank) VALUES ('merge', ?)"


def merge_words(session: Session) -> None:
    """Merge a little; Postgres has no pieces."""
    if is_sqlite(session):
        write_rows(session, _MERGE, [(_PAGES,)])
