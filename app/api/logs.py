"""Loggers whose lines have fields; they go the way of ``logging``, and ``app.cli.logs`` writes them."""

from __future__ import annotations

import logging
from typing import cast

import structlog
from structlog.typing import Processor

#: What every line has, from structlog and from ``logging`` alike.
COMMON: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logger_of(name: str) -> structlog.stdlib.BoundLogger:
    """A logger that needs no set-up of structlog, which would hold for the whole process."""
    return cast(
        structlog.stdlib.BoundLogger,
        structlog.wrap_logger(
            logging.getLogger(name),
            processors=[
                structlog.stdlib.filter_by_level,
                *COMMON,
                structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
            ],
            wrapper_class=structlog.stdlib.BoundLogger,
            cache_logger_on_first_use=True,
        ),
    )
