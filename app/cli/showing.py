"""What ``dateline settings`` and ``dateline db`` print, and the database as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from app.errors import SetupError
from app.settings import Settings
from app.storage.dialects import make_engine, parse_url
from app.storage.schema import current


def setting_lines(settings: Settings) -> Iterator[str]:
    """``NAME=value`` for each setting, ready for an environment file."""
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if name == "database_url":
            value = parse_url(value).render_as_string(hide_password=True)
        if isinstance(value, tuple):
            value = ",".join(value)
        yield f"DATELINE_{name.upper()}={'' if value is None else value}"


@contextmanager
def existing_database(settings: Settings) -> Iterator[Engine]:
    """An engine on the database as it is. Raises ``SetupError`` where an SQLite file would have to be made."""
    url = parse_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise SetupError(f"There is no database {url.database} (DATELINE_DATABASE_URL); dateline serve makes one.")
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def revision(settings: Settings) -> str | None:
    """The revision of the database's schema; None for an empty database."""
    with existing_database(settings) as engine, engine.connect() as connection:
        return current(connection)
