"""Gold files are read, and every mistake in one is named with its line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.correction import event_values
from app.errors import InputError
from app.evaluation.gold import read_gold
from tests.factories import make_event

TEXT = "Shells hit a market on the edge of Basra."


def line(**given: Any) -> str:
    return json.dumps({"id": "a", "text": TEXT, "source": "Wire", "complete": True, **given})


def test_a_line_is_an_article_with_its_events(tmp_path: Path) -> None:
    event = make_event()
    (tmp_path / "gold.jsonl").write_text(line(events=[event_values(event)]) + "\n\n" + line(id="b", complete=False))
    first, second = read_gold(tmp_path / "gold.jsonl")
    assert (first.id, first.fields, first.complete) == ("a", {"text": TEXT, "source": "Wire"}, True)
    assert (first.events, first.rejected) == ((event,), ())
    assert (second.id, second.complete, second.events) == ("b", False, ())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "line 1 is not JSON"),
        ("[]", "has no 'text'"),
        ('{"id": 1}', "has no 'text'"),
        (line(events=[{"type": "strike"}]), "events|0.id|Field required"),
        (line(title="Before", events=[event_values(make_event())]), "trigger 'hit' is not where"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "gold.jsonl").write_text(text)
    with pytest.raises(InputError, match=words):
        list(read_gold(tmp_path / "gold.jsonl"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.jsonl cannot be read"):
        list(read_gold(tmp_path / "none.jsonl"))
