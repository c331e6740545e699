"""The texts of articles packed on SQLite, as documents are; what an earlier version cannot unpack goes back to text.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

PACKED = (
    *(("articles", "text"), ("articles", "reading"), ("failures", "text"), ("documents", "document")),
    *(("events", "words"), ("events", "keys"), ("incidents", "document"), ("job_articles", "article")),
    *(("machine_events", "document"), ("corrections", "field_values"), ("corrections", "event_before")),
)
_INDEXING = "events_changed"  # a trigger: words that are only written otherwise need not be indexed again


def upgrade() -> None:
    _write_all("packed", "text")


def downgrade() -> None:
    _write_all("unpacked", "blob")


def _write_all(function: str, found: str) -> None:
    """Write the columns by a function of our connections, where they are still of the other kind."""
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        return
    trigger = bind.scalar(sa.text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": _INDEXING})
    op.execute(f"DROP TRIGGER {_INDEXING}")
    for table, column in PACKED:
        op.execute(f"UPDATE {table} SET {column} = {function}({column}) WHERE typeof({column}) = '{found}'")
    bind.exec_driver_sql(trigger)
