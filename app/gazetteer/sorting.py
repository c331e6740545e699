"""Sorts more lines than memory should hold: sorted runs in files, merged as they are read."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

_RUN = 400_000  # lines sorted in memory at a time: some forty megabytes


class Sorter:
    """Takes lines in any order and gives them back sorted, equal ones once. ``folder`` holds the runs."""

    def __init__(self, folder: Path, run: int = _RUN) -> None:
        folder.mkdir(exist_ok=True)
        self.folder, self.run = folder, run
        self.lines: list[str] = []
        self.runs: list[Path] = []

    def add(self, line: str) -> None:
        """Take one line, without its end; it must hold no line break."""
        self.lines.append(line)
        if len(self.lines) >= self.run:
            self._spill()

    def _spill(self) -> None:
        path = self.folder / f"run-{len(self.runs)}"
        self.lines.sort()
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in self.lines)
        self.runs.append(path)
        self.lines.clear()

    def sorted(self) -> Iterator[str]:
        """Every line in order; to be read once."""
        self.lines.sort()
        files: list[TextIO] = [path.open(encoding="utf-8", newline="\n") for path in self.runs]
        try:
            last = None
            for line in heapq.merge(*(map(_bare, file) for file in files), self.lines):
                if line != last:
                    yield line
                last = line
        finally:
            for file in files:
                file.close()


def _bare(line: str) -> str:
    return line.removesuffix("\n")
