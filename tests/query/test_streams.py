"""Any number of events in bounded memory."""

from __future__ import annotations

import gc
import tracemalloc
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.errors import BusyError, FilterError
from app.export.registry import FORMATS
from app.query import EventFilter, PageRequest, event_batches, find_events, streams
from app.query.filters import FIRST_PAGE
from app.storage.articles import save
from app.storage.engine import transaction
from tests.factories import make_article, make_event, make_extraction, make_time

ALL = EventFilter()


def fill(sessions: sessionmaker[Session], events: int, each: int = 50) -> None:
    """Articles with ``each`` events, one an hour."""
    with transaction(sessions) as session:
        for start in range(0, events, each):
            article = make_article()
            times = [f"2024-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}T00:00:00" for n in range(start, start + each)]
            save(session, article, make_extraction(article, *(make_event(time=make_time(t, None)) for t in times)))


def ids(
    sessions: sessionmaker[Session], event_filter: EventFilter = ALL, page: PageRequest = FIRST_PAGE, **given: object
) -> list[str]:
    return [item.event.id for batch in event_batches(sessions, event_filter, page, **given) for item in batch]  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _small_batches(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "BATCH", 25 if "whole" in request.node.name else 4)


def test_all_come_in_order_and_once(sessions: sessionmaker[Session]) -> None:
    fill(sessions, 10, each=5)
    with transaction(sessions) as session:
        expected = [event.id for event in find_events(session, ALL).events]
    assert ids(sessions) == expected
    assert len(set(expected)) == 10
    assert ids(sessions, replace(ALL, types=("protest",))) == []


@pytest.mark.parametrize("at_most", [1, 4, 7, 50])
def test_no_more_than_wanted(sessions: sessionmaker[Session], at_most: int) -> None:
    fill(sessions, 10, each=5)
    assert ids(sessions, at_most=at_most) == ids(sessions)[:at_most]


def test_what_is_left_out_does_not_count(sessions: sessionmaker[Session]) -> None:
    fill(sessions, 10, each=5)
    wanted = set(ids(sessions)[5:])
    assert ids(sessions, at_most=2, keep=lambda found: found.event.id in wanted) == ids(sessions)[5:7]


def test_a_stream_goes_on_after_a_cursor(sessions: sessionmaker[Session]) -> None:
    fill(sessions, 10, each=5)
    with transaction(sessions) as session:
        cursor = find_events(session, ALL, PageRequest(limit=3)).next_cursor
    assert ids(sessions, page=PageRequest(cursor=cursor)) == ids(sessions)[3:]
    with pytest.raises(FilterError, match="cursor"):
        ids(sessions, page=PageRequest(cursor="x"))


def test_rows_that_come_in_meanwhile_disturb_nothing(sessions: sessionmaker[Session]) -> None:
    fill(sessions, 10, each=5)
    expected = ids(sessions)
    stream = event_batches(sessions, ALL)
    found = [item.event.id for item in next(stream)]
    fill(sessions, 5, each=5)  # newer rows of the same times: no transaction of the stream is in their way
    found += [item.event.id for batch in stream for item in batch]
    assert [one for one in found if one in expected] == expected
    assert len(set(found)) == len(found)


def test_a_busy_moment_does_not_end_a_stream(sessions: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch) -> None:
    fill(sessions, 10, each=5)
    expected = ids(sessions)
    busy = iter([False, True, True, False, False])

    def sometimes(*args: object) -> object:
        if next(busy):
            raise BusyError("busy")
        return find_events(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(streams, "_PAUSE", 0)
    monkeypatch.setattr(streams, "find_events", sometimes)
    assert ids(sessions) == expected


def test_the_whole_is_never_held(sessions: sessionmaker[Session]) -> None:
    fill(sessions, 450)

    def peak(name: str, at_most: int) -> tuple[int, int]:
        gc.collect()
        tracemalloc.start()
        written = sum(map(len, FORMATS[name].write(event_batches(sessions, ALL, at_most=at_most), None, False)))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return written, most

    for name in ("ndjson", "csv", "geojson"):
        peak(name, 450)  # what is made once and what caches keep is no part of it
        (short, little), (long, much) = peak(name, 150), peak(name, 450)
        assert long > 2.9 * short, name
        assert much < 1.2 * little, name
