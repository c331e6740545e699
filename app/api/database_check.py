"""The state of the database for the health checks, which wait for it no longer than a second."""

from __future__ import annotations

import asyncio
import logging
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.errors import DatelineError, OutdatedSchemaError
from app.storage.schema import check_schema

if TYPE_CHECKING:
    from app.storage.engine import Engine

logger = logging.getLogger(__name__)
OK = "ok"
PATIENCE = 1.0  # seconds
_UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """Whether the database answers, and whether its schema is the right one: ``OK``, or what is wrong."""

    database: str = OK
    schema: str = OK


class DatabaseCheck:
    """Looks at the schema in a thread of its own: the pool of threads may be busy, and the database may hang."""

    def __init__(self) -> None:
        self._look: Future[DatabaseState] | None = None

    async def state(self, engine: Engine) -> DatabaseState:
        """Return what was found. At most one look is under way at a time."""
        look = self._look
        if look is None or look.done():
            look = self._look = Future()
            # a daemon, so that the end of the process does not wait for a database that hangs
            threading.Thread(target=_look, args=(engine, look), name="health", daemon=True).start()
        try:
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(look)), PATIENCE)
        except TimeoutError:
            return DatabaseState(f"The database did not answer within {PATIENCE:g} second.", _UNKNOWN)


def _look(engine: Engine, look: Future[DatabaseState]) -> None:
    try:
        check_schema(engine)
    except OutdatedSchemaError as error:
        look.set_result(DatabaseState(schema=str(error)))
    except DatelineError as error:  # its message may name a host or a path, which is nobody's business
        logger.warning("health check: %s", error)
        look.set_result(DatabaseState("The database cannot be used; the server's log says why.", _UNKNOWN))
    except Exception as error:
        look.set_result(DatabaseState(f"The database cannot be used: {type(error).__name__}.", _UNKNOWN))
    else:
        look.set_result(DatabaseState())
