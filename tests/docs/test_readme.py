"""The README shows what the program does, and its commands run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from app.nlp import Extractor
from tests.databases import Databases
from tests.docs import readme

ROOT = readme.FILE.parent
README = readme.FILE.read_text(encoding="utf-8")
COMMANDS = [
    line.strip() for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines() if line
]


def test_its_generated_parts_are_up_to_date(extractor: Extractor) -> None:
    assert readme.text(extractor) == README, "run uv run python -m tests.refresh"


def test_what_it_says_of_the_answer_is_true(extractor: Extractor) -> None:
    events = readme.extraction(readme.request(README), extractor)["events"]
    assert [e["subtype"] for e in events if e["type"] == "statement"].count("deny") == 1
    assert sum(e["type"] == "statement" for e in events) == 3
    assert [e["links"][0]["rel"] for e in events if e["type"] == "casualties"] == ["caused_by"]


def test_the_quick_start_is_two_commands() -> None:
    assert "pip install uv && uv run --no-dev dateline serve" in COMMANDS
    assert "uv run pytest" in COMMANDS


@pytest.mark.parametrize("command", [c for c in COMMANDS if re.search(" (extract|load|export) ", c)])
def test_the_commands_run(tmp_path: Path, databases: Databases, command: str) -> None:
    """Each command as it stands, with the installed program in place of uv."""
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    program = f"{shlex.quote(sys.executable)} -m app.cli"
    line = command.replace("uv run --no-dev dateline", program)
    assert line != command
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DATELINE_DATABASE_URL": databases.new("sqlite")}
    done = subprocess.run(
        ["sh", "-c", line], capture_output=True, text=True, check=False, cwd=tmp_path, env=environment
    )
    written = done.stdout + "".join(p.read_text("utf-8") for p in tmp_path.glob("*.*"))
    assert done.returncode == 0, done.stderr
    assert '"status":"failed"' not in written
    assert any(sign in written + done.stderr for sign in ('"events":[{', '"FeatureCollection"', " 0 failed"))


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(((?:docs/)?[\w.-]+\.md)\)", README))))
def test_its_links_lead_to_files(target: str) -> None:
    assert (ROOT / target).is_file()


def test_it_lists_every_document() -> None:
    documents = {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")}
    assert {document for document in documents if f"| [{document}]({document}) |" not in README} == set()
