"""One server for all tests of the API, on a database of its own; each test starts with no articles in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.main import create_app
from app.settings import Settings
from app.storage.engine import transaction
from app.storage.tables import ArticleRow
from tests.databases import INCIDENTS, JOBS
from tests.serving import served

MARKET = {
    "title": "Rockets hit market in Idlib, killing six",
    "text": "Rockets fired by government forces hit a market in Idlib, Syria, on Monday, killing at least six "
    'people, the local hospital said. "There were no fighters here," said Mayor Ahmad Haddad.',
    "source": "Example News",
    "published_at": "2024-03-05",
}


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    folder = tmp_path_factory.mktemp("server")
    settings = Settings(
        database_url=f"sqlite:///{folder}/test.sqlite3",
        max_body_bytes=3_000_000,
        article_seconds=5,
        anonymous_rate_limit="",
        stream_seconds=0.05,
    )
    return create_app(settings)


@pytest.fixture(scope="session")
def server(app: FastAPI) -> Iterator[TestClient]:
    """A client that gets a 500 as a response, not as an exception."""
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def client(app: FastAPI, server: TestClient) -> TestClient:
    with transaction(app.state.services.sessions) as session:
        session.query(ArticleRow).delete()
        for table in (*INCIDENTS, *JOBS, "pruned"):
            session.execute(text(f"DELETE FROM {table}"))
    return server


@pytest.fixture
def budget(app: FastAPI, server: TestClient, monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Sets the seconds of processor time that reading an article may take, for one test."""
    values = vars(app.state.services.settings)
    return lambda seconds: monkeypatch.setitem(values, "article_seconds", seconds)


@pytest.fixture
def market(client: TestClient) -> dict[str, object]:
    """The extraction of one stored article."""
    extraction: dict[str, object] = client.post("/v1/articles", json=MARKET).json()
    return extraction


@pytest.fixture
def address(app: FastAPI, client: TestClient) -> Iterator[str]:
    """The server of the session on a port of its own, for programs that need a network."""
    with served(app, lifespan="off") as where:
        yield where
