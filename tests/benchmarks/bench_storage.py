"""How many times its text does an article take on disk, and what takes it? Each table and index, largest first.

::

    uv run python tests/benchmarks/bench_storage.py sqlite articles.jsonl
    uv run python tests/benchmarks/bench_storage.py postgres articles.jsonl

The articles are loaded into a new database in a temporary folder; what an empty one takes is left out. Lines of
``dateline extract`` need not be read again. An SQLite with ``dbstat`` is needed, as Python usually has it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, text

sys.path.insert(0, str(Path(__file__).parents[2]))
from app.storage.dialects import make_engine
from tests.databases import Databases

_SIZES = {
    "sqlite": "SELECT name, sum(pgsize) FROM dbstat GROUP BY name",
    "postgresql": "SELECT coalesce(t.relname || ', long values', c.relname), pg_relation_size(c.oid) FROM pg_class c"
    " LEFT JOIN pg_class t ON t.reltoastrelid = c.oid WHERE c.relkind IN ('r', 'i', 't')"
    " AND c.relnamespace IN ('public'::regnamespace, 'pg_toast'::regnamespace)",
}


def sizes(engine: Engine) -> dict[str, int]:
    """Bytes of each table and index."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            connection.exec_driver_sql("VACUUM ANALYZE")
        return {name: size for name, size in connection.execute(text(_SIZES[engine.dialect.name]))}  # noqa: C416


def texts(file: Path) -> Iterator[str]:
    """The text of each article of a file."""
    for line in file.read_text().splitlines():
        article = json.loads(line)
        yield (article.get("article") or article)["text"]


def main() -> None:
    """Load, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", choices=("sqlite", "postgres"))
    parser.add_argument("file", type=Path)
    given = parser.parse_args()
    length = sum(len(each.encode()) for each in texts(given.file))
    with tempfile.TemporaryDirectory() as folder, Databases(Path(folder)) as databases:
        url = databases.new(given.database)
        engine = make_engine(url)
        empty = sizes(engine)
        command = [sys.executable, "-m", "app.cli", "load", str(given.file)]
        subprocess.run(command, check=True, env=os.environ | {"DATELINE_DATABASE_URL": url})
        taken = {name: (size - empty.get(name, 0)) / length for name, size in sizes(engine).items()}
        engine.dispose()
    print(f"{sum(taken.values()):6.2f} times {length:,} bytes of text")
    for name, times in sorted(taken.items(), key=lambda pair: -pair[1]):
        if times >= 0.01:
            print(f"{times:6.2f} {name}")


if __name__ == "__main__":
    main()
