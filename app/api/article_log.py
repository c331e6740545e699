"""What is logged and counted of each article that is sent: one line, whatever becomes of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from app.api.logs import logger_of
from app.api.metrics import Metrics
from app.domain.article import Article, identify
from app.domain.event import Extraction
from app.errors import BusyError, DatelineError

#: ``known`` was stored before; ``read`` is not to be stored; ``left`` is an article whose client has left.
Outcome = Literal["stored", "reread", "known", "read", "busy", "failed", "left"]
logger = logger_of("app.articles")


@dataclass(slots=True)
class ArticleRecord:
    """What became of one article."""

    outcome: Outcome = "failed"
    extraction: Extraction | None = None
    reason: str | None = None

    def note(self, outcome: Outcome, extraction: Extraction) -> None:
        """Keep the outcome for the line."""
        self.outcome, self.extraction = outcome, extraction


@contextmanager
def recorded(metrics: Metrics, article: Article) -> Iterator[ArticleRecord]:
    """Log and count a prepared article at the end of the block, whose errors pass."""
    record, began = ArticleRecord(), time.perf_counter()
    try:
        yield record
    except asyncio.CancelledError:
        record.outcome = "left"
        raise
    except BusyError as error:
        record.outcome, record.reason = "busy", str(error)
        raise
    except DatelineError as error:
        record.reason = str(error)
        raise
    finally:
        _write(record, metrics, article, time.perf_counter() - began)


def _write(record: ArticleRecord, metrics: Metrics, article: Article, seconds: float) -> None:
    metrics.articles.labels(record.outcome).inc()
    words = len(article.text.split())
    facts: dict[str, Any] = {"id": identify(article), "outcome": record.outcome, "words": words}
    if extraction := record.extraction:
        facts |= {"events": len(extraction.events), "pipeline": extraction.pipeline}
        if record.outcome != "known":
            metrics.words.inc(words)
            metrics.events.inc(len(extraction.events))
            metrics.reading.observe(seconds)
    if record.reason:
        facts["reason"] = record.reason
    logger.info("article", **facts, ms=round(1000 * seconds, 1))
