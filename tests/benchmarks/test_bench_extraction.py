"""The benchmark runs; what it measures is no matter of a test."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent / "bench_extraction.py"


def test_it_prints_a_ratio() -> None:
    command = [sys.executable, str(SCRIPT), "--articles", "3", "--repeats", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert re.search(r"3 articles, \d+ words; .* ratio \d\.\d\d\n", done.stdout)


def test_it_measures_on_files_too() -> None:
    file = Path(__file__).parents[2] / "docs" / "examples" / "articles.jsonl"
    command = [sys.executable, str(SCRIPT), "--repeats", "1", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert re.search(r"\d+ articles, \d+ words; .* ratio \d\.\d\d\n", done.stdout)
