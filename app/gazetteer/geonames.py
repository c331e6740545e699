"""Rows of files of GeoNames that the user downloads: ``allCountries.zip``, ``IQ.zip``, ``cities1000.zip`` or the .txt.

The files are read line by line and twice: divisions first, then what lies inside them. What they hold replaces the
installed row of the same GeoNames id; all else of the installed sources stays. Which features are kept says
``data/features.tsv``. Format: https://download.geonames.org/export/dump/readme.txt; data © GeoNames, CC BY 4.0.
"""

from __future__ import annotations

import io
import math
import zipfile
import zlib
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import IO

from app.errors import SetupError
from app.gazetteer.rows import BaseSource, Row
from app.gazetteer.sources import InstalledSource, table, without_kind

COLUMNS = 19
_LEVELS = {"ADM1": 1, "ADM2": 2}
_SEATS = ("PPLA", "PPLC", "PPLG")
_FEW = 500  # people; as many and more has a settlement of the installed source
_LONGEST = 1_000_000  # characters of one line; the longest of GeoNames has some ten thousand
_TALES = frozenset({"readme.txt", "license.txt"})


@dataclass(frozen=True, slots=True)
class Line:
    """The fields of one line that we use, as GeoNames names them."""

    geonameid: int
    name: str
    ascii: str
    alternates: tuple[str, ...]
    latitude: float
    longitude: float
    feature_class: str
    feature_code: str
    country: str
    admin: tuple[str, str]
    population: int


def _member(archive: zipfile.ZipFile, path: Path) -> str:
    """The one table in an archive."""
    members = [n for n in archive.namelist() if n.endswith(".txt") and Path(n).name.lower() not in _TALES]
    if len(members) != 1:
        held = ", ".join(members or archive.namelist()[:3]) or "nothing"
        raise SetupError(f"{path}: a zip file of GeoNames holds one table such as allCountries.txt; this holds {held}.")
    return members[0]


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """The table of a zip file or the text file itself, as bytes."""
    try:
        if path.stat() and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path)) as table_file:
                yield table_file
        elif path.suffix == ".zip":
            raise SetupError(f"{path} is not a zip file, or its download is incomplete.")
        else:
            with path.open("rb") as file:
                yield file
    except FileNotFoundError as error:
        raise SetupError(f"{path} does not exist.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise SetupError(f"{path} cannot be read to its end: {error}") from error


def lines(path: Path) -> Iterator[Line]:
    """Every line of a file. Raises ``SetupError`` with the number of the line that is not of GeoNames' format."""
    with _opened(path) as file:
        number = 0
        with io.TextIOWrapper(file, encoding="utf-8", newline="\n") as text:
            try:
                while raw := text.readline(_LONGEST):
                    number += 1
                    if raw.strip():
                        yield _line(raw.rstrip("\r\n"), path, number)
            except UnicodeDecodeError as error:
                raise SetupError(f"{path}, line {number + 1}: not UTF-8 text ({error.reason}).") from error


def _line(raw: str, path: Path, number: int) -> Line:
    fields = raw.split("\t")
    if len(fields) != COLUMNS:
        hint = " (this looks like postal codes)" if len(fields) == 12 else ""
        raise SetupError(
            f"{path}, line {number}: {len(fields)} columns where GeoNames has {COLUMNS}, separated by tabs{hint}."
        )
    try:
        line = Line(
            geonameid=int(fields[0]),
            name=fields[1],
            ascii=fields[2],
            alternates=tuple(filter(None, fields[3].split(","))),
            latitude=float(fields[4]),
            longitude=float(fields[5]),
            feature_class=fields[6],
            feature_code=fields[7],
            country=fields[8],
            admin=(fields[10], fields[11]),
            population=int(fields[14] or 0),
        )
    except ValueError as error:
        raise SetupError(f"{path}, line {number}: {error}; columns 1, 5, 6 and 15 of GeoNames are numbers.") from error
    if not (math.isfinite(line.latitude) and abs(line.latitude) <= 90 and abs(line.longitude) <= 180):
        raise SetupError(f"{path}, line {number}: {fields[4]}, {fields[5]} is not a point on Earth.")
    return line


class GeoNamesSource:
    """The rows of a base source (the installed one), overlaid and enlarged by files of GeoNames.

    ``admin1`` is GeoNames' ``admin1CodesASCII.txt``: further names of first-level divisions, for files that hold
    settlements only.
    """

    def __init__(self, files: list[Path], admin1: Path | None = None, base: BaseSource | None = None) -> None:
        self.files, self.admin1 = files, admin1
        self.base = base or InstalledSource()
        self.features = {(kind, code): (feature, when) for kind, code, feature, when in table("features")}

    def rows(self) -> Iterator[Row]:
        """Countries, divisions, regions, the files' places, then installed settlements that the files lack."""
        found = self._countries_and_divisions()
        points = {row.country: row for row in found.values() if row.feature == "PCLI"}
        for row in self.base.countries():
            point = points.get(row.country)
            yield replace(row, latitude=point.latitude, longitude=point.longitude) if _open(row) and point else row
        yield from self._divisions({code: row for code, row in found.items() if row.feature != "PCLI"})
        yield from self.base.regions()
        counted = {row.geonames_id for row in self.base.settlements()}
        lacking = counted | {row.geonames_id for row in self.base.hamlets()}
        for row in self._places(counted):
            lacking.discard(row.geonames_id)
            yield row
        for row in chain(self.base.settlements(), self.base.hamlets()):
            if row.geonames_id in lacking:
                yield row

    def _countries_and_divisions(self) -> dict[str, Row]:
        """The countries and upper divisions of the files by code; divisions have no names of their towns."""
        found: dict[str, Row] = {}
        for path in self.files:
            count = 0
            for count, line in enumerate(lines(path), 1):  # noqa: B007 (counted to recognise an empty file)
                if line.feature_code.startswith("PCL") and line.feature_code != "PCLH":
                    found.setdefault(line.country, _row(line, "PCLI", code=line.country))
                elif line.feature_class == "A" and (level := _LEVELS.get(line.feature_code)) and line.country:
                    code = ".".join((line.country, *line.admin[:level]))
                    if not code.endswith("."):
                        found[code] = _row(line, line.feature_code, code=code)
            if not count:
                raise SetupError(f"{path} is empty.")
        return found

    def _divisions(self, found: dict[str, Row]) -> Iterator[Row]:
        """First-level divisions before second-level ones; those of the files overlay the installed ones."""
        known = {row.code: row for row in self.base.divisions() if row.code}
        for code, row in found.items():
            known[code] = _joined(row, known[code]) if code in known else row
        for code, names in self._codes().items():
            if code in known:
                known[code] = replace(known[code], names=(*known[code].names, *names))
        for row in sorted(known.values(), key=lambda row: (row.code or "").count(".")):
            yield replace(row, names=(*row.names, *without_kind(row.name, row.names))) if row.feature == "ADM1" else row

    def _codes(self) -> dict[str, tuple[str, ...]]:
        """Code → names of ``admin1CodesASCII.txt``."""
        if self.admin1 is None:
            return {}
        out: dict[str, tuple[str, ...]] = {}
        with _opened(self.admin1) as file, io.TextIOWrapper(file, encoding="utf-8", errors="replace") as text:
            for number, raw in enumerate(text, 1):
                fields = raw.rstrip("\r\n").split("\t")
                if len(fields) != 4 or "." not in fields[0]:
                    problem = "not a line of admin1CodesASCII.txt (code, name, name, id)"
                    raise SetupError(f"{self.admin1}, line {number}: {problem}.")
                out[fields[0]] = (fields[1], fields[2])
        return out

    def _places(self, counted: Container[int]) -> Iterator[Row]:
        """What is neither a country nor an upper division; the small and uncounted villages are hamlets."""
        for path in self.files:
            for line in lines(path):
                if line.feature_class == "A" and line.feature_code in _LEVELS:
                    continue
                feature = self.kept(line)
                if feature:
                    within = ".".join(filter(None, (line.country, *line.admin)))
                    hamlet = is_hamlet(line) and line.geonameid not in counted
                    yield replace(_row(line, feature, within=within), hamlet=hamlet)

    def kept(self, line: Line) -> str | None:
        """The feature as which a line is kept; None when it is left out."""
        kind, code = line.feature_class, line.feature_code
        feature, when = self.features.get((kind, code)) or self.features.get((kind, "*")) or ("", "never")
        if when == "never" or (when == "known" and all(name == line.name for name in line.alternates)):
            return None
        return feature


def is_hamlet(line: Line) -> bool:
    """Whether a line is a settlement that is not a seat and has few people, or an unknown number of them."""
    return line.feature_class == "P" and not line.feature_code.startswith(_SEATS) and line.population < _FEW


def _open(row: Row) -> bool:
    return row.latitude is None or row.longitude is None


def _row(line: Line, feature: str, *, code: str | None = None, within: str | None = None) -> Row:
    return Row(
        geonames_id=line.geonameid,
        name=line.name,
        feature=feature,
        country=line.country,
        names=(line.ascii, *line.alternates),
        within=within if code is None else code.rpartition(".")[0],
        code=code,
        latitude=line.latitude,
        longitude=line.longitude,
        population=line.population,
    )


def _joined(row: Row, known: Row) -> Row:
    """A division of a file under the name of the installed one, which news uses ("Soum" for "Soum Province")."""
    names = dict.fromkeys((row.name, *row.names, *known.names))
    return replace(row, name=known.name, names=tuple(names))
