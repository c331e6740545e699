"""The points where events lie, each once: a box or a circle holds far fewer of them than of events.

Only one transaction at a time changes rows (``changes.py``), so no point goes while another event comes to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from app.domain.event import Event
from app.domain.geo import event_pins
from app.storage.sql import write_rows
from app.storage.tables import EventRow, PinRow

Pin = tuple[float, float]
_PINS = ((EventRow.latitude, EventRow.longitude), (EventRow.about_latitude, EventRow.about_longitude))


def keep_pins(session: Session, events: Iterable[Event]) -> None:
    """Note where some events lie."""
    pins = sorted({pin for event in events for pin in event_pins(event) if pin})
    write_rows(session, "INSERT INTO pins (latitude, longitude) VALUES (?, ?) ON CONFLICT DO NOTHING", pins)


def pins_of(session: Session, article_seq: int) -> set[Pin]:
    """Where the events of an article lie."""
    (lat, lon), (about_lat, about_lon) = _PINS
    found = session.execute(select(lat, lon, about_lat, about_lon).where(EventRow.article_seq == article_seq))
    points = [pin for row in found for pin in ((row[0], row[1]), (row[2], row[3]))]
    return {(latitude, longitude) for latitude, longitude in points if latitude is not None and longitude is not None}


def forget_pins(session: Session, pins: Collection[Pin]) -> None:
    """Forget those of some points where no event lies any more."""
    for latitude, longitude in sorted(pins):
        left = [~exists().where(lat == latitude, lon == longitude) for lat, lon in _PINS]
        session.execute(delete(PinRow).where(PinRow.latitude == latitude, PinRow.longitude == longitude, *left))
