"""Keys in memory: new and revoked ones are noticed, and their last use is stored."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine, text

from app.api.security import key_ring
from app.api.security.key_ring import REFRESH_SECONDS
from app.storage.access_keys import list_keys, revoke_key
from app.storage.engine import transaction
from tests.api.security.conftest import Served, bearer, served_on


@pytest.fixture
def served(engine: Engine) -> Served:
    return served_on(engine)


def test_the_last_use_is_stored_once_a_minute(served: Served, engine: Engine) -> None:
    token = served.make_key("read")
    ring = served.app.state.services.access.keys
    before = dt.datetime.now(dt.UTC)
    assert served.client().get("/v1/events", headers=bearer(token)).status_code == 200
    ring.flush()
    with transaction(served.sessions) as session:
        used = list_keys(session)[0].last_used_at
    assert used is not None
    assert before <= used <= dt.datetime.now(dt.UTC)
    served.forget()
    assert served.client().get("/v1/events", headers=bearer(token)).status_code == 200
    ring.flush()
    with transaction(served.sessions) as session:
        assert list_keys(session)[0].last_used_at == used


def test_a_database_that_cannot_be_written_to_is_left_as_it_is(served: Served, engine: Engine) -> None:
    token = served.make_key("read")
    assert served.client().get("/v1/events", headers=bearer(token)).status_code == 200
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE access_keys RENAME TO away"))
    try:
        served.app.state.services.access.keys.flush()
    finally:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE away RENAME TO access_keys"))


def test_a_key_ends_while_the_server_knows_it(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    token = served.make_key("read", expires_at=ends)
    answers = []
    for moment in (ends - dt.timedelta(minutes=1), ends):
        clock = SimpleNamespace(datetime=SimpleNamespace(now=lambda zone, at=moment: at.astimezone(zone)), UTC=dt.UTC)
        monkeypatch.setattr(key_ring, "dt", clock)
        answers.append(served.client().get("/v1/events", headers=bearer(token)))
    assert [answer.status_code for answer in answers] == [200, 401]
    assert "is expired" in answers[1].json()["detail"]


def test_a_revoked_key_is_noticed_in_seconds_and_a_new_one_at_once(served: Served) -> None:
    token = served.make_key("read")
    client, ring = served.client(), served.app.state.services.access.keys
    assert client.get("/v1/events", headers=bearer(token)).status_code == 200
    with transaction(served.sessions) as session:
        revoke_key(session, list_keys(session)[0].id, dt.datetime.now(dt.UTC))
    ring._read_at -= REFRESH_SECONDS
    assert client.get("/v1/events", headers=bearer(token)).status_code == 401
