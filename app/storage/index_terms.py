"""The terms of an event: short codes of everything it can be found by, in the full-text index beside its words.

A full-text index meets many conditions at once by following their lists side by side, however frequent each is; a
b-tree can follow only one. A term is ``kind_value``; no word of a text contains an underscore, so terms and words never
collide. Terms only narrow: every condition is checked again on the rows, so a term may stand for more than was
requested, never for less.

========  ====================================================  =========================
kind      value                                                 narrows
========  ====================================================  =========================
t, u      type; sub-type                                        type, subtype
f         factuality, unless it is "asserted"                   factuality
x         hundredth of the confidence                           min_confidence, max_confidence
k, j      killed, injured: 0 when known, each power of two      min_killed, min_injured
          that the figure reaches
d, r      day, month and year of the beginning, of the report   datetime, published, order
l         lasts longer than this many days                      datetime
c, a, b   country; division of a country; name of a division    country, place
i, m      GeoNames id; name as written                          place
p, g      pin; cells of 1, 4 and 16 degrees                     bbox, near
e         role                                                  role
n, s, w   word of a name: of any participant but a weapon and   actor, speaker, weapon
          a site, of a speaker, of a weapon (h: of a site)
o         the outlet                                            source
z         block of the row number (Postgres)                    updated_since, order
========  ====================================================  =========================
"""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Iterator

from app.domain.event import Event
from app.domain.geo import event_pins, main_point, point_of
from app.domain.place import Place
from app.domain.text_folding import name_key, words

CELLS = (1, 4, 16)  # degrees
DURATIONS = (1, 31, 366)  # days
FIGURES = tuple(2**n for n in range(20))
ROW_BLOCKS = (12, 18)  # powers of two: row numbers in one block
NAMES_APART = {"weapon": "w", "place": "h"}  # roles whose names are no actors' → the kind of their keys
_LONGEST = 60
_PIN = 100_000  # a pin's key is exact to a metre


@functools.lru_cache(maxsize=50_000)
def bare(text: str) -> str:
    """The letters and digits of a text, folded and run together."""
    return "".join(words(text))[:_LONGEST]


def key(kind: str, *values: str) -> str:
    """The key of a kind and of codes or names."""
    return "_".join([kind, *(bare(value) for value in values)])


def name_keys(kind: str, name: str) -> list[str]:
    """The keys of the words of a name."""
    return [f"{kind}_{word}" for word in dict.fromkeys(name_key(name).split())]


def figure_key(kind: str, least: int) -> str:
    """The key that every figure of at least so much has."""
    return f"{kind}_{max((n for n in FIGURES if n <= least), default=0)}"


def confidence_key(confidence: float) -> str:
    """The term of the hundredth in which a confidence lies."""
    return f"x_{confidence_hundredth(confidence):03}"


def confidence_keys(least: float, most: float = 1.0) -> list[str]:
    """The terms of every confidence from ``least`` to ``most``."""
    return [f"x_{n:03}" for n in range(confidence_hundredth(least), confidence_hundredth(most) + 1)]


def confidence_hundredth(confidence: float) -> int:
    """The hundredth in which a confidence lies."""
    return math.floor(min(max(confidence, 0.0), 1.0) * 100)


def day_key(kind: str, day: dt.date) -> str:
    """The key of a day."""
    return f"{kind}_{day.year:04}{day.month:02}{day.day:02}"


def month_key(kind: str, day: dt.date) -> str:
    """The key of the month in which a day lies."""
    return f"{kind}_{day.year:04}{day.month:02}"


def year_key(kind: str, day: dt.date) -> str:
    """The key of the year in which a day lies."""
    return f"{kind}_{day.year:04}"


def pin_key(latitude: float, longitude: float) -> str:
    """The key of a point."""
    return f"p_{round((latitude + 90) * _PIN)}_{round((longitude + 180) * _PIN)}"


def cell(size: int, latitude: float, longitude: float) -> tuple[int, int]:
    """The row and column of the cell that a point lies in."""
    return math.floor((latitude + 90) / size), math.floor((longitude + 180) / size)


def cell_key(size: int, row: int, column: int) -> str:
    """The key of a cell."""
    return f"g{size}_{row}_{column}"


def keys_of(
    event: Event,
    *,
    interval: tuple[dt.datetime, dt.datetime] | None,
    figures: dict[str, int | None],
    reported_at: dt.datetime | None,
    source: str | None,
) -> list[str]:
    """Every key of an event, each once; ``interval`` and ``figures`` as its columns have them."""
    own = main_point(event)
    found = [
        *_kinds(event, figures),
        *moment_keys("d", interval[0] if interval else None),
        *duration_keys(interval),
        *moment_keys("r", reported_at),
        *([key("o", name_key(source))] if source else []),
        *(pin_keys(*own) if own else []),
        *(k for place in event.places for k in place_keys(place)),
        *(k for who in event.participants for k in participant_keys(who.role, who.name)),
        *(k for pin in event_pins(event) if pin for k in pin_keys(*pin)),
        *(k for place in event.about_places for k in (*_cells_of(place), *place_keys(place))),
    ]
    return list(dict.fromkeys(found))


def _kinds(event: Event, figures: dict[str, int | None]) -> Iterator[str]:
    yield key("t", event.type)
    if event.subtype:
        yield key("u", event.subtype)
    if event.factuality != "asserted":
        yield key("f", event.factuality)
    yield confidence_key(event.confidence)
    for kind, number in figures.items():
        yield from figure_keys(kind, number)


def figure_keys(kind: str, number: int | None) -> list[str]:
    """The keys of a figure."""
    return [] if number is None else [f"{kind}_{n}" for n in (0, *FIGURES) if n <= max(number, 0)]


def moment_keys(kind: str, moment: dt.datetime | None) -> list[str]:
    """The day, month and year of a moment; one key for "unknown"."""
    if moment is None:
        return [f"{kind}_none"]
    return [name(kind, moment.date()) for name in (day_key, month_key, year_key)]


def duration_keys(interval: tuple[dt.datetime, dt.datetime] | None) -> list[str]:
    """Longer than a day, a month, a year?"""
    if interval is None:
        return []
    length = interval[1] - interval[0]
    return [f"l_{days}" for days in DURATIONS if length > dt.timedelta(days=days)]


@functools.lru_cache(maxsize=10_000)
def pin_keys(latitude: float, longitude: float) -> tuple[str, ...]:
    """The keys of a point on the map."""
    return (pin_key(latitude, longitude), *cell_keys(latitude, longitude))


def cell_keys(latitude: float, longitude: float) -> list[str]:
    """The keys of the cells that a point lies in."""
    return [cell_key(size, *cell(size, latitude, longitude)) for size in CELLS]


def _cells_of(place: Place) -> list[str]:
    point = point_of(place)
    return cell_keys(*point) if point else []


def place_keys(place: Place) -> tuple[str, ...]:
    """The keys of a place."""
    return _place_keys(place.name, place.geonames_id, place.country_code, place.admin1)


@functools.lru_cache(maxsize=10_000)
def _place_keys(name: str, geonames_id: int | None, country_code: str | None, admin1: str | None) -> tuple[str, ...]:
    out = [key("m", name_key(name))]
    if geonames_id is not None:
        out.append(f"i_{geonames_id}")
    if country_code:
        out.append(key("c", country_code))
    if admin1:
        out += [key("b", name_key(admin1)), key("a", country_code or "", name_key(admin1))]
    return tuple(out)


def name_kind(role: str | None) -> str:
    """The kind of the keys of a participant's name: weapons and sites, which are no actors, have their own."""
    return NAMES_APART.get(role or "", "n")


@functools.lru_cache(maxsize=10_000)
def participant_keys(role: str, name: str) -> tuple[str, ...]:
    """The keys of somebody or something that took part."""
    out = (key("e", role), *name_keys(name_kind(role), name))
    return (*out, *name_keys("s", name)) if role == "speaker" else out
