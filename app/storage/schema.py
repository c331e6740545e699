"""Is the schema the one that this version needs? And bringing it there, by the migrations in ``alembic/``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, exc
from sqlalchemy.engine import URL

import app
from app.errors import OutdatedSchemaError, SetupError
from app.settings import Settings
from app.storage.dialects import lock_schema, make_engine, parse_url, tidy


def migrations() -> Path:
    """The folder of the migrations: inside the package when installed, beside it in a checkout."""
    package = Path(app.__file__).parent
    installed = package / "_alembic"
    return installed if installed.is_dir() else package.parent / "alembic"


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings for our migrations, run on the given connection."""
    made = Config()
    made.set_main_option("script_location", str(migrations()).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def newest() -> str | None:
    """The revision that this version needs."""
    return ScriptDirectory.from_config(config()).get_current_head()


def current(connection: Connection) -> str | None:
    """The revision that the database has; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(url: str | URL, revision: str = "head") -> None:
    """Bring a database to a revision; an empty one gets its tables. One process at a time, all or nothing."""
    _move(url, lambda settings: command.upgrade(settings, revision), then=tidy)


def downgrade(url: str | URL, revision: str) -> None:
    """Take a database back to a revision; ``base`` removes every table."""
    _move(url, lambda settings: command.downgrade(settings, revision))


def _move(url: str | URL, change: Callable[[Config], None], then: Callable[[Engine], None] | None = None) -> None:
    parsed = parse_url(url) if isinstance(url, str) else url
    _make_folder(parsed)
    engine = make_engine(parsed)
    try:
        with engine.begin() as connection:
            lock_schema(connection)
            before = current(connection)
            change(config(connection))
            moved = current(connection) != before
        if then and moved:
            then(engine)
    finally:
        engine.dispose()


def check_schema(engine: Engine) -> None:
    """Raise ``OutdatedSchemaError`` unless the schema is the one that this version needs."""
    try:
        with engine.connect() as connection:
            found = current(connection)
    except exc.DatabaseError as error:
        raise SetupError(f"The database cannot be reached (DATELINE_DATABASE_URL): {error.orig}") from error
    except exc.TimeoutError as error:
        raise SetupError("The database has no connection left for now.") from error
    if found != newest():
        state = "is empty" if found is None else f"has schema {found}"
        raise OutdatedSchemaError(
            f"The database {state}, this version needs schema {newest()}: run dateline db upgrade"
        )


def prepare_database(settings: Settings) -> Engine:
    """An engine on a database that is ready to use.

    SQLite is brought to the newest schema at once, since nobody else would do it; Postgres is only checked.
    Raises ``OutdatedSchemaError``, or ``SetupError`` when the database cannot be reached.
    """
    url = parse_url(settings.database_url)
    engine = make_engine(url)
    try:
        if url.get_backend_name() == "sqlite":
            _make_folder(url)
            with engine.connect() as connection:
                ready = current(connection) == newest()
            if not ready:
                upgrade(url)
        check_schema(engine)
    except exc.DatabaseError as error:
        engine.dispose()
        raise SetupError(f"The database cannot be opened (DATELINE_DATABASE_URL): {error.orig}") from error
    except BaseException:
        engine.dispose()
        raise
    return engine


def _make_folder(url: URL) -> None:
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
