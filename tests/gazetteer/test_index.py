"""The index: built from few rows, read back; and the real one, which the extractor's fixture has built already."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import SetupError
from app.gazetteer import Gazetteer, ensure_index, fold, open_gazetteer, search
from app.gazetteer.builder import build
from app.gazetteer.folding import skeleton
from app.gazetteer.rows import Row
from app.gazetteer.setup import index_path
from app.settings import Settings


class Few:
    """A source of six places."""

    def rows(self) -> Iterator[Row]:
        yield Row(1, "Arcadia", "PCLI", "GR", ("Arkadia",), code="GR", population=9)
        yield Row(2, "Lower Vale", "ADM1", "GR", ("Vale Province",), within="GR", code="GR.01")
        yield Row(3, "Élan", "PPL", "GR", ("Elaan",), within="GR.01", latitude=10.0, longitude=20.0, population=50)
        yield Row(4, "Elan", "PPL", "GR", (), within="GR", latitude=11.0, longitude=20.0, population=500)
        yield Row(5, "Elan", "PPL", "GR", ("Elân Bas",), within="GR.01", latitude=10.5, longitude=20.5, hamlet=True)
        yield Row(0, "Far Sea", "SEA", "", (), latitude=0.0, longitude=-30.0)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    path = tmp_path_factory.mktemp("few") / "few.idx"
    assert build(Few(), path) == 6
    return Gazetteer.open(path)


def test_lookup_gives_the_most_populous_first(few: Gazetteer) -> None:
    assert [e.geonames_id for e in few.lookup("elan")] == [4, 3]
    assert few.lookup("elaan")[0].main is False
    assert few.lookup("nowhere") == ()


def test_hamlets_are_looked_up_apart(few: Gazetteer) -> None:
    assert [e.geonames_id for e in few.hamlets("elan")] == [5]
    assert not few.has("elan bas")
    assert [(e.geonames_id, e.main) for e in few.hamlets("elan bas")] == [(5, False)]
    assert [e.geonames_id for e in few.hamlets_alike("ellan bas")] == [5]
    assert [e.geonames_id for e in few.named("Elan")] == [4, 3, 5]
    assert [e.geonames_id for e in few.named("Elân Bas")] == [5]


def test_divisions_hold_their_towns(few: Gazetteer) -> None:
    town, division, country = few.of_id(3), few.of_code("GR.01"), few.of_code("GR")
    assert town is not None
    assert division is not None
    assert country is not None
    assert town.inside(division)
    assert town.inside(country)
    assert not country.inside(town)
    assert (town.admin1, town.country_code, town.precision) == ("Lower Vale", "GR", "city")
    assert division.point == pytest.approx((10.0, 20.0))
    assert division.population == 50


def test_regions_have_no_country(few: Gazetteer) -> None:
    (sea,) = few.named("the Far Sea")
    assert (sea.country_code, sea.geonames_id, sea.precision) == (None, None, "region")


def test_search(few: Gazetteer) -> None:
    assert [p.geonames_id for p in search(few, "Elan, Vale Province")] == [3, 5]
    assert [p.geonames_id for p in search(few, "el", limit=1)] == [4]
    assert [p.name for p in search(few, "3")] == ["Élan"]
    assert search(few, "  ") == search(few, "99999999999999") == []


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Al-Qā’im", "al qaim"),
        ("El Qa'im", "al qaim"),
        ("Saint John's", "st johns"),
        ("St. John's", "st johns"),
        ("Łódź", "lodz"),
        ("Côte d’Ivoire", "cote divoire"),
        ("The Hague", "hague"),
        ("القائم", ""),
    ],
)
def test_fold(name: str, key: str) -> None:
    assert fold(name) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hawija", "Al Ḩawījah"),
        ("Yinmarbin", "Yinmabin"),
        ("Hlaing Tharyar", "Hlaingthaya"),
        ("Maarat al-Numan", "Ma‘arrat an Nu‘mān"),
        ("Matiakoali", "Matiacoali"),
    ],
)
def test_skeletons_of_one_name_are_equal(one: str, other: str) -> None:
    assert skeleton(fold(one)) == skeleton(fold(other)) != ""


@pytest.mark.parametrize(("one", "other"), [("Tallinn", "Tarin"), ("Inata", "Inada"), ("Kani", "Kano"), ("Al", "El")])
def test_skeletons_of_two_names_are_not(one: str, other: str) -> None:
    assert skeleton(fold(one)) != skeleton(fold(other)) or not skeleton(fold(one))


def test_nearly_equal_names_are_found_apart_from_equal_ones(few: Gazetteer) -> None:
    assert few.lookup("ellan") == ()
    assert [e.geonames_id for e in few.alike("ellan")] == [4, 3]
    assert few.alike("el") == ()


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.idx"
    wrong.write_bytes(b"not an index at all")
    with pytest.raises(SetupError, match="delete it"):
        Gazetteer.open(wrong)
    with pytest.raises(SetupError, match="cannot be read"):
        Gazetteer.open(tmp_path / "missing.idx")


def test_the_real_index() -> None:
    gazetteer = open_gazetteer()
    assert len(gazetteer) > 280_000
    place = gazetteer.of_id(92138)
    assert place is not None
    assert (place.country_code, place.admin1, place.feature) == ("IQ", "Al Anbar", "PPL")
    assert any(e.admin1 == "Texas" for e in gazetteer.named("Paris"))


def test_it_opens_fast_and_stays_small() -> None:
    code = (
        "import resource, sys, time; from pathlib import Path; from app.gazetteer.index import Gazetteer;"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; start = time.perf_counter();"
        "g = Gazetteer.open(Path(sys.argv[1])); [g.named(n) for n in ('Paris', 'Springfield', 'Al-Qaim')];"
        "print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    path = str(ensure_index(Settings()))
    out = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True).stdout
    seconds, kilobytes = map(float, out.split())
    assert seconds < 0.5
    assert kilobytes < 150_000


def test_the_path_contains_the_version(tmp_path: Path) -> None:
    path = index_path(Settings(gazetteer_path=tmp_path))
    assert path.parent == tmp_path
    assert path.name.startswith("gazetteer-")
    assert not path.exists()
