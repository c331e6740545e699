"""The tallies as the database keeps them and as the migrations count them anew."""

from __future__ import annotations

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from app.storage.schema import config

MIGRATIONS = ("0005", "0006")  # that make tallies


def fills(dialect: str) -> dict[str, str]:
    """The statement that counts what is stored, by tally."""
    scripts = ScriptDirectory.from_config(config())
    made = [scripts.get_revision(revision) for revision in MIGRATIONS]
    return {fill.split()[2]: fill for migration in made if migration for fill in migration.module.fill(dialect)}


def kept_and_anew(engine: Engine) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """What the tallies that are there hold, and what they hold when they are counted anew; nothing is changed."""
    known = inspect(engine).get_table_names()
    statements = {tally: fill for tally, fill in fills(engine.dialect.name).items() if tally in known}
    with engine.connect() as connection:
        kept = {tally: _rows(connection, tally) for tally in statements}
        for tally, fill in statements.items():
            connection.execute(text(f"DELETE FROM {tally}"))
            connection.exec_driver_sql(fill)
        return kept, {tally: _rows(connection, tally) for tally in statements}


def _rows(connection: Connection, tally: str) -> list[str]:
    """All but the samples, which may be others."""
    found = connection.execute(text(f"SELECT * FROM {tally}"))
    return sorted(repr([value for name, value in row._mapping.items() if name != "sample"]) for row in found)
