"""Sorting on disk gives what sorting in memory gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.gazetteer.sorting import Sorter


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.text(alphabet="abc \té", max_size=6), max_size=40), run=st.integers(1, 50))
def test_runs_are_merged_in_order(tmp_path_factory: pytest.TempPathFactory, lines: list[str], run: int) -> None:
    sorter = Sorter(tmp_path_factory.mktemp("sort") / "runs", run)
    for line in lines:
        sorter.add(line)
    assert list(sorter.sorted()) == sorted(set(lines))


def test_runs_go_to_disk(tmp_path: Path) -> None:
    sorter = Sorter(tmp_path / "runs", 2)
    for line in "edcba":
        sorter.add(line)
    assert len(list((tmp_path / "runs").iterdir())) == 2
    assert list(sorter.sorted()) == list("abcde")
