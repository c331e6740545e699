"""Which change touched an article or an event last, and which events are gone.

What is stored already counts as changed when its article was stored, one change an article.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

RowNumber = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# A change is never before the one before it, whatever the clock said when the articles were stored.
BACKFILL = (
    "INSERT INTO changes (number, at) SELECT seq, max(created_at) OVER (ORDER BY seq) FROM articles ORDER BY seq",
    "UPDATE articles SET change = seq",
    "UPDATE events SET change = article_seq",
)
NEXT_ON_POSTGRES = (
    "SELECT setval(pg_get_serial_sequence('changes', 'number'), (SELECT max(number) FROM changes))"
    " WHERE EXISTS (SELECT FROM changes)"
)


def upgrade() -> None:
    op.create_table(
        "changes",
        sa.Column("number", RowNumber, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_changes")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "deletions",
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("article_id", sa.String(length=36), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_deletions")),
    )
    for table in ("articles", "events"):
        op.add_column(table, sa.Column("change", sa.BigInteger(), server_default="0", nullable=False))
    for statement in BACKFILL:
        op.execute(statement)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(NEXT_ON_POSTGRES)
    op.create_index(op.f("ix_changes_at_number"), "changes", ["at", "number"])
    op.create_index(op.f("ix_deletions_change_event_id"), "deletions", ["change", "event_id"])
    op.create_index(op.f("ix_events_change_seq"), "events", ["change", "seq"])


def downgrade() -> None:
    op.drop_index(op.f("ix_events_change_seq"), "events")
    for table in ("events", "articles"):
        op.drop_column(table, "change")
    op.drop_table("deletions")
    op.drop_table("changes")
