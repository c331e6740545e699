"""Plain names: the tables of counts are rollups, and the figures of an event may be counted elsewhere.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# Old name → new name.
EVENT_COLUMN = {"told_twice": "counted_elsewhere"}
COLUMNS = {**EVENT_COLUMN, "killed_told": "killed_known", "injured_told": "injured_known"}
TABLES = {f"tallies_by_{key}": f"rollups_by_{key}" for key in ("month", "subtype", "day", "place", "source")}
TRIGGERS = {
    **{"events_tallied_anew": "events_recounted", "events_untallied": "events_uncounted"},
    **{"sources_tallied_anew": "sources_recounted", "sources_untallied": "sources_uncounted"},
    **{"events_tallied": "events_counted", "sources_tallied": "sources_counted"},
}
FUNCTIONS = {"tally_events": "count_events", "tally_sources": "count_sources"}  # of Postgres


def renamed(statement):
    """A statement of an earlier migration with the names of this one."""
    return _replaced(statement, {**COLUMNS, **TABLES, **TRIGGERS, **FUNCTIONS})


def upgrade() -> None:
    _rename(EVENT_COLUMN, COLUMNS, TABLES, TRIGGERS, FUNCTIONS)


def downgrade() -> None:
    _rename(
        *({new: old for old, new in names.items()} for names in (EVENT_COLUMN, COLUMNS, TABLES, TRIGGERS, FUNCTIONS))
    )


def _rename(event_column, columns, tables, triggers, functions):
    """Triggers and functions hold names as text: they are dropped, and made again with the new names."""
    postgres = op.get_bind().dialect.name == "postgresql"
    made = [*(_functions(functions) if postgres else ()), *_triggers(triggers, postgres)]
    for name in triggers:
        op.execute(f"DROP TRIGGER IF EXISTS {name}" + (" ON events" if postgres else ""))
    for name in functions if postgres else ():
        op.execute(f"DROP FUNCTION {name}()")
    for table in ("events", *tables):
        for old, new in (event_column if table == "events" else columns).items():
            op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
    for old, new in tables.items():
        op.execute(f"ALTER TABLE {old} RENAME TO {new}")
        if postgres:
            op.execute(f"ALTER INDEX pk_{old} RENAME TO pk_{new}")
    for statement in made:
        names = {**columns, **tables, **triggers, **functions}
        op.execute(sa.text(_replaced(statement, names).replace(":", r"\:")))


def _functions(names):
    return [op.get_bind().scalar(sa.text(f"SELECT pg_get_functiondef(to_regproc('{name}'))")) for name in names]


def _triggers(names, postgres):
    """The statements that made the triggers."""
    listed = ", ".join(f"'{name}'" for name in names)
    query = (
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = to_regclass('events') AND tgname"
        if postgres
        else "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name"
    )
    return op.get_bind().scalars(sa.text(f"{query} IN ({listed})")).all()


def _replaced(statement, names):
    for old, new in names.items():
        statement = statement.replace(old, new)
    return statement
