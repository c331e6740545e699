"""What was read in an article besides events is packed on Postgres, too.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

BATCH = 1_000
FOUND = f"SELECT seq, reading FROM articles WHERE seq > :after ORDER BY seq LIMIT {BATCH}"
CHANGE = "UPDATE articles SET reading = :reading WHERE seq = :seq"


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute("ALTER TABLE articles ALTER reading TYPE bytea USING convert_to(reading, 'UTF8')")
        _write_again(0)


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        _write_again(1)
        op.execute("ALTER TABLE articles ALTER reading TYPE text USING convert_from(reading, 'UTF8')")


def _write_again(way):
    """Pack or unpack each reading, some at a time, with what runs the migrations (``env.py``)."""
    function = op.get_context().config.attributes["packing"][way]
    bind, after = op.get_bind(), 0
    while rows := bind.execute(sa.text(FOUND), {"after": after}).all():
        bind.execute(sa.text(CHANGE), [{"seq": seq, "reading": function(bytes(reading))} for seq, reading in rows])
        after = rows[-1].seq
