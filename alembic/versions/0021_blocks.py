"""Documents and terms of neighbouring events packed together on SQLite, and an index of words without positions.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

RowNumber = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BATCH = 5_000
AT_ONCE = {"document": 8, "term": 32}  # events in a block
OLD_TRIGGERS = ("events_added", "events_removed", "events_changed")
MERGED_WITH_EACH_CHANGE = "INSERT INTO event_words(event_words, rank) VALUES ('automerge', 0)"
INDEX = (
    "CREATE VIRTUAL TABLE event_words USING fts5(terms, content='', detail=none, columnsize=0,"
    " tokenize='unicode61 remove_diacritics 0 tokenchars _')"
)
LINE = (
    "(SELECT line_of(b.{name}s, {seq} - b.first_seq) FROM {name}_blocks b WHERE b.first_seq <= {seq}"
    " ORDER BY b.first_seq DESC LIMIT 1)"
)
VIEW = (
    "CREATE VIEW documents AS SELECT seq AS event_seq,"
    f" {LINE.format(name='document', seq='events.seq')} AS document FROM events"
)
REMOVED = (
    "CREATE TRIGGER events_removed AFTER DELETE ON events BEGIN"
    " INSERT INTO event_words(event_words, rowid, terms)"
    f" VALUES ('delete', old.seq, {LINE.format(name='term', seq='old.seq')});"
    + "".join(
        f" DELETE FROM {name}_blocks WHERE first_seq ="
        f" (SELECT max(first_seq) FROM {name}_blocks WHERE first_seq <= old.seq)"
        f" AND NOT EXISTS (SELECT 1 FROM events WHERE seq BETWEEN first_seq AND last_seq);"
        for name in AT_ONCE
    )
    + " END"
)

OLD_NEW = "INSERT INTO event_words(rowid, words, keys) VALUES (new.seq, unpacked(new.words), unpacked(new.keys));"
OLD_OLD = (
    "INSERT INTO event_words(event_words, rowid, words, keys)"
    " VALUES ('delete', old.seq, unpacked(old.words), unpacked(old.keys));"
)
OLD_INDEX = (
    "CREATE VIRTUAL TABLE event_words USING fts5(words, keys, content='', columnsize=0,"
    " tokenize='unicode61 remove_diacritics 0 tokenchars _')"
)
OLD_FILL = "INSERT INTO event_words(rowid, words, keys) SELECT seq, unpacked(words), unpacked(keys) FROM events"


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for name in AT_ONCE:
        op.create_table(
            f"{name}_blocks",
            sa.Column("first_seq", RowNumber, primary_key=True, autoincrement=False),
            sa.Column("last_seq", RowNumber, nullable=False),
            sa.Column(f"{name}s", sa.LargeBinary(), nullable=False),
        )
    for trigger in OLD_TRIGGERS:
        op.execute(f"DROP TRIGGER {trigger}")
    op.execute("DROP TABLE event_words")
    op.execute(INDEX)
    op.execute(MERGED_WITH_EACH_CHANGE)
    _fill_blocks()
    op.execute("UPDATE events SET words = '', keys = ''")
    op.drop_table("documents")
    op.execute(VIEW)
    op.execute(REMOVED)


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute("DROP TRIGGER events_removed")
    op.execute("DROP VIEW documents")
    op.create_table(
        "documents",
        sa.Column("event_seq", RowNumber, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_seq"], ["events.seq"], name="fk_documents_event_seq_events", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_seq", name="pk_documents"),
    )
    document = LINE.format(name="document", seq="events.seq")
    op.execute(f"INSERT INTO documents (event_seq, document) SELECT seq, packed({document}) FROM events")
    _give_terms_back()
    for name in AT_ONCE:
        op.drop_table(f"{name}_blocks")
    op.execute("DROP TABLE event_words")
    op.execute(OLD_INDEX)
    op.execute(MERGED_WITH_EACH_CHANGE)
    op.execute(OLD_FILL)
    op.execute(f"CREATE TRIGGER events_added AFTER INSERT ON events BEGIN {OLD_NEW} END")
    op.execute(f"CREATE TRIGGER events_removed AFTER DELETE ON events BEGIN {OLD_OLD} END")
    op.execute(f"CREATE TRIGGER events_changed AFTER UPDATE OF words, keys ON events BEGIN {OLD_OLD} {OLD_NEW} END")


def _fill_blocks() -> None:
    bind = op.get_bind()
    rows = sa.text(
        "SELECT e.seq, e.article_seq, unpacked(e.words) AS words, unpacked(e.keys) AS keys,"
        " unpacked(d.document) AS document FROM events e JOIN documents d ON d.event_seq = e.seq"
        " WHERE e.seq > :after ORDER BY e.seq LIMIT :most"
    )
    index = sa.text("INSERT INTO event_words(rowid, terms) VALUES (:seq, :terms)")
    fill = {
        name: sa.text(
            f"INSERT INTO {name}_blocks (first_seq, last_seq, {name}s) VALUES (:first, :last, packed(:lines))"
        )
        for name in AT_ONCE
    }
    after = -1
    while found := bind.execute(rows, {"after": after, "most": BATCH}).all():
        lines = {
            "document": [(row.seq, row.article_seq, row.document) for row in found],
            "term": [(row.seq, row.article_seq, _terms(row.keys, row.words)) for row in found],
        }
        bind.execute(index, [{"seq": seq, "terms": line} for seq, _, line in lines["term"]])
        for name, most in AT_ONCE.items():
            blocks = list(_blocks(lines[name], most))
            bind.execute(
                fill[name],
                [{"first": b[0][0], "last": b[-1][0], "lines": "\n".join(line for *_, line in b)} for b in blocks],
            )
        after = found[-1].seq


def _blocks(lines, most):
    """Events of one article whose numbers have no gap, so many at once."""
    block = []
    for seq, article, line in lines:
        if block and (len(block) == most or block[-1][:2] != (seq - 1, article)):
            yield block
            block = []
        block.append((seq, article, line))
    yield block


def _terms(keys, words):
    return " ".join(term if term.isascii() else "v_" + term.encode().hex() for term in f"{keys} {words}".split(" "))


def _give_terms_back() -> None:
    bind = op.get_bind()
    line = LINE.format(name="term", seq="events.seq")
    rows = sa.text(f"SELECT seq, {line} AS terms FROM events WHERE seq > :after ORDER BY seq LIMIT :most")
    fill = sa.text("UPDATE events SET words = packed(:words), keys = packed(:keys) WHERE seq = :seq")
    after = -1
    while found := bind.execute(rows, {"after": after, "most": BATCH}).all():
        bind.execute(fill, [{"seq": row.seq, **_parted(row.terms.split(" "))} for row in found])
        after = found[-1].seq


def _parted(terms):
    """Keys have an underscore, words have none."""
    plain = [bytes.fromhex(term[2:]).decode() if term.startswith("v_") else term for term in terms]
    keys, words = ([term for term in plain if ("_" in term) is known] for known in (True, False))
    return {"keys": " ".join(keys), "words": " ".join(words)}
