"""What the routes work with: made once by ``create_app``'s lifespan, handed out by dependencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends, Request

from app.settings import Settings

if TYPE_CHECKING:
    from app.gazetteer.index import Gazetteer
    from app.ingestion import ReaderPool
    from app.storage.engine import Engine, Sessions


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of a running server."""

    settings: Settings
    engine: Engine
    sessions: Sessions
    pool: ReaderPool
    gazetteer: Gazetteer
    #: Version and model of the readers.
    pipeline: str


def of_request(request: Request) -> Services:
    """The services of the app that answers this request."""
    return cast(Services, request.app.state.services)


ServicesOf = Annotated[Services, Depends(of_request)]
