"""How each of the two is asked: the full-text index, numbers given as a list, distances."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.domain.geo import EARTH_RADIUS_KM
from app.storage.dialects.connection import SQLITE, is_sqlite
from app.storage.recent import Recent
from app.storage.sql import Sql, ask, sql
from app.storage.term_query import Phrase, TermQuery, written

_VECTOR = "(array_to_tsvector(string_to_array(events.keys, ' ')) || to_tsvector('dateline'::regconfig, events.words))"
_LARGEST = 2**63 - 1
_expected: Recent[Sql, float] = Recent()


def listed(session: Session, column: str, numbers: Sequence[int]) -> Sql:
    """The column is one of some numbers; the statement is the same however many they are."""
    if is_sqlite(session):
        return Sql(f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(numbers),))
    return Sql(f"{column} = ANY(CAST(? AS bigint[]))", (list(numbers),))


def distance(dialect: str, latitude: float, longitude: float, point: tuple[str, str]) -> Sql:
    """The great-circle distance of a row's point in kilometres (haversine formula)."""
    lat, lon = point
    if dialect == SQLITE:
        return Sql(f"distance_km({lat}, {lon}, ?, ?)", (latitude, longitude))
    here, across = math.radians(latitude), math.radians(longitude)
    south, east = (f"power(sin((radians({degree}) - ?) / 2), 2)" for degree in point)
    half = f"{south} + cos(radians({lat})) * ? * {east}"
    return Sql(f"? * asin(least(1.0, sqrt({half})))", (2 * EARTH_RADIUS_KM, here, math.cos(here), across))


def unknown_last(dialect: str, key: str, *, down: bool) -> str:
    """An order by a key and ``seq`` in which rows without the key come last; no index has it and could be followed."""
    if dialect != SQLITE and down:
        return f"{key} DESC NULLS LAST, seq DESC"  # sooner sorted
    return f"{key} IS NULL, {key} DESC, seq DESC" if down else f"{key} IS NULL, {key}, seq"


def found_by(session: Session, question: TermQuery) -> Sql:
    """The condition of every event that meets a question."""
    if question.never:
        return Sql("1 = 0")
    if not is_sqlite(session):
        return sql(f"{_VECTOR} @@ ", _tsquery(question))
    matching = "SELECT event_words.rowid FROM event_words WHERE event_words MATCH ?"
    return Sql(f"events.seq IN ({matching})", (_fts5(question),))


def candidates(session: Session, question: TermQuery, most: int, columns: Sql, meets: Sql) -> tuple[Sql, Sql]:
    """Two statements: for the candidates of a question, at most so many, and for the columns of those that meet more.

    The second reads the first as the table ``candidates``. SQLite finds the numbers alone first, so that it need not
    read a row when they are too many.
    """
    if is_sqlite(session):
        numbers = f"SELECT rowid AS number FROM event_words WHERE event_words MATCH ? LIMIT {most}"
        joined = " FROM candidates CROSS JOIN events ON events.seq = candidates.number WHERE "
        rows = sql("SELECT ", columns, joined, meets)
        return Sql(numbers, (_fts5(question),)), rows
    found = found_by(session, question)
    checked = sql("SELECT ", columns, ", CASE WHEN ", meets, " THEN 1 ELSE 0 END AS meets FROM events WHERE ", found)
    return sql(checked, f" LIMIT {most}"), Sql("SELECT * FROM candidates WHERE meets = 1")


def next_candidates(
    session: Session, question: TermQuery, after: int | None, *, descending: bool, most: int
) -> Sequence[int] | None:
    """Those that come next in the order of their numbers; None where the index cannot tell without finding all."""
    if not is_sqlite(session):
        return None
    start = after if after is not None else _LARGEST if descending else -1
    sign, direction = ("<", "DESC") if descending else (">", "ASC")
    found = Sql(
        f"SELECT rowid FROM event_words WHERE event_words MATCH ? AND rowid {sign} ? ORDER BY rowid {direction}"
        f" LIMIT {most}",
        (_fts5(question), start),
    )
    return [row[0] for row in ask(session, found)]


def stops_early(dialect: str) -> bool:
    """Does the index hand out the first candidates before it has found all?"""
    return dialect == SQLITE


def expected(session: Session, question: TermQuery, most: int) -> float:
    """How many candidates are to be expected? SQLite counts, but no further than ``most``.

    Postgres guesses, and takes keys as independent of each other. An answer of its is kept for a while: who turns pages
    asks the same again.
    """
    if is_sqlite(session):
        found = f"SELECT 1 FROM event_words WHERE event_words MATCH ? LIMIT {most + 1}"
        return float(ask(session, "SELECT count(*) FROM (", Sql(found, (_fts5(question),)), ")")[0][0])
    asked = found_by(session, question)
    known = _expected.get(session, asked)
    if known is not None:
        return known
    plan = ask(session, "EXPLAIN (FORMAT JSON) SELECT FROM events WHERE ", asked)
    rows: float = plan[0][0][0]["Plan"]["Plan Rows"]
    _expected.keep(session, asked, rows)
    return rows


def has_words(dialect: str, required: Sequence[Phrase], excluded: Sequence[Phrase]) -> Sql:
    """The words of an event hold every required phrase and no excluded one.

    The words are folded (``text_folding.words``: letters and digits only) and quoted, so none can be an operator.
    """
    question = TermQuery(None, tuple(required), tuple(excluded))
    if dialect == SQLITE:
        row = "SELECT 1 FROM event_words WHERE event_words MATCH ? AND event_words.rowid = events.seq"
        return Sql(f"EXISTS ({row})", (_fts5(question),))
    return sql("to_tsvector('dateline'::regconfig, events.words) @@ ", _tsquery(question))


def _fts5(question: TermQuery) -> str:
    parts = [_quoted(phrase) for phrase in question.required]
    if question.match is not None:
        parts.append(written(question.match, quote='"', both=" AND ", either=" OR "))
    return " NOT ".join([f"({' AND '.join(parts)})", *(_quoted(phrase) for phrase in question.excluded)])


def _tsquery(question: TermQuery) -> Sql:
    parts, values = [], []
    if question.match is not None:
        parts.append("CAST(? AS tsquery)")
        values.append(written(question.match, quote="'", both=" & ", either=" | "))
    if question.required:
        parts.append("websearch_to_tsquery('dateline'::regconfig, ?)")
        words = [*(_quoted(p) for p in question.required), *(f"-{_quoted(p)}" for p in question.excluded)]
        values.append(" ".join(words))
    return Sql(f"({' && '.join(parts)})", tuple(values))


def _quoted(phrase: Phrase) -> str:
    return f'"{" ".join(phrase)}"'
