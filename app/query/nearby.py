"""The pins around a point in batches, the nearest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.query.areas import around, distance, in_box
from app.query.filters import Near
from app.query.pagination import Position
from app.storage import dialects, term_covers
from app.storage.sql import Sql, fetch_rows, sql

#: The radius within which pins are read first; each next one is twice as far. Measured in docs/performance.md.
FIRST_KM = 25.0
_POINT = ("latitude", "longitude")


class Pin(NamedTuple):
    """A point where events lie, and its distance."""

    latitude: float
    longitude: float
    km: float


def pin_batches(session: Session, near: Near, after: Position | None) -> Iterator[list[Pin]]:
    """All pins within the radius of a point, from a position on; pins at the same distance are in one batch."""
    low = after.key if after and isinstance(after.key, float) else 0.0
    high = min(max(FIRST_KM, 2 * low), near.radius_km)
    pins = _ring(session, near, Sql("km >= ?", (low,)), high)
    while True:
        batch: list[Pin] = []
        for _, group in groupby(pins, key=lambda pin: pin.km):
            batch += group
            if len(batch) >= term_covers.MOST_TERMS:
                yield batch
                batch = []
        if batch:
            yield batch
        if high >= near.radius_km:
            return
        low, high = high, min(2 * high, near.radius_km)
        pins = _ring(session, near, Sql("km > ?", (low,)), high)


def halves(pins: Sequence[Pin]) -> tuple[Sequence[Pin], Sequence[Pin]]:
    """Pins of several distances in two parts, so that those at the same distance stay together."""
    middle = len(pins) // 2
    cuts = [n for n in range(1, len(pins)) if pins[n - 1].km < pins[n].km]
    cut = min(cuts, key=lambda n: abs(n - middle))
    return pins[:cut], pins[cut:]


def _ring(session: Session, near: Near, farther: Sql, reach: float) -> list[Pin]:
    """The pins that meet ``farther`` and lie within ``reach`` kilometres, by distance."""
    box = in_box(around(Near(near.latitude, near.longitude, reach)), _POINT)
    away = distance(dialects.name(session), near, _POINT)
    inside = sql("SELECT latitude, longitude, ", away, " AS km FROM pins WHERE ", box)
    rows = fetch_rows(
        session,
        sql("WITH inside AS MATERIALIZED (", inside, ") SELECT * FROM inside WHERE ", farther),
        Sql(" AND km <= ? ORDER BY km, latitude, longitude", (reach,)),
    )
    return [Pin(*row) for row in rows]
