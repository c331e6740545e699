"""Many articles through the pool, in their order: in batches for speed, and no article harms another.

A batch that dies or goes over the budget is done again article by article, so that only the one at fault is lost.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Protocol, TypeVar

from app.errors import DatelineError, OverBudgetError, UnreadableError
from app.ingestion.fetching import fetched
from app.ingestion.items import Item
from app.ingestion.jobs import Job
from app.ingestion.pool import ReaderPool
from app.ingestion.process import ReaderDiedError
from app.ingestion.worker import Reading, read_batch

BATCH_ARTICLES = 32
#: Characters of one batch: bounds memory, which is a few hundred bytes a character while a batch is read.
BATCH_CHARACTERS = 120_000

Outcome = Reading | DatelineError


class Sized(Protocol):
    """What has a length in characters."""

    @property
    def length(self) -> int:
        """Characters to be read, roughly."""


T = TypeVar("T")
S = TypeVar("S", bound=Sized)
#: ``function(reader, given)`` of ``worker``: for each that is given, its result or an exception.
Work = Callable[..., Sequence[Any]]


def read_all(
    items: Iterable[Item], pool: ReaderPool, published_at: str | None = None
) -> Iterator[tuple[Item, Outcome | None]]:
    """Every item with what came of it, in order; None for an item that had a reason before.

    ``published_at`` is the day of articles that give none.
    """
    read = partial(read_batch, published_at=published_at)
    return in_batches(batches(fetched(items, pool.settings)), pool, read, readable)


def readable(item: Item) -> Mapping[str, Any] | None:
    """What an item gives to be read; None when there is a reason why it cannot be."""
    return None if item.reason else item.raw


def batches(items: Iterable[S], most: int = BATCH_ARTICLES) -> Iterator[list[S]]:
    """Items in order, in lists of bounded length and size."""
    batch: list[S] = []
    size = 0
    for item in items:
        if batch and (len(batch) >= most or size + item.length > BATCH_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += item.length
    if batch:
        yield batch


def in_batches(
    lists: Iterable[list[T]], pool: ReaderPool, work: Work, given: Callable[[T], Any], client: str = ""
) -> Iterator[tuple[T, Any]]:
    """Every item with its result or the error that it raised, in order.

    What is sent to the reader is ``given(item)``; an item for which that is None is passed on with None. At most two
    batches a reader are held at a time.
    """
    waiting: deque[tuple[list[T], Job]] = deque()
    run = _Run(pool, work, client)
    for batch in lists:
        waiting.append((batch, run.submit([sent for item in batch if (sent := given(item)) is not None])))
        while len(waiting) > 2 * pool.workers:
            yield from run.finished(*waiting.popleft(), given)
    while waiting:
        yield from run.finished(*waiting.popleft(), given)


class _Run:
    """One piece of work for many batches."""

    def __init__(self, pool: ReaderPool, work: Work, client: str) -> None:
        self._pool, self._work, self._client = pool, work, client

    def submit(self, batch: list[Any], attempts: int = 1) -> Job:
        job = Job(self._work, (batch,), attempts=attempts, client=self._client)
        if batch:
            self._pool.put(job)
        else:
            job.future.set_result([])
        return job

    def finished(self, batch: list[T], job: Job, given: Callable[[T], Any]) -> Iterator[tuple[T, Any]]:
        try:
            outcomes = iter(job.future.result())
        except (ReaderDiedError, OverBudgetError):
            outcomes = (self._alone(sent) for item in batch if (sent := given(item)) is not None)
        for item in batch:
            yield item, None if given(item) is None else _expected(next(outcomes))

    def _alone(self, sent: Any) -> Any:
        """What comes of an article that is done by itself."""
        try:
            return self.submit([sent], attempts=2).future.result()[0]
        except ReaderDiedError:
            return UnreadableError("The extraction failed: the process that read the article died.")
        except OverBudgetError as error:
            return error


def _expected(outcome: Any) -> Any:
    if isinstance(outcome, Exception) and not isinstance(outcome, DatelineError):
        return UnreadableError(f"The extraction failed: {type(outcome).__name__}: {outcome}")
    return outcome
