"""Places and participants without what no query reads, and on SQLite in the order of their keys, without row numbers.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

RowNumber = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ELSEWHERE = "CREATE INDEX ix_places_elsewhere ON places (country_code, event_seq) WHERE position > 0"
#: Of places; the documents have them.
UNREAD = ("feature", "precision", "confidence")


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        for column in UNREAD:
            op.drop_column("places", column)
        return
    _write_again("participants", _participants(), with_rowid=False)
    _write_again("places", _places(), with_rowid=False)
    op.execute(ELSEWHERE)


def downgrade() -> None:
    """The columns come back without values: no version that knows them reads them."""
    if op.get_bind().dialect.name != "sqlite":
        for column in _unread():
            op.add_column("places", column)
        op.alter_column("places", "confidence", server_default=None)
        return
    _write_again("participants", _participants(), with_rowid=True)
    _write_again("places", _places(), *_unread(), with_rowid=True)
    op.execute(ELSEWHERE)


def _write_again(table, columns, *added, with_rowid):
    named = [column.name for column in columns]
    op.create_table(
        f"new_{table}",
        *columns,
        *added,
        sa.PrimaryKeyConstraint("event_seq", "position", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["event_seq"], ["events.seq"], name=f"fk_{table}_event_seq_events", ondelete="CASCADE"),
        sqlite_with_rowid=with_rowid,
    )
    names = ", ".join(named)
    op.execute(f"INSERT INTO new_{table} ({names}) SELECT {names} FROM {table} ORDER BY event_seq, position")
    op.drop_table(table)
    op.rename_table(f"new_{table}", table)


def _participants():
    return [*_keys(), sa.Column("role", sa.Text(), nullable=False), sa.Column("name_key", sa.Text(), nullable=False)]


def _places():
    return [
        *_keys(),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("geonames_id", sa.BigInteger(), nullable=True),
        sa.Column("country_code", sa.Text(), nullable=True),
        sa.Column("admin1_key", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Float(53), nullable=True),
        sa.Column("longitude", sa.Float(53), nullable=True),
        sa.Column("about", sa.Boolean(), server_default=sa.false(), nullable=False),
    ]


def _keys():
    return [
        sa.Column("event_seq", RowNumber, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
    ]


def _unread():
    return [
        sa.Column("feature", sa.Text(), nullable=True),
        sa.Column("precision", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(53), server_default="0", nullable=False),
    ]
