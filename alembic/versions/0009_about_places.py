"""Statements are found by the places that they are about.

A statement of which the article does not say where it was made counts where the first of these places lies; one that
has a place of its own has a second pin.

Revision ID: 0009
Revises: 0008
"""

import json
import math
import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BATCH = 2_000
PINS = ("latitude", "longitude", "about_latitude", "about_longitude")
COUNTED = (
    *("lasts_long", "time_start", "time_end", "factuality", "type", "subtype", "country_code", "admin1_key"),
    *("latitude", "longitude", "killed", "injured", "told_twice", "confidence", "article_seq"),
    *("source_key", "source", "seq", "change"),
)
NO_PIN_LEFT = (
    "DELETE FROM pins WHERE NOT EXISTS (SELECT 1 FROM events WHERE events.latitude = pins.latitude"
    " AND events.longitude = pins.longitude)"
)
KEEP_PIN = (
    "INSERT INTO pins (latitude, longitude) VALUES (:latitude, :longitude) ON CONFLICT (latitude, longitude) DO NOTHING"
)


def upgrade() -> None:
    op.add_column("places", sa.Column("about", sa.Boolean(), server_default=sa.false(), nullable=False))
    for name in PINS[2:]:
        op.add_column("events", sa.Column(name, sa.Float(precision=53), nullable=True))
    for batch in _statements():
        rows = [_row(seq, keys, event) for seq, keys, event in batch]
        op.get_bind().execute(UPDATE, [row for row, _, _ in rows])
        op.get_bind().execute(sa.text(PLACE), [place for _, places, _ in rows for place in places])
        if pins := [pin for _, _, found in rows for pin in found]:
            op.get_bind().execute(sa.text(KEEP_PIN), pins)
    _index("ix_events_about", PINS[2:], "about_latitude IS NOT NULL")
    op.drop_index("ix_events_counted", "events")
    _index("ix_events_counted", (*COUNTED, *PINS[2:]), "change >= 0")
    _make_views(views(_dialect()))


def downgrade() -> None:
    _make_views({name: before(_dialect())[name] for name in VIEWS})
    op.drop_index("ix_events_counted", "events")
    op.drop_index("ix_events_about", "events")
    for batch in _statements():
        op.get_bind().execute(UPDATE, [_row_before(seq, keys, event) for seq, keys, event in batch])
    for name in PINS[2:]:
        op.drop_column("events", name)
    op.execute("DELETE FROM places WHERE about")
    op.drop_column("places", "about")
    op.execute(NO_PIN_LEFT)
    _index("ix_events_counted", COUNTED, "change >= 0")


def _index(name, columns, where):
    op.create_index(name, "events", list(columns), sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _statements():
    """Number, keys and document of the events that are about places, in batches."""
    batch = sa.text(
        "SELECT e.seq, e.keys, d.document FROM documents d JOIN events e ON e.seq = d.event_seq"
        " WHERE d.event_seq > :after AND d.document LIKE :about ORDER BY d.event_seq LIMIT :most"
    )
    after = -1
    while True:
        values = {"after": after, "about": '%"about_places":[{%', "most": BATCH}
        rows = op.get_bind().execute(batch, values).all()
        if not rows:
            return
        yield [(row.seq, row.keys, json.loads(row.document)) for row in rows]
        after = rows[-1].seq


UPDATE = sa.text(
    "UPDATE events SET keys = :keys, country_code = :country_code, admin1_key = :admin1_key, latitude = :latitude,"
    " longitude = :longitude, about_latitude = :about_latitude, about_longitude = :about_longitude WHERE seq = :seq"
)
PLACE = (
    "INSERT INTO places (event_seq, position, name_key, geonames_id, feature, country_code, admin1_key, latitude,"
    " longitude, precision, confidence, about) VALUES (:event_seq, :position, :name_key, :geonames_id, :feature,"
    " :country_code, :admin1_key, :latitude, :longitude, :precision, :confidence, true)"
)


def _row(seq, keys, event):
    """The columns of an event, its new rows of places, and its new pins."""
    own, about = event.get("places") or [], event["about_places"]
    known = [place for place in about if _point(place)] + [place for place in about if not _point(place)]
    main, other = (own or known)[0], known[0] if own else None
    pins = [pin for place in (main, other) if place and (pin := _point(place))]
    new = [*(key for pin in pins for key in (_pin_key(*pin), *_cells(*pin))), *(key for p in about for key in _keys(p))]
    row = _columns(seq, main, other) | {"keys": " ".join(dict.fromkeys([*keys.split(), *new]))}
    places = [_place(seq, len(own) + n, place) for n, place in enumerate(known)]
    return row, places, [{"latitude": latitude, "longitude": longitude} for latitude, longitude in pins]


def _row_before(seq, keys, event):
    own, about = event.get("places") or [], event["about_places"]
    main = own[0] if own else {}
    pin = _point(main)
    kept = {*([_pin_key(*pin), *_cells(*pin)] if pin else []), *(key for p in own for key in _keys(p, cells=False))}
    new = {key for p in about for key in (*_keys(p), *([_pin_key(*_point(p))] if _point(p) else []))} - kept
    return _columns(seq, main, None) | {"keys": " ".join(key for key in keys.split() if key not in new)}


def _columns(seq, main, other):
    pin, about = _point(main) or (None, None), (other and _point(other)) or (None, None)
    country, division = main.get("country_code"), main.get("admin1")
    values = dict(zip(PINS, (*pin, *about), strict=True))
    return values | {"seq": seq, "country_code": country, "admin1_key": _name_key(division) if division else None}


def _place(seq, position, place):
    names = ("geonames_id", "feature", "country_code", "latitude", "longitude", "precision")
    values = {name: place.get(name) for name in names} | {"event_seq": seq, "position": position}
    division = place.get("admin1")
    return values | {
        "name_key": _name_key(place["name"]),
        "admin1_key": _name_key(division) if division else None,
        "confidence": place.get("confidence") or 0.0,
    }


def _point(place):
    latitude, longitude = place.get("latitude"), place.get("longitude")
    return None if latitude is None or longitude is None else (latitude, longitude)


def _pin_key(latitude, longitude):
    return f"p_{round((latitude + 90) * 100_000)}_{round((longitude + 180) * 100_000)}"


def _cells(latitude, longitude):
    return [f"g{n}_{math.floor((latitude + 90) / n)}_{math.floor((longitude + 180) / n)}" for n in (1, 4, 16)]


def _keys(place, cells=True):
    country, admin1, number = (place.get(name) for name in ("country_code", "admin1", "geonames_id"))
    keys = _cells(*_point(place)) if cells and _point(place) else []
    keys += [_key("m", _name_key(place["name"]))]
    keys += [] if number is None else [f"i_{number}"]
    keys += [_key("c", country)] if country else []
    return keys + ([_key("b", _name_key(admin1)), _key("a", country or "", _name_key(admin1))] if admin1 else [])


# How names were folded when this migration was written.
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ə": "a", "ß": "ss", "þ": "th", "æ": "ae", "œ": "oe"}
)
_LONGEST_NAME, _LONGEST_WORD = 400, 60


def _words(text):
    text = re.sub(r"\b(?:[^\W\d_]\.){2,}", lambda found: found.group().replace(".", ""), text)
    text = re.sub(r"['’‘ʼʻʿʾ`´]", "", re.sub(r"(?<=\w)['’]s\b", "", text))
    if not text.isascii():
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS))
    bare = "".join(c for c in text.lower() if not unicodedata.category(c).startswith("M"))
    return [word[:_LONGEST_WORD] for word in re.findall(r"[^\W_]+", bare)]


def _name_key(name):
    singular = [
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us")) else word
        for word in _words(name[:_LONGEST_NAME])
    ]
    return f" {' '.join(singular)[:_LONGEST_NAME]} "


def _key(kind, *values):
    return "_".join([kind, *("".join(_words(value))[:_LONGEST_WORD] for value in values)])


# The views show where an event itself took place, whatever the columns of ``events`` are.
VIEWS = ("event_rows", "statement_rows")
MAIN = ("country_code", "latitude", "longitude")


def _dialect():
    return op.get_bind().dialect.name


def _make_views(statements):
    for name, statement in statements.items():
        op.execute(f"DROP VIEW {name}")
        op.execute(sa.text(f"CREATE VIEW {name} AS {statement}".replace(":", r"\:")))


def before(dialect):
    """The statement of each view as an earlier migration made it."""
    scripts = op.get_context().environment_context.script
    return scripts.get_revision("0007").module.views(dialect)


def views(dialect):
    """The statement of each changed view, by name."""

    def field(*path, kind="text"):
        if dialect == "sqlite":
            text = "".join(f"[{part}]" if part.isdigit() else f".{part}" for part in path)
            return f"json_extract(d.document, '${text}')"
        return f"CAST(CAST(d.document AS json) #>> '{{{','.join(path)}}}' AS {kind})"

    def kind_of(name):
        return "text" if name == "country_code" else "double precision"

    def names(key):
        if dialect == "sqlite":
            name = "json_extract(part.value, '$.name')"
            return f"(SELECT group_concat({name}, '; ') FROM json_each(d.document, '$.{key}') AS part)"
        return (
            "(SELECT string_agg(part.value ->> 'name', '; ' ORDER BY part.key)"
            f" FROM json_array_elements(CAST(d.document AS json) -> '{key}') WITH ORDINALITY AS part(value, key))"
        )

    events, statements = (before(dialect)[name] for name in VIEWS)
    for name in MAIN:
        events = events.replace(f" e.{name},", f" {field('places', '0', name, kind=kind_of(name))} AS {name},")
    about = [f"{field('about_places', '0', name, kind=kind_of(name))} AS about_{name}" for name in MAIN]
    added = (
        f"{names('places')} AS places", f"{names('about_places')} AS about_places", *about,
        f"{field('about_time', 'start')} AS about_start", f"{field('about_time', 'end')} AS about_end",
    )  # fmt: skip
    return {
        "event_rows": events,
        "statement_rows": statements.replace(" e.time_start,", f" {', '.join(added)}, e.time_start,"),
    }
