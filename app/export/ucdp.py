"""Events in the columns of the UCDP Georeferenced Event Dataset (GED 23 and later), for notebooks written for it.

UCDP counts acts of organised violence with at least one death; only these have a row. What only UCDP's coders know
(conflicts, dyads, clarity) stays empty; ``ucdp.yaml`` describes each column.
"""

from __future__ import annotations

import math
from typing import Any

from app.domain.codes import VIOLENCE
from app.domain.event import Event
from app.domain.figures import repeats
from app.domain.found import FoundEvent
from app.domain.geo import main_place
from app.domain.kinds import STATE
from app.domain.place import Place
from app.export.dataset_fields import Days, actors, added, dataset, days_of, killed, own_columns

_WHERE = {"point": 1, "city": 1, "admin1": 4, "country": 6}
_DISTRICT = 3
_CELLS_PER_DEGREE, _CELLS_AROUND = 2, 720


def columns() -> dict[str, str]:
    """Return the columns of UCDP GED in order, with their descriptions."""
    return own_columns("ucdp")


def row(found: FoundEvent) -> dict[str, Any] | None:
    """Return an event in UCDP's columns; None when it is not an act of violence or reports no deaths."""
    event = found.event
    toll = killed(event)
    fatal = max(n or 0 for n in (toll.best, toll.low, toll.high)) > 0
    if not fatal or repeats(event) or (event.codes.get("plover") or {}).get("event") != VIOLENCE:
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
        **_where(main_place(event)),
        **_when(days),
        "deaths_civilians": killed(event, "civilians").best,
        "best": toll.best,
        "high": toll.high,
        "low": toll.low,
        "gwnoa": _state(event, "attacker"),
        "gwnob": _state(event, "target", "victim"),
        **added(found),
    }


def number(country_code: str | None) -> int | None:
    """Return the number of a state in the list of Gleditsch and Ward."""
    found: int | None = dataset("ucdp")["numbers"].get(country_code)
    return found


def region(country_number: int | None) -> str | None:
    """Return UCDP's region of a country's number."""
    if country_number is None:
        return None
    return next((name for name, last in dataset("ucdp")["regions"].items() if country_number <= last), None)


def _names(event: Event, *roles: str) -> str | None:
    return "; ".join(who.name for who in actors(event, *roles)) or None


def _state(event: Event, *roles: str) -> int | None:
    """Return the number of the state whose forces are a side; None when it is not exactly one state."""
    sides = {who.country_code if who.kind in STATE else None for who in actors(event, *roles)}
    return number(sides.pop()) if len(sides) == 1 else None


def _source(found: FoundEvent) -> dict[str, Any]:
    date = found.published_at[:10] if found.published_at else None
    parts = [part for part in (found.source, date, found.headline) if part]
    return {
        "source_article": ",".join(parts) or None,
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
    """Return 1 for the place itself, 3 for a district, 4 for a first-level division, 6 for a country, else None."""
    if main.precision in ("point", "city") and (main.feature or "").startswith("ADM"):
        return _DISTRICT
    return _WHERE.get(main.precision or "")


def priogrid(latitude: float, longitude: float) -> int:
    """Return the PRIO-GRID cell: half degrees, numbered by rows from the south-west (Tollefsen et al. 2012)."""
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
    """Return 1 for one day, 2 for up to six days, 3 for a week, 4 for up to a month, 5 for more."""
    for precision, most in ((1, 1), (2, 6), (3, 7), (4, 31)):
        if count <= most:
            return precision
    return 5
