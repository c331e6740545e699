"""What the routes work with: made once by ``create_app``'s lifespan, handed out by dependencies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends, Request

from app.api.database_check import DatabaseCheck
from app.api.write_turns import WriteTurns
from app.settings import Settings

if TYPE_CHECKING:
    from app.api.metrics import Metrics
    from app.api.security.access import Access
    from app.gazetteer.index import Gazetteer
    from app.ingestion import Intake
    from app.storage.engine import Engine, Sessions


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of a running server."""

    settings: Settings
    engine: Engine
    sessions: Sessions
    intake: Intake
    gazetteer: Gazetteer
    database: DatabaseCheck
    access: Access
    metrics: Metrics
    #: Version and model of the readers.
    pipeline: str
    #: Lets the server look for jobs at once.
    wake_jobs: Callable[[], None] = lambda: None
    #: Who may change the database now.
    writes: WriteTurns = field(default_factory=WriteTurns)


async def of_request(request: Request) -> Services:
    """The services of the app that answers this request; a coroutine, for others wait for a free thread."""
    return cast(Services, request.app.state.services)


ServicesOf = Annotated[Services, Depends(of_request)]
