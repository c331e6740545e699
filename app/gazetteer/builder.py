"""Builds the index file from the rows of a source: ``python -m app.gazetteer.builder FILE``."""

from __future__ import annotations

import math
import sys
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from app.gazetteer import layout
from app.gazetteer.folding import fold
from app.gazetteer.rows import Row
from app.gazetteer.sources import InstalledSource

_CELL = 2.0  # cells for each degree when a division's middle is taken from its towns
_NOWHERE = math.nan


class _Middles:
    """The middle of each division: the mean of the cells that hold towns; dense areas do not pull it."""

    def __init__(self) -> None:
        self.cells: dict[int, dict[tuple[int, int], tuple[float, float]]] = defaultdict(dict)
        self.population: dict[int, int] = defaultdict(int)

    def add(self, division: int, row: Row) -> None:
        """Count a settlement inside a division."""
        self.population[division] += row.population
        if row.latitude is not None and row.longitude is not None:
            cell = (math.floor(row.latitude * _CELL), math.floor(row.longitude * _CELL))
            self.cells[division].setdefault(cell, (row.latitude, row.longitude))

    def point(self, division: int) -> tuple[float, float]:
        """Latitude and longitude; not-a-number when nothing is known inside."""
        points = list(self.cells.get(division, {}).values())
        if not points:
            return _NOWHERE, _NOWHERE
        return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def _parents(rows: list[Row]) -> list[tuple[int, int, int]]:
    """For each row the positions of its country, first- and second-level division; -1 where there is none."""
    by_code = {row.code: i for i, row in enumerate(rows) if row.code}
    out: list[tuple[int, int, int]] = []
    for row in rows:
        chain = [-1, -1, -1]
        code = row.code or row.within or row.country
        while code:
            level = code.count(".")
            if level < len(chain) and code in by_code:
                chain[level] = by_code[code]
            code = code.rpartition(".")[0]
        out.append((chain[0], chain[1], chain[2]))
    return out


def _names(row: Row) -> dict[str, bool]:
    """Folded names of a row → whether it is the main one. Codes of airports and the like are left out."""
    out: dict[str, bool] = {}
    for name in row.names:
        if len(name) <= 3 and row.feature == "PPL" and (name.isupper() or len(name) < 3):
            continue
        if key := fold(name):
            out[key] = False
    if key := fold(row.name):
        out[key] = True
    return out


def _keys(rows: list[Row], population: list[int]) -> dict[str, list[int]]:
    """Folded name → postings (row position × 2, plus one for a main name), the most populous first."""
    keys: dict[str, list[int]] = defaultdict(list)
    for i in sorted(range(len(rows)), key=lambda i: (-population[i], i)):
        for key, main in _names(rows[i]).items():
            keys[key].append(2 * i + main)
    return keys


def _strings(texts: Iterable[str]) -> tuple[bytes, array[int]]:
    """Texts one after another, and where each begins (one offset more than texts)."""
    offsets, blob = array("I", [0]), bytearray()
    for text in texts:
        blob += text.encode()
        offsets.append(len(blob))
    return bytes(blob), offsets


def _hash_table(keys: list[bytes]) -> array[int]:
    """Open addressing over CRC-32: slot → number of the key plus one, 0 for an empty slot."""
    size = 1 << (2 * len(keys)).bit_length()
    slots = array("I", bytes(4 * size))
    for number, key in enumerate(keys):
        slot = zlib.crc32(key) & (size - 1)
        while slots[slot]:
            slot = (slot + 1) & (size - 1)
        slots[slot] = number + 1
    return slots


def build(source: InstalledSource, path: Path) -> int:
    """Write the index of a source's rows to a file; gives the number of places."""
    rows = [row for row in source.rows() if row.feature != "ADM0"]
    parents = _parents(rows)
    middles = _Middles()
    for i, row in enumerate(rows):
        for division in parents[i] if row.code is None and row.feature == "PPL" else ():
            if division >= 0:
                middles.add(division, row)
    population = [row.population or middles.population.get(i, 0) for i, row in enumerate(rows)]
    points = [
        (row.latitude, row.longitude) if row.latitude is not None and row.longitude is not None else middles.point(i)
        for i, row in enumerate(rows)
    ]
    layout.write(path, _columns(rows, parents, population, points))
    return len(rows)


def _columns(
    rows: list[Row],
    parents: list[tuple[int, int, int]],
    population: list[int],
    points: list[tuple[float, float]],
) -> layout.Columns:
    keys = _keys(rows, population)
    order = sorted(keys)
    names, name_offsets = _strings(row.name for row in rows)
    blob, key_offsets = _strings(order)
    starts, postings = array("I", [0]), array("I")
    for key in order:
        postings.extend(keys[key])
        starts.append(len(postings))
    features = sorted({row.feature for row in rows})
    countries = sorted({row.country for row in rows})
    return {
        "id": array("i", [row.geonames_id for row in rows]),
        "by_id": array(
            "I",
            sorted((i for i, row in enumerate(rows) if row.geonames_id), key=lambda i: rows[i].geonames_id),
        ),
        "name": names,
        "name_offset": name_offsets,
        "feature": array("B", [features.index(row.feature) for row in rows]),
        "features": " ".join(features).encode(),
        "country": array("H", [countries.index(row.country) for row in rows]),
        "countries": ",".join(countries).encode(),
        "latitude": array("f", [p[0] for p in points]),
        "longitude": array("f", [p[1] for p in points]),
        "population": array("I", [min(p, 2**32 - 1) for p in population]),
        "nation": array("i", [p[0] for p in parents]),
        "admin1": array("i", [p[1] for p in parents]),
        "admin2": array("i", [p[2] for p in parents]),
        "codes": "\n".join(f"{row.code}\t{i}" for i, row in enumerate(rows) if row.code).encode(),
        "key": blob,
        "key_offset": key_offsets,
        "slot": _hash_table([key.encode() for key in order]),
        "posting_start": starts,
        "posting": postings,
    }


if __name__ == "__main__":
    build(InstalledSource(), Path(sys.argv[1]))
