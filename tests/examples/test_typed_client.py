"""A client is generated from the OpenAPI document as ``docs/clients.md`` says, and its example runs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

DOCUMENT = (Path(__file__).parents[2] / "docs" / "clients.md").read_text("utf-8")
PROGRAMS = Path(sys.executable).parent


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)
    return str(found)


@pytest.fixture(scope="module")
def folder(address: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the commands of the page were given; without the tidying of the code, which takes long."""
    made = tmp_path_factory.mktemp("client")
    configure, fetch, generate = block("sh").splitlines()
    (made / "client.yml").write_text(re.findall("'(.*?)'", configure)[0].replace("\\n", "\n") + "post_hooks: []\n")
    assert "localhost:8000/openapi.json -o dateline.json" in fetch
    with urllib.request.urlopen(f"{address}/openapi.json") as answer:
        (made / "dateline.json").write_bytes(answer.read())
    uvx, program, *arguments = generate.split()
    assert uvx == "uvx"
    subprocess.run([PROGRAMS / program, *arguments], cwd=made, check=True, capture_output=True, timeout=120)
    return made


def test_its_example_prints_what_the_page_says(folder: Path, address: str) -> None:
    code = block("python").replace("http://localhost:8000", address)
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    program = [sys.executable, "-c", code]
    done = subprocess.run(program, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert (done.stdout, done.stderr) == (block("text"), "")


def test_every_operation_but_streams_becomes_a_function(folder: Path) -> None:
    made = {file.stem for file in (folder / "dateline_client" / "api").glob("*/*.py")}
    assert {"find_events", "find_incidents", "summarize_incidents", "correct_event", "post_articles"} <= made
