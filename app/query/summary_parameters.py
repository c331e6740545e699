"""The parameters of a summary: what is counted, by which keys; every mistake is a ``FilterError`` with its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.errors import ContradictionError, FilterError
from app.query.parameters import parse_filter
from app.query.parameters.parameter import Parameter, boolean, choice, decimal, integer
from app.query.parameters.parsing import read
from app.query.parameters.table import FILTERS
from app.query.summary import DEFAULT_DEGREES, DEFAULT_GROUPS, KEYS, MAX_GROUPS, MOST_KEYS, SummaryRequest

LEAST_DEGREES, MOST_DEGREES = 0.01, 90.0


def group_by(keys: Sequence[str]) -> Parameter:
    """The parameter that says by which of some keys is counted."""
    return Parameter(
        name="group_by",
        field="by",
        type=choice(keys, default="type"),
        description="Key to count by: one, or two different ones, with a comma or given twice.",
        example=["country"],
        repeatable=True,
        commas=True,
        several={"maxItems": MOST_KEYS, "uniqueItems": True},
    )


def check_keys(keys: Sequence[str]) -> None:
    """Raise ``FilterError`` for more keys than can be counted by, and for one given twice."""
    if len(keys) > MOST_KEYS or len(set(keys)) != len(keys):
        raise FilterError(f"group_by takes one key, or {MOST_KEYS} different ones.", field="group_by")


GROUPS = Parameter(
    name="limit",
    field="limit",
    type=integer(1, MAX_GROUPS, minimum=1, maximum=MAX_GROUPS, default=DEFAULT_GROUPS),
    description="Groups at most.",
    example=100,
)
#: The fields of ``SummaryRequest`` beside the filter.
COUNTING = (
    group_by(KEYS),
    Parameter(
        name="cell_degrees",
        field="degrees",
        type=decimal(LEAST_DEGREES, MOST_DEGREES, minimum=LEAST_DEGREES, maximum=MOST_DEGREES),
        description=f"The side of a cell in degrees, with `group_by=cell`; by default {DEFAULT_DEGREES:g}.",
        example=0.5,
    ),
    Parameter(
        name="articles",
        field="articles",
        type=boolean(default=False),
        description="Also count the articles of each group. Takes long where events are many.",
        example=True,
    ),
    GROUPS,
)
_OWN = tuple(parameter.name for parameter in COUNTING)


def parse_summary(params: Sequence[tuple[str, str]]) -> SummaryRequest:
    """The summary that a query requests. Raises ``FilterError`` as ``parse_filter`` does."""
    found = read(params, (*COUNTING, *FILTERS))
    fields: dict[str, Any] = {p.field: found[p.name][0] for p in COUNTING if p.name in found and not p.repeatable}
    if "group_by" in found:
        fields["by"] = tuple(found["group_by"])
    request = SummaryRequest(parse_filter([(name, text) for name, text in params if name not in _OWN]), **fields)
    check_keys(request.by)
    if "cell_degrees" in found and "cell" not in request.by:
        raise ContradictionError("cell_degrees needs group_by=cell.", field="cell_degrees")
    return request
