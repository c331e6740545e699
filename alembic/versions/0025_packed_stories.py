"""What articles are compared by is packed, and the documents of incidents are on Postgres, too.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

BATCH = 1_000


def upgrade() -> None:
    pack, _ = _packing()
    _write_again("stories", "article_seq", "story", pack)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("ALTER TABLE incidents ALTER document TYPE bytea USING convert_to(document, 'UTF8')")
        _write_again("incidents", "seq", "document", pack)


def downgrade() -> None:
    _, unpack = _packing()
    _write_again("stories", "article_seq", "story", unpack)
    if op.get_bind().dialect.name != "sqlite":
        _write_again("incidents", "seq", "document", unpack)
        op.execute("ALTER TABLE incidents ALTER document TYPE text USING convert_from(document, 'UTF8')")


def _packing():
    """How bytes are packed and unpacked, from who runs the migrations (``env.py``)."""
    return op.get_context().config.attributes["packing"]


def _write_again(table, key, column, function):
    """Put each value through a function, some rows at a time."""
    bind = op.get_bind()
    found = sa.text(
        f"SELECT {key} AS seq, {column} AS value FROM {table} WHERE {key} > :after AND {column} IS NOT NULL"
        f" ORDER BY {key} LIMIT {BATCH}"
    )
    change = sa.text(f"UPDATE {table} SET {column} = :value WHERE {key} = :seq")
    after = -1
    while rows := bind.execute(found, {"after": after}).all():
        bind.execute(change, [{"seq": row.seq, "value": function(bytes(row.value))} for row in rows])
        after = rows[-1].seq
