"""What the regions of the gazetteer consist of: countries, divisions and boxes."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

import yaml

from app.query.filters import Box


@dataclass(frozen=True, slots=True)
class Region:
    """The members of a region; ``divisions`` are names of first-level divisions by country."""

    countries: tuple[str, ...] = ()
    divisions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    boxes: tuple[Box, ...] = ()
    regions: tuple[str, ...] = ()


@functools.cache
def regions() -> Mapping[str, Region]:
    """Every region with known members, by its name in the gazetteer."""
    text = resources.files(__package__).joinpath("regions.yaml").read_text(encoding="utf-8")
    return {name: _region(given) for name, given in yaml.safe_load(text).items()}


def region_parts(name: str) -> list[Region]:
    """A region and those that it consists of; empty when its members are not known."""
    region = regions().get(name)
    return [region, *(part for other in region.regions for part in region_parts(other))] if region else []


def regions_inside(name: str) -> Iterator[str]:
    """The names of the regions of which every country is one of a region's countries."""
    whole = {code for part in region_parts(name) for code in part.countries}
    for other in regions():
        parts = region_parts(other)
        countries = {code for part in parts for code in (*part.countries, *part.divisions)}
        if other != name and countries and countries <= whole and not any(part.boxes for part in parts):
            yield other


def _region(given: dict[str, Any]) -> Region:
    return Region(
        tuple(given.get("countries", ())),
        {country: tuple(names) for country, names in given.get("divisions", {}).items()},
        tuple(Box(*box) for box in given.get("boxes", ())),
        tuple(given.get("regions", ())),
    )
