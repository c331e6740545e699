"""Deliveries to a real receiver: signed, tried again, paused, and nothing left out."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import http.server
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import update

from app.settings import Settings
from app.storage import subscriptions
from app.storage.engine import Sessions, transaction
from app.storage.subscription_tables import SubscriptionRow
from app.subscriptions import Deliverer, new_secret
from tests.query.test_news import store

SECRET = new_secret()


class Receiver(http.server.ThreadingHTTPServer):
    """Keeps what it receives and answers with ``status``."""

    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.received: list[tuple[dict[str, str], bytes]] = []

    def ids(self) -> list[list[str]]:
        """The first digits of the events' ids in each message."""
        return [[event["id"][:8] for event in json.loads(body)["data"]["events"]] for _, body in self.received]


class Handler(http.server.BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.received.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture
def deliverer(sessions: Sessions) -> Deliverer:
    return Deliverer(sessions, None, Settings(outbound_networks=("127.0.0.0/8",)))  # type: ignore[arg-type]


def subscribe(sessions: Sessions, url: str, event_filter: str = "") -> int:
    with transaction(sessions) as session:
        row = subscriptions.add_subscription(
            session, url=url, event_filter=event_filter, secret=SECRET, actor="me", position=1
        )
        return row.seq


def row_of(sessions: Sessions, seq: int) -> SubscriptionRow:
    with transaction(sessions) as session:
        found = session.get(SubscriptionRow, seq)
        assert found is not None
        return found


def make_due(sessions: Sessions) -> None:
    with transaction(sessions) as session:
        session.execute(update(SubscriptionRow).values(next_at=dt.datetime.now(dt.UTC)))


def address(receiver: Receiver) -> str:
    return f"http://127.0.0.1:{receiver.server_port}/hook"


def test_events_are_sent_once_and_signed(sessions: Sessions, deliverer: Deliverer, receiver: Receiver) -> None:
    seq = subscribe(sessions, address(receiver))
    store(sessions, 1, 2, events=1)
    assert deliverer.turn()
    assert deliverer.turn()  # nothing is new: it is due again later
    assert not deliverer.turn()
    store(sessions, 3, events=1)
    make_due(sessions)
    assert deliverer.turn()
    assert receiver.ids() == [["00000001", "00000002"], ["00000003"]]
    headers, body = receiver.received[0]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    message: dict[str, Any] = json.loads(body)
    assert (message["type"], headers["content-type"]) == ("events.updated", "application/json")
    row = row_of(sessions, seq)
    assert (row.position, row.failures, row.reason, row.delivered_at is not None) == (4, 0, None, True)


def test_what_is_not_taken_comes_again_with_the_same_id(
    sessions: Sessions, deliverer: Deliverer, receiver: Receiver
) -> None:
    seq = subscribe(sessions, address(receiver))
    store(sessions, 1, events=1)
    receiver.status = 500
    assert deliverer.turn()
    assert not deliverer.turn()  # not at once
    row = row_of(sessions, seq)
    assert (row.state, row.failures, row.reason) == ("active", 1, "The receiver answered 500.")
    assert 5 < (row.next_at - dt.datetime.now(dt.UTC)).total_seconds() <= 10
    receiver.status = 204
    make_due(sessions)
    assert deliverer.turn()
    assert len({headers["webhook-id"] for headers, _ in receiver.received}) == 1
    assert row_of(sessions, seq).failures == 0


def test_a_dead_one_is_paused_and_goes_on_where_it_was(
    sessions: Sessions, deliverer: Deliverer, receiver: Receiver
) -> None:
    seq = subscribe(sessions, address(receiver))
    store(sessions, 1, events=1)
    receiver.status = 503
    for _ in range(subscriptions.MOST_FAILURES):
        make_due(sessions)
        assert deliverer.turn()
    assert row_of(sessions, seq).state == "paused"
    make_due(sessions)
    assert not deliverer.turn()
    receiver.status = 200
    with transaction(sessions) as session:
        row = session.get(SubscriptionRow, seq)
        assert row is not None
        subscriptions.resume(session, row)
    assert deliverer.turn()
    assert receiver.ids()[-1] == ["00000001"]


def test_gone_is_for_good(sessions: Sessions, deliverer: Deliverer, receiver: Receiver) -> None:
    seq = subscribe(sessions, address(receiver))
    store(sessions, 1, events=1)
    receiver.status = 410
    assert deliverer.turn()
    assert row_of(sessions, seq).state == "paused"


def test_private_addresses_are_not_called(sessions: Sessions, receiver: Receiver) -> None:
    seq = subscribe(sessions, address(receiver))
    store(sessions, 1, events=1)
    assert Deliverer(sessions, None, Settings()).turn()  # type: ignore[arg-type]
    assert receiver.received == []
    assert "not at a public address" in str(row_of(sessions, seq).reason)


def test_the_filter_decides(sessions: Sessions, deliverer: Deliverer, receiver: Receiver) -> None:
    seq = subscribe(sessions, address(receiver), "type=arrest")
    store(sessions, 1, events=1)
    assert deliverer.turn()
    assert receiver.received == []
    assert row_of(sessions, seq).position == 2


def test_a_thread_delivers_until_it_is_stopped(sessions: Sessions, deliverer: Deliverer, receiver: Receiver) -> None:
    subscribe(sessions, address(receiver))
    store(sessions, 1, events=1)
    deliverer.start()
    for _ in range(600):
        if receiver.received:
            break
        threading.Event().wait(0.05)
    deliverer.stop()
    assert receiver.ids() == [["00000001"]]
