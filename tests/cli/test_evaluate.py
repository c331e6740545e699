"""Corrections leave the database as gold, and the pipeline is measured on it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli.evaluate import export, run
from app.corrections.editing import Editor
from app.corrections.fields import FieldsIn
from app.domain.access import EVERYTHING, Caller
from app.domain.article import Article
from app.errors import InputError
from app.gazetteer import open_gazetteer
from app.linking.store import save_linked
from app.nlp import Extractor
from app.settings import Settings
from app.storage.engine import make_engine, make_sessions, transaction
from tests.databases import Databases

ARTICLE = Article("A car bomb killed three people in Basra on Friday, police said.", published_at="2024-02-03")


def test_export_and_evaluate(
    databases: Databases, extractor: Extractor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(database_url=databases.new("sqlite"))
    engine = make_engine(settings.database_url)
    with transaction(make_sessions(engine)) as session:
        events = save_linked(session, ARTICLE, extractor.extract(ARTICLE)).stored.extraction.events
    with transaction(make_sessions(engine)) as session:
        editor = Editor(session, Caller("desk", EVERYTHING), open_gazetteer())
        for event in events:
            editor.confirm(event.id, None)
        editor.correct(events[0].id, FieldsIn.model_validate({"time": {"value": "2024-02-01"}}), "It was Thursday.")
    engine.dispose()
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


def test_a_file_without_articles_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text("\n")
    with pytest.raises(InputError, match="has no articles"):
        run(Settings(), tmp_path / "gold.jsonl", 1, 0, as_json=False)
