"""The benchmark runs on both databases, and what is asked by hand is the same question."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import func, inspect, select, text

from app.gazetteer import open_gazetteer
from app.storage.engine import make_sessions
from app.storage.tables import RollupRow
from tests.benchmarks import bench_queries
from tests.benchmarks.bulk import LATER, fill
from tests.benchmarks.questions import questions, statements
from tests.benchmarks.synthetic import World
from tests.databases import Databases
from tests.query.pages import find

ROWS, TOWNS = 1_500, 300


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_by_hand_is_the_same_question(databases: Databases, kind: str) -> None:
    gazetteer = open_gazetteer()
    world = World(gazetteer, ROWS, TOWNS)
    engine = fill(url := databases.new(kind), world, lambda _: None)
    sessions = make_sessions(engine)
    with sessions() as session:
        told = session.scalar(text("SELECT count(*) FROM articles"))
        assert told == world.articles
        events = session.scalar(text("SELECT count(*) FROM events"))
        for rollup in RollupRow.__subclasses__():
            assert session.scalar(select(func.sum(rollup.events))) == events
        for question in questions(world):
            params = parse_qsl(f"{question.query}&limit=1000".strip("&"))
            found = [item.event.id for item in find(session, params, gazetteer).items]
            for way, statement in statements(question, engine.dialect.name, 1_000).items():
                raw = session.connection().connection.driver_connection
                rows = raw.execute(statement).fetchall()  # type: ignore[union-attr]
                seqs = {row[0] for row in rows}
                known = {event_id for event_id in found if int(event_id[:8], 16) in seqs}
                assert len(known) == len(seqs), (question.name, way)
    engine.dispose()
    again = fill(url, world, lambda _: None)
    assert LATER not in inspect(again).get_table_names()
    again.dispose()


def test_it_prints_a_table(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_queries, "WARM", 1)
    bench_queries.main(
        ["--rows", "600", "--towns", "200", "--repeats", "2", "--database", f"sqlite:///{tmp_path}/b.sqlite3"]
    )
    lines = capsys.readouterr().out.splitlines()
    assert re.match(r"question +rows +first +min +p50 +p95", lines[1])
    assert re.fullmatch(r"p95 within 1.3 of the p95 by hand: \d+ of 26 questions", lines[-1])
    assert not any("differs" in told for told in lines)
    assert len(lines) > 26
    assert any(re.search(r"rare type +\d+( +[\d.]+){9}  (order|keys)", told) for told in lines)
