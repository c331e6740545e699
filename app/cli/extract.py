"""``dateline extract``: articles in, one JSON line each out, in the order of the input."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator

from app.cli.environment import check_model
from app.gazetteer import ensure_index
from app.ingestion import ReaderPool
from app.ingestion.batch_reading import Outcome, read_all
from app.ingestion.fields import publication_date
from app.ingestion.input_files import items
from app.ingestion.items import Item, ItemId
from app.ingestion.options import InputOptions
from app.ingestion.worker import Reading

_ID = b'{"id":'


class InputCount:
    """Count what was read, so that an empty run differs from one that could open nothing; name the files not opened."""

    def __init__(self) -> None:
        self.seen = 0
        self.opened = 0

    def count(self, stream: Iterator[Item]) -> Iterator[Item]:
        """The same items, counted."""
        for item in stream:
            self.seen += 1
            self.opened += item.opened
            if not item.opened:
                print(f"dateline: {item.reason}", file=sys.stderr)
            yield item


def run(files: list[str], options: InputOptions, workers: int, published_at: str | None) -> int:
    """Read all, write all; the exit status: 1 when no input could be opened, else 0.

    Raises ``SetupError`` when the readers cannot be loaded, ``InputError`` for a bad ``published_at``.
    """
    settings = options.settings
    check_model(settings)
    day = publication_date(published_at)
    counter = InputCount()
    ensure_index(settings)
    with ReaderPool(settings.model_copy(update={"extraction_workers": workers})) as pool:
        pool.start().result()
        outcomes = read_all(counter.count(items(files, options)), pool, day)
        try:
            write(output_line(item, outcome) for item, outcome in outcomes)
        except BrokenPipeError:
            # the reader (head, less) has seen enough: no message, and none when Python flushes at its end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
    return 1 if counter.seen and not counter.opened else 0


def output_line(item: Item, outcome: Outcome | None) -> bytes:
    """The line of one article, without its line break."""
    if isinstance(outcome, Reading):
        return with_id(item.id, outcome.answer)
    reason = str(outcome) if outcome else item.reason or ""
    return failed(item.id, f"{item.where}: {reason}" if outcome and item.where else reason)


def failed(item_id: ItemId, reason: str) -> bytes:
    """The line of an article that could not be read."""
    return json.dumps({"id": item_id, "status": "failed", "reason": reason}).encode()


def with_id(item_id: ItemId, line: bytes) -> bytes:
    """The line with the caller's id in place of the article's own; kept when the caller gave none."""
    if item_id is None:
        return line
    _, rest = line[len(_ID) + 1 :].split(b'"', 1)
    return _ID + json.dumps(item_id).encode() + rest


def write(lines: Iterable[bytes]) -> None:
    """Write each line as soon as it is there; the progress goes to standard error when that is a terminal."""
    out = sys.stdout.buffer
    for line in progress(lines) if sys.stderr.isatty() else lines:
        out.write(line + b"\n")
        if out.isatty():
            out.flush()
    out.flush()


def progress(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The same lines, with a count, a rate and the failures shown while they pass."""
    from rich.console import Console  # only for people at a terminal
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} articles"), TextColumn("{task.fields[note]}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("extract", total=None, note="")
        failures = 0
        for line in lines:
            yield line
            failures += b'"status": "failed"' in line[:400]
            bar.update(task, advance=1, note=f"{failures} failed" if failures else "")
