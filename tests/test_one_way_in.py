"""The same article by every way: the same id, the same stored text, the same events."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.cli.program import run

ROOT = Path(__file__).parents[1]
TEXT = (
    "  Rockets fired by government forces hit a mar\u00adket in Idlib,\u00a0Syria, on Monday, killing at least six."
    "\r\nâ€œThere were no fighters here,â€\x9d said Mayor Ahmad Haddad.\n"
)
ARTICLE = {"title": " Rockets hit\tmarket ", "text": TEXT, "published_at": "20240305", "source": "Example  News"}
PAGE = (
    "<html><head><title>Four dead in Mosul</title></head><body><article><p>"
    + "Gunmen killed four people in Mosul on Friday, police said. " * 6
    + "</p></article></body></html>"
)


def extract(*arguments: str, stdin: str = "") -> list[Any]:
    done = run("extract", *arguments, stdin=stdin)
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def post(client: TestClient, article: dict[str, Any], *, store: bool) -> Any:
    answer = client.post(f"/v1/articles?store={str(store).lower()}", json=article)
    assert answer.status_code in (200, 201)
    return answer.json()


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What comes of ``ARTICLE`` and ``PAGE`` and of the bare text, by each way."""
    folder = tmp_path_factory.mktemp("ways")
    (folder / "a.jsonl").write_text(json.dumps(ARTICLE), "utf-8")
    (folder / "b.json").write_text(json.dumps([ARTICLE], indent=1), "utf-8")
    (folder / "c.txt").write_text(TEXT, "utf-8", newline="")
    (folder / "d.html").write_text(PAGE, "utf-8")
    lines, array, text, page = extract(str(folder))
    stdin, page_line = extract("-", "--workers", "2", stdin=f"{json.dumps(ARTICLE)}\n{json.dumps({'html': PAGE})}\n")
    with TestClient(create_app(Settings(database_url=f"sqlite:///{folder}/a.sqlite3"))) as client:
        return {
            "article": {
                "JSON Lines": lines,
                "JSON array": array,
                "standard input": stdin,
                "POST without storing": post(client, ARTICLE, store=False),
                "POST": post(client, ARTICLE, store=True),
                "POST again": post(client, ARTICLE, store=True),
            },
            "text": {"text file": text, "POST": post(client, {"text": TEXT}, store=True)},
            "page": {
                "HTML file": page,
                "standard input": page_line,
                "POST": post(client, {"html": PAGE}, store=True),
                "POST again": post(client, {"html": PAGE}, store=True),
            },
            "stored": client.get("/v1/articles?limit=10").json()["articles"],
            "texts": {
                found["id"]: (found["title"], found["text"])
                for listed in client.get("/v1/articles?limit=10").json()["articles"]
                for found in [client.get(f"/v1/articles/{listed['id']}").json()]
            },
        }


def without_incidents(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without what only a database knows."""
    return answer | {"events": [event | {"incident_id": None} for event in answer["events"]]}


@pytest.mark.parametrize("kind", ["article", "text", "page"])
def test_every_way_gives_the_same(ways: dict[str, Any], kind: str) -> None:
    answers = {way: without_incidents(answer) for way, answer in ways[kind].items()}
    expected = answers["POST"]
    assert expected["events"]
    for way, answer in answers.items():
        own = answer | {"id": expected["id"]}  # a file's name is the id of its article
        own.pop("article", None)  # of a line of extract
        assert own == expected, way
        assert {event["article_id"] for event in answer["events"]} == {expected["id"]}


@pytest.mark.parametrize("kind", ["article", "text", "page"])
def test_the_answer_holds_the_stored_text_where_it_is_not_what_was_sent(ways: dict[str, Any], kind: str) -> None:
    answer = ways[kind]["POST"]
    title, text = ways["texts"][answer["id"]]
    assert answer["stored_text"] == (f"{title}\n\n{text}" if title else text)
    trigger = answer["events"][0]["trigger"]
    assert answer["stored_text"][trigger["start"] : trigger["end"]] == trigger["text"]


def test_nothing_is_stored_twice(ways: dict[str, Any]) -> None:
    assert len(ways["stored"]) == 3
