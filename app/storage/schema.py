"""Is the schema the one that this version needs? And bringing it there, by the migrations in ``alembic/``."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
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
from app.storage.backup import copy_file
from app.storage.dialects import EngineOptions, can_write, lock_schema, make_engine, parse_url, tidy

logger = logging.getLogger(__name__)


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


@cache
def newest() -> str | None:
    """The revision that this version needs, as the files were when it was first asked for."""
    return ScriptDirectory.from_config(config()).get_current_head()


def current(connection: Connection) -> str | None:
    """The revision that the database has; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def known_schemas() -> frozenset[str]:
    """Every revision that this version can serve or bring up."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(config()).walk_revisions())


def upgrade(url: str | URL, revision: str = "head") -> None:
    """Bring a database to a revision; an empty one gets its tables. One process at a time, all or nothing.

    Before that, an SQLite file with rows is copied beside itself. Raises ``SetupError`` when the database cannot be
    opened or copied, and ``OutdatedSchemaError`` when a newer version made it.
    """
    _move(url, lambda settings: command.upgrade(settings, revision), before=_keep_copy, then=tidy)


def downgrade(url: str | URL, revision: str) -> None:
    """Take a database back to a revision; ``base`` removes every table."""
    _move(url, lambda settings: command.downgrade(settings, revision))


def _move(
    url: str | URL,
    change: Callable[[Config], None],
    before: Callable[[URL, str], None] | None = None,
    then: Callable[[Engine], None] | None = None,
) -> None:
    parsed = parse_url(url) if isinstance(url, str) else url
    _make_folder(parsed)
    engine = make_engine(parsed)
    try:
        with _opened(engine) as connection, connection.begin():
            lock_schema(connection)
            found = current(connection)
            _check_known(found)
            if found and before and found != newest():
                before(parsed, found)
            change(config(connection))
            moved = current(connection) != found
        if moved and found:
            logger.info("the schema is now %s", newest())
        if then and moved:
            then(engine)
    finally:
        engine.dispose()


@contextmanager
def _opened(engine: Engine) -> Iterator[Connection]:
    """A connection. Raises ``SetupError``, one line, when there is none."""
    try:
        connection = engine.connect()
    except exc.DatabaseError as error:
        raise SetupError(f"The database cannot be opened (DATELINE_DATABASE_URL): {_line(error)}") from error
    with connection:
        yield connection


def _line(error: exc.DBAPIError) -> str:
    return " ".join(str(error.orig).split())


def _keep_copy(url: URL, found: str) -> None:
    """Copy an SQLite file before its schema changes; on Postgres only say how."""
    if url.get_backend_name() != "sqlite":
        logger.info("the schema goes from %s to %s; a backup is made with pg_dump", found, newest())
        return
    file = Path(str(url.database))
    copy = file.with_name(f"{file.name}.schema-{found}")
    logger.info("the schema goes from %s to %s; the database is copied to %s first", found, newest(), copy)
    copy.unlink(missing_ok=True)
    copy_file(file, copy)


def _check_known(found: str | None) -> None:
    if found is not None and found not in known_schemas():
        raise OutdatedSchemaError(
            f"The database has schema {found}, which this version does not know (its own is {newest()}): a newer "
            "version of Dateline made it. Install that version, or restore an older backup."
        )


def check_schema(engine: Engine) -> None:
    """Raise ``OutdatedSchemaError`` unless the schema is the one that this version needs."""
    try:
        with engine.connect() as connection:
            found = current(connection)
    except exc.DatabaseError as error:
        raise SetupError(f"The database cannot be reached (DATELINE_DATABASE_URL): {_line(error)}") from error
    except exc.TimeoutError as error:
        raise SetupError("The database has no connection left for now.") from error
    _check_known(found)
    if found != newest():
        state = "is empty" if found is None else f"has schema {found}"
        raise OutdatedSchemaError(
            f"The database {state}, this version needs schema {newest()}: run dateline db upgrade"
        )


def prepare_database(settings: Settings, page_cache: int | None = None) -> Engine:
    """An engine on a database that is ready to use.

    SQLite is brought to the newest schema at once, since nobody else would do it; Postgres and an archive, which is
    only read, are checked. ``page_cache`` is that of ``EngineOptions``. Raises ``OutdatedSchemaError``, or
    ``SetupError`` when the database cannot be reached.
    """
    url = parse_url(settings.database_url)
    archive = settings.read_only or is_archive(url)
    if url.get_backend_name() == "sqlite" and not archive:
        _bring_up(url)
    options = EngineOptions(settings.query_seconds, settings.sqlite_synchronous, archive, must_exist=True)
    engine = make_engine(url, options if page_cache is None else replace(options, page_cache=page_cache))
    try:
        check_schema(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def is_archive(url: URL) -> bool:
    """Whether it is an SQLite file that cannot be changed."""
    file = Path(str(url.database))
    return url.get_backend_name() == "sqlite" and file.is_file() and not can_write(file)


def _bring_up(url: URL) -> None:
    if Path(str(url.database)).is_file():
        engine = make_engine(url)
        try:
            with _opened(engine) as connection:
                ready = current(connection) == newest()
        finally:
            engine.dispose()
        if ready:
            return
    upgrade(url)


def _make_folder(url: URL) -> None:
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
