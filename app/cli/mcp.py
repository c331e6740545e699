"""``dateline mcp``: the tools of the Model Context Protocol on standard input and output."""

from __future__ import annotations

from app.api.mcp_tools import make_server
from app.cli.showing import existing_database
from app.gazetteer import ensure_index, open_gazetteer
from app.settings import Settings
from app.storage.engine import make_sessions
from app.storage.schema import check_schema


def run(settings: Settings) -> None:
    """Serve until standard input ends. Raises ``MissingExtraError`` without the extra ``mcp``."""
    ensure_index(settings)
    with existing_database(settings) as engine:
        check_schema(engine)
        make_server(make_sessions(engine), open_gazetteer(settings)).run("stdio")
