"""``dateline ontology``: files of one's own are begun, checked and tested, with mistakes that say what to change."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.cli.program import run


def dateline(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"DATELINE_ONTOLOGY_PATH": str(folder)}
    return subprocess.run(
        [sys.executable, "-m", "app.cli", "ontology", *words], env=env, capture_output=True, text=True, check=False
    )


def new(folder: Path, name: str) -> subprocess.CompletedProcess[str]:
    """Begin a type: that reads no file, so it may be done in this process."""
    return run("ontology", "new", name, "--path", str(folder))


def test_a_mistake_stops_the_check_with_file_key_and_suggestion(tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    assert "no such folder; 'dateline ontology new NAME' makes it" in dateline(folder, "check").stderr
    assert new(folder, "ice_jam").returncode == 0
    assert "exists already" in new(folder, "ice_jam").stderr
    file = folder / "event_types" / "ice_jam.yaml"
    file.write_text(file.read_text("utf-8").replace("frame: act", "frame: acts"), "utf-8")
    found = dateline(folder, "check")
    assert (found.returncode, found.stdout) == (1, "")
    assert "event_types/ice_jam.yaml: frame: expected 'act'" in found.stderr
    assert "did you mean 'act'?" in found.stderr


def test_examples_that_do_not_hold_are_named(tmp_path: Path) -> None:
    assert new(tmp_path, "mirage").returncode == 0
    file = tmp_path / "event_types" / "mirage.yaml"
    file.write_text(file.read_text("utf-8").replace("The weather was fine", "A mirage was seen"), "utf-8")
    found = dateline(tmp_path, "test")
    assert found.returncode == 1
    assert "mirage: 'A mirage was seen on Monday.': expected no such event, found 'mirage'" in found.stdout


def test_words_of_ones_own_are_added_or_take_the_place_of_the_packages(tmp_path: Path) -> None:
    words = tmp_path / "lexicon" / "en" / "triggers" / "protest.yaml"
    words.parent.mkdir(parents=True)
    words.write_text("source: own list\ntriggers: [{verbs: [picket]}]\n", "utf-8")
    assert dateline(tmp_path, "test", "protest").returncode == 0
    words.write_text("source: own list\nreplaces: true\ntriggers: [{verbs: [picket]}]\n", "utf-8")
    assert dateline(tmp_path, "test", "protest").returncode == 1


def test_a_wrong_name_is_refused(tmp_path: Path) -> None:
    assert "use small letters" in new(tmp_path, "Ice Jam").stderr
    assert "did you mean 'protest'" in dateline(tmp_path, "test", "protests").stderr
