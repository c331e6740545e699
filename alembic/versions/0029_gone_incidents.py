"""Incidents that are gone are found without those that are there.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

GONE = sa.text("document IS NULL")


def upgrade() -> None:
    op.create_index("ix_incidents_gone", "incidents", ["change", "seq"], sqlite_where=GONE, postgresql_where=GONE)


def downgrade() -> None:
    op.drop_index("ix_incidents_gone", "incidents")
