"""Many articles through the pool, in their order: in batches for speed, and no article harms another.

A batch that dies or goes over the budget is read again article by article, so that only the one at fault is lost.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from app.errors import DatelineError, OverBudgetError, UnreadableError
from app.ingestion.items import Item
from app.ingestion.jobs import Job
from app.ingestion.pool import ReaderPool
from app.ingestion.process import ReaderDiedError
from app.ingestion.worker import Reading, read_batch

BATCH_ARTICLES = 32
#: Characters of one batch: bounds memory, which is a few hundred bytes a character while a batch is read.
BATCH_CHARACTERS = 120_000

Outcome = Reading | DatelineError


def read_all(
    items: Iterable[Item], pool: ReaderPool, published_at: str | None = None
) -> Iterator[tuple[Item, Outcome | None]]:
    """Every item with what came of it, in order; None for an item that had a reason before.

    ``published_at`` is the day of articles that give none. At most two batches a reader are held at a time.
    """
    waiting: deque[tuple[list[Item], Job]] = deque()
    for batch in batches(items):
        waiting.append((batch, _submit(batch, pool, published_at)))
        while len(waiting) > 2 * pool.workers:
            yield from _finished(*waiting.popleft(), pool, published_at)
    while waiting:
        yield from _finished(*waiting.popleft(), pool, published_at)


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Items in order, in lists of bounded length and size."""
    batch: list[Item] = []
    size = 0
    for item in items:
        if batch and (len(batch) >= BATCH_ARTICLES or size + item.length > BATCH_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += item.length
    if batch:
        yield batch


def _submit(batch: list[Item], pool: ReaderPool, published_at: str | None, attempts: int = 1) -> Job:
    raws = [item.raw for item in batch if item.raw is not None]
    return pool.submit(read_batch, raws, published_at, attempts=attempts)


def _finished(
    batch: list[Item], job: Job, pool: ReaderPool, published_at: str | None
) -> Iterator[tuple[Item, Outcome | None]]:
    try:
        outcomes = iter(job.future.result())
    except (ReaderDiedError, OverBudgetError):
        outcomes = (_alone(item, pool, published_at) for item in batch if item.raw is not None)
    for item in batch:
        yield item, None if item.raw is None else _expected(next(outcomes))


def _alone(item: Item, pool: ReaderPool, published_at: str | None) -> Reading | Exception:
    """What comes of an article that is read by itself."""
    try:
        outcome: Reading | Exception = _submit([item], pool, published_at, attempts=2).future.result()[0]
    except ReaderDiedError:
        return UnreadableError("The extraction failed: the process that read the article died.")
    except OverBudgetError as error:
        return error
    return outcome


def _expected(outcome: Reading | Exception) -> Outcome:
    if isinstance(outcome, Reading | DatelineError):
        return outcome
    return UnreadableError(f"The extraction failed: {type(outcome).__name__}: {outcome}")
