"""Tools for programs that speak the Model Context Protocol: find, count, read, look up. They only read."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from app import __version__
from app.api.schemas import stored_out
from app.domain.place import Place
from app.errors import DatelineError, MissingExtraError
from app.export.event_json import EventOut, event_out
from app.gazetteer.search import search
from app.query import find_events, get_stored, parse_request
from app.query.incidents import IncidentPage, find_incidents, parse_incident_request
from app.query.summary import Summary, summarize
from app.query.summary_parameters import parse_summary
from app.storage.engine import Sessions, transaction

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

    from app.gazetteer.index import Gazetteer

Filters = dict[str, str | list[str]]
_MOST = 100
_INSTRUCTIONS = """\
Events and incidents read from news articles. An event is one happening as one article reports it; an incident is one
happening with all articles that report it and its figures counted once: use incidents for "how many were killed".
Filters are those of GET /v1/events: type, subtype, country (ISO code), place (name), date_from, date_to (ISO dates),
actor, role, speaker, min_killed, factuality, source, q (full text) and others. A wrong filter is explained.
"""
_EVENTS: TypeAdapter[list[EventOut]] = TypeAdapter(list[EventOut])
_PLACES: TypeAdapter[list[Place]] = TypeAdapter(list[Place])


def pairs(filters: Mapping[str, str | list[str]], **more: str) -> list[tuple[str, str]]:
    """Filters as the parameters of a URL; a list is a repeated parameter."""
    several = ((name, [value] if isinstance(value, str) else value) for name, value in filters.items())
    return [(name, str(one)) for name, values in several for one in values] + list(more.items())


def make_server(sessions: Sessions, gazetteer: Gazetteer) -> MCPServer:
    """A server with all tools. Raises ``MissingExtraError`` without the extra ``mcp``."""
    try:
        from mcp.server.mcpserver import MCPServer  # noqa: PLC0415 - an optional extra
    except ImportError:
        raise MissingExtraError("MCP needs an extra: run uv sync --extra mcp, or pip install mcp.") from None
    server = MCPServer("dateline", version=__version__, instructions=_INSTRUCTIONS)
    tools = _Tools(sessions, gazetteer)
    for tool in (tools.find_events, tools.find_incidents, tools.count_events, tools.read_article, tools.look_up_place):
        server.add_tool(_explaining(tool), structured_output=False)
    return server


def _explaining(tool: Callable[..., str]) -> Callable[..., str]:
    """The same tool, whose mistakes of the caller are explained in its answer."""
    from mcp.server.mcpserver.exceptions import ToolError  # noqa: PLC0415 - an optional extra

    @functools.wraps(tool)
    def explained(*given: Any, **named: Any) -> str:
        try:
            return tool(*given, **named)
        except DatelineError as error:
            raise ToolError(str(error)) from error

    return explained


class _Tools:
    """The tools; each returns JSON."""

    def __init__(self, sessions: Sessions, gazetteer: Gazetteer) -> None:
        self.sessions, self.gazetteer = sessions, gazetteer

    def find_events(self, filters: Filters, limit: int = 20) -> str:
        """Find events by filters such as {"country": "IQ", "type": "strike", "date_from": "2024-02"}; latest first."""
        query = parse_request(pairs(filters, limit=str(min(limit, _MOST))))
        with transaction(self.sessions) as session:
            page = find_events(session, query.event_filter, query.page, self.gazetteer)
        return _EVENTS.dump_json([event_out(item) for item in page.items], exclude_none=True).decode()

    def find_incidents(self, filters: Filters, limit: int = 20) -> str:
        """Find incidents by the filters of events, and min_sources; figures are low, best and high of all reports."""
        query = parse_incident_request(pairs(filters, limit=str(min(limit, _MOST))), _MOST)
        with transaction(self.sessions) as session:
            page = find_incidents(session, query, self.gazetteer)
        return TypeAdapter(IncidentPage).dump_json(page, exclude_none=True).decode()

    def count_events(self, filters: Filters, group_by: str = "type") -> str:
        """Count events by type, subtype, country, admin1, day, week, month or source; two keys with a comma."""
        request = parse_summary(pairs(filters, group_by=group_by))
        with transaction(self.sessions) as session:
            found = summarize(session, request, self.gazetteer)
        return TypeAdapter(Summary).dump_json(found).decode()

    def read_article(self, article_id: str) -> str:
        """The text of a stored article with its events, by the id that events and incidents give."""
        with transaction(self.sessions) as session:
            found = stored_out(get_stored(session, article_id))
        return TypeAdapter(type(found)).dump_json(found, exclude_none=True).decode()

    def look_up_place(self, name: str, limit: int = 5) -> str:
        """Places of a name, most likely first, with GeoNames ids and coordinates; "Name, Country" narrows."""
        return _PLACES.dump_json(search(self.gazetteer, name, min(limit, _MOST))).decode()
