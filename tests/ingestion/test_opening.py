"""Compressed files, and how far through a file the reading is."""

from __future__ import annotations

import bz2
import gzip
import lzma
from pathlib import Path

import pytest
import zstandard

from app.ingestion.input_files import input_size, items
from app.ingestion.opening import Meter, inner_suffix, open_input
from app.ingestion.options import InputOptions
from app.settings import Settings

OPTIONS = InputOptions(Settings())
LINES = b"".join(b'{"id": %d, "text": "A quiet day."}\n' % n for n in range(3))
PACKED = {
    "gz": gzip.compress(LINES[:40]) + gzip.compress(LINES[40:]),
    "zst": zstandard.compress(LINES[:40]) + zstandard.compress(LINES[40:]),
    "bz2": bz2.compress(LINES),
    "xz": lzma.compress(LINES),
}


@pytest.mark.parametrize("ending", PACKED)
def test_compressed_files_are_read_as_their_content(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"a.JSONL.{ending}"
    file.write_bytes(PACKED[ending])
    meter = Meter()
    assert [item.id for item in items([str(file)], OPTIONS, meter)] == [0, 1, 2]
    assert [item.id for item in items([str(tmp_path)], OPTIONS)] == [0, 1, 2]
    assert meter.read == len(PACKED[ending]) == input_size([str(file)]) == input_size([str(tmp_path)])


@pytest.mark.parametrize("ending", PACKED)
def test_a_damaged_file_gives_what_can_be_read_and_a_reason(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"a.jsonl.{ending}"
    file.write_bytes(PACKED[ending][:-12])
    *_, last = items([str(file)], OPTIONS)
    assert f"Cannot read {file}" in str(last.reason)
    file.write_bytes(b"no such thing, but long enough to be looked at")
    (only,) = items([str(file)], OPTIONS)
    assert (only.opened, only.raw) == (False, None)


def test_the_ending_is_that_of_the_content() -> None:
    assert [inner_suffix(name) for name in ("A.CSV.GZ", "a.csv", "a.gz", "a")] == [".csv", ".csv", "", ""]


def test_standard_input_has_no_known_size(tmp_path: Path) -> None:
    assert input_size(["-", str(tmp_path)]) is None
    assert input_size([str(tmp_path / "none")]) == 0


def test_a_file_is_counted_while_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"x" * 1_000_000)
    meter = Meter()
    with open_input(str(file), meter) as opened:
        opened.read(1)
        assert 0 < meter.read < 1_000_000
        opened.read()
    assert meter.read == 1_000_000
