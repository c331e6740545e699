"""How each of the two is asked: the full-text index, numbers given as a list, distances."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Float, any_, bindparam, false, func, literal, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.domain.geo import EARTH_RADIUS_KM
from app.storage.dialects.connecting import is_sqlite
from app.storage.matching import Phrase, Question, written
from app.storage.tables import EventRow

#: Postgres looks up a question as a whole, however many rows meet it: it is only asked where so many are expected.
FEW = 2_000
_TOGETHER = 10
_VECTOR = "(array_to_tsvector(string_to_array(events.keys, ' ')) || to_tsvector('dateline'::regconfig, events.words))"
_FOUND_SQLITE = text("SELECT rowid FROM event_words WHERE event_words MATCH :asked LIMIT :most")
_NEXT_SQLITE = {
    True: text(
        "SELECT rowid FROM event_words WHERE event_words MATCH :asked AND rowid < :after"
        " ORDER BY rowid DESC LIMIT :most"
    ),
    False: text(
        "SELECT rowid FROM event_words WHERE event_words MATCH :asked AND rowid > :after ORDER BY rowid LIMIT :most"
    ),
}
_LARGEST = 2**63 - 1


def listed(session: Session, column: InstrumentedAttribute[int], numbers: Sequence[int]) -> ColumnElement[bool]:
    """The column is one of some numbers; the statement is the same however many they are."""
    if is_sqlite(session):
        return column.in_(select(func.json_each(json.dumps(numbers)).table_valued("value").c.value))
    return column == any_(bindparam(None, list(numbers), type_=ARRAY(BigInteger), unique=True))


def distance(
    session: Session,
    latitude: float,
    longitude: float,
    point: tuple[Any, Any] = (EventRow.latitude, EventRow.longitude),
) -> ColumnElement[float]:
    """The great-circle distance of a row's point in kilometres (haversine formula)."""
    if is_sqlite(session):
        return func.distance_km(*point, latitude, longitude, type_=Float())
    rad = func.radians
    lat, lon = rad(point[0]), rad(point[1])
    here = math.radians(latitude)
    half = func.power(func.sin((lat - here) / 2), 2) + func.cos(lat) * math.cos(here) * func.power(
        func.sin((lon - math.radians(longitude)) / 2), 2
    )
    return 2 * EARTH_RADIUS_KM * func.asin(func.least(literal(1.0, Float(53)), func.sqrt(half)))


def candidates(session: Session, question: Question, most: int) -> Sequence[int]:
    """The numbers of events that meet a question, at most so many, in no order."""
    if is_sqlite(session):
        return session.scalars(_FOUND_SQLITE, {"asked": _fts5(question), "most": most}).all()
    asked, values = _tsquery(question)
    found = text(f"SELECT seq FROM events WHERE {_VECTOR} @@ {asked} LIMIT :most")
    return session.scalars(found, {**values, "most": most}).all()


def found_by(session: Session, question: Question) -> ColumnElement[bool]:
    """The condition of every event that meets a question, for statements that want them all."""
    if question.never:
        return false()
    if is_sqlite(session):
        match = text("SELECT rowid FROM event_words WHERE event_words MATCH :asked").bindparams(asked=_fts5(question))
        return EventRow.seq.in_(match.columns(EventRow.seq).scalar_subquery())
    asked, values = _tsquery(question)
    return text(f"{_VECTOR} @@ {asked}").bindparams(**values)  # type: ignore[return-value]


def next_candidates(
    session: Session, question: Question, after: int | None, *, descending: bool, most: int
) -> Sequence[int] | None:
    """Those that come next in the order of their numbers; None where the index cannot tell without finding all."""
    if not is_sqlite(session):
        return None
    start = after if after is not None else _LARGEST if descending else -1
    return session.scalars(_NEXT_SQLITE[descending], {"asked": _fts5(question), "after": start, "most": most}).all()


def stops_early(session: Session) -> bool:
    """Does the index hand out the first candidates before it has found all?"""
    return is_sqlite(session)


def expects_few(session: Session, question: Question, *, sure: bool = False) -> bool:
    """Are few candidates to be expected, so that it is cheap to find them all? For Postgres.

    It takes keys as independent and so expects too few of what goes together; ``sure`` allows for that.
    """
    asked, values = _tsquery(question)
    plan = text(f"EXPLAIN (FORMAT JSON) SELECT FROM events WHERE {_VECTOR} @@ {asked}")
    expected: float = session.scalars(plan, values).one()[0]["Plan"]["Plan Rows"]
    return expected <= (FEW // _TOGETHER if sure else FEW)


def has_words(session: Session, required: Sequence[Phrase], excluded: Sequence[Phrase]) -> ColumnElement[bool]:
    """The words of an event hold every required phrase and no excluded one.

    The words are folded (``folding.words``: letters and digits only) and quoted, so none can be an operator.
    """
    question = Question(None, tuple(required), tuple(excluded))
    if is_sqlite(session):
        row = text("SELECT rowid FROM event_words WHERE event_words MATCH :words AND rowid = events.seq")
        found = row.bindparams(words=_fts5(question)).columns(EventRow.seq).scalar_subquery()
        return found.is_not(None)
    asked, values = _tsquery(question)
    holds = text(f"to_tsvector('dateline'::regconfig, events.words) @@ {asked}").bindparams(**values)
    return holds  # type: ignore[return-value]


def _fts5(question: Question) -> str:
    parts = [_quoted(phrase) for phrase in question.required]
    if question.match is not None:
        parts.append(written(question.match, quote='"', both=" AND ", either=" OR "))
    return " NOT ".join([f"({' AND '.join(parts)})", *(_quoted(phrase) for phrase in question.excluded)])


def _tsquery(question: Question) -> tuple[str, dict[str, str]]:
    """The expression, and the values that it is given."""
    parts, values = [], {}
    if question.match is not None:
        parts.append("CAST(:keys AS tsquery)")
        values["keys"] = written(question.match, quote="'", both=" & ", either=" | ")
    if question.required:
        parts.append("websearch_to_tsquery('dateline'::regconfig, :words)")
        words = [*(_quoted(p) for p in question.required), *(f"-{_quoted(p)}" for p in question.excluded)]
        values["words"] = " ".join(words)
    return f"({' && '.join(parts)})", values


def _quoted(phrase: Phrase) -> str:
    return f'"{" ".join(phrase)}"'
