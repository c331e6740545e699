"""Servers without readers, whose clients come from wherever a test says, on databases of their own."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.api.database_check import DatabaseCheck
from app.api.dependencies import Services
from app.api.metrics import Metrics
from app.api.security.access import Access
from app.api.security.key_ring import KeyRing
from app.api.security.rate_limits import RateLimits
from app.domain.access import AccessKey, Scope, digest_of, new_token
from app.gazetteer import open_gazetteer
from app.ingestion import Intake, ReaderPool
from app.main import create_app
from app.settings import Settings
from app.storage.access_keys import add_key
from app.storage.engine import Sessions, make_engine, make_sessions, transaction
from tests.databases import Databases

STRANGER = ("203.0.113.9", 50_000)
HERE = ("127.0.0.1", 50_000)


@dataclass
class Served:
    """A server, and clients of it."""

    app: FastAPI
    sessions: Sessions

    def client(self, client: tuple[str, int] = HERE, host: str = "127.0.0.1:8000", **options: Any) -> TestClient:
        """A client at an address that calls the server by a name."""
        return TestClient(self.app, base_url=f"http://{host}", client=client, raise_server_exceptions=False, **options)

    def make_key(self, *scopes: Scope, **given: Any) -> str:
        """A new key, which the server knows at once; returns its token."""
        key_id, token = new_token()
        defaults: dict[str, Any] = {"name": "desk", "created_at": dt.datetime.now(dt.UTC)}
        with transaction(self.sessions) as session:
            add_key(session, AccessKey(id=key_id, digest=digest_of(token), scopes=scopes, **(defaults | given)))
        self.forget()
        return token

    def forget(self) -> None:
        """Let the server read the keys again."""
        self.app.state.services.access.keys._read_at = float("-inf")


Serve = Callable[..., Served]


#: Settings that the middleware is made with.
OF_MIDDLEWARE = frozenset({"allowed_hosts", "cors_origins", "trusted_proxies", "root_path"})


@functools.cache
def app_with(settings: frozenset[tuple[str, Any]]) -> FastAPI:
    """An app with the middleware of some settings; making one takes a third of a second."""
    return create_app(Settings(**dict(settings)))


def served_on(engine: Engine, **settings: Any) -> Served:
    """The server on a migrated database; one at a time. No reader is started: nothing here reads an article."""
    made, sessions = (
        Settings(database_url=str(engine.url), **({"stream_seconds": 0.5} | settings)),
        make_sessions(engine),
    )
    app = app_with(frozenset((name, value) for name, value in settings.items() if name in OF_MIDDLEWARE))
    app.state.services = Services(
        settings=made,
        engine=engine,
        sessions=sessions,
        intake=Intake(ReaderPool(made)),
        gazetteer=open_gazetteer(made),
        database=DatabaseCheck(),
        access=Access(made, KeyRing(sessions), RateLimits()),
        metrics=Metrics(),
        pipeline="none",
    )
    return Served(app, sessions)


@pytest.fixture
def serve(databases: Databases) -> Iterator[Serve]:
    """Makes a server with the settings that are given, on a new SQLite database."""
    engines: list[Engine] = []

    def make(**settings: Any) -> Served:
        engines.append(make_engine(databases.new("sqlite")))
        return served_on(engines[-1], **settings)

    yield make
    for engine in engines:
        engine.dispose()


def bearer(token: str) -> dict[str, str]:
    """The header of a key."""
    return {"Authorization": f"Bearer {token}"}
