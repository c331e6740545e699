"""Items in, JSON lines out, in order: in this process or in several, and no article harms another.

A batch is read at once for speed (``nlp.pipe``). When it fails it is read again article by article, so that
only the one that cannot be read is lost. When a process dies (memory, a crash in native code), what was
queued is read again in one process, halved until the article that kills it is alone and given up.
"""

from __future__ import annotations

import json
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, Any

from app.cli.inputs import Item
from app.errors import InputError, SetupError
from app.settings import Settings

if TYPE_CHECKING:
    from app.nlp import Extractor

BATCH_ARTICLES = 32
#: Characters of one batch: bounds memory, which is a few hundred bytes a character while a batch is read.
BATCH_CHARACTERS = 120_000
_ID = b'{"id":'


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Items in order, in lists of bounded length and size."""
    batch: list[Item] = []
    size = 0
    for item in items:
        length = len(item.article.text) if item.article else 0
        if batch and (len(batch) >= BATCH_ARTICLES or size + length > BATCH_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += length
    if batch:
        yield batch


def failed(item_id: Any, reason: str) -> bytes:
    """The output line of an article that could not be read."""
    return json.dumps({"id": item_id, "status": "failed", "reason": reason}).encode()


class Reader:
    """Reads batches of items with one extractor."""

    def __init__(self, settings: Settings) -> None:
        # spaCy takes seconds to import: `dateline --help` need not wait for it
        from pydantic import TypeAdapter

        from app.domain.event import Extraction
        from app.nlp import Extractor

        self.extractor: Extractor = Extractor(settings)
        self.dump = TypeAdapter(Extraction).dump_json

    def read(self, batch: list[Item]) -> list[bytes]:
        """One JSON line (without its line break) for each item."""
        checked = [self.check(item) for item in batch]
        good = [item for item in checked if item.article]
        try:
            found = self.extract(good)
        except Exception:  # whatever it is, it must not take the other articles with it
            found = [self.alone(item) for item in good]
        lines = iter(found)
        return [next(lines) if item.article else failed(item.id, item.reason or "") for item in checked]

    def check(self, item: Item) -> Item:
        """The item, or why its text cannot be read."""
        if item.article is None:
            return item
        try:
            self.extractor.check(item.article)
        except InputError as error:
            return Item(item.id, reason=str(error))
        return item

    def extract(self, items: list[Item]) -> list[bytes]:
        """The lines of items that hold an article; raises what the pipeline raises."""
        articles = [item.article for item in items if item.article]
        lines = map(self.dump, self.extractor.extract_many(articles))
        return [with_id(item.id, line) for item, line in zip(items, lines, strict=True)]

    def alone(self, item: Item) -> bytes:
        """The line of one article that may fail."""
        try:
            return self.extract([item])[0]
        except Exception as error:
            return failed(item.id, f"The extraction failed: {type(error).__name__}: {error}")


def with_id(item_id: Any, line: bytes) -> bytes:
    """The line with the caller's id in place of the article's own; kept when the caller gave none."""
    if item_id is None:
        return line
    _, rest = line[len(_ID) + 1 :].split(b'"', 1)
    return _ID + json.dumps(item_id).encode() + rest


def read_here(items: Iterable[Item], settings: Settings) -> Iterator[bytes]:
    """Every item's line, read in this process."""
    reader = Reader(settings)
    for batch in batches(items):
        yield from reader.read(batch)


def read_in_processes(items: Iterable[Item], settings: Settings, workers: int) -> Iterator[bytes]:
    """Every item's line, read by several processes; at most two batches a process are held."""
    pool = Pool(settings, workers)
    waiting: deque[tuple[list[Item], Future[list[bytes]]]] = deque()
    try:
        for batch in batches(items):
            waiting.append((batch, pool.submit(batch)))
            while len(waiting) >= 2 * workers + 1:
                yield from pool.result(waiting)
        while waiting:
            yield from pool.result(waiting)
    finally:
        pool.close()


class Pool:
    """Processes with an extractor each, replaced when one dies."""

    def __init__(self, settings: Settings, workers: int) -> None:
        self.settings = settings
        self.workers = workers
        self.executor = self.make(workers)
        self.careful: ProcessPoolExecutor | None = None

    def make(self, workers: int) -> ProcessPoolExecutor:
        """New processes; spawned, because forking a process that has threads is unsafe."""
        return ProcessPoolExecutor(
            workers, mp_context=get_context("spawn"), initializer=_start, initargs=(self.settings,)
        )

    def submit(self, batch: list[Item]) -> Future[list[bytes]]:
        """Queue a batch; a pool that is broken is replaced first."""
        try:
            return self.executor.submit(_read, batch)
        except BrokenProcessPool:
            self.executor = self.make(self.workers)
            return self.executor.submit(_read, batch)

    def result(self, waiting: deque[tuple[list[Item], Future[list[bytes]]]]) -> list[bytes]:
        """The lines of the oldest batch."""
        batch, future = waiting.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            # a death breaks all that is queued, and nobody knows which batch it was: read this one with care
            return self.with_care(batch)

    def with_care(self, batch: list[Item]) -> list[bytes]:
        """The lines of a batch that may kill its process: halved until the killer is alone, and given up."""
        self.careful = self.careful or self.make(1)
        try:
            return self.careful.submit(_read, batch).result()
        except BrokenProcessPool:
            self.careful = None
        if len(batch) == 1:
            return [failed(batch[0].id, "The extraction failed: the process that read the article died.")]
        middle = len(batch) // 2
        return self.with_care(batch[:middle]) + self.with_care(batch[middle:])

    def close(self) -> None:
        """Stop the processes; what is queued is dropped."""
        for executor in (self.executor, self.careful):
            if executor is not None:
                executor.shutdown(wait=True, cancel_futures=True)


#: The worker's extractor, or why it could not be made.
_reader: Reader | SetupError | None = None


def _start(settings: Settings) -> None:
    """Start a worker: the parent alone answers Ctrl-C, and no worker outlives it."""
    global _reader  # noqa: PLW0603 (one extractor a process, made by the pool's initializer)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    try:
        _reader = Reader(settings)
    except SetupError as error:
        _reader = error  # an initializer that raises gives the parent no reason


def _die_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read(batch: list[Item]) -> list[bytes]:
    if not isinstance(_reader, Reader):
        raise _reader or RuntimeError("the worker was not started")
    return _reader.read(batch)
