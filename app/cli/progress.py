"""The progress of a long command on standard error: a bar at a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from app.ingestion.opening import Meter

T = TypeVar("T")
_LINE_SECONDS = 30.0


def shown(stream: Iterable[T], meter: Meter, line: Callable[[], str]) -> Iterator[T]:
    """The same items, with the progress shown while they pass; ``line`` gives the counts so far."""
    return _bar(stream, meter) if sys.stderr.isatty() else _lines(stream, meter, line)


def _bar(stream: Iterable[T], meter: Meter) -> Iterator[T]:
    from rich.console import Console  # only for people at a terminal
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    counts = TextColumn("{task.fields[articles]:,} articles, {task.fields[rate]:,.1f}/s")
    columns = (BarColumn(), TextColumn("{task.percentage:3.0f} %"), counts, TimeElapsedColumn(), TimeRemainingColumn())
    began = time.perf_counter()
    with Progress(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=300) as bar:
        task = bar.add_task("load", total=meter.total, articles=0, rate=0.0)
        for number, item in enumerate(stream, start=1):
            rate = number / max(time.perf_counter() - began, 0.001)
            bar.update(task, completed=meter.read, articles=number, rate=rate)
            yield item


def _lines(stream: Iterable[T], meter: Meter, line: Callable[[], str]) -> Iterator[T]:
    began = last = time.perf_counter()
    for item in stream:
        yield item
        if (now := time.perf_counter()) - last >= _LINE_SECONDS:
            last = now
            print(f"dateline: {line()}{remaining(meter, now - began)}", file=sys.stderr, flush=True)


def remaining(meter: Meter, seconds: float) -> str:
    """The part of the input that was read, and the time for the rest at this rate; nothing when it is unknown."""
    if not meter.total or not meter.read:
        return ""
    part = min(meter.read / meter.total, 1.0)
    return f"; {100 * part:.0f} % read, about {seconds * (1 - part) / part / 60:.0f} min left"
