"""What ``dateline settings`` and ``dateline db`` show."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from app.settings import Settings
from app.storage.dialects import make_engine, parse_url
from app.storage.schema import current


def setting_lines(settings: Settings) -> Iterator[str]:
    """``NAME=value`` for each setting, ready for an environment file."""
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if name == "database_url":
            value = parse_url(value).render_as_string(hide_password=True)
        yield f"DATELINE_{name.upper()}={'' if value is None else value}"


@contextmanager
def engine_of(settings: Settings) -> Iterator[Engine]:
    """An engine on the database as it is."""
    engine = make_engine(parse_url(settings.database_url))
    try:
        yield engine
    finally:
        engine.dispose()


def revision(settings: Settings) -> str | None:
    """The revision of the database's schema; None for an empty database."""
    with engine_of(settings) as engine, engine.connect() as connection:
        return current(connection)
