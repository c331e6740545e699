"""Rows of stories: what articles are compared by, their keys, and the links that were found. Nothing here decides."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.storage.dialects.lists import in_list, list_table
from app.storage.dialects.nearest_stories import nearest_stories
from app.storage.incident_tables import ReportLinkRow, StoryKeyRow, StoryRow
from app.storage.packing import pack_bytes, unpack_bytes
from app.storage.sql import Line, Sql, fetch_all, fetch_rows, write_rows
from app.storage.tables import ArticleRow

#: Of each key, this many articles before and after the day of publication are looked at.
PER_KEY = 10
_KNOWN = (
    "SELECT a.seq, a.change, s.story, {}, a.title, a.source, a.published_at"
    " FROM articles a LEFT JOIN stories s ON s.article_id = a.id WHERE a.id = ?"
).format(
    " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} t WHERE t.{column} >= ? AND t.{column} < ?)"
        for table, column in (("incident_orders", "one"), ("incident_orders", "other"), ("incident_reports", "name"))
    )
)
Pair = tuple[str, str]
Links = dict[Pair, tuple[float, tuple[str, ...]]]


class KeptStory(NamedTuple):
    """A story as it is kept: the article's number and id, the ordinal of its day, its bytes."""

    seq: int
    article_id: str
    day: int
    story: bytes


class ArticleHead(NamedTuple):
    """What an incident says of an article."""

    title: str | None
    source: str | None
    published_at: str | None


class Known(NamedTuple):
    """What is known of a stored article.

    Attributes
    ----------
    seq, change
        Its number and its last change.
    story
        None when it has none yet.
    placed
        Whether a person has ordered something about its reports, or one of them is in an incident.
    """

    seq: int
    change: int
    story: bytes | None
    placed: bool
    head: ArticleHead


def key_number(key: str) -> int:
    """A key as a number of 64 bits."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


def known_article(
    session: Session, article_id: str, keys: Mapping[str, int], day: int, most: int
) -> tuple[Known | None, list[bytes]]:
    """A stored article, None when there is none of that id; and its ``candidate_stories``."""
    ends = (article_id, f"{article_id}$")
    of = Sql(_KNOWN, (*ends, *ends, *ends, article_id))
    rows, found = fetch_all(session, of, _candidates(session, keys, day, most))
    known = None
    for seq, change, story, placed, *head in rows:
        known = Known(seq, change, _unpacked(story), bool(placed), ArticleHead(*head))
    return known, _stories(found)


def story_of_article(session: Session, article_id: str) -> bytes | None:
    """The stored story of an article, also when the article is gone already; None without one."""
    rows = fetch_rows(session, Sql("SELECT story FROM stories WHERE article_id = ?", (article_id,)))
    return _unpacked(rows[0][0]) if rows else None


def keep_story(session: Session, kept: KeptStory, keys: Iterable[str]) -> None:
    """Keep what later articles are compared with."""
    columns = "INSERT INTO stories (article_seq, article_id, day, story) VALUES (?, ?, ?, ?)"
    write_rows(session, columns, [kept._replace(story=pack_bytes(kept.story))])
    listed = list_table(session, sorted({key_number(key) for key in keys}), "bigint")
    columns = f"INSERT INTO story_keys (key, day, article_seq) SELECT listed.value, ?, ? FROM {listed.text}"
    write_rows(session, columns, [(kept.day, kept.seq, *listed.values)])


def forget_story(session: Session, article_id: str, keys: Iterable[str]) -> None:
    """Remove an article's story, its keys and its links."""
    columns = Sql("SELECT article_seq, day FROM stories WHERE article_id = ?", (article_id,))
    for seq, day in fetch_rows(session, columns):
        rows = [(key_number(key), day, seq) for key in keys]
        write_rows(session, "DELETE FROM story_keys WHERE key = ? AND day = ? AND article_seq = ?", rows)
        write_rows(session, "DELETE FROM stories WHERE article_seq = ?", [(seq,)])
    ends = (article_id, f"{article_id}$")
    for side in ("one", "other"):
        write_rows(session, f"DELETE FROM report_links WHERE {side} >= ? AND {side} < ?", [ends])


def forget_all_stories(session: Session) -> None:
    """Remove all stories, keys and links; which report belongs to which incident stays."""
    for table in (StoryKeyRow, StoryRow, ReportLinkRow):
        session.execute(delete(table))


def unlinked(session: Session, most: int) -> list[str]:
    """The first articles that have no story."""
    query = select(ArticleRow.id).outerjoin(StoryRow, StoryRow.article_seq == ArticleRow.seq)
    return list(session.scalars(query.where(StoryRow.article_seq.is_(None)).order_by(ArticleRow.seq).limit(most)))


def count_unlinked(session: Session) -> int:
    """How many articles have no story."""
    query = select(func.count()).select_from(ArticleRow).outerjoin(StoryRow, StoryRow.article_seq == ArticleRow.seq)
    return session.scalar(query.where(StoryRow.article_seq.is_(None))) or 0


def stories_of(session: Session, article_ids: Collection[str]) -> list[bytes]:
    """The stories of some articles."""
    if not article_ids:
        return []
    of = in_list(session, "article_id", sorted(article_ids))
    return _stories(fetch_rows(session, "SELECT story FROM stories WHERE ", of))


def candidate_stories(session: Session, keys: Mapping[str, int], day: int, most: int) -> list[bytes]:
    """The stories of the articles that share most with a new one; ``keys`` have weights."""
    return _stories(fetch_rows(session, _candidates(session, keys, day, most)))


def _stories(rows: Iterable[Line]) -> list[bytes]:
    return [unpack_bytes(story) for (story,) in rows]


def _unpacked(story: bytes | None) -> bytes | None:
    return None if story is None else unpack_bytes(story)


def _candidates(session: Session, keys: Mapping[str, int], day: int, most: int) -> Sql:
    weights = {key_number(key): weight for key, weight in keys.items()}
    return nearest_stories(session, weights, day, PER_KEY, most)


def keep_links(session: Session, links: Sequence[tuple[str, str, float, Sequence[str]]]) -> None:
    """Keep decisions on pairs of reports, each pair in its order."""
    rows = [(one, other, score, json.dumps(list(why))) for one, other, score, why in links]
    write_rows(session, "INSERT INTO report_links (one, other, score, reasons) VALUES (?, ?, ?, ?)", rows)


def reports_within(column: str) -> str:
    """A column of ``t`` has a report of a ``wanted`` article: its id, or its id and a "#"; "$" is the sign behind."""
    return f"t.{column} >= wanted.value AND t.{column} < wanted.value || '$'"
