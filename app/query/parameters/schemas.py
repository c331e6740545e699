"""Schemas that several parameters share, by the names under which the description of the API references them."""

from __future__ import annotations

from typing import Any

import pycountry

from app.gazetteer.countries import countries
from app.query.parameters import patterns


def _codes() -> list[str]:
    """The ISO 3166 codes of two and of three letters."""
    known = countries()
    return sorted({*known, *(each.alpha_3 for each in pycountry.countries if each.alpha_2 in known)})


SCHEMAS: dict[str, dict[str, Any]] = {
    "Country": {
        "type": "string",
        "description": "ISO 3166 code of a country: alpha-2 or alpha-3. English names are understood too.",
        "enum": _codes(),
    },
    "Time": {
        "type": "string",
        "description": "ISO 8601 year, month, date or date-time.",
        "pattern": patterns.TIME,
        "maxLength": 40,
    },
    "Interval": {
        "type": "string",
        "description": "ISO 8601 year, month, date or date-time, or an interval `start/end`; `..` is an open side.",
        "pattern": patterns.INTERVAL,
        "maxLength": 80,
    },
    "Since": {
        "type": "string",
        "description": "Number of a change, or an ISO 8601 date or date-time.",
        "pattern": patterns.SINCE,
        "maxLength": 40,
    },
}
