"""Counting everything at ten million events: tallies by month and country, sub-type, day, and place.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOST_PEOPLE = 10_000_000_000
_EVERY = ("type", "factuality", "told_twice")
_SUMS = ("events", "killed", "killed_told", "injured", "injured_told")
# What an event is counted under, as expressions of its row; what is not known is '', of a point ``NOWHERE``.
NOWHERE = 999
_BY_SUBTYPE = {"lasts_long": "{row}.lasts_long", "subtype": "coalesce({row}.subtype, '')"}
_BY_PLACE = {
    "country_code": "coalesce({row}.country_code, '')",
    "admin1_key": "coalesce({row}.admin1_key, '')",
    "latitude": f"coalesce({{row}}.latitude, {NOWHERE})",
    "longitude": f"coalesce({{row}}.longitude, {NOWHERE})",
}
_MONTH = {
    "sqlite": {"month": "coalesce(substr({row}.time_start, 1, 7), '')"},
    "postgresql": {"month": "coalesce(to_char({row}.time_start, 'YYYY-MM'), '')"},
}
TALLIES = {
    "tallies_by_month": {
        dialect: month | {"lasts_long": "{row}.lasts_long", "country_code": "coalesce({row}.country_code, '')"}
        for dialect, month in _MONTH.items()
    },
    "tallies_by_subtype": {dialect: month | _BY_SUBTYPE for dialect, month in _MONTH.items()},
    "tallies_by_place": {"sqlite": _BY_PLACE, "postgresql": _BY_PLACE},
    # ``exact``: its time is known to so many days; 0 when to more than a month.
    "tallies_by_day": {
        "sqlite": {
            "day": "coalesce(substr({row}.time_start, 1, 10), '')",
            "exact": "CASE WHEN {row}.lasts_long OR {row}.time_start IS NULL THEN 0"
            " WHEN {length} <= 86400 THEN 1 WHEN {length} <= 604800 THEN 7 ELSE 31 END".replace(
                "{length}",
                "(CAST(strftime('%s', {row}.time_end) AS INTEGER) - CAST(strftime('%s', {row}.time_start) AS INTEGER))",
            ),
        },
        "postgresql": {
            "day": "coalesce(to_char({row}.time_start, 'YYYY-MM-DD'), '')",
            "exact": "CASE WHEN {row}.lasts_long OR {row}.time_start IS NULL THEN 0"
            " WHEN {length} <= interval '1 day' THEN 1 WHEN {length} <= interval '7 days' THEN 7 ELSE 31 END".replace(
                "{length}", "({row}.time_end - {row}.time_start)"
            ),
        },
    },
}
SAMPLED = ("tallies_by_place",)  # with the number of an event that was counted there last, to tell written names
MERGED_WITH_EACH_CHANGE = "INSERT INTO event_words(event_words, rank) VALUES ('automerge', 0)"
MERGED_NOW_AND_THEN = "INSERT INTO event_words(event_words, rank) VALUES ('automerge', 4)"
TRIGGERS = ("events_tallied", "events_untallied", "events_tallied_anew")
_COUNTED = (
    "time_start, time_end, lasts_long, country_code, admin1_key, latitude, longitude, type, subtype, factuality,"
    " told_twice, killed, injured"
)


def _keys(table: str, dialect: str, row: str) -> dict[str, str]:
    own = {name: told.format(row=row) for name, told in TALLIES[table][dialect].items()}
    return own | {name: f"{row}.{name}" for name in _EVERY}


def _people(row: str, figure: str) -> str:
    return f"CASE WHEN {row}.{figure} > {_MOST_PEOPLE} THEN {_MOST_PEOPLE} ELSE coalesce({row}.{figure}, 0) END"


def _sums(row: str) -> dict[str, str]:
    out = {"events": "1"}
    for figure in ("killed", "injured"):
        out[figure] = _people(row, figure)
        out[f"{figure}_told"] = f"CASE WHEN {row}.{figure} IS NULL THEN 0 ELSE 1 END"
    return out


def _add(table: str, dialect: str) -> str:
    """A new event is counted."""
    values = _keys(table, dialect, "new") | _sums("new")
    more = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in _SUMS)
    if table in SAMPLED:
        values["sample"] = "new.seq"
        more += ", sample = excluded.sample"
    keys = ", ".join([*TALLIES[table][dialect], *_EVERY])
    return (
        f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(values.values())})"
        f" ON CONFLICT ({keys}) DO UPDATE SET {more};"
    )


def _take(table: str, dialect: str) -> str:
    """An event that goes is counted no longer."""
    there = " AND ".join(f"{name} = {told}" for name, told in _keys(table, dialect, "old").items())
    less = ", ".join(f"{name} = {name} - ({told})" for name, told in _sums("old").items())
    return f"UPDATE {table} SET {less} WHERE {there}; DELETE FROM {table} WHERE {there} AND events = 0;"


def fill(dialect: str) -> list[str]:
    """The statements that count what is stored."""
    out = []
    for table in TALLIES:
        keys, sums = _keys(table, dialect, "events"), _sums("events")
        sample = ["sample"] if table in SAMPLED else []
        columns = ", ".join([*keys, *sums, *sample])
        told = ", ".join([*keys.values(), *(f"sum({value})" for value in sums.values()), *("max(seq)" for _ in sample)])
        places = ", ".join(str(n + 1) for n in range(len(keys)))
        out.append(f"INSERT INTO {table} ({columns}) SELECT {told} FROM events GROUP BY {places}")
    return out


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    _table("tallies_by_month", sa.Column("month", sa.Text(), nullable=False),
           sa.Column("lasts_long", sa.Boolean(), nullable=False),
           sa.Column("country_code", sa.Text(), nullable=False))  # fmt: skip
    _table("tallies_by_subtype", sa.Column("month", sa.Text(), nullable=False),
           sa.Column("lasts_long", sa.Boolean(), nullable=False),
           sa.Column("subtype", sa.Text(), nullable=False))  # fmt: skip
    _table("tallies_by_day", sa.Column("day", sa.Text(), nullable=False),
           sa.Column("exact", sa.BigInteger(), nullable=False))  # fmt: skip
    _table("tallies_by_place", sa.Column("country_code", sa.Text(), nullable=False),
           sa.Column("admin1_key", sa.Text(), nullable=False),
           sa.Column("latitude", sa.Float(precision=53), nullable=False),
           sa.Column("longitude", sa.Float(precision=53), nullable=False))  # fmt: skip
    elsewhere = sa.text("position > 0")
    op.create_index(
        "ix_places_elsewhere",
        "places",
        ["country_code", "event_seq"],
        sqlite_where=elsewhere,
        postgresql_where=elsewhere,
    )
    for statement in fill(dialect):
        op.execute(sa.text(statement.replace(":", r"\:")))
    add, take = (" ".join(made(table, dialect) for table in TALLIES) for made in (_add, _take))
    if dialect == "sqlite":
        op.execute(MERGED_WITH_EACH_CHANGE)
        events = ("INSERT", "DELETE", f"UPDATE OF {_COUNTED}")
        for name, when, what in zip(TRIGGERS, events, (add, take, f"{take} {add}"), strict=True):
            op.execute(f"CREATE TRIGGER {name} AFTER {when} ON events BEGIN {what} END")
        return
    op.execute(
        "CREATE FUNCTION tally_events() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP <> 'INSERT' THEN {take} END IF; IF TG_OP <> 'DELETE' THEN {add} END IF; RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {TRIGGERS[0]} AFTER INSERT OR DELETE OR UPDATE OF {_COUNTED} ON events"
        " FOR EACH ROW EXECUTE FUNCTION tally_events()"
    )


def _table(name: str, *keys: sa.Column[object]) -> None:
    every = [
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("factuality", sa.Text(), nullable=False),
        sa.Column("told_twice", sa.Boolean(), nullable=False),
    ]
    more = (*_SUMS, "sample") if name in SAMPLED else _SUMS
    sums = [sa.Column(column, sa.BigInteger(), nullable=False) for column in more]
    primary = sa.PrimaryKeyConstraint(*(key.name for key in (*keys, *every)), name=op.f(f"pk_{name}"))
    op.create_table(name, *keys, *every, *sums, primary, sqlite_with_rowid=False)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(MERGED_NOW_AND_THEN)
        for trigger in TRIGGERS:
            op.execute(f"DROP TRIGGER {trigger}")
    else:
        op.execute(f"DROP TRIGGER {TRIGGERS[0]} ON events")
        op.execute("DROP FUNCTION tally_events()")
    op.drop_index("ix_places_elsewhere", "places")
    for table in TALLIES:
        op.drop_table(table)
