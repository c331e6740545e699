"""``dateline extract``: articles in, one JSON line each out, in the order of the input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from app.cli.inputs import Item, items
from app.cli.reading import read_here, read_in_processes
from app.settings import Settings


class Tally:
    """What went through: to tell an empty run from one that could read nothing, and for the progress line."""

    def __init__(self) -> None:
        self.seen = 0
        self.opened = 0

    def count(self, stream: Iterator[Item]) -> Iterator[Item]:
        """The same items, counted."""
        for item in stream:
            self.seen += 1
            self.opened += item.opened
            yield item


def run(files: list[str], settings: Settings, workers: int, published_at: str | None) -> int:
    """Read all, write all; the exit status: 1 when no input could be opened, else 0."""
    tally = Tally()
    stream = tally.count(items(files, settings, published_at))
    lines = read_here(stream, settings) if workers == 1 else read_in_processes(stream, settings, workers)
    try:
        write(lines)
    except BrokenPipeError:
        # the reader (head, less) has seen enough: no message, and none when Python flushes at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return 1 if tally.seen and not tally.opened else 0


def write(lines: Iterator[bytes]) -> None:
    """Write each line as soon as it is there; the progress goes to standard error when that is a terminal."""
    out = sys.stdout.buffer
    for line in progress(lines) if sys.stderr.isatty() else lines:
        out.write(line + b"\n")
        if out.isatty():
            out.flush()
    out.flush()


def progress(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The same lines, with a count, a rate and the failures shown while they pass."""
    from rich.console import Console  # only for people at a terminal
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} articles"), TextColumn("{task.fields[note]}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("extract", total=None, note="")
        lost = 0
        for line in lines:
            yield line
            lost += b'"status": "failed"' in line[:400]
            bar.update(task, advance=1, note=f"{lost} failed" if lost else "")
