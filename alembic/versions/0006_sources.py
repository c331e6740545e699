"""Counting by outlet at ten million events: an event knows its source, and a tally by month and source.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INDEX = "ix_events_counted"
COUNTED = (
    "lasts_long", "time_start", "time_end", "factuality", "type", "subtype", "country_code", "admin1_key", "latitude",
    "longitude", "killed", "injured", "told_twice", "confidence", "article_seq",
)  # fmt: skip
SOURCE = ("source_key", "source")  # as the article has them, but '' is no source
NUMBERS = ("seq", "change")
_OF_ARTICLE = "CREATE FUNCTION pg_temp.{name}(number bigint) RETURNS text LANGUAGE sql STABLE AS $$ {told} $$"
_KEY = "SELECT source_key FROM articles WHERE seq = number"
_WRITTEN = "SELECT nullif(source, '') FROM articles WHERE seq = number"
FILL = {
    "sqlite": (
        "UPDATE events SET (source_key, source) ="
        " (SELECT source_key, nullif(source, '') FROM articles WHERE articles.seq = events.article_seq)",
    ),
    # The table and its indexes are written anew at once; an UPDATE would go into every index with every row.
    "postgresql": (
        _OF_ARTICLE.format(name="key_of", told=_KEY),
        _OF_ARTICLE.format(name="source_of", told=_WRITTEN),
        "ALTER TABLE events ALTER source_key TYPE text USING pg_temp.key_of(article_seq),"
        " ALTER source TYPE text USING pg_temp.source_of(article_seq)",
    ),
}
TALLY = "tallies_by_source"
TRIGGERS = ("sources_tallied", "sources_untallied", "sources_tallied_anew")
_CHANGED = "time_start, lasts_long, source_key, source, type, factuality, told_twice, killed, injured"
_MONTH = {"sqlite": "substr({row}.time_start, 1, 7)", "postgresql": "to_char({row}.time_start, 'YYYY-MM')"}
_MOST_PEOPLE = 10_000_000_000


def _keys(dialect: str, row: str) -> dict[str, str]:
    """What an event is counted under, as expressions of its row; what is not known is ''."""
    known = {"month": _MONTH[dialect].format(row=row), **{name: f"{row}.{name}" for name in SOURCE}}
    every = {name: f"{row}.{name}" for name in ("type", "factuality", "told_twice")}
    return {name: f"coalesce({told}, '')" for name, told in known.items()} | {"lasts_long": f"{row}.lasts_long"} | every


def _sums(row: str) -> dict[str, str]:
    out = {"events": "1"}
    for name in ("killed", "injured"):
        figure = f"{row}.{name}"
        out[name] = f"CASE WHEN {figure} > {_MOST_PEOPLE} THEN {_MOST_PEOPLE} ELSE coalesce({figure}, 0) END"
        out[f"{name}_told"] = f"CASE WHEN {figure} IS NULL THEN 0 ELSE 1 END"
    return out


def _add(dialect: str) -> str:
    """A new event is counted."""
    keys, sums = _keys(dialect, "new"), _sums("new")
    more = ", ".join(f"{name} = {TALLY}.{name} + excluded.{name}" for name in sums)
    values = ", ".join((keys | sums).values())
    return (
        f"INSERT INTO {TALLY} ({', '.join(keys | sums)}) VALUES ({values})"
        f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {more};"
    )


def _take(dialect: str) -> str:
    """An event that goes is counted no longer."""
    there = " AND ".join(f"{name} = {told}" for name, told in _keys(dialect, "old").items())
    less = ", ".join(f"{name} = {name} - ({told})" for name, told in _sums("old").items())
    return f"UPDATE {TALLY} SET {less} WHERE {there}; DELETE FROM {TALLY} WHERE {there} AND events = 0;"


def fill(dialect: str) -> list[str]:
    """The statements that count what is stored."""
    keys, sums = _keys(dialect, "events"), _sums("events")
    told = ", ".join([*keys.values(), *(f"sum({value})" for value in sums.values())])
    places = ", ".join(str(n + 1) for n in range(len(keys)))
    return [f"INSERT INTO {TALLY} ({', '.join(keys | sums)}) SELECT {told} FROM events GROUP BY {places}"]


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    op.drop_index(INDEX, "events")
    for column in SOURCE:
        op.add_column("events", sa.Column(column, sa.Text(), nullable=True))
    for statement in FILL[dialect]:
        op.execute(statement)
    _index(*COUNTED, *SOURCE, *NUMBERS)
    keys = [
        sa.Column(name, sa.Boolean() if name in ("lasts_long", "told_twice") else sa.Text(), nullable=False)
        for name in ("source_key", "month", "lasts_long", "source", "type", "factuality", "told_twice")
    ]
    sums = [sa.Column(name, sa.BigInteger(), nullable=False) for name in _sums("new")]
    primary = sa.PrimaryKeyConstraint(*(key.name for key in keys), name=op.f(f"pk_{TALLY}"))
    op.create_table(TALLY, *keys, *sums, primary, sqlite_with_rowid=False)
    for statement in fill(dialect):
        op.execute(statement)
    add, take = _add(dialect), _take(dialect)
    if dialect == "sqlite":
        events = ("INSERT", "DELETE", f"UPDATE OF {_CHANGED}")
        for name, when, what in zip(TRIGGERS, events, (add, take, f"{take} {add}"), strict=True):
            op.execute(f"CREATE TRIGGER {name} AFTER {when} ON events BEGIN {what} END")
        return
    op.execute(
        "CREATE FUNCTION tally_sources() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP <> 'INSERT' THEN {take} END IF; IF TG_OP <> 'DELETE' THEN {add} END IF; RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {TRIGGERS[0]} AFTER INSERT OR DELETE OR UPDATE OF {_CHANGED} ON events"
        " FOR EACH ROW EXECUTE FUNCTION tally_sources()"
    )


def _index(*columns: str) -> None:
    counted = sa.text("change >= 0")
    op.create_index(INDEX, "events", list(columns), sqlite_where=counted, postgresql_where=counted)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for trigger in TRIGGERS:
            op.execute(f"DROP TRIGGER {trigger}")
    else:
        op.execute(f"DROP TRIGGER {TRIGGERS[0]} ON events")
        op.execute("DROP FUNCTION tally_sources()")
    op.drop_table(TALLY)
    op.drop_index(INDEX, "events")
    for column in SOURCE:
        op.drop_column("events", column)
    _index(*COUNTED, *NUMBERS)
