"""Searching at ten million events: documents apart, keys in the full-text index, pins, fewer b-trees.

Revision ID: 0003
Revises: 0002
"""

import datetime as dt
import json
import math
import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

RowNumber = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BATCH = 5_000

# What ``0001`` made, so that the way back gives the same.
OLD_INDEXES = (
    ("events", ["type", "time_start", "seq"]),
    ("events", ["injured"]),
    ("casualties", ["effect", "low"]),
    ("participants", ["role", "name_key", "event_seq"]),
    ("places", ["country_code", "admin1_key", "event_seq"]),
    ("places", ["geonames_id", "event_seq"]),
    ("places", ["name_key", "event_seq"]),
)
TRIGGERS = ("events_added", "events_removed", "events_changed")

# FTS5 must be told the old words when a row changes or goes.
_NEW = "INSERT INTO event_words(rowid, words, keys) VALUES (new.seq, new.words, new.keys);"
_OLD = "INSERT INTO event_words(event_words, rowid, words, keys) VALUES ('delete', old.seq, old.words, old.keys);"
SQLITE = (
    # the underscore belongs to a key; texts hold none
    "CREATE VIRTUAL TABLE event_words USING fts5(words, keys, content='events', content_rowid='seq', columnsize=0,"
    " tokenize='porter unicode61 tokenchars _')",
    f"CREATE TRIGGER events_added AFTER INSERT ON events BEGIN {_NEW} END",
    f"CREATE TRIGGER events_removed AFTER DELETE ON events BEGIN {_OLD} END",
    f"CREATE TRIGGER events_changed AFTER UPDATE OF words, keys ON events BEGIN {_OLD} {_NEW} END",
    "INSERT INTO event_words(event_words) VALUES ('rebuild')",
)
# Without fastupdate: what was just written would else be read through at every question.
POSTGRES = (
    "CREATE INDEX ix_events_words ON events USING gin ((array_to_tsvector(string_to_array(keys, ' '))"
    " || to_tsvector('dateline'::regconfig, words))) WITH (fastupdate = off)",
)

# What ``0001`` had.
_OLD_BOX = "DELETE FROM event_boxes WHERE seq = old.seq;"
_BOX = """
INSERT INTO event_boxes SELECT new.seq, new.longitude, new.longitude, new.latitude, new.latitude,
    coalesce(julianday(substr(new.time_start, 1, 10)), -1), coalesce(julianday(substr(new.time_end, 1, 10)) + 1, -1)
    WHERE new.latitude IS NOT NULL AND new.longitude IS NOT NULL;
"""
_ONCE_NEW = "INSERT INTO event_words(rowid, words) VALUES (new.seq, new.words);"
_ONCE_OLD = "INSERT INTO event_words(event_words, rowid, words) VALUES ('delete', old.seq, old.words);"
ONCE_SQLITE = (
    "CREATE VIRTUAL TABLE event_boxes USING rtree(seq, min_lon, max_lon, min_lat, max_lat, min_day, max_day)",
    "CREATE VIRTUAL TABLE event_words USING fts5(words, content='events', content_rowid='seq',"
    " tokenize='porter unicode61')",
    f"CREATE TRIGGER events_added AFTER INSERT ON events BEGIN {_ONCE_NEW} {_BOX} END",
    f"CREATE TRIGGER events_removed AFTER DELETE ON events BEGIN {_ONCE_OLD} {_OLD_BOX} END",
    "CREATE TRIGGER events_changed AFTER UPDATE OF words, latitude, longitude, time_start, time_end ON events"
    f" BEGIN {_ONCE_OLD} {_OLD_BOX} {_ONCE_NEW} {_BOX} END",
    "INSERT INTO event_words(event_words) VALUES ('rebuild')",
    "INSERT INTO event_boxes SELECT seq, longitude, longitude, latitude, latitude,"
    " coalesce(julianday(substr(time_start, 1, 10)), -1), coalesce(julianday(substr(time_end, 1, 10)) + 1, -1)"
    " FROM events WHERE latitude IS NOT NULL AND longitude IS NOT NULL",
)
ONCE_POSTGRES = ("CREATE INDEX ix_events_words ON events USING gin (to_tsvector('dateline'::regconfig, words))",)


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    _drop_own(sqlite, "event_words", "event_boxes")
    if not sqlite:
        op.drop_index("ix_events_latitude_longitude", "events")
    op.create_table(
        "documents",
        sa.Column("event_seq", RowNumber, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_seq"], ["events.seq"], name=op.f("fk_documents_event_seq_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_seq", name=op.f("pk_documents")),
    )
    op.create_table(
        "pins",
        sa.Column("latitude", sa.Float(precision=53), nullable=False),
        sa.Column("longitude", sa.Float(precision=53), nullable=False),
        sa.PrimaryKeyConstraint("latitude", "longitude", name=op.f("pk_pins")),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO documents (event_seq, document) SELECT seq, document FROM events ORDER BY seq")
    op.execute(
        "INSERT INTO pins (latitude, longitude) SELECT DISTINCT latitude, longitude FROM events"
        " WHERE latitude IS NOT NULL AND longitude IS NOT NULL"
    )
    op.add_column("events", sa.Column("keys", sa.Text(), nullable=False, server_default=""))
    op.drop_column("events", "document")
    _fill_keys()
    for table, columns in OLD_INDEXES:
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
    op.create_index(op.f("ix_events_latitude_longitude_seq"), "events", ["latitude", "longitude", "seq"])
    for statement in SQLITE if sqlite else POSTGRES:
        op.execute(statement)


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    _drop_own(sqlite, "event_words")
    op.drop_index("ix_events_latitude_longitude_seq", "events")
    op.add_column("events", sa.Column("document", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE events SET document = (SELECT document FROM documents WHERE documents.event_seq = events.seq)")
    op.drop_column("events", "keys")
    op.drop_table("documents")
    op.drop_table("pins")
    for table, columns in OLD_INDEXES:
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
    if not sqlite:
        op.create_index("ix_events_latitude_longitude", "events", ["latitude", "longitude"])
    for statement in ONCE_SQLITE if sqlite else ONCE_POSTGRES:
        op.execute(statement)


def _drop_own(sqlite: bool, *tables: str) -> None:
    """Drop what the database keeps itself from the rows of ``events``."""
    if not sqlite:
        op.execute("DROP INDEX ix_events_words")
        return
    for trigger in TRIGGERS:
        op.execute(f"DROP TRIGGER {trigger}")
    for table in tables:
        op.execute(f"DROP TABLE {table}")


def _fill_keys() -> None:
    """The keys of the events that are there, made from their documents."""
    bind = op.get_bind()
    batch = sa.text(
        "SELECT e.seq, d.document, a.reported_at, a.source FROM events e JOIN documents d ON d.event_seq = e.seq"
        " JOIN articles a ON a.seq = e.article_seq WHERE e.seq > :after ORDER BY e.seq LIMIT :most"
    ).columns(reported_at=sa.DateTime(timezone=True))
    fill = sa.text("UPDATE events SET keys = :keys WHERE seq = :seq")
    after = -1
    while rows := bind.execute(batch, {"after": after, "most": BATCH}).all():
        values = [{"seq": r.seq, "keys": keys_of(json.loads(r.document), r.reported_at, r.source)} for r in rows]
        bind.execute(fill, values)
        after = rows[-1].seq


# How keys were made when this migration was written; the code of today may make others, which later migrations add.
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})
_LONGEST_NAME, _LONGEST_WORD, _LONGEST_KEY = 400, 60, 60
_DAYS, _FIGURES, _CELLS = (1, 31, 366), [0, *(2**n for n in range(20))], (1, 4, 16)


def keys_of(event, reported_at, source):
    """The keys of a stored event."""
    interval = _interval(event.get("time") or {})
    keys = [
        _key("t", event["type"]),
        *([_key("u", event["subtype"])] if event.get("subtype") else []),
        *([_key("f", event["factuality"])] if event["factuality"] != "asserted" else []),
        f"x_{math.floor(min(max(event.get('confidence', 0.0), 0.0), 1.0) * 10)}",
        *_figures("k", event, "killed"),
        *_figures("j", event, "injured"),
        *_moment("d", interval[0] if interval else None),
        *(f"l_{days}" for days in _DAYS if interval and interval[1] - interval[0] > dt.timedelta(days=days)),
        *_moment("r", reported_at.astimezone(dt.UTC) if reported_at and reported_at.tzinfo else reported_at),
        *([_key("o", _name_key(source))] if source else []),
        *_pin((event.get("places") or [{}])[0]),
        *(key for place in event.get("places") or () for key in _place(place)),
        *(key for who in event.get("participants") or () for key in _participant(who["role"], who["name"])),
    ]
    return " ".join(dict.fromkeys(keys))


def _words(text):
    text = re.sub(r"\b(?:[^\W\d_]\.){2,}", lambda found: found.group().replace(".", ""), text)
    text = re.sub(r"['’‘ʼʻʿʾ`´]", "", re.sub(r"(?<=\w)['’]s\b", "", text))
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    bare = "".join(c for c in plain if not unicodedata.category(c).startswith("M"))
    return [word[:_LONGEST_WORD] for word in re.findall(r"[^\W_]+", bare)]


def _name_key(name):
    singular = [
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")) else word
        for word in _words(name[:_LONGEST_NAME])
    ]
    return f" {' '.join(singular)[:_LONGEST_NAME]} "


def _key(kind, *values):
    return "_".join([kind, *("".join(_words(value))[:_LONGEST_KEY] for value in values)])


def _interval(time):
    start, end = time.get("start"), time.get("end")
    if not start and not end:
        return None
    first = dt.datetime.fromisoformat(start).replace(tzinfo=None) if start else dt.datetime.min
    last = dt.datetime.fromisoformat(end).replace(tzinfo=None) if end else dt.datetime.max
    second = dt.timedelta(seconds=1)
    if last <= first:
        last = first + second if first < dt.datetime.max - second else dt.datetime.max
    return first, last


def _figures(kind, event, effect):
    claims = [c for c in event.get("casualties") or () if c["effect"] == effect]
    known = [n for c in claims if (n := c["low"] if c["low"] is not None else c["high"]) is not None]
    return [f"{kind}_{n}" for n in _FIGURES if known and n <= max(*known, 0)]


def _moment(kind, moment):
    if moment is None:
        return [f"{kind}_none"]
    year, month, day = f"{moment.year:04}", f"{moment.month:02}", f"{moment.day:02}"
    return [f"{kind}_{year}{month}{day}", f"{kind}_{year}{month}", f"{kind}_{year}"]


def _pin(place):
    if place.get("latitude") is None or place.get("longitude") is None:
        return []
    north, east = place["latitude"] + 90, place["longitude"] + 180
    cells = [f"g{size}_{math.floor(north / size)}_{math.floor(east / size)}" for size in _CELLS]
    return [f"p_{round(north * 100_000)}_{round(east * 100_000)}", *cells]


def _place(place):
    country, admin1, number = (place.get(name) for name in ("country_code", "admin1", "geonames_id"))
    keys = [_key("m", _name_key(place["name"]))]
    keys += [] if number is None else [f"i_{number}"]
    keys += [_key("c", country)] if country else []
    return keys + ([_key("b", _name_key(admin1)), _key("a", country or "", _name_key(admin1))] if admin1 else [])


def _participant(role, name):
    words = dict.fromkeys(_name_key(name).split())
    kinds = ["w"] if role == "weapon" else ["n", "s"] if role == "speaker" else ["n"]
    return [_key("e", role), *(f"{kind}_{word}" for kind in kinds for word in words)]
