"""Corrections leave the database as gold, and the pipeline is measured on it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.evaluate import export, run
from app.corrections.editing import Editor
from app.corrections.fields import FieldsIn, SpanIn
from app.domain.access import EVERYTHING, Caller
from app.domain.article import Article
from app.errors import InputError
from app.gazetteer import open_gazetteer
from app.linking.store import save_linked
from app.nlp import Extractor
from app.settings import Settings
from app.storage.engine import Session, Sessions, make_engine, make_sessions, transaction
from app.storage.mapping import StoredArticle
from tests.databases import Databases

TEXT = "A car bomb killed three people in Basra on Friday, police said. Shops closed early."
ARTICLE = Article(TEXT, published_at="2024-02-03")


@pytest.fixture
def settings(databases: Databases) -> Settings:
    return Settings(database_url=databases.new("sqlite"))


@pytest.fixture
def sessions(settings: Settings) -> Iterator[Sessions]:
    engine = make_engine(settings.database_url)
    yield make_sessions(engine)
    engine.dispose()


@pytest.fixture
def stored(sessions: Sessions, extractor: Extractor) -> StoredArticle:
    with transaction(sessions) as session:
        return save_linked(session, ARTICLE, extractor.extract(ARTICLE)).stored


def make_editor(session: Session) -> Editor:
    return Editor(session, Caller("desk", EVERYTHING), open_gazetteer())


def test_export_and_evaluate(
    settings: Settings, sessions: Sessions, stored: StoredArticle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = stored.extraction.events
    with transaction(sessions) as session:
        editor = make_editor(session)
        for event in events:
            editor.confirm(event.id, None)
        editor.correct(events[0].id, FieldsIn.model_validate({"time": {"value": "2024-02-01"}}), "It was Thursday.")
    gold = tmp_path / "gold.jsonl"
    export(settings, str(gold))
    run(settings, gold, 1, 5, as_json=True)
    found = json.loads(capsys.readouterr().out)
    rates = {rate["name"]: (rate["right"], rate["total"]) for rate in found["rates"]}
    assert rates["events found (recall)"] == rates["events right (precision)"] == (len(events), len(events))
    assert rates["day"][0] == rates["day"][1] - 1
    assert [mistake["kind"] for mistake in found["mistakes"]] == ["day"]
    run(settings, gold, 1, 1, as_json=False)
    assert capsys.readouterr().out.splitlines()[0].split() == [
        "events",
        "found",
        "(recall)",
        "100.0%",
        f"{len(events)}",
        "of",
        f"{len(events)}",
    ]


def test_what_people_rejected_and_added_counts(
    settings: Settings, sessions: Sessions, stored: StoredArticle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, *others = stored.extraction.events
    with transaction(sessions) as session:
        editor = make_editor(session)
        editor.reject(first.id, "No such happening.")
        for event in others:
            editor.confirm(event.id, None)
        at = TEXT.index("closed")
        editor.add(
            stored.id,
            SpanIn(start=at, end=at + 6),
            FieldsIn.model_validate({"type": "protest"}),
            "Shopkeepers closed in protest.",
        )
    gold = tmp_path / "gold.jsonl"
    export(settings, str(gold))
    (line,) = map(json.loads, gold.read_text("utf-8").splitlines())
    assert (line["complete"], len(line["events"]), len(line["rejected"])) == (True, len(others) + 1, 1)
    run(settings, gold, 1, 5, as_json=True)
    found = json.loads(capsys.readouterr().out)
    rates = {rate["name"]: (rate["right"], rate["total"]) for rate in found["rates"]}
    assert rates["events found (recall)"] == rates["events right (precision)"] == (len(others), len(others) + 1)
    kinds = {mistake["kind"]: mistake["detail"].partition(":")[0] for mistake in found["mistakes"]}
    assert kinds == {"missed": "protest", "false": first.type}


def test_a_file_without_articles_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text("\n")
    with pytest.raises(InputError, match="has no articles"):
        run(Settings(), tmp_path / "gold.jsonl", 1, 0, as_json=False)
