"""The tools of the Model Context Protocol: in the process, over HTTP, and without the extra."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from mcp import Client

from app.api.mcp_tools import make_server, pairs
from app.errors import MissingExtraError


def call(app: FastAPI, tool: str, **arguments: Any) -> tuple[bool, str]:
    """Whether a tool failed, and its text."""
    services = app.state.services

    async def ask() -> tuple[bool, str]:
        async with Client(make_server(services.sessions, services.gazetteer)) as client:
            result = await client.call_tool(tool, arguments)
            return bool(result.is_error), result.content[0].text  # type: ignore[union-attr]

    return asyncio.run(ask())


def found(app: FastAPI, tool: str, **arguments: Any) -> Any:
    failed, text = call(app, tool, **arguments)
    assert not failed, text
    return json.loads(text)


def test_the_tools_find_count_read_and_look_up(app: FastAPI, market: dict[str, Any]) -> None:
    (event,) = found(app, "find_events", filters={"type": ["strike"], "country": "SY"})
    (incident,) = found(app, "find_incidents", filters={"type": "strike"})["incidents"]
    assert (event["incident_id"], incident["casualties"]["killed"]["best"]) == (incident["id"], 6)
    counts = found(app, "count_events", filters={"type": "strike"}, group_by="country")["groups"]
    assert [(group["keys"], group["events"]) for group in counts] == [({"country": "SY"}, 1)]
    assert found(app, "read_article", article_id=market["id"])["title"] == "Rockets hit market in Idlib, killing six"
    assert found(app, "look_up_place", name="Idlib, Syria", limit=1)[0]["country_code"] == "SY"


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("find_events", {"filters": {"contry": "SY"}}, "country"),
        ("count_events", {"filters": {}, "group_by": "weather"}, "group_by"),
        ("read_article", {"article_id": "none"}, "no article"),
    ],
)
def test_a_mistake_is_explained(app: FastAPI, client: TestClient, tool: str, arguments: Any, words: str) -> None:
    failed, text = call(app, tool, **arguments)
    assert failed
    assert words in text


def test_the_same_tools_over_http(client: TestClient) -> None:
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accept = {"Accept": "application/json, text/event-stream"}
    answer = client.post("/mcp", json=message, headers=accept)
    assert answer.status_code == 200, answer.text
    names = {tool["name"] for tool in answer.json()["result"]["tools"]}
    assert names == {"find_events", "find_incidents", "count_events", "read_article", "look_up_place"}


def test_without_the_extra_it_says_what_to_install(
    app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = app.state.services
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    with pytest.raises(MissingExtraError, match="uv sync --extra mcp"):
        make_server(services.sessions, services.gazetteer)


def test_filters_are_parameters_of_a_url() -> None:
    assert pairs({"type": ["strike", "protest"], "country": "IQ"}, limit="5") == [
        ("type", "strike"),
        ("type", "protest"),
        ("country", "IQ"),
        ("limit", "5"),
    ]
