"""The rollups as the database keeps them and as the migrations count them again."""

from __future__ import annotations

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from app.storage.schema import config

MIGRATIONS = ("0005", "0006")  # that make rollups, under the names that 0014 changes


def fills(dialect: str) -> dict[str, str]:
    """The statement that counts what is stored, by rollup; of a database before migration 0014 by its older name."""
    scripts = ScriptDirectory.from_config(config())
    before = [fill for revision in MIGRATIONS for fill in scripts.get_revision(revision).module.fill(dialect)]
    now = [scripts.get_revision("0014").module.renamed(fill) for fill in before]
    return {fill.split()[2]: fill for fill in (*before, *now)}


def kept_and_recounted(engine: Engine) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """What the rollups that are there hold, and what they hold when they are counted again; nothing is changed."""
    known = inspect(engine).get_table_names()
    statements = {table: fill for table, fill in fills(engine.dialect.name).items() if table in known}
    with engine.connect() as connection:
        kept = {table: _rows(connection, table) for table in statements}
        for table, fill in statements.items():
            connection.execute(text(f"DELETE FROM {table}"))
            connection.exec_driver_sql(fill)
        return kept, {table: _rows(connection, table) for table in statements}


def _rows(connection: Connection, table: str) -> list[str]:
    """All but the samples, which may be others."""
    found = connection.execute(text(f"SELECT * FROM {table}"))
    return sorted(repr([value for name, value in row._mapping.items() if name != "sample"]) for row in found)
