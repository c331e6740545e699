"""Jobs and the articles that wait in them.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

RowNumber = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN, _CLAIMED = sa.text("state = 'open'"), sa.text("claimed_by IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("seq", RowNumber, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "state", "actor")),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("key_id", "address")),
        sa.Column("sender", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("idempotency_key", "digest")),
        sa.Column("total", sa.BigInteger(), nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), server_default="0", nullable=False)
            for name in ("stored", "known", "failed")
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_jobs")),
        sa.UniqueConstraint("id", name=op.f("uq_jobs_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_jobs_sender_idempotency_key"), "jobs", ["sender", "idempotency_key"], unique=True)
    op.create_index("ix_jobs_open", "jobs", ["seq"], sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_table(
        "job_articles",
        sa.Column("job_seq", RowNumber, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=True),
        sa.Column("article_id", sa.String(length=36), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("attempts", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["job_seq"], ["jobs.seq"], name=op.f("fk_job_articles_job_seq_jobs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_seq", "number", name=op.f("pk_job_articles")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_job_articles_job_seq_state_number"), "job_articles", ["job_seq", "state", "number"])
    op.create_index(
        "ix_job_articles_claimed", "job_articles", ["claimed_by"], sqlite_where=_CLAIMED, postgresql_where=_CLAIMED
    )


def downgrade() -> None:
    op.drop_table("job_articles")
    op.drop_table("jobs")
