"""Fixtures: one extractor for the whole session (loading the model takes a second); everything else is made by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from app.nlp import Extractor
from app.storage.engine import make_engine, make_sessions
from tests.databases import Databases


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The real pipeline."""
    return Extractor()


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """SQLite and a real Postgres; every database is made by the migrations."""
    with Databases(tmp_path_factory.mktemp("databases")) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, databases: Databases) -> str:
    """The URL of a migrated database without rows; the test runs once on each of the two."""
    return databases.cleared(request.param)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a new database."""
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def sessions(engine: Engine) -> sessionmaker[Session]:
    """A maker of sessions on a new database."""
    return make_sessions(engine)
