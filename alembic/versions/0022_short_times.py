"""Times without the zeros at their end on SQLite: most of them are days, and rows and indexes have several each.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

SHORT = (
    "CASE WHEN {0} LIKE '% 00:00:00.000000' THEN substr({0}, 1, 10) WHEN {0} LIKE '%:00.000000' THEN substr({0}, 1, 16)"
    " WHEN {0} LIKE '%.000000' THEN substr({0}, 1, 19) ELSE {0} END"
)
LONG = (
    "CASE length({0}) WHEN 10 THEN {0} || ' 00:00:00.000000' WHEN 16 THEN {0} || ':00.000000'"
    " WHEN 19 THEN {0} || '.000000' ELSE {0} END"
)


def upgrade() -> None:
    _write_all(SHORT)


def downgrade() -> None:
    _write_all(LONG)


def _write_all(form):
    """Write every time in another form. Triggers must not see it: counts stay as they are, and the audit too."""
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        return
    triggers = bind.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _ in triggers:
        op.execute(f"DROP TRIGGER {name}")
    columns = sa.text(
        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c"
        " WHERE m.type = 'table' AND c.type = 'DATETIME'"
    )
    times = {}
    for table, column in bind.execute(columns).all():
        times.setdefault(table, []).append(column)
    for table, names in times.items():
        written = ", ".join(f"{name} = {form.format(name)}" for name in names)
        bind.exec_driver_sql(f"UPDATE {table} SET {written}")
    for _, made in triggers:
        bind.exec_driver_sql(made)
