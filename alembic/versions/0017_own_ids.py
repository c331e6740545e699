"""Articles are found by their senders' ids and addresses; the ids of articles that were replaced lead to the new ones.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_ID, _URL = sa.text("external_id IS NOT NULL"), sa.text("url IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_articles_external_id", "articles", ["external_id", "seq"], sqlite_where=_ID, postgresql_where=_ID
    )
    op.create_index("ix_articles_url", "articles", ["url", "seq"], sqlite_where=_URL, postgresql_where=_URL)
    op.create_table(
        "replaced_articles",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("replaced_by", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replaced_articles")),
    )
    op.create_index(op.f("ix_replaced_articles_replaced_by"), "replaced_articles", ["replaced_by"])


def downgrade() -> None:
    op.drop_table("replaced_articles")
    op.drop_index("ix_articles_url", "articles")
    op.drop_index("ix_articles_external_id", "articles")
