"""The benchmark of linking runs, and the order of arrival changes next to nothing."""

from __future__ import annotations

import pytest

from tests.benchmarks.bench_linking import main, reports, shuffled
from tests.databases import Databases


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_times_and_memory_are_printed(kind: str, databases: Databases, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--incidents", "300", "--measured", "4", "--database", databases.new(kind)])
    printed = capsys.readouterr().out
    assert "300 incidents" in printed
    assert all(word in printed for word in ("linking", "processor", "whole", "p95", "memory:"))


def test_the_order_of_arrival_changes_next_to_nothing(databases: Databases) -> None:
    """Pairwise F1 of at least .97 over five orders."""
    found = list(reports(40))
    scores = list(shuffled("sqlite", databases, found, 5))
    assert len(scores) == 5
    assert min(scores) >= 0.97
