"""The points where events lie, each once: a box or a circle holds far fewer of them than of events.

Only one transaction at a time changes rows (``changes.py``), so no point goes while another event comes to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.domain.event import Event
from app.domain.geo import main_point
from app.storage.dialects import is_sqlite
from app.storage.tables import EventRow, PinRow

Pin = tuple[float, float]


def keep_pins(session: Session, events: Iterable[Event]) -> None:
    """Note where some events lie."""
    pins = sorted({pin for pin in map(main_point, events) if pin})
    if pins:
        insert = sqlite.insert if is_sqlite(session) else postgresql.insert
        points = [{"latitude": latitude, "longitude": longitude} for latitude, longitude in pins]
        session.execute(insert(PinRow).on_conflict_do_nothing(), points)


def pins_of(session: Session, article_seq: int) -> set[Pin]:
    """Where the events of an article lie."""
    points = select(EventRow.latitude, EventRow.longitude).where(EventRow.article_seq == article_seq)
    found = session.execute(points.where(EventRow.latitude.is_not(None), EventRow.longitude.is_not(None)))
    return {(row.latitude, row.longitude) for row in found}


def forget_pins(session: Session, pins: Collection[Pin]) -> None:
    """Forget those of some points where no event lies any more."""
    for latitude, longitude in sorted(pins):
        there = exists().where(EventRow.latitude == latitude, EventRow.longitude == longitude)
        session.execute(delete(PinRow).where(PinRow.latitude == latitude, PinRow.longitude == longitude, ~there))
