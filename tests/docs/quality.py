"""Put measured figures into ``docs/quality.md``.

``uv run python -m tests.docs.quality RESULTS.json "29 November 2026"`` rewrites the document.

``RESULTS.json`` maps a task to ``{"metrics": {name: {"value": number, "n": number}}}``. A section of the document names
its task in a comment below its title. Its table keeps its rows and its baseline; ``result`` and ``n`` are replaced. A
section whose task was not measured keeps its figures and is marked with †.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[2] / "docs" / "quality.md"
Results = Mapping[str, Mapping[str, Any]]
_SECTION = re.compile(
    r"^### (?P<title>[^\n]*?)(?: †)?\n\n<!-- task: (?P<task>\w+) -->\n(?P<body>.*?)(?=^### |\Z)", re.M | re.S
)
_ROW = re.compile(r"^\| (?P<name>\w+) \| [^|]+ \| (?P<baseline>[^|]+) \| [^|]+ \|$", re.M)


def updated(document: str, results: Results, date: str) -> str:
    """Return the document with new figures."""
    document = re.sub(r"Figures of [^.]+\.", f"Figures of {date}.", document, count=1)
    return _SECTION.sub(lambda section: _section(section, results), document)


def _section(section: re.Match[str], results: Results) -> str:
    task = section["task"]
    if task not in results:
        return f"### {section['title']} †\n\n<!-- task: {task} -->\n{section['body']}"
    metrics: Mapping[str, Any] = results[task]["metrics"]
    body = _ROW.sub(lambda row: _row(row, metrics.get(row["name"])), section["body"])
    return f"### {section['title']}\n\n<!-- task: {task} -->\n{body}"


def _row(row: re.Match[str], metric: Mapping[str, Any] | None) -> str:
    if metric is None:
        return row[0]
    value = f"{metric['value']:.0f}" if abs(metric["value"]) >= 10 else f"{metric['value']:.3f}"
    return f"| {row['name']} | {value} | {row['baseline']} | {metric['n']:,} |"


if __name__ == "__main__":
    FILE.write_text(
        updated(FILE.read_text("utf-8"), json.loads(Path(sys.argv[1]).read_text("utf-8")), sys.argv[2]), "utf-8"
    )
