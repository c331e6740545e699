"""Incidents can be counted by kind, place and time; what articles are compared by takes a third of its space.

What was kept to compare articles is dropped: ``dateline incidents rebuild`` makes it again, and fills the new columns.
Incidents keep their ids.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

COLUMNS = (
    *(("type", sa.Text()), ("subtype", sa.Text()), ("country_code", sa.Text()), ("admin1_key", sa.Text())),
    *(("admin1", sa.Text()), ("latitude", sa.Float(53)), ("longitude", sa.Float(53)), ("time_end", sa.DateTime())),
    *((f"{effect}_{bound}", sa.BigInteger()) for effect in ("killed", "injured") for bound in ("low", "high")),
)
COUNTED = (
    *("articles", "type", "subtype", "country_code", "admin1_key", "admin1", "latitude", "longitude", "time_start"),
    *("time_end", "killed", "killed_low", "killed_high", "injured", "injured_low", "injured_high", "sources"),
)
NAMES = (
    *(("report_links", "one"), ("report_links", "other"), ("incident_reports", "name")),
    *(("incident_orders", "one"), ("incident_orders", "other")),
)


def upgrade() -> None:
    _forget_stories(sa.LargeBinary())
    for name, kind in COLUMNS:
        op.add_column("incidents", sa.Column(name, kind, nullable=True))
    op.create_index("ix_incidents_counted", "incidents", list(COUNTED))
    _compare_names_by('COLLATE "C"')


def downgrade() -> None:
    _compare_names_by('COLLATE "default"')
    op.drop_index("ix_incidents_counted", "incidents")
    for name, _ in reversed(COLUMNS):
        op.drop_column("incidents", name)
    _forget_stories(sa.Text())


def _forget_stories(kind: sa.types.TypeEngine) -> None:
    """The table of stories made again with another type of its contents."""
    for table in ("report_links", "story_keys"):
        op.execute(f"DELETE FROM {table}")
    op.drop_table("stories")
    op.create_table(
        "stories",
        sa.Column("article_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("article_id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("story", kind, nullable=False),
        sa.PrimaryKeyConstraint("article_seq", name=op.f("pk_stories")),
        sa.UniqueConstraint("article_id", name=op.f("uq_stories_article_id")),
    )


def _compare_names_by(collation: str) -> None:
    """Names of reports are sought by their beginning; on SQLite they are compared byte by byte already."""
    if op.get_bind().dialect.name == "postgresql":
        for table, column in NAMES:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE text {collation}")
