"""``dateline doctor``: one line for everything that must be right before a server can start."""

from __future__ import annotations

import platform
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from app import __version__
from app.cli.environment import check_model
from app.cli.port import check_port
from app.errors import DatelineError, SetupError
from app.gazetteer import open_gazetteer
from app.ingestion import ReaderPool
from app.settings import Settings
from app.storage.dialects import can_write, make_engine, parse_url
from app.storage.schema import check_schema

_LEAST_DISK, _LEAST_MEMORY = 1_000_000_000, 700_000_000  # bytes
_MEGABYTE = 1_000_000


def lines(settings: Settings, port: int) -> Iterator[tuple[bool, str]]:
    """Whether each check passed, and its line."""
    yield True, f"Dateline {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("database", lambda: _database(settings)),
        ("disk", lambda: _disk(settings)),
        ("memory", _memory),
        ("places", lambda: f"{len(open_gazetteer(settings)):,} in the index"),
        ("model", lambda: _model(settings)),
        ("port", lambda: check_port("127.0.0.1", port)),
    )
    for name, check in checks:
        try:
            yield True, f"{name}: {check()}"
        except (DatelineError, OSError) as error:
            yield False, f"{name}: {error}"


def _database(settings: Settings) -> str:
    url = parse_url(settings.database_url)
    file = Path(str(url.database))
    if url.get_backend_name() == "sqlite" and not file.is_file():
        return f"{file} is made at the first start"
    engine = make_engine(url)
    try:
        check_schema(engine)
        if url.get_backend_name() != "sqlite":
            return "reached, the schema is up to date"
        with engine.connect() as connection:
            state = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    finally:
        engine.dispose()
    if state != "ok":
        raise SetupError(f"{file} is damaged ({state}): restore a backup")
    return f"{file} is whole, the schema is up to date" + ("" if can_write(file) else "; it can only be read")


def _disk(settings: Settings) -> str:
    url = parse_url(settings.database_url)
    folder = Path(str(url.database)).absolute().parent if url.get_backend_name() == "sqlite" else settings.cache_dir
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if free < _LEAST_DISK:
        raise SetupError(f"only {free // _MEGABYTE:,} MB are free in {folder}")
    return f"{free // _MEGABYTE:,} MB free"


def _memory() -> str:
    free = psutil.virtual_memory().available
    if free < _LEAST_MEMORY:
        raise SetupError(f"only {free // _MEGABYTE:,} MB are free; a server needs {_LEAST_MEMORY // _MEGABYTE}")
    return f"{free // _MEGABYTE:,} MB free"


def _model(settings: Settings) -> str:
    check_model(settings)
    with ReaderPool(settings.model_copy(update={"extraction_workers": 1})) as pool:
        return pool.start().result()
