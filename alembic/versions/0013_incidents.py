"""Incidents: what is kept of each article to compare it with later ones, the links, and the incidents themselves.

Articles that are stored already are joined by ``dateline incidents rebuild``.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

RowNumber = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NAMES = ("incident_history", "incident_orders", "incident_events", "incident_reports", "incidents", "report_links")


def upgrade() -> None:
    op.create_table(
        "stories",
        sa.Column("article_seq", RowNumber, nullable=False),
        sa.Column("article_id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article_seq", name=op.f("pk_stories")),
        sa.UniqueConstraint("article_id", name=op.f("uq_stories_article_id")),
    )
    op.create_table(
        "story_keys",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("article_seq", RowNumber, nullable=False),
        sa.PrimaryKeyConstraint("key", "day", "article_seq", name=op.f("pk_story_keys")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "report_links",
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(53), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_report_links")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_report_links_other"), "report_links", ["other"])
    op.create_table(
        "incidents",
        sa.Column("seq", RowNumber, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("merged_into", sa.String(length=36), nullable=True),
        sa.Column("pinned", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("articles", sa.BigInteger(), nullable=False),
        sa.Column("sources", sa.BigInteger(), nullable=False),
        sa.Column("time_start", sa.DateTime(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("killed", sa.BigInteger(), nullable=True),
        sa.Column("injured", sa.BigInteger(), nullable=True),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_incidents")),
        sa.UniqueConstraint("id", name=op.f("uq_incidents_id")),
        sqlite_autoincrement=True,
    )
    for column in ("time_start", "reported_at", "killed", "change"):
        op.create_index(op.f(f"ix_incidents_{column}_seq"), "incidents", [column, "seq"])
    op.create_table(
        "incident_reports",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("incident_seq", RowNumber, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_incident_reports")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_incident_reports_incident_seq"), "incident_reports", ["incident_seq"])
    op.create_table(
        "incident_events",
        sa.Column("event_seq", RowNumber, nullable=False),
        sa.Column("incident_seq", RowNumber, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_seq"], ["events.seq"], name=op.f("fk_incident_events_event_seq_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_seq", name=op.f("pk_incident_events")),
    )
    op.create_index(op.f("ix_incident_events_incident_seq"), "incident_events", ["incident_seq"])
    op.create_table(
        "incident_orders",
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("together", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_incident_orders")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_incident_orders_other"), "incident_orders", ["other"])
    op.create_table(
        "incident_history",
        sa.Column("seq", RowNumber, nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_incident_history")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_incident_history_incident_id_seq"), "incident_history", ["incident_id", "seq"])


def downgrade() -> None:
    for name in (*NAMES, "story_keys", "stories"):
        op.drop_table(name)
