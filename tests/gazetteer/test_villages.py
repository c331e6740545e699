"""The villages of countries at war: how they are packed, and that those packed are read."""

from __future__ import annotations

import lzma
from pathlib import Path

from app.gazetteer import open_gazetteer
from app.gazetteer.builder import build
from app.gazetteer.index import Gazetteer
from app.gazetteer.rows import Row
from app.gazetteer.sources import villages
from app.gazetteer.villages import pack
from tests.gazetteer.few_places import FewPlaces
from tests.gazetteer.test_geonames import SAMPLE


def test_only_small_villages_are_packed(tmp_path: Path) -> None:
    (tmp_path / "IQ.txt").write_text("\n".join(SAMPLE) + "\n", "utf-8")
    assert pack(tmp_path / "packed", [tmp_path / "IQ.txt"], FewPlaces()) == {"IQ": 2}
    with lzma.open(tmp_path / "packed/IQ.tsv.xz", "rt", encoding="utf-8") as file:
        assert file.read().splitlines() == [
            "900000010\tHamlet of Vesk\t\t33.700\t41.000\t99",
            "900000011\tTorvan\tTorwan Khurd x\t33.500\t41.000\t99",
        ]


def test_the_packed_ones_are_in_the_index() -> None:
    codes = [path.name[:2] for path in villages()]
    assert len(codes) == 35
    assert {"BF", "MM", "SY", "UA", "YE"} <= set(codes)
    gazetteer = open_gazetteer()
    (village,) = gazetteer.hamlets("nyamakinga")
    assert (village.geonames_id, village.country_code, village.precision) == (206880, "CD", "city")
    assert not gazetteer.has("nyamakinga")


def test_no_village_is_listed_twice() -> None:
    index = open_gazetteer()
    columns, settlement = index._columns, index._features.index("PPL")
    known = zip(columns["id"], columns["feature"], strict=True)
    numbers = [number for number, kind in known if kind == settlement and number]  # our own towns have no number
    assert len(set(numbers)) == len(numbers) > 800_000


class Bare:
    """A district without towns and the hamlet that it is named for, and one in another province."""

    def rows(self) -> list[Row]:
        return [
            Row(1, "Land", "PCLI", "ZZ", code="ZZ"),
            Row(2, "North", "ADM1", "ZZ", within="ZZ", code="ZZ.01"),
            Row(3, "South", "ADM1", "ZZ", within="ZZ", code="ZZ.02"),
            Row(4, "Orvil District", "ADM2", "ZZ", within="ZZ.01", code="ZZ.01.1"),
            Row(5, "Orvil", "PPL", "ZZ", within="ZZ.02", latitude=1.0, longitude=1.0, hamlet=True),
            Row(6, "Orvil", "PPL", "ZZ", within="ZZ.01", latitude=5.0, longitude=6.0, hamlet=True),
        ]


def test_a_district_without_towns_lies_where_the_village_of_its_name_does(tmp_path: Path) -> None:
    build(Bare(), tmp_path / "bare.idx")  # type: ignore[arg-type]
    district = Gazetteer.open(tmp_path / "bare.idx").of_id(4)
    assert district is not None
    assert district.point == (5.0, 6.0)
