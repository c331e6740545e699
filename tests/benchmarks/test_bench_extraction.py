"""The benchmark runs; what it measures is no matter of a test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.benchmarks import bench_extraction

FILE = Path(__file__).parents[2] / "docs" / "examples" / "articles.jsonl"


@pytest.mark.parametrize(("given", "count"), [(["--articles", "3"], "3"), ([str(FILE)], r"\d+")])
def test_it_prints_a_ratio(capsys: pytest.CaptureFixture[str], given: list[str], count: str) -> None:
    bench_extraction.main([*given, "--repeats", "1"])
    assert re.fullmatch(rf"{count} articles, \d+ words; .* ratio \d\.\d\d\n", capsys.readouterr().out)
