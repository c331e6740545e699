"""A new format is a module, a row of the registry and a test: the API, its document and the program follow.

The row is added in a process of its own, before the application is imported.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.storage.articles import save
from app.storage.engine import make_engine, make_sessions, transaction
from tests.databases import Databases
from tests.factories import make_article, make_event, make_extraction

TABS = "text/tab-separated-values"
USE = f"""
import json, sys
from app.export import registry

def lines(columns, batches):
    names = list(columns)
    yield ("\\t".join(names) + "\\n").encode()
    for batch in batches:
        yield "".join("\\t".join(str(row.get(name) or "") for name in names) + "\\n" for row in batch).encode()

registry.FORMATS["tabs"] = registry.ExportFormat("tabs", ("{TABS}",), ".tsv", table=lines)
registry.FORMAT_NAMES = ("json", *registry.FORMATS)

from fastapi.testclient import TestClient
from app.cli import export
from app.main import create_app
from app.settings import Settings

settings = Settings(database_url=sys.argv[1])
with TestClient(create_app(settings)) as client:
    named = client.get("/v1/events?format=tabs&fields=type")
    found = {{
        "named": [named.headers["content-type"], named.headers["content-disposition"], named.text],
        "accepted": client.get("/v1/events?fields=type", headers={{"accept": "{TABS}"}}).text,
        "incidents": client.get("/v1/incidents?format=tabs").text.partition("\\t")[0],
        "document": client.get("/openapi.json").json()["paths"]["/v1/events"]["get"],
    }}
export.run(["fields=type"], settings, sys.argv[2], None)
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def used(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the program answers in a format that it did not know."""
    url, file = databases.new("sqlite"), tmp_path_factory.mktemp("tabs") / "events.tsv"
    engine = make_engine(url)
    with transaction(make_sessions(engine)) as session:
        save(session, article := make_article(), make_extraction(article, make_event(id="a")))
    engine.dispose()
    done = subprocess.run([sys.executable, "-c", USE, url, str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found | {"file": Path(file).read_text("utf-8")}


def test_the_api_answers_in_it(used: dict[str, Any]) -> None:
    media_type, disposition, text = used["named"]
    assert (media_type.partition(";")[0], disposition) == (TABS, 'attachment; filename="dateline-events.tsv"')
    assert text == used["accepted"] == used["file"] == "id\ttype\na\tstrike\n"


def test_incidents_have_it_too(used: dict[str, Any]) -> None:
    assert used["incidents"] == "id"


def test_the_document_of_the_api_lists_it(used: dict[str, Any]) -> None:
    document = used["document"]
    assert TABS in document["responses"]["200"]["content"]
    (parameter,) = (p for p in document["parameters"] if p["name"] == "format")
    assert "tabs" in parameter["schema"]["enum"]
