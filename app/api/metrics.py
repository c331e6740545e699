"""What a server counts and measures, and the page on which Prometheus reads it.

With several web processes (``dateline serve --workers``) each writes its numbers into the folder that
``PROMETHEUS_MULTIPROC_DIR`` names, and the one that answers adds them up.
"""

from __future__ import annotations

import os
from pathlib import Path

import psutil
from fastapi import APIRouter, Depends, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from app.api.dependencies import ServicesOf
from app.api.parameters import only
from app.api.problems import responses
from app.api.security.scopes import needs
from app.ingestion.loading import Loaded

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_EXAMPLE = """\
# HELP dateline_requests_total Answered requests.
# TYPE dateline_requests_total counter
dateline_requests_total{method="GET",route="/v1/events",status="200"} 12.0
"""
router = APIRouter(tags=["operation"], dependencies=[needs("read"), Depends(only())])


class Metrics:
    """The numbers of one application."""

    def loaded(self, loaded: Loaded) -> None:
        """Count an article of a job."""
        self.articles.labels("known" if loaded.state == "stale" else loaded.state).inc()
        self.events.inc(loaded.events)

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.requests = Counter(
            "dateline_requests", "Answered requests.", ("method", "route", "status"), registry=registry
        )
        self.latency = Histogram(
            "dateline_request_seconds",
            "Time from a request to the end of its answer.",
            ("method", "route"),
            buckets=_SECONDS,
            registry=registry,
        )
        self.problems = Counter("dateline_problems", "Answers that are problems.", ("kind",), registry=registry)
        self.articles = Counter("dateline_articles", "Articles by outcome.", ("outcome",), registry=registry)
        self.words = Counter("dateline_words", "Words of the articles that were read.", registry=registry)
        self.events = Counter("dateline_events", "Events of the articles that were read.", registry=registry)
        self.reading = Histogram(
            "dateline_article_seconds",
            "Time from an article to its events, waiting included.",
            buckets=_SECONDS,
            registry=registry,
        )
        self.under_way = Gauge(
            "dateline_articles_under_way",
            "Articles that wait for a reader or are being read.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self.database = Histogram(
            "dateline_database_seconds",
            "Time for which a connection of the database was in use.",
            buckets=_SECONDS,
            registry=registry,
        )
        if FOLDER not in os.environ:
            ProcessCollector(registry=registry)

    def text(self) -> bytes:
        """All numbers, those of the other web processes included."""
        if FOLDER not in os.environ:
            return generate_latest(self.registry)
        _forget_ended()
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)


def _forget_ended() -> None:
    """Remove what web processes that have ended said of themselves; what they counted stays."""
    for file in Path(os.environ[FOLDER]).glob("gauge_live*_*.db"):
        pid = int(file.stem.rpartition("_")[2])
        if not psutil.pid_exists(pid):
            mark_process_dead(pid)  # type: ignore[no-untyped-call]


@router.get(
    "/metrics",
    operation_id="metrics",
    summary="Read the metrics",
    response_class=Response,
    responses={
        200: {
            "description": "Numbers in the text format of Prometheus.",
            "content": {"text/plain": {"schema": {"type": "string"}, "example": _EXAMPLE}},
        },
        **responses(422, 503),
    },
)
def metrics(services: ServicesOf) -> Response:
    """Requests, latency, articles, words, problems by kind, and time of the database, for Prometheus."""
    return Response(services.metrics.text(), media_type=CONTENT_TYPE_PLAIN_0_0_4)
