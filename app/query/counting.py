"""From the parameters of a URL to what is counted; every mistake is a ``FilterError`` that names its parameter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.errors import FilterError
from app.query import values
from app.query.parameters import PARAMETERS, parse_filter
from app.query.summary import DEFAULT_DEGREES, DEFAULT_GROUPS, KEYS, MAX_GROUPS, MOST_KEYS, SummaryWish

#: Parameters of pages of events, which a summary has none of.
NOT_COUNTED = ("sort", "cursor", "format", "profile", "fields", "limit")
OWN = ("group_by", "cell_degrees", "articles", "limit")
FILTERS = tuple(name for name in PARAMETERS if name not in NOT_COUNTED)
LEAST_DEGREES, MOST_DEGREES = 0.01, 90.0


def parse_summary(params: Sequence[tuple[str, str]]) -> SummaryWish:
    """What a query asks to be counted. Raises ``FilterError`` as ``parse_filter`` does."""
    own: dict[str, list[str]] = {}
    for name, text in params:
        if name not in OWN + FILTERS:
            known = values.nearest(name, OWN + FILTERS)
            raise FilterError(f"There is no parameter {name!r} here; did you mean {known!r}?", field=name)
        if name in OWN:
            values.check_characters(name, text)
            if name in own and name != "group_by":
                raise FilterError(f"{name!r} may be given only once.", field=name)
            own.setdefault(name, []).append(text)
    by = _keys(own.get("group_by", ["type"]))
    if "cell_degrees" in own and "cell" not in by:
        raise FilterError("cell_degrees needs group_by=cell.", field="cell_degrees")
    limit = values.integer("limit", own["limit"][0], 1, MAX_GROUPS) if "limit" in own else DEFAULT_GROUPS
    degrees = DEFAULT_DEGREES
    if "cell_degrees" in own:
        degrees = values.decimal("cell_degrees", own["cell_degrees"][0], LEAST_DEGREES, MOST_DEGREES)
    articles = values.one_of("articles", own.get("articles", ["false"])[0], ("true", "false")) == "true"
    return SummaryWish(parse_filter([(n, text) for n, text in params if n not in OWN]), by, limit, degrees, articles)


def _keys(given: Sequence[str]) -> tuple[Any, ...]:
    by = tuple(values.one_of("group_by", part.strip(), KEYS) for text in given for part in text.split(","))
    if len(by) > MOST_KEYS or len(set(by)) != len(by):
        raise FilterError(f"group_by takes one key, or {MOST_KEYS} different ones.", field="group_by")
    return by
