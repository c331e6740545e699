"""The generated parts of ``README.md``, each between ``<!-- name -->`` and ``<!-- /name -->``."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from app.domain.article import Article
from app.domain.event import Extraction
from app.nlp import Extractor
from app.ontology import catalogue
from app.settings import Settings

FILE = Path(__file__).parents[2] / "README.md"
_SPAN = dict.fromkeys(("start", "end", "text"))
#: The fields of the event that the README shows; null shows a field whole.
SHOWN: dict[str, Any] = {
    "type": None,
    "subtype": None,
    "codes": None,
    "summary": None,
    "trigger": _SPAN,
    "factuality": None,
    "time": dict.fromkeys(("start", "end", "precision", "value", "span", "source")),
    "places": dict.fromkeys(
        ("name", "geonames_id", "country_code", "admin1", "latitude", "longitude", "precision", "confidence")
    ),
    "participants": dict.fromkeys(("role", "name", "kind")),
    "casualties": {"effect": None, "low": None, "high": None, "span": None, "claimed_by": {"name": None}},
    "attribution": {"name": None, "cue": None},
    "confidence": None,
}


def text(extractor: Extractor | None = None) -> str:
    """Return the README with its generated parts made again."""
    found = FILE.read_text("utf-8")
    parts: dict[str, Callable[[], str]] = {
        "answer": lambda: answer(found, extractor or Extractor()),
        "event-types": event_types,
        "settings": settings,
    }
    for name, make in parts.items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(\n<!-- /{name} -->)", re.DOTALL)
        assert pattern.search(found), f"{FILE.name} has no part {name}"
        made = make()
        found = pattern.sub(lambda match, made=made: f"{match[1]}{made}{match[2]}", found)  # type: ignore[misc]
    return found


def request(readme: str) -> Article:
    """Return the article that the README posts."""
    sent = re.search(r"-d '(\{.*?\})'\n```", readme, re.DOTALL)
    assert sent is not None
    return Article(**json.loads(sent[1]))


def extraction(article: Article, extractor: Extractor) -> dict[str, Any]:
    """Return the JSON of an article's extraction."""
    made: dict[str, Any] = json.loads(TypeAdapter(Extraction).dump_json(extractor.extract(article)))
    return made


def answer(readme: str, extractor: Extractor) -> str:
    """Return the strike in the README's article, one line for each field that is shown."""
    events = extraction(request(readme), extractor)["events"]
    event = _shown(next(event for event in events if event["type"] == "strike"), SHOWN)
    lines = [f'  "{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in event.items()]
    return "```json\n{\n" + ",\n".join(lines) + "\n}\n```"


def _shown(value: Any, fields: dict[str, Any] | None) -> Any:
    if fields is None or value is None:
        return value
    if isinstance(value, list):
        return [_shown(item, fields) for item in value]
    return {name: _shown(value[name], inner) for name, inner in fields.items()}


def event_types() -> str:
    """Return one row for each event type with its sub-types."""
    rows = (
        f"| `{kind.code}` | {kind.label} | {', '.join(f'`{code}`' for code in kind.subtypes)} |"
        for kind in catalogue().types.values()
    )
    return "\n".join(["| type | what | sub-types |", "|---|---|---|", *rows])


def settings() -> str:
    """Return one row for each setting with its default and its description."""
    rows = ["| variable | default | meaning |", "|---|---|---|"]
    for name, setting in Settings.model_fields.items():
        value = setting.get_default(call_default_factory=True)
        default = ",".join(value) if isinstance(value, tuple) else str(value).replace(str(Path.home()), "~")
        shown = "–" if default in ("None", "") else f"`{default}`"
        rows.append(f"| `DATELINE_{name.upper()}` | {shown} | {setting.description} |")
    return "\n".join(rows)
