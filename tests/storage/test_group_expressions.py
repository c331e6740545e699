"""Units of time and cells are the same on both databases; with every filter they are compared in tests/query."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from app.domain.event import Event
from app.storage.articles import save
from app.storage.engine import transaction
from app.storage.group_expressions import TimeUnit, cell, unit_of_time
from tests.factories import BASRA, make_article, make_event, make_extraction, make_time


def store(sessions: sessionmaker[Session], event: Event) -> None:
    article = make_article()
    with transaction(sessions) as session:
        save(session, article, make_extraction(article, event))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2024-02-02T18:00:00", "2024-02-03T00:00:00", ("2024-02-02", "2024-W05", "2024-02")),
        ("2024-12-30T22:00:00", "2024-12-31T04:00:00", ("2024-12-30", "2025-W01", "2024-12")),  # over midnight
        ("2021-01-02", "2021-01-04", (None, "2020-W53", "2021-01")),  # a weekend has no day
        ("2024-02-01", "2024-03-01", (None, None, "2024-02")),
        ("2024-01-01", "2025-01-01", (None, None, None)),
        ("2024-02-02", None, (None, None, None)),
        (None, "2024-02-02", (None, None, None)),
    ],
)
def test_a_time_counts_where_it_is_known_as_exactly(
    sessions: sessionmaker[Session], start: str | None, end: str | None, expected: tuple[str | None, ...]
) -> None:
    store(sessions, make_event(time=make_time(start, end)))
    units: tuple[TimeUnit, ...] = ("day", "week", "month")
    with sessions() as session:
        found = session.execute(select(*(unit_of_time(session, unit) for unit in units))).one()
    assert tuple(found) == expected


@pytest.mark.parametrize(
    ("longitude", "latitude", "degrees", "expected"),
    [
        (47.7804, 30.50852, 1.0, (227, 120)),
        (-0.5, -0.5, 1.0, (179, 89)),
        (-180.0, -90.0, 0.01, (0, 0)),
        (180.0, 90.0, 7.0, (51, 25)),  # the edges belong to the last cell
        (179.999, 89.999, 90.0, (3, 1)),
    ],
)
def test_the_cell_of_a_pin(
    sessions: sessionmaker[Session], longitude: float, latitude: float, degrees: float, expected: tuple[int, int]
) -> None:
    store(sessions, make_event(places=(replace(BASRA, longitude=longitude, latitude=latitude),)))
    with sessions() as session:
        assert tuple(session.execute(select(*cell(session, degrees))).one()) == expected
