"""What only we read is packed on both databases; an upgrade packs it, and a downgrade gives it back as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import Engine, text

from app.storage.articles import find, save
from app.storage.engine import make_engine, make_sessions, transaction
from app.storage.incidents import read_incident
from app.storage.packing import pack, pack_bytes, unpack
from app.storage.schema import downgrade, upgrade
from app.storage.stories import KeptStory, candidate_stories, keep_story, stories_of, story_of_article
from tests.databases import Databases
from tests.factories import make_article, make_event, make_extraction

ONE, OTHER = "00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"
LONG = bytes(range(256)) + b'["police","police","police","police","police","police"]' * 40
DOCUMENT = '{"id": "é"}'
INCIDENT = text(
    "INSERT INTO incidents (id, articles, sources, change, pinned, document) VALUES (:id, 1, 1, 1, false, :document)"
)
#: The stored article again, under another id.
COPIED = text(
    "INSERT INTO articles (id, text, extra, pipeline, reading, created_at, change)"
    " SELECT :id, text, extra, pipeline, reading, created_at, change FROM articles WHERE seq = 1"
)


def raw(engine: Engine, column: str, table: str) -> list[Any]:
    with engine.connect() as connection:
        found = connection.execute(text(f"SELECT {column} FROM {table} ORDER BY 1")).scalars()
        return [bytes(value) if isinstance(value, memoryview) else value for value in found]


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, databases: Databases) -> str:
    return databases.new(request.param)


def test_stories_are_packed_and_read_as_they_were(url: str) -> None:
    engine = make_engine(url)
    with transaction(make_sessions(engine)) as session:
        keep_story(session, KeptStory(1, ONE, 700_000, LONG), ["n x"])
        keep_story(session, KeptStory(2, OTHER, 700_001, b"\x01short"), ["n x"])
        assert story_of_article(session, ONE) == LONG
        assert stories_of(session, [OTHER, ONE]) in ([LONG, b"\x01short"], [b"\x01short", LONG])
        assert sorted(candidate_stories(session, {"n x": 1}, 700_000, 5)) == [LONG, b"\x01short"]
    assert sorted(raw(engine, "story", "stories")) == sorted([pack_bytes(LONG), pack_bytes(b"\x01short")])
    assert len(pack_bytes(LONG)) < len(LONG) / 4
    engine.dispose()


def test_rows_go_there_and_back(url: str) -> None:
    engine = make_engine(url)
    with transaction(make_sessions(engine)) as session:
        keep_story(session, KeptStory(1, ONE, 700_000, LONG), ["n x"])
        session.execute(INCIDENT, {"id": ONE, "document": pack(DOCUMENT)})
        session.execute(INCIDENT, {"id": OTHER, "document": None})
    downgrade(url, "0024")
    assert raw(engine, "story", "stories") == [LONG]
    sqlite = engine.dialect.name == "sqlite"
    of_one = f"incidents WHERE id = '{ONE}'"
    assert raw(engine, "document", of_one) == [pack(DOCUMENT) if sqlite else DOCUMENT]
    upgrade(url)
    assert raw(engine, "story", "stories") == [pack_bytes(LONG)]
    assert raw(engine, "document", of_one) == [pack(DOCUMENT)]
    assert raw(engine, "document", f"incidents WHERE id = '{OTHER}'") == [None]
    engine.dispose()


def test_readings_go_there_and_back(url: str) -> None:
    """More of them than are written at once."""
    engine = make_engine(url)
    sessions = make_sessions(engine)
    article = make_article(published_at="2024-02-03")
    extraction = make_extraction(article, make_event())
    with transaction(sessions) as session:
        save(session, article, extraction)
        for n in range(1200):
            session.execute(COPIED, {"id": str(n)})
    packed = raw(engine, "reading", "articles")
    assert (len(packed), packed[0]) == (1201, packed[-1])
    plain = unpack(packed[0])
    assert json.loads(plain)["anchor"] == {"date": "2024-02-03", "source": "given"}
    downgrade(url, "0027")
    assert set(raw(engine, "reading", "articles")) == {packed[0] if engine.dialect.name == "sqlite" else plain}
    upgrade(url)
    assert raw(engine, "reading", "articles") == packed
    with transaction(sessions) as session:
        found = find(session, extraction.id)
    assert found is not None
    assert found.extraction == extraction
    engine.dispose()


def test_packed_incidents_are_read() -> None:
    with pytest.raises(ValueError, match="articles"):  # it is unpacked, and then it lacks what an incident has
        read_incident(pack(DOCUMENT))
