"""Counts by every key, alone and in pairs, with any filter, are on both databases those of plain Python."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from app.domain.event import Link
from app.domain.place import Place
from app.query import EventFilter
from app.query.filters import DEFAULT_FACTUALITY, Interval
from app.query.summary import KEYS, Group, Summary, SummaryRequest, summarize
from app.query.summary_parameters import parse_summary
from app.storage.articles import save
from app.storage.engine import make_engine, transaction
from tests.databases import Databases
from tests.factories import BASRA, FIJI, make_article, make_casualty, make_event, make_extraction, make_time
from tests.query.plain import Told, meets
from tests.query.plain_summary import counted, figures, outlet
from tests.query.test_filters_agree import FILTERS, Filled, asked, filled

__all__ = ["filled"]
EVERYTHING = EventFilter(factuality=("asserted", "alleged", "denied", "negated", "possible", "planned", "hypothetical"))
filters = st.sampled_from(sorted(set(FILTERS) - {"sort", "limit"})).flatmap(lambda name: FILTERS[name])


def by_keys(summary: Summary) -> dict[object, Group]:
    def value(group: Group, key: str) -> object:
        if key == "source":
            return outlet(group.keys[key])
        return (group.keys["country"], group.keys["admin1"]) if key == "admin1" else group.keys[key]

    return {tuple(value(group, key) for key in summary.group_by): group for group in summary.groups}


def agrees(filled: Filled, request: SummaryRequest) -> None:
    with filled.sessions() as session:
        summary = summarize(session, request)
    found = by_keys(summary)
    expected = counted(filled.events, request)
    if request.articles:
        assert {k: g.articles for k, g in found.items()} == {k: articles for k, (_, articles, _, _) in expected.items()}
    figures_of = {k: (events, killed, injured) for k, (events, _, killed, injured) in expected.items()}
    assert {k: (g.events, g.killed, g.injured) for k, g in found.items()} == figures_of
    assert len(found) == len(summary.groups)
    total = summary.total
    met = [told for told in filled.events if meets(told, request.event_filter)]
    events, _, *sums = figures(met)
    assert [total.events, total.killed, total.injured] == [events, *sums]
    assert not summary.truncated


@pytest.mark.parametrize("filled", ["sqlite", "postgres"], indirect=True)  # nothing is searched: all are counted
@pytest.mark.parametrize("by", [*((key,) for key in KEYS), *itertools.combinations(KEYS, 2)], ids="-".join)
@pytest.mark.parametrize("articles", [False, True], ids=["events", "articles"])
def test_by_every_key_and_pair(filled: Filled, by: tuple[str, ...], articles: bool) -> None:
    agrees(filled, SummaryRequest(EVERYTHING, by, articles=articles))  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    params=filters,
    by=st.sampled_from(KEYS),
    degrees=st.sampled_from((0.5, 1.0, 2.5, 7.0, 30.0, 90.0)),
    articles=st.booleans(),
)
def test_with_any_filter(
    filled: Filled, params: list[tuple[str, str]], by: str, degrees: float, articles: bool
) -> None:
    agrees(filled, SummaryRequest(asked(params).event_filter, (by,), degrees=degrees, articles=articles))  # type: ignore[arg-type]


def store(sessions: sessionmaker[Session], *told: Told) -> None:
    for one in told:
        with transaction(sessions) as session:
            save(session, one.article, make_extraction(one.article, one.event))


def test_the_largest_groups_are_kept_and_what_is_cut_is_told(filled: Filled) -> None:
    whole = SummaryRequest(EVERYTHING, ("type", "source"))
    with filled.sessions() as session:
        every, some = summarize(session, whole), summarize(session, replace(whole, limit=4))
    assert (every.truncated, some.truncated) == (False, True)
    assert some.total == every.total
    assert len(some.groups) == 4
    sizes = [group.events for group in every.groups]
    assert sizes == sorted(sizes, reverse=True)
    assert [group.events for group in some.groups] == sizes[:4]


def test_time_has_its_order_and_what_is_unknown_comes_last(filled: Filled) -> None:
    with filled.sessions() as session:
        summary = summarize(session, SummaryRequest(EVERYTHING, ("type", "month")))
    months = [group.keys["month"] for group in summary.groups]
    known = [month for month in months if month]
    assert known == sorted(known)
    assert months[: len(known)] == known
    assert None in months


@pytest.mark.parametrize("year", [1, 1970, 1999, 2004, 2009, 2015, 2020, 2021, 2024, 2026, 9998])
def test_weeks_are_those_of_the_calendar(sessions: sessionmaker[Session], year: int) -> None:
    days = [
        dt.datetime(year, 1, 3) + dt.timedelta(days=n) for n in (0, 1, 2, 3, 4, 5, 200, 355, 357, 358, 360, 361, 362)
    ]
    times = [make_time(day.isoformat(), (day + dt.timedelta(days=1)).isoformat()) for day in days]
    told = [Told(make_event(time=time), make_article()) for time in times]
    store(sessions, *told)
    request = SummaryRequest(EVERYTHING, ("week",))
    with sessions() as session:
        found = {keys: group.events for keys, group in by_keys(summarize(session, request)).items()}
    assert found == {keys: group[0] for keys, group in counted(told, request).items()}


def test_a_division_and_a_source_are_told_as_they_are_written(sessions: sessionmaker[Session]) -> None:
    hit = Place("Hīt", None, 95788, "PPL", "IQ", "Iraq", "Al Anbār", 33.64, 42.82, "city", 0.9)
    store(
        sessions,
        Told(make_event(places=(hit, BASRA)), make_article(source="L’Écho")),
        Told(make_event(), make_article()),
    )
    with sessions() as session:
        summary = summarize(session, SummaryRequest(EVERYTHING, ("admin1", "source")))
    assert [group.keys for group in summary.groups] == [
        {"country": "IQ", "admin1": "Al Anbār", "source": "L’Écho"},
        {"country": "IQ", "admin1": "Basra", "source": None},
    ]


@pytest.mark.parametrize("articles", [False, True], ids=["rollup", "counted"])
@pytest.mark.parametrize("time", [None, Interval(dt.datetime(2024, 2, 1), None)], ids=["ever", "time"])
def test_an_outlet_is_one_however_it_is_written(
    sessions: sessionmaker[Session], articles: bool, time: Interval | None
) -> None:
    before = make_time("2024-01-31", "2024-02-02")
    for source in ("Example Wires", "Example Wire", "Wire", "", None, "…"):
        events = make_event(), make_event(time=before)
        store(sessions, *(Told(event, make_article(source=source)) for event in events))
    request = SummaryRequest(replace(EVERYTHING, time=time), ("source",), articles=articles)
    with sessions() as session:
        groups = summarize(session, request).groups
    assert [(group.keys["source"], group.events) for group in groups] == [
        ("Example Wire", 4), (None, 4), ("Wire", 2), ("…", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "query", ["group_by=source&min_killed=1&datetime=2024", "group_by=source,country", "group_by=source&articles=true"]
)
def test_outlets_are_counted_from_an_index_alone(databases: Databases, query: str) -> None:
    sent: list[tuple[str, Any]] = []
    engine = make_engine(databases.new("sqlite"))
    event.listen(engine, "before_cursor_execute", lambda _c, _cursor, *told: sent.append(told[:2]))
    with engine.connect() as connection:
        summarize(Session(connection), parse_summary(parse_qsl(query)))
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all() for sql, values in sent[:]]
    engine.dispose()
    read = [step for plan in plans for *_, step in plan if "events" in step or "articles" in step]
    assert read
    assert all("events USING COVERING INDEX ix_events_counted" in step for step in read), read


def test_a_cell_tells_its_centre_and_bounds(sessions: sessionmaker[Session]) -> None:
    edge = replace(FIJI, latitude=90.0, longitude=180.0)
    store(sessions, *(Told(make_event(places=(p,) if p else ()), make_article()) for p in (BASRA, edge, None)))
    with sessions() as session:
        summary = summarize(session, SummaryRequest(EVERYTHING, ("cell",), degrees=7))
    assert {(group.keys["cell"], group.cell and group.cell.bounds) for group in summary.groups} == {
        ("44,29", (44, 29, 51, 36)),
        ("177,85", (177, 85, 180, 90)),
        (None, None),
    }
    assert [(g.cell.longitude, g.cell.latitude) for g in summary.groups if g.cell] == [(178.5, 87.5), (47.5, 32.5)]


def test_an_act_and_what_it_did_are_counted_once(sessions: sessionmaker[Session]) -> None:
    act = make_event(casualties=(make_casualty("killed", 16, None), make_casualty("killed", 9, 9)))
    toll = make_event(type="casualties", casualties=act.casualties, links=(Link("caused_by", act.id),))
    alone = make_event(
        type="casualties", casualties=(make_casualty("killed", None, 8), make_casualty("injured", 2**70))
    )
    store(sessions, *(Told(event, make_article()) for event in (act, toll, alone)))
    with sessions() as session:
        total = summarize(session, SummaryRequest(EVERYTHING)).total
        tolls = summarize(session, SummaryRequest(replace(EVERYTHING, types=("casualties",)))).total
    assert (total.events, total.killed, total.injured) == (3, 33, 10**10)
    assert (tolls.events, tolls.killed) == (2, 8)


def test_without_factuality_what_is_told_as_true_is_counted(filled: Filled) -> None:
    with filled.sessions() as session:
        total = summarize(session, SummaryRequest(EventFilter())).total
    assert total.events == sum(told.event.factuality in DEFAULT_FACTUALITY for told in filled.events)
