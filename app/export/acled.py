"""Events in the columns of ACLED (Armed Conflict Location & Event Data), for notebooks written for that data set.

Only events that ACLED would code have a row. What the article does not state, and what only ACLED's coders know,
stays empty; ``acled.yaml`` describes each column.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pycountry

from app.domain.event import Event, Participant
from app.domain.figures import repeats
from app.domain.found import FoundEvent
from app.domain.geo import main_place
from app.domain.place import Place
from app.export.dataset_fields import Days, actors, added, dataset, days_of, killed, own_columns
from app.ontology import catalogue

_DAY, _WEEK, _MONTH = 1, 7, 31  # days of time_precision 1, 2 and 3
_TOWN, _PART, _REGION = 1, 2, 3  # geo_precision
_AGAINST_CIVILIANS = {"Violence against civilians", "Excessive force against protesters"}


def columns() -> dict[str, str]:
    """Return the columns of ACLED in order, with their descriptions."""
    return own_columns("acled")


def row(found: FoundEvent) -> dict[str, Any] | None:
    """Return an event in ACLED's columns; None when ACLED would not code it, or only as part of another event."""
    event = found.event
    kind, narrower = _types(event)
    if kind is None or repeats(event):
        return None
    disorder = dataset("acled")["disorder"]
    return {
        "event_id_cnty": event.id,
        **_when(days_of(event.time)),
        "disorder_type": disorder.get(narrower) or disorder.get(kind),
        "event_type": kind,
        "sub_event_type": narrower,
        **_who(event),
        **_where(main_place(event)),
        "source": found.source,
        "notes": event.sentence.text,
        "timestamp": int(found.updated_at.timestamp()) if found.updated_at else None,
        "fatalities": killed(event).best,
        **added(found),
    }


def _types(event: Event) -> tuple[str | None, str | None]:
    codes = event.codes.get("acled") or {}
    narrower = codes.get("sub_event_type")
    return codes.get("event_type") or dataset("acled")["parents"].get(narrower), narrower


def _when(days: Days | None) -> dict[str, Any]:
    if days is None:
        return {}
    if days.count > _MONTH:
        return {"year": days.year}
    precision = 1 if days.count == _DAY else 2 if days.count <= _WEEK else 3
    return {"event_date": days.middle.isoformat(), "year": days.middle.year, "time_precision": precision}


def _who(event: Event) -> dict[str, Any]:
    first, second = _actors(event, "agent"), _actors(event, "patient")
    kinds = [_inter(event, side) for side in (first, second)]
    return {
        "actor1": first[0].name if first else None,
        "assoc_actor_1": _others(first),
        "inter1": kinds[0],
        "actor2": second[0].name if second else None,
        "assoc_actor_2": _others(second),
        "inter2": kinds[1],
        "interaction": _interaction(kinds, alone=not second) if first else None,
        "civilian_targeting": "Civilian targeting" if _on_civilians(event, second) else None,
    }


def _actors(event: Event, position: str) -> list[Participant]:
    """Return the actors in a position: ``agent`` acts; ``patient``, which includes victims, is acted upon."""
    kind, _ = _types(event)
    roles = catalogue()[event.type].roles if event.type in catalogue().types else {}
    wanted = [name for name, role in roles.items() if role.position == position]
    if position == "patient":
        wanted = [] if kind == "Protests" else [*wanted, "victim"]  # the addressee of a protest takes no part in it
    return actors(event, *wanted)


def _others(found: Sequence[Participant]) -> str | None:
    return "; ".join(actor.name for actor in found[1:]) or None


def _inter(event: Event, side: Sequence[Participant]) -> str | None:
    """Return the kind of the first actor; None when the article is less exact than ACLED."""
    if not side:
        return None
    who = side[0]
    if who.role == "protester":
        return "Rioters" if _types(event)[0] == "Riots" else "Protesters"
    kind: str | None = dataset("acled")["kinds"].get(who.kind)
    if kind != "state":
        return kind
    here = event.places[0].country_code if event.places else None
    if who.country_code is None or here is None:
        return None  # ACLED distinguishes forces at home from those abroad
    return "State forces" if who.country_code == here else "External/Other forces"


def _interaction(kinds: Sequence[str | None], *, alone: bool) -> str | None:
    if alone:
        return f"{kinds[0]} only" if kinds[0] else None
    order = dataset("acled")["inter"]
    if None in kinds:
        return None
    return "-".join(sorted((k for k in kinds if k), key=order.index))


def _on_civilians(event: Event, second: Sequence[Participant]) -> bool:
    return bool(_AGAINST_CIVILIANS & set(_types(event))) or (
        bool(second) and all(p.kind in ("civilians", "media") for p in second)
    )


def _where(main: Place | None) -> dict[str, Any]:
    if main is None:
        return {}
    precision = geo_precision(main)
    pinned = precision is not None
    return {
        "iso": _number(main.country_code),
        "country": main.country,
        "admin1": main.admin1,
        "location": main.name,
        "latitude": main.latitude if pinned else None,
        "longitude": main.longitude if pinned else None,
        "geo_precision": precision,
    }


def geo_precision(main: Place) -> int | None:
    """Return 1 for a town or point, 2 for a district, 3 for a first-level division, None for anything wider."""
    if main.latitude is None or main.longitude is None:
        return None
    if main.precision == "admin1":
        return _REGION
    if main.precision in ("point", "city"):
        return _PART if (main.feature or "").startswith("ADM") else _TOWN
    return None


def _number(code: str | None) -> int | None:
    """Return the numeric ISO 3166-1 code of an alpha-2 code."""
    known = pycountry.countries.get(alpha_2=code) if code else None
    return int(known.numeric) if known else None
