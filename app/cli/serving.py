"""``dateline serve``: prepare once, then hand over to uvicorn."""

from __future__ import annotations

import logging
import logging.config
import math
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import uvicorn

from app.api.tracing import check_extra
from app.cli.access_check import check_access
from app.cli.environment import check_model
from app.cli.http_protocol import TimedProtocol
from app.cli.logs import logging_of
from app.cli.port import check_port
from app.gazetteer import ensure_index
from app.ingestion import check_temporary_folder, shared_readers
from app.ontology import catalogue
from app.settings import PREFIX, Settings
from app.storage.dialects import parse_url
from app.storage.schema import prepare_database

logger = logging.getLogger(__name__)
APP = "app.cli.ending:served_app"


def run(settings: Settings, host: str, port: int, workers: int, reload: bool) -> None:
    """Serve until stopped; exits with status 1 when the start fails.

    The database and the gazetteer are made ready here, before several workers would each try to. Workers are
    made from the import string, so each one reads the settings for itself. Raises ``SetupError`` for what is wrong
    already.
    """
    log_config = logging_of(settings.log_level, settings.log_format)
    logging.config.dictConfig(log_config)
    check_port(host, port)
    check_model(settings)
    check_temporary_folder()
    if settings.tracing:
        check_extra()
    catalogue()
    logger.info("looking for the index of places; building it takes about half a minute, once")
    ensure_index(settings)
    logger.info("opening the database %s", parse_url(settings.database_url).render_as_string(hide_password=True))
    engine = prepare_database(settings)
    try:
        check_access(engine, settings, host)
    finally:
        engine.dispose()
    for name in ("insecure", "root_path"):  # options that the web processes read as settings
        os.environ[f"{PREFIX}{name.upper()}"] = str(getattr(settings, name))
    logger.info("loading the language model")
    try:
        with shared_by(workers, settings):
            uvicorn.run(
                APP,
                factory=True,
                host=host,
                port=port,
                workers=workers,
                reload=reload,
                log_config=log_config,
                access_log=False,  # app.api.observation
                server_header=False,
                proxy_headers=False,  # app.api.security.proxies
                http=partial(TimedProtocol, seconds=settings.request_seconds),  # type: ignore[arg-type]
                timeout_graceful_shutdown=math.ceil(settings.stop_seconds),
            )
    except SystemExit as end:
        sys.exit(1 if end.code else 0)


@contextmanager
def shared_by(workers: int, settings: Settings) -> Iterator[None]:
    """What several web processes share: the readers, and a folder in which their metrics add up."""
    if workers == 1:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="dateline-metrics-") as folder, shared_readers(settings):
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        yield
