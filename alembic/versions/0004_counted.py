"""Counting at ten million events: where an event is counted, and an index that holds all that is counted.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INDEX = "ix_events_counted"
COLUMNS = (
    "lasts_long", "time_start", "time_end", "factuality", "type", "subtype", "country_code", "admin1_key", "latitude",
    "longitude",
    "killed", "injured", "told_twice", "confidence", "article_seq", "seq", "change",
)  # fmt: skip
_MAIN = "SELECT {column} FROM places WHERE places.event_seq = events.seq AND places.position = 0"
FILL = (
    f"UPDATE events SET country_code = ({_MAIN.format(column='country_code')}),"
    f" admin1_key = ({_MAIN.format(column='admin1_key')})",
    "UPDATE events SET told_twice = true WHERE type = 'casualties'"
    " AND seq IN (SELECT event_seq FROM links WHERE rel = 'caused_by')",
)
# Fractions of a second would carry the last moment of the calendar beyond it.
_SECONDS = "CAST(strftime('%s', substr({side}, 1, 19)) AS INTEGER)"
LONG_SQLITE = (
    f"UPDATE events SET lasts_long = true WHERE {_SECONDS.format(side='time_end')}"
    f" - {_SECONDS.format(side='time_start')} > 31 * 86400"
)
LONG_POSTGRES = "UPDATE events SET lasts_long = true WHERE time_end - time_start > interval '31 days'"


def upgrade() -> None:
    op.add_column("events", sa.Column("country_code", sa.Text(), nullable=True))
    op.add_column("events", sa.Column("admin1_key", sa.Text(), nullable=True))
    op.add_column("events", sa.Column("lasts_long", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("events", sa.Column("told_twice", sa.Boolean(), nullable=False, server_default=sa.false()))
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in (*FILL, LONG_SQLITE if sqlite else LONG_POSTGRES):
        op.execute(statement)
    counted = sa.text("change >= 0")
    op.create_index(INDEX, "events", list(COLUMNS), sqlite_where=counted, postgresql_where=counted)


def downgrade() -> None:
    op.drop_index(INDEX, "events")
    for column in ("told_twice", "lasts_long", "admin1_key", "country_code"):
        op.drop_column("events", column)
