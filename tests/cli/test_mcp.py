"""``dateline mcp`` as programs run it: on standard input and output, beside no server."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from app.domain.article import Article
from app.linking.store import save_linked
from app.nlp import Extractor
from app.storage.engine import make_engine, make_sessions, transaction
from tests.cli.program import DATELINE
from tests.databases import Databases

TEXT = "A car bomb killed three people in Basra, Iraq, on Friday, police said."


async def answers(url: str, calls: dict[str, dict[str, Any]]) -> tuple[set[str], dict[str, Any]]:
    """The tools of a server that is started for this, and what some of them give."""
    program, *arguments = [*DATELINE, "mcp"]
    server = StdioServerParameters(command=program, args=arguments, env={"DATELINE_DATABASE_URL": url})
    async with Client(stdio_client(server)) as client:
        tools = {tool.name for tool in (await client.list_tools()).tools}
        found = {name: await client.call_tool(name, given) for name, given in calls.items()}
        return tools, {name: json.loads(one.content[0].text) for name, one in found.items()}  # type: ignore[union-attr]


def test_it_serves_the_tools_on_standard_input(databases: Databases, extractor: Extractor) -> None:
    url = databases.new("sqlite")
    engine = make_engine(url)
    article = Article(TEXT, source="Gulf Wire", published_at="2024-02-03")
    with transaction(make_sessions(engine)) as session:
        stored = save_linked(session, article, extractor.extract(article)).stored
    engine.dispose()
    calls: dict[str, dict[str, Any]] = {
        "find_incidents": {"filters": {"country": "IQ"}},
        "count_events": {"filters": {"type": "strike"}, "group_by": "country"},
        "read_article": {"article_id": stored.id},
        "look_up_place": {"name": "Basra, Iraq", "limit": 1},
    }
    tools, found = asyncio.run(answers(url, calls))
    assert tools == {"find_events", *calls}
    (incident,) = found["find_incidents"]["incidents"]
    assert incident["casualties"]["killed"]["best"] == 3
    assert [(one["keys"], one["events"]) for one in found["count_events"]["groups"]] == [({"country": "IQ"}, 1)]
    assert found["read_article"]["text"] == TEXT
    assert found["look_up_place"][0]["country_code"] == "IQ"
