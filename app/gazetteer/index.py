"""Looks places up in the index file: by name, by division code, by GeoNames id.

A handle is cheap to open (one memory map) and safe to share between threads: it only reads.
"""

from __future__ import annotations

import functools
import math
import zlib
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path

from app.domain.place import PlacePrecision
from app.gazetteer import layout
from app.gazetteer.countries import country_name
from app.gazetteer.folding import ALIKE, HAMLET, fold, plain, skeleton

_POINTS = ("AIRB", "AIRF", "AIRP", "CMPRF", "DAM", "INSM", "MILB", "NVB", "OILF", "PRT", "PSN", "UNIV")
_PRECISION: dict[str, PlacePrecision] = {"PPL": "city", "PCLI": "country", **dict.fromkeys(_POINTS, "point")}


@dataclass(frozen=True, slots=True)
class Entry:
    """One place. ``row``, ``admin1_row`` … are positions in the index; -1 where there is none.

    ``main``: whether it was found by its main name; coordinates are WGS 84 degrees, None when unknown;
    ``population`` of a division is the sum of its towns.
    """

    row: int
    geonames_id: int | None
    name: str
    feature: str
    country_code: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    population: int
    nation_row: int
    admin1_row: int
    admin2_row: int
    main: bool = True

    @property
    def precision(self) -> PlacePrecision:
        """How exact the point is: that of a town, a division, a country or a region."""
        return _PRECISION.get(self.feature) or ("admin1" if self.feature.startswith("ADM") else "region")

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees, when they are known."""
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)

    @property
    def country(self) -> str | None:
        """The English name of the country."""
        return country_name(self.country_code) if self.country_code else None

    def inside(self, other: Entry) -> bool:
        """Whether this place lies in the other by the divisions of both (a place lies in itself)."""
        return other.row in (self.row, self.admin2_row, self.admin1_row, self.nation_row)


class Gazetteer:
    """The places of the world, read from one index file."""

    def __init__(self, path: Path) -> None:
        columns = layout.read(path)
        self._columns = columns
        self._features = bytes(columns["features"]).decode().split(" ")
        self._countries = bytes(columns["countries"]).decode().split(",")
        self._mask = len(columns["slot"]) - 1
        self.lookup = functools.lru_cache(maxsize=20_000)(self._lookup)
        self.entry = functools.lru_cache(maxsize=20_000)(self._entry)

    @classmethod
    def open(cls, path: Path) -> Gazetteer:
        """Open an index file. Raises ``SetupError`` when it cannot be read."""
        return cls(path)

    def __len__(self) -> int:
        return len(self._columns["id"])

    def _key_number(self, key: str) -> int:
        """The number of a folded name; -1 when no place has it."""
        raw = key.encode()
        slots, offsets, blob = self._columns["slot"], self._columns["key_offset"], self._columns["key"]
        slot = zlib.crc32(raw) & self._mask
        while number := slots[slot]:
            if blob[offsets[number - 1] : offsets[number]] == raw:
                return int(number) - 1
            slot = (slot + 1) & self._mask
        return -1

    def has(self, key: str) -> bool:
        """Whether a place has this folded name."""
        return self._key_number(key) >= 0

    def _lookup(self, key: str) -> tuple[Entry, ...]:
        """Every place of a folded name (``fold``) but hamlets, the most populous first."""
        number = self._key_number(key)
        if number < 0:
            return ()
        starts, postings = self._columns["posting_start"], self._columns["posting"]
        found = postings[starts[number] : starts[number + 1]]
        return tuple(self._entry(p >> 1, bool(p & 1)) for p in found)

    def alike(self, key: str) -> tuple[Entry, ...]:
        """Places of a name spelt nearly so (``skeleton``), the most populous first."""
        bones = skeleton(key)
        return self.lookup(ALIKE + bones) + self.lookup(bones) if bones else ()

    def hamlets(self, key: str) -> tuple[Entry, ...]:
        """Every hamlet of a folded name."""
        return self.lookup(HAMLET + key)

    def hamlets_alike(self, key: str) -> tuple[Entry, ...]:
        """Hamlets of a name spelt nearly so (``skeleton``)."""
        bones = skeleton(key)
        return self.lookup(HAMLET + ALIKE + bones) + self.lookup(HAMLET + bones) if bones else ()

    def _entry(self, row: int, main: bool = True) -> Entry:
        """The place at a position of the index."""
        c = self._columns
        offsets = c["name_offset"]
        admin1, latitude, longitude = c["admin1"][row], c["latitude"][row], c["longitude"][row]
        known = not math.isnan(latitude)
        return Entry(
            row=row,
            geonames_id=c["id"][row] or None,
            name=self._name(row, offsets),
            feature=self._features[c["feature"][row]],
            country_code=self._countries[c["country"][row]] or None,
            admin1=plain(self._name(admin1, offsets)) if admin1 >= 0 else None,
            latitude=round(latitude, 5) if known else None,
            longitude=round(longitude, 5) if known else None,
            population=c["population"][row],
            nation_row=c["nation"][row],
            admin1_row=admin1,
            admin2_row=c["admin2"][row],
            main=main,
        )

    def _name(self, row: int, offsets: memoryview) -> str:
        return bytes(self._columns["name"][offsets[row] : offsets[row + 1]]).decode()

    @functools.cached_property
    def _codes(self) -> dict[str, int]:
        """Division code → position; countries and first-level divisions only."""
        lines = bytes(self._columns["codes"]).decode().split("\n")
        pairs = (line.split("\t") for line in lines)
        return {code: int(row) for code, row in pairs if code.count(".") < 2}

    def of_code(self, code: str) -> Entry | None:
        """The country ("IQ") or first-level division ("US.GA") of a GeoNames code."""
        row = self._codes.get(code)
        return None if row is None else self.entry(row)

    def of_id(self, geonames_id: int) -> Entry | None:
        """The place of a GeoNames id."""
        ids, order = self._columns["id"], self._columns["by_id"]
        at = bisect_left(order, geonames_id, key=lambda row: ids[row])
        return self.entry(order[at]) if at < len(order) and ids[order[at]] == geonames_id else None

    def inside_second(self, row: int, most: int = 500) -> tuple[int, ...]:
        """The GeoNames ids of the places in a second-level division, by its position; the most populous of them."""
        population, ids = self._columns["population"], self._columns["id"]
        rows = sorted(self._second.get(row, ()), key=lambda r: (-population[r], r))
        return tuple(ids[r] for r in rows[:most] if ids[r])

    @functools.cached_property
    def _second(self) -> dict[int, list[int]]:
        """Second-level division → what lies in it, by positions."""
        found: dict[int, list[int]] = {}
        for row, division in enumerate(self._columns["admin2"]):
            if division >= 0:
                found.setdefault(division, []).append(row)
        return found

    def starting_with(self, prefix: str, limit: int) -> list[Entry]:
        """Places of which a folded name begins with a prefix, the most populous first; at most ``limit``."""
        offsets, blob = self._columns["key_offset"], self._columns["key"]
        raw = prefix.encode()
        low = bisect_left(range(len(offsets) - 1), raw, key=lambda i: bytes(blob[offsets[i] : offsets[i + 1]]))
        best: dict[int, int] = {}
        population = self._columns["population"]
        starts, postings = self._columns["posting_start"], self._columns["posting"]
        for number in range(low, min(low + 2_000, len(offsets) - 1)):
            if bytes(blob[offsets[number] : offsets[number + 1]])[: len(raw)] != raw:
                break
            for posting in postings[starts[number] : starts[number + 1]]:
                best.setdefault(posting >> 1, population[posting >> 1])
        rows = sorted(best, key=lambda row: (-best[row], row))[:limit]
        return [self.entry(row) for row in rows]

    def named(self, name: str) -> tuple[Entry, ...]:
        """Every place of a name as written, the most populous first and hamlets last."""
        key = fold(name)
        return self.lookup(key) + self.hamlets(key)
