"""What the README shows is what the program gives."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from app.domain.article import Article
from app.domain.event import Extraction
from app.nlp import Extractor
from app.ontology.table import markdown

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def contains(whole: Any, part: Any) -> bool:
    """Whether everything that the README shows stands in the real answer."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(k in whole and contains(whole[k], v) for k, v in part.items())
    if isinstance(part, list):
        return isinstance(whole, list) and all(any(contains(w, p) for w in whole) for p in part)
    return bool(whole == part)


def test_the_answer_is_the_real_one(extractor: Extractor) -> None:
    sent = re.search(r"-d '(\{.*?\})'\n```", README, re.DOTALL)
    shown = re.search(r"<!-- answer -->\n```json\n(.*?)\n```", README, re.DOTALL)
    assert sent is not None
    assert shown is not None
    answer = json.loads(TypeAdapter(Extraction).dump_json(extractor.extract(Article(**json.loads(sent.group(1))))))
    event = json.loads(shown.group(1))
    assert any(contains(e, event) for e in answer["events"])
    assert [e["subtype"] for e in answer["events"] if e["type"] == "statement"].count("deny") == 1
    assert sum(e["type"] == "statement" for e in answer["events"]) == 3
    assert [e["links"][0]["rel"] for e in answer["events"] if e["type"] == "casualties"] == ["caused_by"]


def test_the_table_of_event_types_is_that_of_the_files() -> None:
    assert f"<!-- event-types -->\n{markdown()}\n<!-- /event-types -->" in README


def test_the_two_commands_stand_alone_on_a_line() -> None:
    assert "\npip install uv && uv run dateline serve\n" in README
    assert "\nuv run pytest\n" in README
