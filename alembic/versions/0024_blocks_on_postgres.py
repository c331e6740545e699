"""Documents of neighbouring events in blocks on Postgres, too: text, a line for each, which the server packs.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

AT_ONCE = 4  # documents in a block
#: Events of one article whose numbers have no gap, so many at once.
FILL = (
    "INSERT INTO document_blocks (first_seq, last_seq, documents)"
    " SELECT min(seq), max(seq), string_agg(document, E'\\n' ORDER BY seq) FROM ("
    " SELECT *, (row_number() OVER (PARTITION BY article_seq, run ORDER BY seq) - 1)"
    f" / {AT_ONCE} AS number FROM ("
    " SELECT e.seq, e.article_seq, d.document, e.seq - row_number() OVER (PARTITION BY e.article_seq ORDER BY e.seq)"
    " AS run FROM events e JOIN documents d ON d.event_seq = e.seq) AS runs) AS blocks"
    " GROUP BY article_seq, run, number ORDER BY 1"
)
VIEW = (
    "CREATE VIEW documents AS SELECT e.seq AS event_seq,"
    " split_part(b.documents, E'\\n', CAST(e.seq - b.first_seq + 1 AS integer)) AS document"
    " FROM events e CROSS JOIN LATERAL (SELECT first_seq, documents FROM document_blocks"
    " WHERE first_seq <= e.seq ORDER BY first_seq DESC LIMIT 1) AS b"
)
REMOVED = (
    "CREATE FUNCTION remove_document_blocks() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " DELETE FROM document_blocks WHERE first_seq IN (SELECT"
    " (SELECT max(b.first_seq) FROM document_blocks b WHERE b.first_seq <= gone.seq) FROM gone)"
    " AND NOT EXISTS (SELECT FROM events WHERE seq BETWEEN first_seq AND last_seq);"
    " RETURN NULL; END $$"
)
ON_REMOVAL = (
    "CREATE TRIGGER document_blocks_removed AFTER DELETE ON events REFERENCING OLD TABLE AS gone"
    " FOR EACH STATEMENT EXECUTE FUNCTION remove_document_blocks()"
)
#: Views that show documents, and so must be away while those become another thing.
SHOWING = "SELECT viewname, definition FROM pg_views WHERE schemaname = current_schema() AND viewname IN :names"
NAMES = ("event_rows", "casualty_claims", "statement_rows")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    op.create_table(
        "document_blocks",
        sa.Column("first_seq", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("documents", sa.Text(), nullable=False),
    )
    op.execute("ALTER TABLE document_blocks ALTER documents SET STORAGE MAIN")  # packed, in the row if it fits there
    _write(FILL)
    views = _taken_away()
    op.drop_table("documents")
    _write(VIEW)
    _write(REMOVED)
    op.execute(ON_REMOVAL)
    _make(views)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    op.create_table(
        "old_documents",
        sa.Column("event_seq", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
    )
    op.execute("INSERT INTO old_documents (event_seq, document) SELECT event_seq, document FROM documents")
    views = _taken_away()
    op.execute("DROP TRIGGER document_blocks_removed ON events")
    op.execute("DROP FUNCTION remove_document_blocks")
    op.execute("DROP VIEW documents")
    op.drop_table("document_blocks")
    op.rename_table("old_documents", "documents")
    op.create_primary_key("pk_documents", "documents", ["event_seq"])
    op.create_foreign_key(
        "fk_documents_event_seq_events", "documents", "events", ["event_seq"], ["seq"], ondelete="CASCADE"
    )
    _make(views)


def _write(statement):
    op.get_bind().exec_driver_sql(statement)


def _taken_away():
    """The definitions of the views, which are gone."""
    of_these = sa.text(SHOWING).bindparams(sa.bindparam("names", NAMES, expanding=True))
    found = dict(op.get_bind().execute(of_these).all())
    for name in found:
        op.execute(f"DROP VIEW {name}")
    return found


def _make(views):
    for name, definition in views.items():
        _write(f"CREATE VIEW {name} AS {definition.replace('%', '%%')}")
