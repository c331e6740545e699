"""First- and second-level divisions: the packed table ``data/divisions.tsv.xz``.

Each line holds, separated by tabs: GeoNames' code ("IQ.01", "US.KY.015"), GeoNames id, level, ISO 3166-2 code, name,
further names (";" between them), and the GeoNames ids of the settlements whose smallest division it is (each as the
difference from the one before). ``pack_divisions.py`` writes it. Divisions with an ISO 3166-2 code take their name and
kind from pycountry.
"""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import pycountry

PATH = Path(__file__).parent / "data/divisions.tsv.xz"
_REMARK = re.compile(r"\s*[\[(].*")  # "Wales [Cymru GB-CYM]"


@dataclass(frozen=True, slots=True)
class Division:
    """A division; ``kind`` is what it is called ("Governorate"), None when unknown."""

    code: str
    geonames_id: int
    level: int
    name: str
    kind: str | None
    names: tuple[str, ...]
    settlements: tuple[int, ...]


def read_divisions(path: Path = PATH) -> Iterator[Division]:
    """Every division of a packed table."""
    official_divisions: Any = pycountry.subdivisions  # without types
    with lzma.open(path, "rt", encoding="utf-8", newline="\n") as file:
        for line in file:
            code, number, level, iso, name, names, settlements = line.rstrip("\n").split("\t")
            official = official_divisions.get(code=iso) if iso else None
            yield Division(
                code=code,
                geonames_id=int(number),
                level=int(level),
                name=_REMARK.sub("", official.name) if official else name,
                kind=official.type if official else None,
                names=tuple(filter(None, names.split(";"))),
                settlements=tuple(accumulate(map(int, settlements.split()))),
            )
