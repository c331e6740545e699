"""Postgres ends what takes too long, and waits only so long for locks; the connection is as good as before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from app.errors import BusyError, SlowQueryError
from app.settings import Settings
from app.storage.articles import count, save
from app.storage.dialects import BUSY_SECONDS
from app.storage.engine import make_engine, make_sessions, transaction
from app.storage.schema import prepare_database
from tests.databases import Databases
from tests.factories import make_article, make_event, make_extraction


@pytest.fixture
def served(databases: Databases) -> Iterator[Engine]:
    engine = prepare_database(Settings(database_url=databases.new("postgres"), query_seconds=0.3))
    yield engine
    engine.dispose()


def store(engine: Engine) -> int:
    article = make_article()
    with transaction(make_sessions(engine)) as session:
        save(session, article, make_extraction(article, make_event()))
        return count(session)


def test_connections_have_the_limits(served: Engine) -> None:
    with served.connect() as connection:
        limits = [connection.scalar(text(f"SHOW {name}")) for name in ("statement_timeout", "lock_timeout")]
    assert limits == ["300ms", f"{BUSY_SECONDS}s"]


def test_a_query_that_takes_too_long_is_ended(served: Engine) -> None:
    with pytest.raises(SlowQueryError, match="DATELINE_QUERY_SECONDS"), transaction(make_sessions(served)) as session:
        session.execute(text("SELECT pg_sleep(600)"))
    assert store(served) == 1


def count_events(engine: Engine) -> None:
    """Wait less long than usual."""
    with transaction(make_sessions(engine)) as session:
        session.execute(text("SET LOCAL lock_timeout = 50"))
        session.execute(text("SELECT count(*) FROM events"))


def test_a_table_that_another_program_locks_is_busy(served: Engine) -> None:
    """Not too slow: the same may be sent again."""
    other = make_engine(served.url)
    with other.begin() as connection:
        connection.execute(text("LOCK TABLE events IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(BusyError) as raised:
            count_events(served)
    assert (type(raised.value), raised.value.retry_after) == (BusyError, BUSY_SECONDS)
    other.dispose()
    assert store(served) == 1


def test_commands_may_take_their_time(databases: Databases) -> None:
    engine = make_engine(databases.new("postgres"))
    with engine.connect() as connection:
        limits = [connection.scalar(text(f"SHOW {name}")) for name in ("statement_timeout", "lock_timeout")]
    engine.dispose()
    assert limits == ["0", "0"]
