"""Query parameters in OpenAPI, and the refusal of unknown ones where a route declares its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Annotated, Any

from fastapi import Query, Request

from app.errors import FilterError
from app.query import incident_summary
from app.query.incident_filter import OWN
from app.query.incidents import SORTS
from app.query.parameters import patterns
from app.query.parameters.hints import hint
from app.query.parameters.parameter import choice
from app.query.parameters.table import FILTERS, OUTPUT, PAGING
from app.query.summary_parameters import COUNTING

#: Where a page begins; its message for a wrong one is better than that of a pattern.
Cursor = Annotated[
    str | None,
    Query(description="`next_cursor` of the previous page.", json_schema_extra={"pattern": patterns.CURSOR}),
]


def only(
    *names: str, many: bool = False, error: type[FilterError] = FilterError
) -> Callable[[Request], Awaitable[None]]:
    """A dependency that refuses every query parameter but these, and unless ``many`` one that is given twice."""

    async def check(request: Request) -> None:
        given = [name for name, _ in request.query_params.multi_items()]
        for name in given:
            if name not in names:
                raise error(f"There is no parameter {name!r} here{hint('parameter', name, names)}", field=name)
            if not many and given.count(name) > 1:
                raise error(f"{name!r} may be given only once.", field=name)

    return check


def event_parameters() -> list[dict[str, Any]]:
    """Every parameter of a query for events in OpenAPI."""
    return [parameter.openapi() for parameter in (*FILTERS, *PAGING, *OUTPUT)]


def filter_parameters() -> list[dict[str, Any]]:
    """Every filter of events in OpenAPI."""
    return [parameter.openapi() for parameter in FILTERS]


def page_parameters() -> list[dict[str, Any]]:
    """Every filter of events in OpenAPI, with the order and the number of events."""
    return [parameter.openapi() for parameter in (*FILTERS, *PAGING) if parameter.name != "cursor"]


def incident_parameters() -> list[dict[str, Any]]:
    """Every parameter of a query for incidents in OpenAPI."""
    sort = choice(SORTS)
    shared = [parameter for parameter in (*FILTERS, *PAGING, *OUTPUT) if parameter.name != "fields"]
    narrowed = [replace(parameter, type=sort) if parameter.name == "sort" else parameter for parameter in shared]
    return [parameter.openapi() for parameter in (*OWN, *narrowed)]


def summary_parameters() -> list[dict[str, Any]]:
    """Every parameter of a summary in OpenAPI."""
    return [parameter.openapi() for parameter in (*COUNTING, *FILTERS)]


def incident_summary_parameters() -> list[dict[str, Any]]:
    """Every parameter of a summary of incidents in OpenAPI."""
    return [parameter.openapi() for parameter in (*incident_summary.COUNTING, *OWN, *FILTERS)]
