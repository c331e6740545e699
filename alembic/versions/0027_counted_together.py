"""Postgres counts new events of one statement together: a rollup's row is written once instead of for each event.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_MOST_PEOPLE = 10_000_000_000
_NOWHERE = 999
_EVERY = {name: name for name in ("type", "factuality", "counted_elsewhere")}
_MONTH = {"month": "coalesce(to_char(time_start, 'YYYY-MM'), '')", "lasts_long": "lasts_long"}
_LENGTHS = (
    "CASE WHEN lasts_long OR time_start IS NULL THEN 0 WHEN (time_end - time_start) <= interval '1 day' THEN 1"
    " WHEN (time_end - time_start) <= interval '7 days' THEN 7 ELSE 31 END"
)
#: What an event is counted under, as expressions of its row.
EVENTS = {
    "rollups_by_month": _MONTH | {"country_code": "coalesce(country_code, '')"},
    "rollups_by_subtype": _MONTH | {"subtype": "coalesce(subtype, '')"},
    "rollups_by_place": {
        "country_code": "coalesce(country_code, '')",
        "admin1_key": "coalesce(admin1_key, '')",
        "latitude": f"coalesce(latitude, {_NOWHERE})",
        "longitude": f"coalesce(longitude, {_NOWHERE})",
    },
    "rollups_by_day": {"day": "coalesce(to_char(time_start, 'YYYY-MM-DD'), '')", "exact": _LENGTHS},
}
SOURCES = {
    "rollups_by_source": _MONTH | {"source_key": "coalesce(source_key, '')", "source": "coalesce(source, '')"},
}
SAMPLED = "rollups_by_place"
#: Trigger, its function, what it counts, and the columns whose change is counted.
COUNTERS = (
    (
        *("events_counted", "count_events", EVENTS),
        "time_start, time_end, lasts_long, country_code, admin1_key, latitude, longitude, type, subtype, factuality,"
        " counted_elsewhere, killed, injured",
    ),
    (
        *("sources_counted", "count_sources", SOURCES),
        "time_start, lasts_long, source_key, source, type, factuality, counted_elsewhere, killed, injured",
    ),
)


def _add(table, keys):
    """New events are counted."""
    keys = keys | _EVERY
    sums = {"events": "count(*)"}
    for figure in ("killed", "injured"):
        sums[figure] = f"sum(least(coalesce({figure}, 0), {_MOST_PEOPLE}))"
        sums[f"{figure}_known"] = f"count({figure})"
    more = [f"{name} = {table}.{name} + excluded.{name}" for name in sums]
    if table == SAMPLED:
        sums["sample"] = "max(seq)"
        more.append("sample = excluded.sample")
    values = ", ".join([*keys.values(), *sums.values()])
    groups = ", ".join(str(n + 1) for n in range(len(keys)))
    return (
        f"INSERT INTO {table} ({', '.join(keys | sums)}) SELECT {values} FROM added GROUP BY {groups}"
        f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {', '.join(more)};"
    )


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for trigger, function, tables, columns in COUNTERS:
        counting = " ".join(_add(table, keys) for table, keys in tables.items())
        op.execute(f"DROP TRIGGER {trigger} ON events")
        op.execute(
            f"CREATE TRIGGER {trigger} AFTER DELETE OR UPDATE OF {columns} ON events"
            f" FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
        _write(
            f"CREATE FUNCTION {function}_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {counting} RETURN NULL;"
            " END $$"
        )
        op.execute(
            f"CREATE TRIGGER {trigger}_together AFTER INSERT ON events REFERENCING NEW TABLE AS added"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {function}_added()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    for trigger, function, _, columns in COUNTERS:
        op.execute(f"DROP TRIGGER {trigger}_together ON events")
        op.execute(f"DROP FUNCTION {function}_added()")
        op.execute(f"DROP TRIGGER {trigger} ON events")
        op.execute(
            f"CREATE TRIGGER {trigger} AFTER INSERT OR DELETE OR UPDATE OF {columns} ON events"
            f" FOR EACH ROW EXECUTE FUNCTION {function}()"
        )


def _write(statement):
    op.execute(sa.text(statement.replace(":", r"\:")))
