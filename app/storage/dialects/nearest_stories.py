"""The articles that share a key with a new one, of each key those that were published nearest to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.storage.dialects.connection import is_sqlite
from app.storage.sql import Sql, fetch_rows

_EARLIER = "SELECT article_seq FROM story_keys WHERE key = {} AND day <= ? ORDER BY day DESC LIMIT {}"
_LATER = "SELECT article_seq FROM story_keys WHERE key = {} AND day > ? ORDER BY day LIMIT {}"


def nearest_stories(session: Session, keys: Sequence[int], day: int, most: int) -> Counter[int]:
    """The numbers of articles with the keys that they share; ``most`` before and after the day for each key."""
    found: Counter[int] = Counter()
    for part in (_EARLIER, _LATER):
        if is_sqlite(session):
            statement = f"SELECT article_seq FROM ({part.format('?', most)})"
            for key in keys:
                found.update(seq for (seq,) in fetch_rows(session, Sql(statement, (key, day))))
        else:
            each = f"CROSS JOIN LATERAL ({part.format('wanted.key', most)}) AS near"
            statement = f"SELECT near.article_seq FROM unnest(CAST(? AS bigint[])) AS wanted(key) {each}"
            found.update(seq for (seq,) in fetch_rows(session, Sql(statement, (list(keys), day))))
    return found
