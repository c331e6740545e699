"""The user's own files of GeoNames: an invented sample in the official format, whole and spoilt.

They enlarge a base of seven places (``few_places``); a file and the 900,000 installed places together take a minute.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from app.errors import SetupError
from app.gazetteer import Gazetteer, builder
from app.gazetteer.builder import build
from app.gazetteer.geonames import COLUMNS, GeoNamesSource, lines
from app.gazetteer.sources import InstalledSource
from tests.gazetteer.few_places import FewPlaces

Field = str | int | float


def place(number: int, name: str, kind: str, code: str, **more: Field) -> str:
    """One line: the 19 columns of GeoNames, invented."""
    values = {"alternates": "", "latitude": 33.5, "longitude": 41.0, "country": "IQ", "a1": "99", "a2": "", "people": 0}
    values |= more
    fields: list[Field] = [
        number,
        name,
        name,
        values["alternates"],
        values["latitude"],
        values["longitude"],
        kind,
        code,
    ]
    fields += [
        values["country"],
        "",
        values["a1"],
        values["a2"],
        "",
        "",
        values["people"],
        "",
        30,
        "Asia/Baghdad",
        "2024-01-01",
    ]
    return "\t".join(map(str, fields))


SAMPLE = [
    place(900000003, "Zumbarol", "P", "PPLA3", alternates="Zoumbarol,Zum Barol", latitude=33.61, a2="9901", people=90),
    place(900000002, "Torvan District", "A", "ADM2", a2="9901"),
    place(900000001, "Vesk Governorate", "A", "ADM1", alternates="Wisk", people=250_000),
    place(900000012, "Anbar Governorate of the Dump", "A", "ADM1", a1="01"),
    place(900000004, "Olum", "P", "PPLQ"),
    place(900000005, "Keshan Airport", "S", "AIRP", a2="9901"),
    place(900000006, "Nameless Hill", "T", "HLL", alternates="Tell"),
    place(900000007, "Torvan Stream", "H", "STM"),
    place(900000008, "Grand Torvan", "H", "STM", alternates="Torvan River"),
    place(900000009, "Lower Torvan Subdistrict", "A", "ADM3", a2="9901"),
    place(900000010, "Hamlet of Vesk", "P", "PPL", latitude=33.7),
    place(900000011, "Torvan", "P", "PPL", alternates="Torwan Khurd;x", people=480, a2="9901"),
    place(92138, "Al Qā’im", "P", "PPL", alternates="Qaim Gate", latitude=34.4, a1="01", people=74_000),
]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dump") / "IQ.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "what the columns are")
        archive.writestr("IQ.txt", "\n".join(SAMPLE) + "\n")
    return path


@pytest.fixture(scope="module")
def own(sample: Path) -> Gazetteer:
    """A few places with those of the sample; admin1CodesASCII.txt beside it."""
    codes = sample.with_name("admin1CodesASCII.txt")
    codes.write_text("IQ.99\tVesk Marches\tVesk Marches\t900000001\nZZ.01\tElsewhere\tElsewhere\t1\n", "utf-8")
    build(GeoNamesSource([sample], codes, FewPlaces()), sample.with_name("own.idx"))
    return Gazetteer.open(sample.with_name("own.idx"))


def test_villages_are_found_in_their_divisions(own: Gazetteer) -> None:
    (village,) = own.named("Zoumbarol")
    assert (village.name, village.feature, village.precision, village.point) == (
        "Zumbarol",
        "PPL",
        "city",
        (33.61, 41.0),
    )
    assert (village.admin1, village.main) == ("Vesk Governorate", False)
    district = own.entry(village.admin2_row)
    assert (district.name, district.population, district.point) == ("Torvan District", 90, (33.5, 41.0))


def test_divisions_answer_to_their_names_with_and_without_kind(own: Gazetteer) -> None:
    for name in ("Vesk", "Vesk Governorate", "Wisk", "Vesk Marches"):
        assert [e.geonames_id for e in own.named(name)] == [900000001]
    (division,) = own.named("Vesk")
    assert (division.population, division.precision) == (250_000, "admin1")
    assert own.of_code("IQ.99") is not None


@pytest.mark.parametrize(
    ("name", "feature", "precision"),
    [
        ("Keshan Airport", "AIRP", "point"),
        ("Torvan River", "STM", "region"),
        ("Lower Torvan Subdistrict", "ADM3", "admin1"),
    ],
)
def test_other_features_keep_their_kind(own: Gazetteer, name: str, feature: str, precision: str) -> None:
    (entry,) = own.named(name)
    assert (entry.feature, entry.precision, entry.admin1) == (feature, precision, "Vesk Governorate")


@pytest.mark.parametrize("name", ["Olum", "Nameless Hill", "Torvan Stream"])
def test_abandoned_and_unheard_of_places_are_left_out(own: Gazetteer, name: str) -> None:
    assert not any(e.geonames_id and e.geonames_id >= 900000001 for e in own.named(name))


def test_a_file_replaces_the_installed_row_and_leaves_the_others(own: Gazetteer) -> None:
    place = own.of_id(92138)
    assert place is not None
    assert (place.latitude, place.admin1) == (34.4, "Al Anbar")
    assert [e.geonames_id for e in own.named("Qaim Gate")] == [92138]
    assert [e.admin1 for e in own.named("Paris")] == ["Texas"]
    assert [e.geonames_id for e in own.hamlets("tal maqna")] == [900000101]
    assert [e.feature for e in own.named("Lake Ordun")] == ["LK"]


def test_a_division_keeps_the_name_that_news_uses(own: Gazetteer) -> None:
    division = own.of_code("IQ.01")
    assert division is not None
    assert (division.geonames_id, division.name) == (900000012, "Al Anbār")
    assert [e.row for e in own.named("Anbar Governorate of the Dump")] == [division.row]


def test_villages_of_few_people_are_hamlets(own: Gazetteer) -> None:
    assert not own.has("hamlet of vesk")
    assert [e.geonames_id for e in own.hamlets("hamlet of vesk")] == [900000010]
    assert [(e.geonames_id, e.population) for e in own.hamlets("torvan")] == [(900000011, 480)]
    assert own.has("zumbarol")  # the seat of a district, however small


def spoilt(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def zipped(folder: Path, **members: str) -> Path:
    path = folder / "some.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, text in members.items():
            archive.writestr(f"{member}.txt", text)
    return path


def test_files_of_another_kind_are_refused_by_name(tmp_path: Path, sample: Path) -> None:
    good = SAMPLE[0]
    refused = {
        "does not exist": tmp_path / "absent.zip",
        "not a zip file": spoilt(tmp_path, "broken.zip", sample.read_bytes()[:200]),
        "holds one table": zipped(tmp_path, one=good, two=good),
        "line 2: 2 columns where": spoilt(tmp_path, "short.txt", f"{good}\n1\tx\n".encode()),
        "postal codes": spoilt(tmp_path, "post.txt", ("IQ" + "\t" * 11 + "\n").encode()),
        "line 1: .* are numbers": spoilt(tmp_path, "word.txt", good.replace("33.61", "north").encode()),
        "not a point on Earth": spoilt(tmp_path, "far.txt", good.replace("33.61", "133.61").encode()),
        "not UTF-8": spoilt(tmp_path, "latin.txt", good.replace("Zumbarol", "Zümbarol").encode("latin-1")),
    }
    for message, path in refused.items():
        with pytest.raises(SetupError, match=message):
            list(lines(path))


def test_a_damaged_archive_is_refused(tmp_path: Path, sample: Path) -> None:
    raw = bytearray(sample.read_bytes())
    middle = raw.index(b"IQ.txt") + 60
    raw[middle : middle + 40] = bytes(40)
    with pytest.raises(SetupError, match="cannot be read to its end"):
        list(lines(spoilt(tmp_path, "damaged.zip", bytes(raw))))


def test_an_empty_file_and_wrong_codes_are_refused(tmp_path: Path, sample: Path) -> None:
    with pytest.raises(SetupError, match="is empty"):
        build(GeoNamesSource([spoilt(tmp_path, "empty.txt", b"")], base=FewPlaces()), tmp_path / "x.idx")
    codes = spoilt(tmp_path, "codes.txt", b"IQ.99 Vesk\n")
    with pytest.raises(SetupError, match=r"not a line of admin1CodesASCII\.txt"):
        build(GeoNamesSource([sample], codes, FewPlaces()), tmp_path / "x.idx")
    assert not (tmp_path / "x.idx").exists()
    assert not list(tmp_path.glob(".gazetteer-*"))


def test_building_reports_its_progress(tmp_path: Path, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "PROGRESS", 5)
    counts: list[int] = []
    count = builder.build(GeoNamesSource([sample], base=FewPlaces()), tmp_path / "own.idx", counts.append)
    assert counts == list(range(5, count + 1, 5))


def test_files_enlarge_the_installed_places_unless_another_base_is_given() -> None:
    assert isinstance(GeoNamesSource([]).base, InstalledSource)


def test_the_sample_is_of_the_official_format() -> None:
    assert {line.count("\t") + 1 for line in SAMPLE} == {COLUMNS}
