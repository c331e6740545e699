"""Logs on standard error: JSON, one object a line, or text for people at a terminal."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog
from structlog.typing import Processor

from app.api.logs import COMMON
from app.settings import LogFormat


def logging_of(level: str, log_format: LogFormat = "auto") -> dict[str, Any]:
    """The configuration of ``logging``; ``auto`` is text at a terminal and JSON elsewhere."""
    text = log_format == "text" or (log_format == "auto" and sys.stderr.isatty())
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "app.cli.logs.formatter", "text": text}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "loggers": {"alembic": {"level": "WARNING"}, "uvicorn.access": {"level": "WARNING"}},  # app.api.observation
        "root": {"handlers": ["stderr"], "level": level.upper()},
    }


def formatter(text: bool) -> logging.Formatter:
    """A formatter for the lines of ``logging`` and of ``structlog`` alike."""
    last: list[Processor] = (
        [structlog.dev.ConsoleRenderer(colors=False)]
        if text
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    )
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=COMMON, processors=[remove, *last])
