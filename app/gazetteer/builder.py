"""Builds the index file from the rows of a source.

One pass over the rows: numbers go to files of one column each, names to a sort on disk. Memory holds the divisions and
one run of the sort, whatever the number of places.
"""

from __future__ import annotations

import math
import tempfile
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path

from app.gazetteer import layout
from app.gazetteer.columns import Column, Strings, hash_table
from app.gazetteer.folding import ALIKE, HAMLET, fold, skeleton
from app.gazetteer.rows import Row, Source
from app.gazetteer.sorting import Sorter
from app.gazetteer.sources import without_kind

_CELL = 2.0  # cells for each degree when a division's middle is taken from its towns
_NOWHERE = math.nan
_LARGEST = 2**32 - 1
PROGRESS = 100_000  # places from one report to the next
_TOGETHER = 4_096  # rows whose numbers are written at once
_NUMBERS = {
    "id": "i", "feature": "B", "country": "H", "latitude": "f", "longitude": "f", "population": "I",
    "nation": "i", "admin1": "i", "admin2": "i",
}  # fmt: skip

Progress = Callable[[int], None]


class _Middles:
    """The middle of each division: the mean of the cells that hold towns; dense areas do not pull it."""

    def __init__(self) -> None:
        self.cells: dict[int, dict[tuple[int, int], tuple[float, float]]] = defaultdict(dict)
        self.population: dict[int, int] = defaultdict(int)

    def add(self, division: int, row: Row, *, placed: bool) -> None:
        """Count a settlement inside a division; its point matters to a division that is not ``placed`` itself."""
        self.population[division] += row.population
        if not placed and row.latitude is not None and row.longitude is not None:
            cell = (math.floor(row.latitude * _CELL), math.floor(row.longitude * _CELL))
            self.cells[division].setdefault(cell, (row.latitude, row.longitude))

    def point(self, division: int) -> tuple[float, float]:
        """Latitude and longitude; not-a-number when nothing is known inside."""
        points = list(self.cells.get(division, {}).values())
        if not points:
            return _NOWHERE, _NOWHERE
        return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


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


class _Numbering:
    """Numbers texts (features, countries) in the order in which they come."""

    def __init__(self) -> None:
        self.of: dict[str, int] = {}

    def __getitem__(self, text: str) -> int:
        return self.of.setdefault(text, len(self.of))


class _Build:
    """One building of an index in a temporary folder."""

    def __init__(self, folder: Path, open_files: ExitStack) -> None:
        self.folder, self.open_files = folder, open_files
        self.columns = {name: self.column(name, code) for name, code in _NUMBERS.items()}
        self.names = self.strings("name")
        self.postings, self.ids = Sorter(folder / "postings"), Sorter(folder / "ids")
        self.features, self.countries = _Numbering(), _Numbering()
        self.by_code: dict[str, int] = {}
        self.divisions: dict[int, Row] = {}
        self.middles = _Middles()
        self.seats: dict[tuple[int, str], int] | None = None
        self.pending: list[tuple[float, ...]] = []
        self.count = 0

    def column(self, name: str, code: str) -> Column:
        """A column that is closed at the end, however the building ends."""
        column = Column(self.folder, name, code)
        self.open_files.callback(column.close)
        return column

    def strings(self, name: str) -> Strings:
        """Texts that are closed at the end, however the building ends."""
        strings = Strings(self.folder, name)
        self.open_files.callback(strings.close)
        return strings

    def parents(self, row: Row) -> list[int]:
        """Positions of a row's country, first- and second-level division; -1 where there is none."""
        chain = [-1, -1, -1]
        code = row.code or row.within or row.country
        while code:
            level = code.count(".")
            if level < len(chain) and code in self.by_code:
                chain[level] = self.by_code[code]
            code = code.rpartition(".")[0]
        return chain

    def add(self, row: Row) -> None:
        """Take one row; a division comes before what lies inside it."""
        position, self.count = self.count, self.count + 1
        if row.code:
            self.by_code[row.code] = position
            self.divisions[position] = row
        chain = self.parents(row)
        if row.code is None and row.feature == "PPL" and not row.hamlet:
            for division in chain:
                if division >= 0:
                    self.middles.add(division, row, placed=self.divisions[division].latitude is not None)
        if row.hamlet:
            self.seat(chain[1], row)
        point = (
            _NOWHERE if row.latitude is None else row.latitude,
            _NOWHERE if row.longitude is None else row.longitude,
        )
        values = (
            row.geonames_id, self.features[row.feature], self.countries[row.country], *point,
            min(row.population, _LARGEST), *chain,
        )  # fmt: skip
        self.pending.append(values)
        if len(self.pending) >= _TOGETHER:
            self.spill()
        self.names.append(row.name)
        if row.geonames_id > 0:
            self.ids.add(f"{row.geonames_id:010d}\t{position}")
        if row.code is None:
            self.post(position, row, row.population)

    def spill(self) -> None:
        """Write the numbers of the rows taken last, a column at a time."""
        if self.pending:
            for column, values in zip(self.columns.values(), zip(*self.pending, strict=True), strict=True):
                column.extend(values)
            self.pending.clear()

    def seat(self, admin1: int, row: Row) -> None:
        """Take the hamlet that a district is named for as its middle, when the district has no towns."""
        if self.seats is None:  # hamlets come last: which districts have none is known by now
            self.seats = {
                (self.parents(division)[1], fold(name)): position
                for position, division in self.divisions.items()
                if division.feature == "ADM2" and division.latitude is None and not self.middles.cells.get(position)
                for name in (division.name, *without_kind(division.name, division.names))
            }
        for key in _names(row):
            if (division := self.seats.get((admin1, key))) is not None:
                self.middles.add(division, row, placed=False)

    def post(self, position: int, row: Row, population: int) -> None:
        """Sort in the names of a row: by name, then the most populous first."""
        last = _LARGEST - min(population, _LARGEST)
        names = _names(row)
        apart = HAMLET if row.hamlet else ""
        for key, main in names.items():
            self.postings.add(f"{apart}{key}\t{last:010d}\t{2 * position + (not main):010d}")
        if row.feature == "PPL" or row.feature.startswith("ADM"):
            for bones in sorted(set(map(skeleton, names)) - {"", *names}):
                self.postings.add(f"{apart}{ALIKE}{bones}\t{last:010d}\t{2 * position + 1:010d}")

    def settle(self) -> None:
        """Give the divisions what only their towns state: people, and a middle where they have no point."""
        self.spill()
        for position, row in self.divisions.items():
            population = row.population or self.middles.population.get(position, 0)
            self.columns["population"].set(position, min(population, _LARGEST))
            if row.latitude is None or row.longitude is None:
                for name, value in zip(("latitude", "longitude"), self.middles.point(position), strict=True):
                    self.columns[name].set(position, value)
            self.post(position, row, population)

    def index(self) -> layout.Columns:
        """The columns that find a place by its name, and all others."""
        keys, count = self.strings("key"), 0
        starts, postings = self.column("posting-start", "I"), self.column("posting", "I")
        starts.append(0)
        for key, lines in groupby(self.postings.sorted(), key=lambda line: line.partition("\t")[0]):
            for line in lines:
                postings.append(int(line.rpartition("\t")[2]) ^ 1)  # main names, sorted first, carry the lowest bit
            keys.append(key)
            starts.append(postings.length)
            count += 1
        by_id = self.by_id()
        self.open_files.close()
        return {
            **{name: (column.code, column.path) for name, column in self.columns.items()},
            "by_id": ("I", by_id),
            "features": " ".join(self.features.of).encode(),
            "countries": ",".join(self.countries.of).encode(),
            "name": ("B", self.names.blob),
            "name_offset": ("I", self.names.offsets.path),
            "codes": "\n".join(f"{code}\t{position}" for code, position in self.by_code.items()).encode(),
            "key": ("B", keys.blob),
            "key_offset": ("I", keys.offsets.path),
            "slot": ("I", hash_table(keys, count, self.folder)),
            "posting_start": ("I", starts.path),
            "posting": ("I", postings.path),
        }

    def by_id(self) -> Path:
        """Positions in the order of their GeoNames ids; those without one left out."""
        out = self.column("by-id", "I")
        for line in self.ids.sorted():
            out.append(int(line[11:]))
        return out.path


def build(source: Source, path: Path, progress: Progress | None = None) -> int:
    """Write the index of a source's rows to a file in one step; gives the number of places.

    ``progress`` is called with the number of places after every ``PROGRESS`` of them.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".gazetteer-") as name, ExitStack() as open_files:
        work = _Build(Path(name), open_files)
        for row in source.rows():
            work.add(row)
            if progress is not None and work.count % PROGRESS == 0:
                progress(work.count)
        work.settle()
        layout.write(path, work.index())
    return work.count
