"""Queries of the full-text index, numbers given as a list, and distances, in the SQL of each database."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.domain.geo import EARTH_RADIUS_KM
from app.storage.dialects.connection import SQLITE, is_sqlite
from app.storage.dialects.event_blocks import block_of, has_phrases, lines_of, spelled
from app.storage.sql import Sql, fetch_rows, sql
from app.storage.term_covers import row_blocks
from app.storage.term_query import Phrase, TermQuery, all_of, written

#: What Postgres indexes of an event: its terms, the blocks of its number (``term_covers.row_blocks``) and its words.
_VECTOR = (
    "(array_to_tsvector(string_to_array(events.keys, ' ') || ARRAY['z12_' || CAST(events.seq >> 12 AS text),"
    " 'z18_' || CAST(events.seq >> 18 AS text)]) || to_tsvector('dateline'::regconfig, events.words))"
)

#: The block that begins at a number or before: as a table of its own it is one look into the index.
_LAST_BLOCK = (
    " LEFT JOIN LATERAL (SELECT first_seq, documents FROM document_blocks WHERE first_seq <= {}"
    " ORDER BY first_seq DESC LIMIT 1) b ON true"
)


def listed(session: Session, column: str, numbers: Sequence[int]) -> Sql:
    """The column is one of some numbers; the statement is the same however many they are."""
    if is_sqlite(session):
        return Sql(f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(numbers),))
    return Sql(f"{column} = ANY(CAST(? AS bigint[]))", (list(numbers),))


def distance(dialect: str, latitude: float, longitude: float, points: Sequence[tuple[str, str]]) -> Sql:
    """The great-circle distance in kilometres (haversine formula) of the nearest of a row's points that are known."""
    if dialect == SQLITE:
        degrees = ", ".join(column for point in points for column in point)
        return Sql(f"distance_km(?, ?, {degrees})", (latitude, longitude))
    here, across = math.radians(latitude), math.radians(longitude)
    halves = []
    for point in points:
        south, east = (f"power(sin((radians({degree}) - ?) / 2), 2)" for degree in point)
        halves.append(f"{south} + cos(radians({point[0]})) * ? * {east}")
    values = (here, math.cos(here), across) * len(points)
    return Sql(f"? * asin(least(1.0, sqrt(least({', '.join(halves)}))))", (2 * EARTH_RADIUS_KM, *values))


def documents(dialect: str, seq: str) -> tuple[str, str]:
    """The columns that ``document_in`` reads the document of an event from, and the join that has them."""
    if dialect == SQLITE:
        return f"b.documents, {seq} - b.first_seq", f" LEFT JOIN document_blocks b ON {block_of('document', seq)}"
    document = f"split_part(b.documents, E'\\n', CAST({seq} - b.first_seq + 1 AS integer))"
    return f"{document}, 0", _LAST_BLOCK.format(seq)


def document_in(found: str | bytes, line: int) -> str | bytes:
    """The document of an event, or of a block of events."""
    return found if isinstance(found, str) else lines_of(found)[line]


def found_by(session: Session, terms: TermQuery) -> Sql:
    """The condition of every event that matches a query of the index."""
    if terms.never:
        return Sql("1 = 0")
    if terms.rows and not terms.names:
        return _numbered("events.seq", terms.rows)
    if not is_sqlite(session):
        return sql(f"{_VECTOR} @@ ", _tsquery(terms))
    return sql("events.seq IN (SELECT event_words.rowid FROM event_words WHERE ", _matches(terms), ")")


def matching(session: Session, terms: TermQuery, most: int) -> list[int]:
    """The numbers of the events that match a query of the index, at most ``most`` of them."""
    if terms.never:
        return []
    if terms.names and is_sqlite(session):
        rows = fetch_rows(session, "SELECT rowid FROM event_words WHERE ", _matches(terms), f" LIMIT {most}")
    else:
        rows = fetch_rows(session, "SELECT events.seq FROM events WHERE ", found_by(session, terms), f" LIMIT {most}")
    return [row[0] for row in rows]


def has_words(dialect: str, required: Sequence[Phrase], excluded: Sequence[Phrase]) -> Sql:
    """The words of an event hold every required phrase and no excluded one.

    The words are folded (``text_folding.words``: letters and digits only) and quoted, so none can be an operator.
    """
    phrases = TermQuery(None, tuple(required), tuple(excluded))
    if dialect == SQLITE:
        return sql(
            "EXISTS (SELECT 1 FROM event_words WHERE ", _matches(phrases), " AND event_words.rowid = events.seq)"
        )
    return sql("to_tsvector('dateline'::regconfig, events.words) @@ ", _tsquery(phrases))


def _matches(terms: TermQuery) -> Sql:
    """The condition of the rows of ``event_words``.

    The index has no positions, which would double it: it finds what has all words, and phrases are sought in that.
    """
    matches = [Sql("event_words MATCH ?", (_fts5(terms),))]
    if terms.rows:
        matches.append(_numbered("event_words.rowid", terms.rows))
    required, excluded = (_phrases(phrases) for phrases in (terms.required, terms.excluded))
    if required or excluded:
        matches.append(Sql(has_phrases("event_words.rowid"), (required, excluded)))
    return sql(matches[0], *(part for each in matches[1:] for part in (" AND ", each)))


def _phrases(phrases: Sequence[Phrase]) -> str:
    """Those of several words, a line each."""
    return "\n".join(f" {' '.join(map(spelled, phrase))} " for phrase in phrases if len(phrase) > 1)


def _numbered(column: str, rows: tuple[int, int]) -> Sql:
    return Sql(f"{column} >= ? AND {column} < ?", rows)


def _fts5(terms: TermQuery) -> str:
    parts = [_double_quoted(word) for word in dict.fromkeys(word for phrase in terms.required for word in phrase)]
    if terms.match is not None:
        parts.append(written(terms.match, quoted=_double_quoted, both=" AND ", either=" OR "))
    words = [_double_quoted(phrase[0]) for phrase in terms.excluded if len(phrase) == 1]
    return " NOT ".join([f"({' AND '.join(parts)})", *words])


def _double_quoted(term: str) -> str:
    return f'"{spelled(term)}"'


def _tsquery(terms: TermQuery) -> Sql:
    parts, values = [], []
    match = terms.match if terms.rows is None else all_of((terms.match, row_blocks(*terms.rows)))
    if match is not None:
        parts.append("CAST(? AS tsquery)")
        values.append(written(match, quoted="'{}'".format, both=" & ", either=" | "))
    if terms.required:
        parts.append("websearch_to_tsquery('dateline'::regconfig, ?)")
        words = [*(_quoted(p) for p in terms.required), *(f"-{_quoted(p)}" for p in terms.excluded)]
        values.append(" ".join(words))
    return Sql(f"({' && '.join(parts)})", tuple(values))


def _quoted(phrase: Phrase) -> str:
    return f'"{" ".join(phrase)}"'
