"""``dateline worker``: work off the jobs of a database, beside its servers, on this machine or on others."""

from __future__ import annotations

import logging
import logging.config
import signal
import threading

from app.cli.environment import check_model, collecting_less
from app.cli.logs import logging_of
from app.cli.operator import PAGE_CACHE, QUERY_SECONDS, operator
from app.gazetteer import ensure_index
from app.ingestion import ReaderPool
from app.ingestion.job_runner import JobRunner
from app.ingestion.loading import Loader
from app.settings import Settings
from app.storage.engine import make_sessions
from app.storage.schema import prepare_database

logger = logging.getLogger(__name__)


def run(settings: Settings, workers: int) -> None:
    """Work until SIGTERM or SIGINT; what is begun then is finished by another. Raises ``SetupError``."""
    logging.config.dictConfig(logging_of(settings.log_level, settings.log_format))
    check_model(settings)
    ensure_index(settings)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    engine = prepare_database(settings.model_copy(update={"query_seconds": QUERY_SECONDS}), PAGE_CACHE)
    try:
        with collecting_less(), ReaderPool(settings.model_copy(update={"extraction_workers": workers})) as pool:
            runner = JobRunner(Loader(make_sessions(engine), pool, pool.start().result(), operator()))
            runner.start()
            logger.info("working off jobs as %s", runner.name)
            ended.wait()
            runner.end()
        runner.stop()
    finally:
        engine.dispose()
