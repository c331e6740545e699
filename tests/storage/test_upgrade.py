"""A database with rows is brought from each older schema to the newest, and back, and says the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.orm import Session

from app.query import parse_request
from app.storage.articles import find as find_article
from app.storage.articles import save
from app.storage.engine import make_engine, make_sessions, transaction
from app.storage.schema import downgrade, upgrade
from tests.databases import Databases
from tests.query import world
from tests.query.pages import find
from tests.query.plain import Told, meets
from tests.query.plain_summary import outlet
from tests.rollup_counts import kept_and_recounted

QUESTIONS = ("country=IQ", "q=market", "bbox=40,20,50,40", "actor=haddad", "min_killed=4", "datetime=2024-02-03", "")
EVERYTHING = "factuality=any&limit=1000"


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def filled(request: pytest.FixtureRequest, databases: Databases) -> tuple[str, list[Told]]:
    """The URL of a database with a small world, which is copied for each test, and the events."""
    engine, built = make_engine(url := databases.new(request.param)), world.build(articles=12)
    with transaction(make_sessions(engine)) as session:
        for article, extraction in built:
            save(session, article, extraction)
    engine.dispose()
    return url, world.told(built)


@pytest.fixture
def stored(filled: tuple[str, list[Told]], databases: Databases) -> Iterator[tuple[Engine, str, list[Told]]]:
    """A database with a small world, its URL, and the events."""
    engine = make_engine(url := databases.copy(filled[0]))
    yield engine, url, filled[1]
    engine.dispose()


def rows(engine: Engine) -> dict[str, list[str]]:
    """What every table of ours holds."""
    ours = [name for name in inspect(engine).get_table_names() if not name.startswith(("event_", "alembic"))]
    with engine.connect() as connection:
        found = {name: connection.execute(text(f'SELECT * FROM "{name}"')).mappings().all() for name in ours}
    # a rollup's sample may be any event of the place
    return {
        name: sorted(repr([v for k, v in r.items() if k != "sample"]) for r in lines) for name, lines in found.items()
    }


def answers(engine: Engine, question: str) -> list[str]:
    with Session(engine) as session:
        params = [tuple(part.split("=")) for part in f"{question}&{EVERYTHING}".strip("&").split("&")]
        return sorted(event.id for event in find(session, params).events)  # type: ignore[arg-type]


@pytest.mark.parametrize("revision", ["0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009", "0013"])
def test_rows_go_there_and_back(stored: tuple[Engine, str, list[Told]], revision: str) -> None:
    engine, url, told = stored
    before = rows(engine)
    downgrade(url, revision)
    assert ("tallies_by_source" in inspect(engine).get_table_names()) is (revision >= "0006")
    upgrade(url)
    after = rows(engine)
    kept = [name for name in before if revision != "0001" or name not in ("changes", "articles", "events")]
    kept.remove("reviews")  # what people decided: 0018 begins with none
    assert after["reviews"] == []
    assert [name for name in kept if after[name] != before[name]] == []
    for question in QUESTIONS:
        params = [tuple(part.split("=")) for part in f"{question}&{EVERYTHING}".strip("&").split("&")]
        event_filter = parse_request(params).event_filter  # type: ignore[arg-type]
        assert answers(engine, question) == sorted(t.event.id for t in told if meets(t, event_filter)), question


def test_an_upgrade_adds_the_sources_and_the_rollups_follow_on_both_sides(
    stored: tuple[Engine, str, list[Told]],
) -> None:
    engine, url, told = stored
    downgrade(url, "0005")
    columns = [column["name"] for column in inspect(engine).get_columns("events")]
    assert not {"source", "source_key"} & set(columns)
    with engine.begin() as connection:
        connection.execute(text("UPDATE articles SET source = '' WHERE source IS NULL"))
        connection.execute(text("UPDATE events SET killed = 7 WHERE position = 0"))
        connection.execute(text("DELETE FROM events WHERE position = 1"))
    kept, recounted = kept_and_recounted(engine)
    assert recounted == kept
    assert len(kept) == 4
    upgrade(url)
    with engine.begin() as connection:
        found = connection.execute(text("SELECT id, source_key, source FROM events")).all()
        connection.execute(text("UPDATE events SET killed = 8, source = 'Example' WHERE position = 2"))
        connection.execute(text("DELETE FROM events WHERE position = 0"))
    outlets = {t.event.id: (outlet(t.article.source), t.article.source) for t in told}
    assert {event_id: tuple(known) for event_id, *known in found}.items() <= outlets.items()
    assert {None, "Example Wire"} <= {source for *_, source in found}
    kept, recounted = kept_and_recounted(engine)
    assert recounted == kept
    assert kept["rollups_by_source"]


@pytest.mark.parametrize("filled", ["postgres"], indirect=True)
def test_after_an_upgrade_an_index_alone_can_answer(stored: tuple[Engine, str, list[Told]]) -> None:
    engine, url, told = stored
    downgrade(url, "0005")
    upgrade(url)
    with engine.connect() as connection:
        visible = text("SELECT reltuples, relpages, relallvisible FROM pg_class WHERE relname = 'events'")
        rows, pages, all_visible = connection.execute(visible).one()
    assert (rows, all_visible) == (len(told), pages)


def test_the_old_schema_finds_by_its_own_indexes(stored: tuple[Engine, str, list[Told]]) -> None:
    engine, url, told = stored
    downgrade(url, "0002")
    words = {
        "sqlite": "SELECT count(*) FROM event_words WHERE event_words MATCH 'denied'",
        "postgresql": "SELECT count(*) FROM events WHERE to_tsvector('dateline'::regconfig, words)"
        " @@ to_tsquery('dateline'::regconfig, 'denied')",
    }[engine.dialect.name]
    with engine.connect() as connection:
        assert connection.scalar(text(words)) == sum("denied" in t.event.summary for t in told)
        if engine.dialect.name == "sqlite":
            pins = [t.event.places[0] for t in told if t.event.places and t.event.places[0].latitude is not None]
            assert connection.scalar(text("SELECT count(*) FROM event_boxes")) == len(pins)


@pytest.mark.parametrize("filled", ["sqlite"], indirect=True)
def test_texts_are_packed_by_an_upgrade_and_plain_for_an_older_version(stored: tuple[Engine, str, list[Told]]) -> None:
    engine, url, told = stored
    alone = "SELECT DISTINCT typeof(a.text), typeof(d.document) FROM articles a, documents d"
    in_blocks = "SELECT DISTINCT typeof(a.text), typeof(d.documents) FROM articles a, document_blocks d"
    for move, kinds, kind in (
        (lambda: downgrade(url, "0020"), alone, "blob"),
        (lambda: downgrade(url, "0019"), alone, "text"),
        (lambda: upgrade(url), in_blocks, "blob"),
    ):
        move()
        with engine.connect() as connection:
            assert connection.execute(text(kinds)).all() == [(kind, kind)]
    with transaction(make_sessions(engine)) as session:
        for each in told:
            found = find_article(session, each.event.article_id)
            assert found is not None
            assert found.article == each.article
            assert each.event in found.extraction.events


@pytest.mark.parametrize("filled", ["postgres"], indirect=True)
def test_documents_go_into_blocks_on_postgres_and_back(stored: tuple[Engine, str, list[Told]]) -> None:
    engine, url, told = stored
    document = text("SELECT e.id, d.document FROM documents d JOIN events e ON e.seq = d.event_seq")
    shown = text("SELECT * FROM event_rows ORDER BY id")
    kinds = text("SELECT relkind FROM pg_class WHERE relname = 'documents'")
    with engine.connect() as connection:
        before = connection.execute(document).all(), connection.execute(shown).all()
    assert len(before[1]) == len(told)
    with engine.begin() as connection:  # a block with a gap, as corrections leave it
        gone = set(connection.scalars(text("DELETE FROM events WHERE position = 1 RETURNING id")))
    left = [[row for row in rows if row.id not in gone] for rows in before]
    for move, kind in ((lambda: downgrade(url, "0023"), "r"), (lambda: upgrade(url), "v")):
        move()
        with engine.connect() as connection:
            assert connection.scalar(kinds) == kind
            after = connection.execute(document).all(), connection.execute(shown).all()
        assert sorted(after[0]) == sorted(left[0])
        assert after[1] == left[1]
    with engine.begin() as connection:
        sizes = set(connection.scalars(text("SELECT last_seq - first_seq + 1 FROM document_blocks")))
        assert max(sizes) in range(2, 5)
        connection.execute(text("DELETE FROM articles"))
        assert connection.scalar(text("SELECT count(*) FROM document_blocks")) == 0


@pytest.mark.parametrize("filled", ["sqlite"], indirect=True)
def test_times_are_short_and_long_for_an_older_version(stored: tuple[Engine, str, list[Told]]) -> None:
    engine, url, _ = stored
    lengths = text(
        "SELECT DISTINCT length(time_start) FROM events UNION SELECT DISTINCT length(reported_at) FROM events"
    )
    times = text("SELECT seq, julianday(time_start), time_end, reported_at FROM events ORDER BY time_start, seq")
    with engine.connect() as connection:
        short, before = set(connection.scalars(lengths)), connection.execute(times).all()
    downgrade(url, "0021")
    with engine.connect() as connection:
        long, between = set(connection.scalars(lengths)), connection.execute(times).all()
    upgrade(url)
    with engine.connect() as connection:
        assert connection.execute(times).all() == before
        assert set(connection.scalars(lengths)) == short
    assert {10} < short - {None} < {10, 16, 19, 26}
    assert long - {None} == {26}
    assert [row[:2] for row in between] == [row[:2] for row in before]
    kept, recounted = kept_and_recounted(engine)
    assert recounted == kept


@pytest.mark.parametrize("filled", ["sqlite"], indirect=True)
def test_an_upgrade_that_packs_rows_makes_the_file_smaller(stored: tuple[Engine, str, list[Told]]) -> None:
    engine, url, _ = stored
    downgrade(url, "0019")
    with engine.connect() as connection:
        before = connection.scalar(text("PRAGMA page_count"))
    upgrade(url)
    with engine.connect() as connection:
        pages, free = (connection.scalar(text(f"PRAGMA {name}")) for name in ("page_count", "freelist_count"))
    assert pages < before
    assert free <= 0.1 * pages
