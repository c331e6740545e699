"""Readers of one value of a parameter: each returns a value of the domain or raises ``FilterError``."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import math
import re
import uuid
from collections.abc import Collection

import pycountry

from app.domain.stems import stems
from app.domain.text_folding import name_key, words
from app.errors import ContradictionError, FilterError
from app.gazetteer.countries import countries, country_of_name
from app.query.filters import Box, Interval, Words
from app.query.parameters.hints import hint

LONGEST = 500
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_LOST_PLUS = re.compile(r" (\d{2}:?\d{2})$")  # a "+" in a URL that nobody encoded
_INTEGER = re.compile(r"[0-9]{1,18}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,20}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})(?:[eE][+-]?[0-9]{1,3})?")
_QUOTED = re.compile(r'(-?)"([^"]*)"|(-?)(\S+)')
_SECOND = dt.timedelta(seconds=1)
_LONG_CODE = 3


def check_characters(name: str, value: str) -> None:
    """Raise ``FilterError`` for a value that is empty, too long, or that no database takes."""
    if not value.strip():
        raise FilterError(f"{name!r} is empty; give it a value or leave it out.", field=name)
    if len(value) > LONGEST:
        raise FilterError(f"{name!r} is longer than {LONGEST} characters.", field=name)
    if any(c == "\x00" or "\ud800" <= c <= "\udfff" for c in value):
        raise FilterError(f"{name!r} contains a character that text cannot have (NUL or a surrogate).", field=name)


def one_of(name: str, value: str, known: Collection[str]) -> str:
    """A word of a closed list."""
    if value in known:
        return value
    raise FilterError(f"{name}={value!r} is not known{hint(name, value, known)}", field=name)


def integer(name: str, value: str, low: int, high: int) -> int:
    """A whole number within bounds."""
    if not _INTEGER.fullmatch(value) or not low <= int(value) <= high:
        raise FilterError(f"{name}={value!r} must be a whole number from {low} to {high}.", field=name)
    return int(value)


def decimal(name: str, value: str, low: float, high: float) -> float:
    """A finite number within bounds."""
    number = float(value) if _DECIMAL.fullmatch(value.strip()) else math.nan
    if not low <= number <= high:
        raise FilterError(f"{name}: {value!r} must be a number from {low:g} to {high:g}.", field=name)
    return number


def point(name: str, value: str) -> tuple[float, float]:
    """Latitude and longitude."""
    parts = value.split(",")
    if len(parts) != 2:
        raise FilterError(f"{name}={value!r} must be latitude,longitude.", field=name)
    return decimal(name, parts[0], -90, 90), decimal(name, parts[1], -180, 180)


def box(name: str, value: str) -> Box:
    """A box minLon,minLat,maxLon,maxLat; minLon may be the greater one."""
    parts = value.split(",")
    if len(parts) != 4:
        raise FilterError(f"{name}={value!r} must be minLon,minLat,maxLon,maxLat.", field=name)
    west, east = (decimal(name, parts[n], -180, 180) for n in (0, 2))
    south, north = (decimal(name, parts[n], -90, 90) for n in (1, 3))
    if south > north:
        raise ContradictionError(f"{name}={value!r}: the lowest latitude comes first.", field=name)
    return Box(west, south, east, north)


def identifier(name: str, value: str) -> str:
    """A UUID in its usual form."""
    try:
        return str(uuid.UUID(value))
    except ValueError:
        raise FilterError(f"{name}={value!r} is not a valid id: expected a UUID.", field=name) from None


def day_or_moment(name: str, value: str) -> tuple[dt.datetime, dt.datetime]:
    """The half-open interval that a year, month, day or moment (one second) takes; may have a time zone."""
    text = _LOST_PLUS.sub(r"+\1", value.strip()).upper()  # RFC 3339 allows "t" and "z"
    try:
        if partial := _PARTIAL.fullmatch(text):
            return _span(*(int(part) if part else None for part in partial.groups()))
        start = dt.datetime.fromisoformat(text)
        if start.tzinfo:
            start.astimezone(dt.UTC)  # raises for a moment that UTC does not reach
    except (ValueError, OverflowError):
        raise FilterError(
            f"{name}: {value!r} is not an ISO 8601 date; send 2024-02-03, 2024-02 or 2024-02-03T18:00:00.", field=name
        ) from None
    return start, start + _SECOND if start.replace(tzinfo=None) < dt.datetime.max - _SECOND else start


def _span(year: int | None, month: int | None, day: int | None) -> tuple[dt.datetime, dt.datetime]:
    start = dt.datetime(year or 0, month or 1, day or 1)
    days = 1 if day else calendar.monthrange(start.year, start.month)[1] if month else 0
    if start.year == dt.MAXYEAR and (not month or (month == 12 and start.day + days > 31)):
        return start, dt.datetime.max
    return start, start + dt.timedelta(days=days) if days else start.replace(year=start.year + 1)


def change_or_moment(name: str, value: str) -> int | dt.datetime:
    """The number of a change, or a moment in UTC; digits alone are a number, never a year."""
    text = value.strip()
    if _INTEGER.fullmatch(text):
        return int(text)
    try:
        start = day_or_moment(name, text)[0]
    except FilterError:
        raise FilterError(
            f"{name}: {value!r} must be the number of a change, or an ISO 8601 date or date-time.", field=name
        ) from None
    return start.astimezone(dt.UTC) if start.tzinfo else start.replace(tzinfo=dt.UTC)


def span_of_time(name: str, value: str) -> tuple[dt.datetime | None, dt.datetime | None]:
    """A date, a moment or an interval ``start/end`` of them; ``..`` or nothing is an open side."""
    sides = value.split("/")
    if len(sides) == 1:
        return day_or_moment(name, value)
    if len(sides) > 2:
        raise FilterError(f"{name}={value!r} must be a date or an interval such as 2024-02-01/2024-02-03.", field=name)
    start, end = (None if side.strip() in ("", "..") else day_or_moment(name, side) for side in sides)
    return start[0] if start else None, end[1] if end else None


def start_of_time(name: str, value: str) -> tuple[dt.datetime, None]:
    """An interval that is open at its end, from the beginning of a date or a moment."""
    return day_or_moment(name, value)[0], None


def end_of_time(name: str, value: str) -> tuple[None, dt.datetime]:
    """An interval that is open at its beginning, to the end of a date or a moment."""
    return None, day_or_moment(name, value)[1]


def intersection(
    name: str, first: Interval | None, start: dt.datetime | None, end: dt.datetime | None
) -> Interval | None:
    """What two intervals have in common. Raises ``ContradictionError`` when that is nothing."""
    low = max((t for t in (first and first.start, start) if t), default=None)
    high = min((t for t in (first and first.end, end) if t), default=None)
    if low and high and low >= high:
        raise ContradictionError(f"{name}: the time ends before it begins.", field=name)
    return Interval(low, high) if low or high else None


def country(name: str, value: str) -> str:
    """The alpha-2 code of a country's alpha-2, alpha-3 or numeric code or English name."""
    text = value.strip()
    if text.upper() in countries():
        return text.upper()
    if len(text) == _LONG_CODE:
        found = pycountry.countries.get(alpha_3=text.upper()) or pycountry.countries.get(numeric=text)
        if found:
            return str(found.alpha_2)
    by_name = country_of_name(text) or country_of_name(text.title()) or _country_keys().get(name_key(text))
    if by_name:
        return by_name
    names = [row.name for row in countries().values()]
    raise FilterError(
        f"{name}={value!r} is not a country; send an ISO code or a name{hint(name, text, names)}", field=name
    )


@functools.cache
def _country_keys() -> dict[str, str]:
    rows = sorted(countries().values(), key=lambda row: row.code)
    keys = {name_key(alias): row.code for row in rows for alias in row.aliases}
    return keys | {name_key(row.name): row.code for row in rows}


def name_words(name: str, value: str) -> str:
    """Words of a name. Raises ``FilterError`` when there are none."""
    if not name_key(value).strip():
        raise FilterError(f"{name}={value!r} contains no letter or digit.", field=name)
    return value


def full_text(name: str, value: str) -> Words:
    """A full-text query: all words must occur, ``"words in quotes"`` in that order, ``-word`` must not; as stems.

    Raises ``FilterError`` for OR, which would otherwise be searched as a word.
    """
    required: list[tuple[str, ...]] = []
    excluded: list[tuple[str, ...]] = []
    for minus, phrase, bare_minus, bare in _QUOTED.findall(value):
        if bare in ("OR", "|", "||"):
            raise FilterError(
                f"{name}={value!r}: OR is not supported, all words must occur; send one request for each alternative, "
                'or write "or" in small letters to search for the word.',
                field=name,
            )
        text = phrase or bare.lstrip("-")
        if found := tuple(stems(words(text))):
            (excluded if minus or bare_minus else required).append(found)
    if not required:
        raise FilterError(f"{name}={value!r} needs a word that must occur.", field=name)
    return Words(tuple(required), tuple(excluded))
