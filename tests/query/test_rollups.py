"""The rollups hold what plain counting gives, whatever is stored, read again and removed."""

from __future__ import annotations

import functools
import itertools
import random
from collections.abc import Collection, Iterator
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from app.domain.event import Event, Link
from app.query.rollups import ROLLUPS, covering_rollup
from app.query.summary import summarize
from app.query.summary_parameters import parse_summary
from app.storage.articles import remove, save
from app.storage.engine import transaction
from app.storage.tables import DayRollup, MonthRollup, PlaceRollup, SourceRollup, SubtypeRollup
from tests.factories import BASRA, FIJI, make_article, make_casualty, make_event, make_extraction, make_time
from tests.query.plain import Told, meets
from tests.query.plain_summary import figures, grouped
from tests.query.test_summary import by_keys
from tests.rollup_counts import kept_and_recounted

TIMES = (
    None,
    *(make_time(f"2024-0{month}-0{day}", f"2024-0{month}-0{day + 1}") for month in (1, 2, 3) for day in (1, 5)),
    make_time("2024-01-31T18:00:00", "2024-02-01T06:00:00"),
    make_time("2024-01-29", "2024-02-05"),
    make_time("2024-01-01", "2024-02-01"),
    make_time("2024-02-01", "2024-03-03"),
    make_time("2024-02-01", "2024-03-04"),
    make_time("2023-01-01", "2024-01-01"),
    make_time("2023-12-31", None),
    make_time(None, "2024-02-02"),
    make_time("0001-01-01", "0001-01-02"),
    make_time("9998-12-31", None),
)
PLACES = (
    (),
    (BASRA,),
    (FIJI, BASRA),
    (replace(BASRA, country_code=None),),
    (replace(BASRA, name="Zubayr", latitude=30.39, longitude=47.7),),
    (replace(FIJI, latitude=None, longitude=None),),
    (replace(FIJI, admin1=None),),
)
SOURCES = (None, "", "Example Wire", "EXAMPLE WIRE", "The Basra Post", "…")
WINDOWS = ("", "2024-02", "2024", "2023/2024-01", "../2024-01", "2024-02/..", "2024-02-02", "2024-01-05/2024-02-01")
FACTUALITY = ("asserted", "alleged", "denied")
KINDS = (
    (),
    (("type", "casualties"),),
    (("factuality", "any"),),
    (("subtype", "shelling"),),
    (("bbox", "47.5,30,48,31"), ("factuality", "any")),
    (("bbox", "170,-20,-170,-10"),),
    (("country", "IQ"),),
    (("country", "IQ"), ("country", "FJ"), ("factuality", "any")),
    (("country", "FJ"), ("bbox", "47,30,48,31")),
)
STEPS = 60


def any_event(dice: random.Random) -> Event:
    event = make_event(
        type=dice.choice(("strike", "casualties")),
        subtype=dice.choice((None, "shelling", "airstrike")),
        factuality=dice.choice(FACTUALITY),
        time=dice.choice(TIMES),
        places=dice.choice(PLACES),
        about_places=dice.choice(PLACES) if dice.random() < 0.3 else (),
        casualties=tuple(
            make_casualty(effect, dice.choice((0, 3, 5_000)), None)
            for effect in ("killed", "injured")
            if dice.random() < 0.4
        ),
    )
    return replace(event, links=(Link("caused_by", event.id),), counted=False) if dice.random() < 0.3 else event


def changed(sessions: sessionmaker[Session], dice: random.Random) -> Iterator[Told]:
    """What is left of articles that were stored, read again and removed at random."""
    stored: dict[str, list[Told]] = {}
    articles = [make_article(source=dice.choice(SOURCES)) for _ in range(STEPS // 3)]
    for step in range(STEPS):
        article = dice.choice(articles)
        extraction = make_extraction(
            article, *(any_event(dice) for _ in range(dice.randrange(5))), pipeline=f"test {step}"
        )
        with transaction(sessions) as session:
            if extraction.id in stored and dice.random() < 0.4:
                remove(session, extraction.id)
                del stored[extraction.id]
            else:
                save(session, article, extraction)
                stored[extraction.id] = [Told(event, article) for event in extraction.events]
    return itertools.chain(*stored.values())


@pytest.fixture
def told(engine: Engine, sessions: sessionmaker[Session]) -> list[Told]:
    """Other events on each database."""
    return list(changed(sessions, random.Random(engine.dialect.name)))


def pairs(keys: Collection[str]) -> list[tuple[str, ...]]:
    return [*((key,) for key in sorted(keys)), *itertools.combinations(sorted(keys), 2)]


def questions(dialect: str) -> Iterator[tuple[tuple[str, str], str, tuple[tuple[str, str], ...]]]:
    """Half of all on one database, the other half on the other: each has any two of group, window and kind together."""
    groups = dict.fromkeys(("group_by", ",".join(by)) for rollup in ROLLUPS for by in pairs(rollup.keys))
    numbered = itertools.product(enumerate(groups), enumerate(WINDOWS), enumerate(KINDS))
    for (i, by), (j, window), (k, kind) in numbered:
        if (i + j + k) % 2 == (dialect == "sqlite"):
            yield by, window, kind


def test_wide_questions_are_counted_exactly(told: list[Told], sessions: sessionmaker[Session], engine: Engine) -> None:
    asked = 0
    met = functools.cache(lambda event_filter: [one for one in told if meets(one, event_filter)])
    for by, window, kind in questions(engine.dialect.name):
        request = parse_summary([by, *kind, *([("datetime", window)] if window else [])])
        if not covering_rollup(request.event_filter, request.by):
            continue
        asked += 1
        with sessions() as session:
            summary = summarize(session, request)
        found = {keys: (group.events, group.killed, group.injured) for keys, group in by_keys(summary).items()}
        expected = {
            k: (n, killed, injured)
            for k, (n, _, killed, injured) in grouped(met(request.event_filter), request).items()
        }
        assert found == expected, (by, window, kind)
        events, _, *sums = figures(met(request.event_filter))
        assert [summary.total.events, summary.total.killed, summary.total.injured] == [events, *sums]
    assert asked > 200


def test_the_rollups_are_those_of_a_new_count(told: list[Told], engine: Engine) -> None:
    kept, recounted = kept_and_recounted(engine)
    assert recounted == kept
    assert kept.keys() == {rollup.table.__tablename__ for rollup in ROLLUPS}
    assert sum(map(len, kept.values())) > 10
    assert told


def test_a_changed_row_is_counted_again(told: list[Told], engine: Engine, sessions: sessionmaker[Session]) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE events SET country_code = 'XX', killed = 7"))
    with sessions() as session:
        (group,) = summarize(session, parse_summary([("group_by", "country"), ("factuality", "any")])).groups
    assert group.keys == {"country": "XX"}
    assert group.events == len(told)


def test_postgres_counts_the_events_of_an_article_together(engine: Engine, sessions: sessionmaker[Session]) -> None:
    """Each row of a rollup is written once, not once for each event; SQLite changes rows where they are."""
    if engine.dialect.name == "sqlite":
        return
    query = text("SELECT sum(n_tup_ins), sum(n_tup_upd) FROM pg_stat_xact_user_tables WHERE relname LIKE 'rollups%'")
    with transaction(sessions) as session:
        counts = [session.execute(query).one()]
        for article in (make_article(), make_article()):
            save(session, article, make_extraction(article, *(make_event() for _ in range(5))))
            counts.append(session.execute(query).one())
    inserted, updated = zip(*counts, strict=True)
    assert [after - before for before, after in itertools.pairwise(inserted)] == [len(ROLLUPS), 0]
    assert [after - before for before, after in itertools.pairwise(updated)] == [0, len(ROLLUPS)]
    with sessions() as session:
        (group,) = summarize(session, parse_summary([("group_by", "country")])).groups
    assert group.events == 10


def test_a_division_keeps_its_name_when_its_newest_event_goes(sessions: sessionmaker[Session]) -> None:
    articles = [make_article() for _ in range(2)]
    for article in articles:
        with transaction(sessions) as session:
            save(session, article, last := make_extraction(article, make_event()))
    with transaction(sessions) as session:
        remove(session, last.id)
        (group,) = summarize(session, parse_summary([("group_by", "admin1")])).groups
    assert (group.keys, group.events) == ({"country": "IQ", "admin1": "Basra"}, 1)


@pytest.mark.parametrize(
    ("query", "table"),
    [
        ("group_by=type", SubtypeRollup),
        ("group_by=country", MonthRollup),
        ("group_by=country,month&datetime=2024", MonthRollup),
        ("group_by=type&datetime=2024-02-02", DayRollup),
        ("group_by=week&type=strike", DayRollup),
        ("group_by=country&datetime=2024-02-02", None),
        ("group_by=type&datetime=2024-02-02T12:00:00/2024-03", None),
        ("group_by=type&country=IQ", MonthRollup),
        ("group_by=type&country=IQ&datetime=../2024", MonthRollup),
        ("group_by=type&country=IQ&datetime=2024", None),
        ("group_by=admin1&country=IQ", PlaceRollup),
        ("group_by=type&subtype=shelling", SubtypeRollup),
        ("group_by=admin1", PlaceRollup),
        ("group_by=cell&bbox=0,0,1,1", PlaceRollup),
        ("group_by=cell&datetime=2024", None),
        ("group_by=type&near=1,1", None),
        ("group_by=source", SourceRollup),
        ("group_by=source,type&datetime=2024-02", SourceRollup),
        ("group_by=source,month&datetime=2024", SourceRollup),
        ("group_by=source&datetime=2024-02-02", None),
        ("group_by=source&country=IQ", None),
        ("group_by=source,country", None),
        ("group_by=day,country", None),
    ],
)
def test_which_rollup_covers(query: str, table: object) -> None:
    request = parse_summary(parse_qsl(query))
    rollup = covering_rollup(request.event_filter, request.by)
    assert (rollup and rollup.table) is table
