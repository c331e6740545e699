"""The articles that share most with a new one: of each key, those that were published nearest to it are looked at."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app.storage.dialects.connection import is_sqlite
from app.storage.dialects.lists import lists_table
from app.storage.sql import Sql, sql

_BEFORE, _AFTER = (
    f"SELECT article_seq FROM (SELECT article_seq FROM story_keys WHERE key = listed.key AND day {condition}"
    f" ORDER BY day {order}, article_seq {order} LIMIT ?) AS {name}"
    for condition, order, name in (("<= ?", "DESC", "before"), ("> ?", "ASC", "after"))
)
#: A subquery for each row of the keys: SQLite has them in a list only.
_NEAR = {
    True: ("json_each((SELECT json_group_array(article_seq) FROM (", "))) AS near", "near.value"),
    False: ("LATERAL (", ") AS near", "near.article_seq"),
}
_BEST = ") AS best CROSS JOIN stories s WHERE s.article_seq = best.article_seq"


def nearest_stories(session: Session, keys: Mapping[int, int], day: int, per_key: int, most: int) -> Sql:
    """The query for the stories that share most with a new one.

    Parameters
    ----------
    keys
        The sought keys with their weights.
    day
        The day of publication, as an ordinal; of each key, ``per_key`` articles before it and after it are found.
    most
        So many stories are read: those with the largest sums of weights, of equals the last stored.
    """
    begin, end, number = _NEAR[is_sqlite(session)]
    listed = lists_table(session, key=("bigint", keys), weight=("bigint", keys.values()))
    near = Sql(f" CROSS JOIN {begin}{_BEFORE} UNION ALL {_AFTER}{end}", (day, per_key, day, per_key))
    shared = Sql(" GROUP BY 1 ORDER BY sum(listed.weight) DESC, 1 DESC LIMIT ?", (most,))
    return sql(f"SELECT s.story FROM (SELECT {number} AS article_seq FROM ", listed, near, shared, _BEST)
