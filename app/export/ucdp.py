"""Events in the columns of the UCDP Georeferenced Event Dataset (GED 23 and later), so that its notebooks read ours.

UCDP counts acts of organised violence in which somebody was killed; only these have a row. What only UCDP's coders
know (conflicts, dyads and their numbers, clarity) stays empty. ``id`` and ``relid`` are our
ids of the event and of its article. ``best`` is the figure that the article tells first, ``low`` and ``high`` the
ends of all that it tells.
"""

from __future__ import annotations

import functools
import math
from importlib import resources
from typing import Any

import yaml

from app.domain.event import Event
from app.domain.found import FoundEvent
from app.domain.place import Place
from app.export.dataset_fields import Days, actors, days_of, is_told_elsewhere, killed

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office",
    "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description",
    "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
_WHERE = {"point": 1, "city": 1, "admin1": 4, "country": 6}
_DISTRICT = 3
_CELLS_PER_DEGREE, _CELLS_AROUND = 2, 720


def row(found: FoundEvent) -> dict[str, Any] | None:
    """One event in UCDP's columns; None when it is no violence or nobody is said to be killed."""
    event = found.event
    toll = killed(event)
    fatal = max(n or 0 for n in (toll.best, toll.low, toll.high)) > 0
    if not fatal or is_told_elsewhere(event) or (event.codes.get("plover") or {}).get("event") != "ASSAULT":
        return None
    days = days_of(event.time)
    return {
        "id": event.id,
        "relid": event.article_id,
        "year": days.year if days else None,
        "type_of_violence": (event.codes.get("ucdp") or {}).get("type_of_violence"),
        "side_a": _names(event, "attacker"),
        "side_b": _names(event, "target", "victim"),
        "number_of_sources": 1,
        **_source(found),
        **_where(event.places[0] if event.places else None),
        **_when(days),
        "deaths_civilians": killed(event, "civilians").best,
        "best": toll.best,
        "high": toll.high,
        "low": toll.low,
        "gwnoa": _state(event, "attacker"),
        "gwnob": _state(event, "target", "victim"),
    }


@functools.cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(resources.files(__package__).joinpath("ucdp.yaml").read_text("utf-8"))
    return found


def number(country_code: str | None) -> int | None:
    """The number of a state in the list of Gleditsch and Ward."""
    found: int | None = _words()["numbers"].get(country_code)
    return found


def region(country_number: int | None) -> str | None:
    """UCDP's region of a country's number."""
    if country_number is None:
        return None
    return next((name for name, last in _words()["regions"].items() if country_number <= last), None)


def _names(event: Event, *roles: str) -> str | None:
    return "; ".join(who.name for who in actors(event, *roles)) or None


def _state(event: Event, *roles: str) -> int | None:
    """The number of the state whose forces a side is; None when it is no state, or more than one."""
    sides = {who.country_code if who.kind in _words()["states"] else None for who in actors(event, *roles)}
    return number(sides.pop()) if len(sides) == 1 else None


def _source(found: FoundEvent) -> dict[str, Any]:
    date = found.published_at[:10] if found.published_at else None
    told = [part for part in (found.source, date, found.headline) if part]
    return {
        "source_article": ",".join(told) or None,
        "source_office": found.source,
        "source_date": date,
        "source_headline": found.headline,
        "source_original": found.event.attribution.name if found.event.attribution else None,
    }


def _where(main: Place | None) -> dict[str, Any]:
    if main is None:
        return {}
    placed: dict[str, Any] = {
        "where_prec": where_prec(main),
        "where_coordinates": main.name,
        "where_description": main.span.text if main.span else None,
        "adm_1": main.admin1,
        "country": main.country,
        "country_id": number(main.country_code),
        "region": region(number(main.country_code)),
    }
    if main.latitude is None or main.longitude is None:
        return placed
    return placed | {
        "latitude": main.latitude,
        "longitude": main.longitude,
        "geom_wkt": f"POINT ({main.longitude} {main.latitude})",
        "priogrid_gid": priogrid(main.latitude, main.longitude),
    }


def where_prec(main: Place) -> int | None:
    """1 the place itself, 3 a district, 4 a first-level division, 6 a country; None for a region of the world."""
    if main.precision in ("point", "city") and (main.feature or "").startswith("ADM"):
        return _DISTRICT
    return _WHERE.get(main.precision or "")


def priogrid(latitude: float, longitude: float) -> int:
    """The cell of PRIO-GRID: half degrees, numbered by rows from the south-west (Tollefsen et al. 2012)."""
    row_number = min(math.floor((latitude + 90) * _CELLS_PER_DEGREE), _CELLS_AROUND // 2 - 1)
    column = min(math.floor((longitude + 180) * _CELLS_PER_DEGREE), _CELLS_AROUND - 1)
    return row_number * _CELLS_AROUND + column + 1


def _when(days: Days | None) -> dict[str, Any]:
    if days is None:
        return {}
    return {
        "date_prec": date_prec(days.count),
        "date_start": f"{days.first.isoformat()} 00:00:00.000",
        "date_end": f"{days.last.isoformat()} 00:00:00.000",
    }


def date_prec(count: int) -> int:
    """1 the day, 2 up to six days, 3 a week, 4 up to a month, 5 more."""
    for precision, most in ((1, 1), (2, 6), (3, 7), (4, 31)):
        if count <= most:
            return precision
    return 5
