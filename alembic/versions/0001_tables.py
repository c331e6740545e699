"""The first tables: articles, their events, and what events are found by.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

RowNumber = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# The database keeps its box and word indexes itself, also when rows go by a cascade: they cannot drift.
# Days are whole Julian days; events without a time lie before all others.
# FTS5 must be told the old words when a row changes or goes.
_BOX = """
INSERT INTO event_boxes SELECT new.seq, new.longitude, new.longitude, new.latitude, new.latitude,
    coalesce(julianday(substr(new.time_start, 1, 10)), -1), coalesce(julianday(substr(new.time_end, 1, 10)) + 1, -1)
    WHERE new.latitude IS NOT NULL AND new.longitude IS NOT NULL;
"""
_NEW_WORDS = "INSERT INTO event_words(rowid, words) VALUES (new.seq, new.words);"
_OLD_WORDS = "INSERT INTO event_words(event_words, rowid, words) VALUES ('delete', old.seq, old.words);"
_OLD_BOX = "DELETE FROM event_boxes WHERE seq = old.seq;"
SQLITE = (
    "CREATE VIRTUAL TABLE event_boxes USING rtree(seq, min_lon, max_lon, min_lat, max_lat, min_day, max_day)",
    "CREATE VIRTUAL TABLE event_words USING fts5(words, content='events', content_rowid='seq',"
    " tokenize='porter unicode61')",
    f"CREATE TRIGGER events_added AFTER INSERT ON events BEGIN {_NEW_WORDS} {_BOX} END",
    f"CREATE TRIGGER events_removed AFTER DELETE ON events BEGIN {_OLD_WORDS} {_OLD_BOX} END",
    "CREATE TRIGGER events_changed AFTER UPDATE OF words, latitude, longitude, time_start, time_end ON events"
    f" BEGIN {_OLD_WORDS} {_OLD_BOX} {_NEW_WORDS} {_BOX} END",
)
# A stemmer without stop words, so that "the" in a phrase counts here as it does in FTS5.
POSTGRES = (
    "CREATE TEXT SEARCH DICTIONARY dateline_stem (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION dateline (COPY = simple)",
    "ALTER TEXT SEARCH CONFIGURATION dateline ALTER MAPPING FOR asciiword, word WITH dateline_stem",
    "CREATE INDEX ix_events_words ON events USING gin (to_tsvector('dateline'::regconfig, words))",
)


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("seq", RowNumber, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("published_at", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("extra", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source_key", sa.Text(), nullable=True),
        sa.Column("pipeline", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_articles")),
        sa.UniqueConstraint("id", name=op.f("uq_articles_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_articles_reported_at_seq"), "articles", ["reported_at", "seq"])
    op.create_table(
        "events",
        sa.Column("seq", RowNumber, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("article_seq", RowNumber, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("subtype", sa.Text(), nullable=True),
        sa.Column("factuality", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(precision=53), nullable=False),
        sa.Column("time_start", sa.DateTime(), nullable=True),
        sa.Column("time_end", sa.DateTime(), nullable=True),
        sa.Column("latitude", sa.Float(precision=53), nullable=True),
        sa.Column("longitude", sa.Float(precision=53), nullable=True),
        sa.Column("killed", sa.BigInteger(), nullable=True),
        sa.Column("injured", sa.BigInteger(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_seq"], ["articles.seq"], name=op.f("fk_events_article_seq_articles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_events")),
        sa.UniqueConstraint("id", name=op.f("uq_events_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_events_article_seq_position"), "events", ["article_seq", "position"])
    op.create_index(op.f("ix_events_injured"), "events", ["injured"])
    op.create_index(op.f("ix_events_killed_seq"), "events", ["killed", "seq"])
    op.create_index(op.f("ix_events_reported_at_seq"), "events", ["reported_at", "seq"])
    op.create_index(op.f("ix_events_time_start_seq"), "events", ["time_start", "seq"])
    op.create_index(op.f("ix_events_type_time_start_seq"), "events", ["type", "time_start", "seq"])
    op.create_table(
        "casualties",
        sa.Column("event_seq", RowNumber, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("low", sa.BigInteger(), nullable=True),
        sa.Column("high", sa.BigInteger(), nullable=True),
        sa.Column("cumulative", sa.Boolean(), nullable=False),
        sa.Column("victim_kind", sa.Text(), nullable=True),
        sa.Column("claimed_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_seq"], ["events.seq"], name=op.f("fk_casualties_event_seq_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_seq", "position", name=op.f("pk_casualties")),
    )
    op.create_index(op.f("ix_casualties_effect_low"), "casualties", ["effect", "low"])
    op.create_table(
        "links",
        sa.Column("event_seq", RowNumber, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("rel", sa.Text(), nullable=False),
        sa.Column("target_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_seq"], ["events.seq"], name=op.f("fk_links_event_seq_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_seq", "position", name=op.f("pk_links")),
    )
    op.create_index(op.f("ix_links_target_id"), "links", ["target_id"])
    op.create_table(
        "mentions",
        sa.Column("event_seq", RowNumber, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_seq"], ["events.seq"], name=op.f("fk_mentions_event_seq_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_seq", "position", name=op.f("pk_mentions")),
    )
    op.create_table(
        "participants",
        sa.Column("event_seq", RowNumber, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.Text(), nullable=True),
        sa.Column("country_code", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_seq"], ["events.seq"], name=op.f("fk_participants_event_seq_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_seq", "position", name=op.f("pk_participants")),
    )
    op.create_index(op.f("ix_participants_role_name_key_event_seq"), "participants", ["role", "name_key", "event_seq"])
    op.create_table(
        "places",
        sa.Column("event_seq", RowNumber, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("geonames_id", sa.BigInteger(), nullable=True),
        sa.Column("feature", sa.Text(), nullable=True),
        sa.Column("country_code", sa.Text(), nullable=True),
        sa.Column("admin1_key", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Float(precision=53), nullable=True),
        sa.Column("longitude", sa.Float(precision=53), nullable=True),
        sa.Column("precision", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(precision=53), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_seq"], ["events.seq"], name=op.f("fk_places_event_seq_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_seq", "position", name=op.f("pk_places")),
    )
    op.create_index(
        op.f("ix_places_country_code_admin1_key_event_seq"),
        "places",
        ["country_code", "admin1_key", "event_seq"],
    )
    op.create_index(op.f("ix_places_geonames_id_event_seq"), "places", ["geonames_id", "event_seq"])
    op.create_index(op.f("ix_places_name_key_event_seq"), "places", ["name_key", "event_seq"])
    op.create_table(
        "statements",
        sa.Column("event_seq", RowNumber, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("medium", sa.Text(), nullable=True),
        sa.Column("topic", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_seq"], ["events.seq"], name=op.f("fk_statements_event_seq_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_seq", name=op.f("pk_statements")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(statement)
    else:
        op.create_index("ix_events_latitude_longitude", "events", ["latitude", "longitude"])
        for statement in POSTGRES:
            op.execute(statement)


def downgrade() -> None:
    op.drop_table("statements")
    op.drop_table("places")
    op.drop_table("participants")
    op.drop_table("mentions")
    op.drop_table("links")
    op.drop_table("casualties")
    op.drop_table("events")
    op.drop_table("articles")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE event_words")
        op.execute("DROP TABLE event_boxes")
    else:
        op.execute("DROP TEXT SEARCH CONFIGURATION dateline")
        op.execute("DROP TEXT SEARCH DICTIONARY dateline_stem")
