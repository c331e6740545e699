"""Rows a third of their size: packed documents and terms on SQLite; stems made before they are indexed, on both.

Revision ID: 0010
Revises: 0009
"""

import json
import re
import unicodedata

import sqlalchemy as sa
from alembic import op
from snowballstemmer.english_stemmer import EnglishStemmer

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BATCH = 5_000
PACKED = (("documents", "document"), ("events", "words"), ("events", "keys"), ("articles", "reading"))
UNREAD = ("kind", "entity_id", "country_code")  # of participants: the documents have them
TRIGGERS = ("events_added", "events_removed", "events_changed")

# The index keeps no rows of its own and must be given the old words when a row changes or goes. ``unpacked`` is a
# function of our connections: another program cannot change events and leave the index behind.
_NEW = "INSERT INTO event_words(rowid, words, keys) VALUES (new.seq, {of}(new.words), {of}(new.keys));"
_OLD = (
    "INSERT INTO event_words(event_words, rowid, words, keys)"
    " VALUES ('delete', old.seq, {of}(old.words), {of}(old.keys));"
)
TABLE = "CREATE VIRTUAL TABLE event_words USING fts5(words, keys, {content}, columnsize=0, tokenize='{tokenizer}')"
FILL = "INSERT INTO event_words(rowid, words, keys) SELECT seq, unpacked(words), unpacked(keys) FROM events"
MERGED_WITH_EACH_CHANGE = "INSERT INTO event_words(event_words, rank) VALUES ('automerge', 0)"

_STEMMED = "ALTER TEXT SEARCH CONFIGURATION dateline ALTER MAPPING FOR asciiword, word WITH "
_VECTOR = (
    "array_to_tsvector(string_to_array(keys, ' ') || ARRAY['z12_' || CAST(seq >> 12 AS text),"
    " 'z18_' || CAST(seq >> 18 AS text)]) || to_tsvector('dateline'::regconfig, words)"
)
_INDEX = f"CREATE INDEX ix_events_words ON events USING gin (({_VECTOR})) WITH (fastupdate = off)"


def upgrade() -> None:
    for column in UNREAD:
        op.drop_column("participants", column)
    if op.get_bind().dialect.name == "sqlite":
        _drop_index()
        _stem_words()
        for table, column in PACKED:
            op.execute(f"UPDATE {table} SET {column} = packed({column})")
        _views("d.document", "unpacked(d.document)")
        _make_index("content=''", "unicode61 remove_diacritics 0 tokenchars _", "unpacked")
        return
    op.execute("DROP INDEX ix_events_words")
    _stem_words()
    op.execute(f"{_STEMMED} simple")
    op.execute("DROP TEXT SEARCH DICTIONARY dateline_stem")
    op.execute(_INDEX)
    op.execute("ALTER TABLE documents SET (toast_tuple_target = 128)")  # packs shorter documents too


def downgrade() -> None:
    op.add_column("participants", sa.Column("kind", sa.Text(), nullable=False, server_default=""))
    for column in ("entity_id", "country_code"):
        op.add_column("participants", sa.Column(column, sa.Text(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        _drop_index()
        for table, column in PACKED:
            op.execute(f"UPDATE {table} SET {column} = unpacked({column})")
        _views("unpacked(d.document)", "d.document")
        _make_index("content='events', content_rowid='seq'", "porter unicode61 tokenchars _", "")
        return
    op.execute("ALTER TABLE documents RESET (toast_tuple_target)")
    op.execute("DROP INDEX ix_events_words")
    op.execute("CREATE TEXT SEARCH DICTIONARY dateline_stem (TEMPLATE = snowball, LANGUAGE = english)")
    op.execute(f"{_STEMMED} dateline_stem")
    op.execute(_INDEX)


def _drop_index() -> None:
    for trigger in TRIGGERS:
        op.execute(f"DROP TRIGGER {trigger}")
    op.execute("DROP TABLE event_words")


def _make_index(content: str, tokenizer: str, function: str) -> None:
    new, old = _NEW.format(of=function), _OLD.format(of=function)
    op.execute(TABLE.format(content=content, tokenizer=tokenizer))
    op.execute(MERGED_WITH_EACH_CHANGE)
    op.execute(FILL)
    op.execute(f"CREATE TRIGGER events_added AFTER INSERT ON events BEGIN {new} END")
    op.execute(f"CREATE TRIGGER events_removed AFTER DELETE ON events BEGIN {old} END")
    op.execute(f"CREATE TRIGGER events_changed AFTER UPDATE OF words, keys ON events BEGIN {old} {new} END")


def _views(old: str, new: str) -> None:
    """Make the views again with another expression for the document."""
    bind = op.get_bind()
    for name, made in bind.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'view'")).all():
        op.execute(f"DROP VIEW {name}")
        bind.exec_driver_sql(made.replace(old, new))


def _stem_words() -> None:
    """The words of the events that are there, made from their documents."""
    bind = op.get_bind()
    batch = sa.text(
        "SELECT e.seq, d.document, a.title FROM events e JOIN documents d ON d.event_seq = e.seq"
        " JOIN articles a ON a.seq = e.article_seq WHERE e.seq > :after ORDER BY e.seq LIMIT :most"
    )
    fill = sa.text("UPDATE events SET words = :words WHERE seq = :seq")
    stem, after = Stemmer(), -1
    while rows := bind.execute(batch, {"after": after, "most": BATCH}).all():
        values = [{"seq": r.seq, "words": searched(_texts(json.loads(r.document), r.title), stem)} for r in rows]
        bind.execute(fill, values)
        after = rows[-1].seq


# How words were made when this migration was written.
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ə": "a", "ß": "ss", "þ": "th", "æ": "ae", "œ": "oe"}
)
_MOST_WORDS, _LONGEST_WORD, _SHORT = 2_000, 60, 3


class Stemmer(dict[str, str]):
    """The stem of each word that was met."""

    def __init__(self) -> None:
        self._stemmer = EnglishStemmer()

    def __missing__(self, word: str) -> str:
        self[word] = word
        if word.isascii() and word.isalpha() and len(word) > _SHORT:
            stem = self._stemmer.stemWord(word)
            self[word] = stem if len(stem) >= _SHORT else word.removesuffix("s")
        return self[word]


def _texts(event, title):
    names = [who["name"] for who in event.get("participants") or ()]
    places = [part for p in event.get("places") or () for part in (p["name"], p.get("admin1"), p.get("country"))]
    return [event["sentence"]["text"], event["summary"], *names, *(part for part in places if part), title or ""]


def searched(texts, stem):
    found = " "
    for text in texts:
        part = " ".join(stem[word] for word in _words(text))
        if part and f" {part} " not in found:
            found += f"{part} "
    return " ".join(found.split()[:_MOST_WORDS])


def _words(text):
    text = re.sub(r"\b(?:[^\W\d_]\.){2,}", lambda found: found.group().replace(".", ""), text)
    text = re.sub(r"['’‘ʼʻʿʾ`´]", "", re.sub(r"(?<=\w)['’]s\b", "", text))
    if text.isascii():
        plain = text.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS))
        plain = "".join(c for c in decomposed if not unicodedata.category(c).startswith("M"))
    return [word[:_LONGEST_WORD] for word in re.findall(r"[^\W_]+", plain)]
