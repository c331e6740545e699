"""Finding every span in an answer."""

from __future__ import annotations

from typing import Any


def spans_of(value: Any) -> Any:
    """Every span in an answer."""
    if isinstance(value, dict):
        if set(value) == {"start", "end", "text"}:
            yield value
        for part in value.values():
            yield from spans_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from spans_of(part)
