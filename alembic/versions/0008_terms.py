"""Finer terms: hundredths of the confidence, and on Postgres blocks of row numbers.

Revision ID: 0008
Revises: 0007
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TENTH = {
    "sqlite": "CAST(CAST(confidence * 10 AS INTEGER) AS TEXT)",
    "postgresql": "CAST(CAST(floor(confidence * 10) AS integer) AS text)",
}
HUNDREDTH = {
    "sqlite": "printf('%03d', CAST(confidence * 100 AS INTEGER))",
    "postgresql": "lpad(CAST(CAST(floor(confidence * 100) AS integer) AS text), 3, '0')",
}
#: The term lies between others: a type comes first, and a time last.
REPLACE = "UPDATE events SET keys = replace(keys, ' x_' || {old} || ' ', ' x_' || {new} || ' ')"

# SQLite's index is told of all rows at once: row by row takes much longer.
_NEW = "INSERT INTO event_words(rowid, words, keys) VALUES (new.seq, new.words, new.keys);"
_OLD = "INSERT INTO event_words(event_words, rowid, words, keys) VALUES ('delete', old.seq, old.words, old.keys);"
REBUILD = (
    "INSERT INTO event_words(event_words) VALUES ('rebuild')",
    f"CREATE TRIGGER events_changed AFTER UPDATE OF words, keys ON events BEGIN {_OLD} {_NEW} END",
)
TERMS = "array_to_tsvector(string_to_array(keys, ' '){blocks}) || to_tsvector('dateline'::regconfig, words)"
BLOCKS = " || ARRAY['z12_' || CAST(seq >> 12 AS text), 'z18_' || CAST(seq >> 18 AS text)]"


def upgrade() -> None:
    _replace(TENTH, HUNDREDTH, BLOCKS)


def downgrade() -> None:
    _replace(HUNDREDTH, TENTH, "")


def _replace(old: dict[str, str], new: dict[str, str], blocks: str) -> None:
    dialect = op.get_bind().dialect.name
    op.execute("DROP TRIGGER events_changed" if dialect == "sqlite" else "DROP INDEX ix_events_words")
    op.execute(REPLACE.format(old=old[dialect], new=new[dialect]))
    if dialect == "sqlite":
        for statement in REBUILD:
            op.execute(statement)
    else:
        terms = TERMS.format(blocks=blocks)
        op.execute(f"CREATE INDEX ix_events_words ON events USING gin (({terms})) WITH (fastupdate = off)")
