"""The articles that share a key with a new one, of each key those that were published nearest to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from app.storage.dialects.connection import is_sqlite
from app.storage.dialects.lists import list_table
from app.storage.sql import Line, Sql, fetch_rows

_NEAREST = (
    "SELECT article_seq FROM story_keys WHERE key = listed.value AND day <= ?"
    " ORDER BY day DESC, article_seq DESC LIMIT ?",
    "SELECT article_seq FROM story_keys WHERE key = listed.value AND day > ? ORDER BY day, article_seq LIMIT ?",
)


def nearest_stories(session: Session, keys: Mapping[int, int], day: int, most: int) -> Counter[int]:
    """The numbers of articles with the summed weights of the keys that they share.

    Parameters
    ----------
    keys
        The sought keys with their weights.
    day
        The day of publication, as an ordinal; of each key, ``most`` articles before it and after it are found.
    """
    found: Counter[int] = Counter()
    listed = list_table(session, sorted(keys), "bigint")
    for nearest in _NEAREST:
        inner = Sql(nearest, (day, most))
        pairs: Sequence[Line]
        if is_sqlite(session):
            head = "SELECT value, (SELECT group_concat(article_seq) FROM ("
            rows = fetch_rows(session, head, inner, ")) FROM ", listed)
            pairs = [(key, int(seq)) for key, seqs in rows if seqs for seq in str(seqs).split(",")]
        else:
            head = "SELECT listed.value, near.article_seq FROM "
            pairs = fetch_rows(session, head, listed, " CROSS JOIN LATERAL (", inner, ") AS near")
        for key, seq in pairs:
            found[seq] += keys[key]
    return found
