"""The thread that sends events to subscribers: signed, again and again until they take them, in the order of changes.

A message may come twice, with the same ``webhook-id``; none is left out.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from dataclasses import dataclass
from urllib.parse import parse_qsl

from pydantic import TypeAdapter

from app.errors import BusyError, DatelineError
from app.export.event_json import EventOut, event_out
from app.gazetteer.index import Gazetteer
from app.outbound import Bounds, send
from app.query.news import News, news_since
from app.query.parameters import parse_filter
from app.settings import Settings
from app.storage import subscriptions
from app.storage.engine import DatabaseError, Sessions, transaction
from app.storage.subscription_tables import SubscriptionRow
from app.subscriptions.signatures import sign

logger = logging.getLogger(__name__)
_LOOK_SECONDS = 2.0
_SECONDS, _MOST_BYTES = 20.0, 100_000  # that the receiver's answer may take
_GONE = 410
_AT_ONCE, _SOON = dt.timedelta(0), dt.timedelta(seconds=_LOOK_SECONDS)


@dataclass(frozen=True, slots=True)
class MessageData:
    """Events that were stored or changed."""

    events: tuple[EventOut, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """The body of a webhook."""

    type: str
    timestamp: str
    data: MessageData


_MESSAGE = TypeAdapter(Message)


def body_of(news: News, now: dt.datetime) -> bytes:
    """The body of the message with some events."""
    data = MessageData(tuple(map(event_out, news.events)))
    return _MESSAGE.dump_json(Message("events.updated", now.isoformat(timespec="seconds"), data))


class Deliverer:
    """Delivers the events of a database to its subscribers; several processes may do so at once."""

    def __init__(self, sessions: Sessions, gazetteer: Gazetteer, settings: Settings) -> None:
        self._sessions, self._gazetteer = sessions, gazetteer
        self._bounds = Bounds(_SECONDS, _MOST_BYTES, networks=settings.outbound_networks)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="subscriptions", daemon=True)

    def start(self) -> None:
        """Deliver in a thread until ``stop``."""
        self._thread.start()

    def stop(self) -> None:
        """End after the message that is being sent."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                worked = self.turn()
            except (BusyError, DatabaseError) as error:
                logger.info("subscriptions wait: %s", error)
                worked = False
            except Exception:
                logger.exception("a subscription could not be served")
                worked = False
            if not worked:
                self._ended.wait(_LOOK_SECONDS)

    def turn(self) -> bool:
        """Serve the subscription that is due; whether there was one."""
        with transaction(self._sessions) as session:
            row = subscriptions.claim_due(session)
        if row is None:
            return False
        try:
            event_filter = parse_filter(parse_qsl(row.filter, keep_blank_values=True))
            news = news_since(self._sessions, event_filter, row.position, self._gazetteer)
        except (BusyError, DatabaseError):
            raise
        except DatelineError as error:  # a filter that an older version knew
            self._failed(row, f"The filter is not known any more: {error}", for_good=True)
            return True
        if news.events:
            self._send(row, news)
        else:
            self._delivered(row, news, sent=False)
        return True

    def _send(self, row: SubscriptionRow, news: News) -> None:
        now = dt.datetime.now(dt.UTC)
        body = body_of(news, now)
        headers = sign(row.secret, f"{row.id}.{row.position}", int(time.time()), body)
        try:
            answer = send(
                "POST", row.url, self._bounds, body=body, headers={"Content-Type": "application/json"} | headers
            )
        except DatelineError as error:
            self._failed(row, str(error))
            return
        if 200 <= answer.status < 300:
            self._delivered(row, news, sent=True)
        else:
            self._failed(row, f"The receiver answered {answer.status}.", for_good=answer.status == _GONE)

    def _delivered(self, row: SubscriptionRow, news: News, *, sent: bool) -> None:
        with transaction(self._sessions) as session:
            wait = _AT_ONCE if sent else _SOON
            subscriptions.delivered(session, row.seq, news.next_change, wait, sent=sent)

    def _failed(self, row: SubscriptionRow, reason: str, *, for_good: bool = False) -> None:
        logger.info("subscription %s: %s", row.id, reason)
        with transaction(self._sessions) as session:
            subscriptions.failed(session, row.seq, reason, for_good=for_good)
