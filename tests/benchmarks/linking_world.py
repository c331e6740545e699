"""A database with many incidents for the benchmark of linking, made by direct inserts.

The stories are recombined from those of some articles: words and phrases of one, reports of another, on any day, under
keys of any of them. So every key of a measured article is shared by very many stored ones, the worst case of linking.
The events of these incidents are left out: linking reads events only of articles that it joins.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, text

from app.linking.candidates import keys_of
from app.linking.reports import Report
from app.linking.stored_stories import write_story
from app.linking.stories import Story
from app.storage.engine import make_engine
from app.storage.packing import pack, pack_bytes
from app.storage.schema import upgrade
from app.storage.stories import key_number

CHUNK = 20_000  # incidents
#: So many incidents are made one by one; the others are copies of them on other days.
DISTINCT = 100_000
_DAY = dt.timedelta(days=1)
_PLACES = 600  # divisions in which something happens
_DOCUMENT = '{"id":"%s","type":"strike","subtype":null,"codes":{},"title":"","articles":1,"sources":1}'
TABLES = {
    "articles": "seq id text extra pipeline reading created_at change",
    "stories": "article_seq article_id day story",
    "story_keys": "key day article_seq",
    "incidents": "seq id pinned articles sources type country_code time_start reported_at killed change document",
    "incident_reports": "name incident_seq",
}
Rows = dict[str, list[tuple[Any, ...]]]


def fill(url: str, stories: Sequence[Story], count: int, say: Callable[[str], None]) -> Engine:
    """A database with so many incidents of one article each."""
    upgrade(url)
    engine = make_engine(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        _prepare(connection)
        for first in range(0, min(count, DISTINCT), CHUNK):
            numbers = range(first, min(first + CHUNK, count))
            made = rows(stories, numbers, packed=_is_sqlite(connection))
            for copy in range(0, count - first, DISTINCT):
                _insert(connection, copied(made, copy) if copy else made)
                say(f"incidents {first + copy:,} to {first + copy + len(numbers):,} of {count:,}")
        _finish(connection)
    engine.dispose()
    return make_engine(url)


def rows(stories: Sequence[Story], numbers: range, *, packed: bool) -> Rows:
    """The rows of some incidents; the same numbers give the same rows."""
    dice = random.Random(f"incidents {numbers.start}")
    pool = {kind: [key for story in stories for key in keys_of(story) if key.startswith(kind)] for kind in "npw"}
    counts = {kind: max(1, round(len(keys) / len(stories))) for kind, keys in pool.items() if keys}
    drawn = {kind: [key_number(key) for key in keys] for kind, keys in pool.items()}
    days = [story.published for story in stories if story.published]
    first, span = min(days), max(1, (max(days) - min(days)).days)
    found: Rows = {table: [] for table in TABLES}
    for n in numbers:
        day = first + dice.randrange(span) * _DAY
        keys = {number for kind, many in counts.items() for number in dice.choices(drawn[kind], k=many)}
        keys.add(key_number(f"d {day} US division {dice.randrange(_PLACES)}"))
        keys.update(dice.getrandbits(63) for _ in range(10))  # bands
        _incident(found, n, day, _recombined(dice, stories, n, day), keys, packed=packed)
    found["story_keys"].sort()
    return found


def copied(made: Rows, offset: int) -> Rows:
    """The same incidents with other numbers and ids, some days later."""
    later = 1 + offset // DISTINCT
    mark = f"{later:08x}"
    found: Rows = {
        "articles": [(seq + offset, mark + one[8:], *rest) for seq, one, *rest in made["articles"]],
        "stories": [
            (seq + offset, mark + one[8:], day + later, story.replace(one.encode(), (mark + one[8:]).encode(), 1))
            for seq, one, day, story in made["stories"]
        ],
        "story_keys": [(key, day + later, seq + offset) for key, day, seq in made["story_keys"]],
        "incidents": [(seq + offset, mark + one[8:], *rest) for seq, one, *rest in made["incidents"]],
        "incident_reports": [(mark + name[8:], seq + offset) for name, seq in made["incident_reports"]],
    }
    return found


def _recombined(dice: random.Random, stories: Sequence[Story], n: int, day: dt.date) -> Story:
    words, reports = dice.choice(stories), dice.choice(stories).reports[:2]
    start = dt.datetime.combine(day, dt.time())
    moved: list[Report] = []
    for at, report in enumerate(reports):
        one = str(uuid.UUID(int=n * 4 + at))
        moved.append(dataclasses.replace(report, event_ids=(one,), counting=one, interval=(start, start + _DAY)))
    return dataclasses.replace(words, article_id=_article_id(n), published=day, reports=tuple(moved))


def _incident(found: Rows, n: int, day: dt.date, story: Story, keys: set[int], *, packed: bool) -> None:
    one, at, incident = story.article_id, str(day), str(uuid.UUID(int=(2 << 100) + n))
    seq, ordinal = n + 1, day.toordinal()
    blank: Any = pack("{}") if packed else "{}"
    document = pack(_DOCUMENT % incident)
    found["articles"].append((seq, one, "", "{}", "bench", blank, at, 0))
    found["stories"].append((seq, one, ordinal, write_story(story)))
    found["story_keys"] += [(key, ordinal, seq) for key in keys]
    found["incidents"].append((seq, incident, False, 1, 1, "strike", "US", at, at, n % 7, 0, document))
    found["incident_reports"].append((one, seq))


def _article_id(n: int) -> str:
    return str(uuid.UUID(int=(1 << 100) + n * 0x9E3779B97F4A7C15 % (1 << 96)))


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _prepare(connection: Connection) -> None:
    """Nothing here must outlive a power cut; Postgres makes the largest index at the end."""
    if _is_sqlite(connection):
        settings = ("PRAGMA synchronous = OFF", "PRAGMA cache_size = -1500000", "PRAGMA journal_mode = TRUNCATE")
    else:
        settings = (
            "SET synchronous_commit = off",
            "SET maintenance_work_mem = '512MB'",
            "ALTER TABLE story_keys DROP CONSTRAINT pk_story_keys",
        )
    for statement in settings:
        connection.exec_driver_sql(statement)


def _finish(connection: Connection) -> None:
    if not _is_sqlite(connection):
        for statement in (
            "ALTER TABLE story_keys ADD CONSTRAINT pk_story_keys PRIMARY KEY (key, day, article_seq)",
            *(
                f"SELECT setval(pg_get_serial_sequence('{t}', 'seq'), max(seq)) FROM {t}"
                for t in ("articles", "incidents")
            ),
            "VACUUM ANALYZE",
        ):
            connection.exec_driver_sql(statement)


def _insert(connection: Connection, made: Rows) -> None:
    raw: Any = connection.connection.driver_connection
    made = made | {"stories": [(*line[:3], pack_bytes(line[3])) for line in made["stories"]]}
    if _is_sqlite(connection):
        raw.execute("BEGIN")
        for table, lines in made.items():
            names = TABLES[table].split()
            raw.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", lines)
        raw.execute("COMMIT")
        return
    with raw.transaction(), raw.cursor() as cursor:
        for table, lines in made.items():
            with cursor.copy(f"COPY {table} ({', '.join(TABLES[table].split())}) FROM STDIN") as copy:
                for line in lines:
                    copy.write_row(line)


def size(engine: Engine) -> float:
    """Megabytes of a database."""
    with engine.connect() as connection:
        if _is_sqlite(connection):
            pages, bytes_ = (connection.scalar(text(f"PRAGMA {name}")) for name in ("page_count", "page_size"))
            return float(pages or 0) * float(bytes_ or 0) / 1e6
        return float(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0) / 1e6


def families(count: int, seed: int = 3) -> Iterator[int]:
    """How many articles report each of some happenings: mostly one or two, now and then many."""
    dice = random.Random(seed)
    return (min(12, int(dice.paretovariate(1.3))) for _ in range(count))
