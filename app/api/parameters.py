"""Query parameters: the filters of events as OpenAPI documents them, and the refusal of unknown ones elsewhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Request

from app.errors import FilterError
from app.export.event_json import FIELDS
from app.ontology import catalogue
from app.query.counting import LEAST_DEGREES, MOST_DEGREES
from app.query.filters import DEFAULT_FACTUALITY, DEFAULT_LIMIT, MAX_LIMIT, MAX_ROWS
from app.query.parameters import DEFAULT_RADIUS_KM, FACTUALITIES, FORMATS, PROFILES, REPEATABLE, SORTS
from app.query.summary import DEFAULT_DEGREES, DEFAULT_GROUPS, KEYS, MAX_GROUPS
from app.query.values import nearest


def only(*names: str, error: type[FilterError] = FilterError) -> Callable[[Request], Awaitable[None]]:
    """A dependency that refuses every query parameter but these, naming the nearest."""

    async def check(request: Request) -> None:
        for name, _ in request.query_params.multi_items():
            if name not in names:
                hint = f"; did you mean {nearest(name, names)!r}?" if names else "; this call takes none."
                raise error(f"There is no parameter {name!r} here{hint}", field=name)

    return check


def _text(description: str, example: Any, **schema: Any) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string", **schema}, "example": example}


def _number(description: str, example: float, **schema: Any) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "number", **schema}, "example": example}


def _integer(description: str, example: int, **schema: Any) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "integer", **schema}, "example": example}


def _filters() -> dict[str, dict[str, Any]]:
    types = catalogue().types
    subtypes = sorted({code for t in types.values() for code in t.subtypes})
    roles = sorted({role for t in types.values() for role in t.roles})
    date = "an ISO 8601 date (2024, 2024-02, 2024-02-03) or date-time"
    return {
        "type": _text("Type of event; several mean any of them.", ["strike"], enum=list(types)),
        "subtype": _text("Sub-type of event.", ["airstrike"], enum=subtypes),
        "country": _text("Country: ISO 3166 alpha-2 or alpha-3 code, or its name.", ["IQ"]),
        "place": _text(
            "Name or GeoNames id of a place; it covers what lies inside it. `Paris, Texas` is one of several. Where "
            "several places bear a name and none is clearly meant (a country; or ten times the people of any other, a "
            "capital counting for more), the answer is 422 with the `candidates`.",
            ["Anbar"],
        ),
        "bbox": _text(
            "Box `minLon,minLat,maxLon,maxLat` in degrees; with minLon above maxLon it crosses the antimeridian.",
            "38.8,29.0,48.6,37.4",
        ),
        "near": _text("Point `lat,lon` in degrees; nearest first with `sort=distance`.", "34.39,40.99"),
        "radius_km": _number("How far from `near`, in kilometres.", 50, exclusiveMinimum=0, default=DEFAULT_RADIUS_KM),
        "datetime": _text(
            "When it happened: a date, a date-time or an interval `start/end`, where `..` is an open side. An "
            "event is found when its own interval overlaps it.",
            "2024-02-01/2024-02-03",
        ),
        "date_from": _text(f"When it happened, from: {date}.", "2024-02-01"),
        "date_to": _text(f"When it happened, up to and with: {date}.", "2024-02-03"),
        "published_from": _text(f"When it was published, from: {date}.", "2024-02-01"),
        "published_to": _text(f"When it was published, up to and with: {date}.", "2024-02-29"),
        "factuality": _text(
            f"How sure the article is; `any` is all. Without it: {' and '.join(DEFAULT_FACTUALITY)}.",
            ["asserted"],
            enum=[*FACTUALITIES, "any"],
        ),
        "actor": _text("Words of a participant's name; with `role`, in that role.", "United States"),
        "role": _text(f"A role that somebody fills: {', '.join(roles)}.", "attacker"),
        "speaker": _text("Words of a speaker's name.", "Biden"),
        "weapon": _text("Words of a weapon.", "rocket"),
        "min_killed": _integer("At least so many killed.", 1, minimum=0),
        "min_injured": _integer("At least so many injured.", 1, minimum=0),
        "min_confidence": _number("At least this confidence.", 0.5, minimum=0, maximum=1),
        "source": _text("Name of the outlet.", ["Reuters"]),
        "article_id": _text("Events of one article.", "6b0d6c0e-5d0c-5e53-9d0f-1f6c2a9d7c11", format="uuid"),
        "incident_id": _text(
            "Events of one incident. Incidents are not kept yet, so it finds nothing.",
            "6b0d6c0e-5d0c-5e53-9d0f-1f6c2a9d7c11",
            format="uuid",
        ),
        "updated_since": _text(
            "What was stored or changed from here on: a change number, as each event has one, or an ISO 8601 date or "
            "date-time (digits alone are a number). Without `sort`, the oldest change first. See "
            "`GET /v1/events/deleted` for keeping a copy.",
            "1042",
        ),
        "q": _text('Full text: words, "quoted phrases", -excluded.', '"air base" -drill'),
    }


def _paging() -> dict[str, dict[str, Any]]:
    return {
        "sort": _text(
            "Order; `-` is descending, `updated` is the order of the changes. Without it `-time`, or `updated` with "
            "`updated_since`.",
            "-time",
            enum=list(SORTS),
        ),
        "limit": _integer(
            f"Events on a page: at most {MAX_LIMIT}, without it {DEFAULT_LIMIT}. As NDJSON, CSV and Parquet more may "
            "be had at once, and without it everything that matches.",
            50,
            minimum=1,
            maximum=MAX_ROWS,
        ),
        "cursor": {
            "description": "`next_cursor` of the page before, with the same filters.",
            "schema": {"type": "string"},
        },
        "format": _text("Form of the answer; else the `Accept` header decides.", "json", enum=list(FORMATS)),
        "profile": _text(
            "CSV in the columns of another data set: ACLED's or UCDP GED's. What is not known stays empty.",
            "acled",
            enum=list(PROFILES),
        ),
        "fields": _text(
            "Only these fields of each event, and its `id`; with commas or several times. As GeoJSON, CSV and Parquet "
            "the columns that tell them.",
            ["summary", "time"],
            enum=list(FIELDS),
        ),
    }


def _counting() -> dict[str, dict[str, Any]]:
    return {
        "group_by": _text(
            "What to count by: one key, or two different ones, with a comma or given twice.",
            ["country"],
            enum=list(KEYS),
            default="type",
        ),
        "cell_degrees": _number(
            "The side of a cell in degrees, with `group_by=cell`.",
            0.5,
            minimum=LEAST_DEGREES,
            maximum=MOST_DEGREES,
            default=DEFAULT_DEGREES,
        ),
        "articles": {
            "description": "Tell of each group how many articles tell its events. Takes long where events are many.",
            "example": True,
            "schema": {"type": "boolean", "default": False},
        },
        "limit": _integer("Groups at most.", 100, minimum=1, maximum=MAX_GROUPS, default=DEFAULT_GROUPS),
    }


def event_parameters() -> list[dict[str, Any]]:
    """Every filter of events as an OpenAPI parameter."""
    return _parameters(_filters() | _paging())


def summary_parameters() -> list[dict[str, Any]]:
    """Every parameter of a summary as OpenAPI has it."""
    return _parameters(_counting() | _filters())


def _parameters(documentation: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    for name, documented in documentation.items():
        parameter = {"name": name, "in": "query", "required": False, **documented}
        if name in REPEATABLE or name == "group_by":
            parameter |= {"schema": {"type": "array", "items": documented["schema"]}, "explode": True}
        out.append(parameter)
    return out
