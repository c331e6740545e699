"""An archive into the database: what is known is passed over, the rest is read by the pool and stored in batches.

Every batch is one transaction, so a load that is killed at any moment has stored each article once or not at all, and
the next run finds by their ids those that are there.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any, Literal, TypeVar

from app.domain.access import EVERYTHING, Caller
from app.domain.article import Article, identify
from app.domain.event import Extraction
from app.errors import BusyError, DatelineError, InputError, OverBudgetError, UnreadableError
from app.ingestion.batch_reading import BATCH_ARTICLES, batches, in_batches, readable
from app.ingestion.extracted import extraction_of
from app.ingestion.fetching import address_of, concurrently, fetch
from app.ingestion.items import Item
from app.ingestion.pool import ReaderPool
from app.ingestion.worker import extract_batch, prepare_batch, read_extraction
from app.linking.store import save_linked
from app.storage.articles import find, pipelines_of
from app.storage.audit import Action, record
from app.storage.engine import Session, Sessions, transaction
from app.storage.failures import failures_of, find_failure, keep_failure
from app.storage.versions import at_address

logger = logging.getLogger(__name__)
#: Articles that a reader of a server has at a time, and that are stored in one transaction: clients wait that long.
OF_SERVER = 8
_BUSY_SECONDS = 60.0  # for which a database that others write to is tried again
#: ``known`` was stored before by this pipeline, ``stale`` by another one.
State = Literal["stored", "known", "stale", "failed"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of an item."""

    item: Item
    state: State
    reason: str | None = None
    events: int = 0
    article_id: str | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An item on its way; ``outcome`` is there when it need not be read."""

    item: Item
    article: Article | None = None
    extraction: Extraction | None = None
    outcome: Loaded | None = None

    @property
    def to_read(self) -> Article | None:
        return self.article if self.outcome is None and self.extraction is None else None

    @property
    def to_prepare(self) -> Mapping[str, Any] | None:
        return readable(self.item) if self.outcome is None else None

    @property
    def length(self) -> int:
        """Characters to be read."""
        if self.outcome is not None or self.extraction is not None:
            return 0
        return len(self.article.text) if self.article else self.item.length


@dataclass(frozen=True, slots=True)
class Loader:
    """Loads articles for a caller, by a pool whose pipeline is ``pipeline``."""

    sessions: Sessions
    pool: ReaderPool
    pipeline: str
    caller: Caller
    #: Articles that a reader has at a time and that are stored in one transaction; and whose turn of the pool it is.
    at_once: int = BATCH_ARTICLES
    client: str = ""
    #: Called in each transaction with what it has stored.
    after: Callable[[Session, Sequence[Loaded]], None] = lambda _session, _loaded: None

    @classmethod
    def of_server(cls, sessions: Sessions, pool: ReaderPool, pipeline: str) -> Loader:
        """The loader of a server's jobs, which takes turns with the articles that its clients wait for."""
        nobody = Caller("server", EVERYTHING)
        return cls(sessions, pool, pipeline, nobody, at_once=OF_SERVER, client="jobs")

    def load(self, items: Iterable[Item], published_at: str | None = None) -> Iterator[Loaded]:
        """Every item with what became of it, in order; ``published_at`` is the day of articles that give none.

        Raises ``BusyError`` when the database cannot be written to for a minute.
        """
        prepare = partial(prepare_batch, published_at=published_at)
        sent = batches(self._fetched(map(_Candidate, items)), self.at_once)
        prepared = in_batches(sent, self.pool, prepare, lambda candidate: candidate.to_prepare, self.client)
        yield from self._read(self._looked_up(_with_article(each, found, self.pipeline) for each, found in prepared))

    def reread(self, items: Iterable[Item]) -> Iterator[Loaded]:
        """Read articles again that are stored or kept as failed: the ``id`` of each item is that of an article.

        One that this pipeline has read already is ``known``. Raises as ``load``.
        """
        yield from self._read(self._found(items))

    def _read(self, candidates: Iterable[_Candidate]) -> Iterator[Loaded]:
        sent = batches(candidates, self.at_once)
        read = in_batches(sent, self.pool, extract_batch, lambda candidate: candidate.to_read, self.client)
        for some in _lists(read, self.at_once):
            yield from self._store([_with_result(candidate, found) for candidate, found in some])

    def _found(self, items: Iterable[Item]) -> Iterator[_Candidate]:
        """The stored articles of some ids, and the outcome of those that need not be read."""
        for item in items:
            key = str(item.id)
            with transaction(self.sessions) as session:
                stored = find(session, key)
                article = stored.article if stored else getattr(find_failure(session, key), "article", None)
            if article is None:
                yield _Candidate(item, outcome=Loaded(item, "failed", "It was deleted before it was read again."))
            elif stored and stored.extraction.pipeline == self.pipeline:
                yield _Candidate(item, outcome=Loaded(item, "known", article_id=key))
            else:
                yield _Candidate(item, article)

    def _fetched(self, candidates: Iterable[_Candidate]) -> Iterable[_Candidate]:
        """The same; those that are only an address with their pages, where the settings allow it."""
        if not self.pool.settings.fetch_urls:
            return candidates
        return concurrently(candidates, self._fetch, lambda each: address_of(each.item.raw) is not None)

    def _fetch(self, candidate: _Candidate) -> _Candidate:
        """A candidate with its page, or with its outcome when there is an article with its address."""
        item = candidate.item
        with transaction(self.sessions) as session:
            stored = at_address(session, str(address_of(item.raw)))
        if stored is None:
            return replace(candidate, item=fetch(item, self.pool.settings))
        article_id, pipeline = stored
        return replace(candidate, outcome=Loaded(item, _stored(pipeline, self.pipeline), article_id=article_id))

    def _looked_up(self, candidates: Iterable[_Candidate]) -> Iterator[_Candidate]:
        """The same, with the outcome of those that are in the database."""
        for some in _lists(candidates, self.at_once):
            with transaction(self.sessions) as session:
                found = list(known(session, some, self.pipeline))
            yield from found

    def _store(self, candidates: Sequence[_Candidate]) -> Iterator[Loaded]:
        try:
            yield from self._retried(lambda session: self._keep_all(session, candidates))
        except BusyError:
            raise
        except Exception:  # one of them cannot be stored: the others are not to suffer for it
            for each in candidates:
                yield from self._alone(each)

    def _alone(self, candidate: _Candidate) -> Sequence[Loaded]:
        try:
            return self._retried(lambda session: self._keep_all(session, [candidate]))
        except BusyError:
            raise
        except Exception as error:
            logger.exception("an article could not be stored")
            failed = Loaded(candidate.item, "failed", f"It cannot be stored: {type(error).__name__}: {error}")
            return self._retried(lambda session: self._noted(session, [failed]))

    def _retried(self, work: Callable[[Session], Sequence[Loaded]]) -> Sequence[Loaded]:
        """Do some work in a transaction, again and again while the database is busy."""
        deadline, pause = time.monotonic() + _BUSY_SECONDS, 0.1
        while True:
            try:
                with transaction(self.sessions) as session:
                    return work(session)
            except BusyError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(pause)
                pause = min(2 * pause, 5.0)

    def _keep_all(self, session: Session, candidates: Sequence[_Candidate]) -> Sequence[Loaded]:
        return self._noted(session, [self._keep(session, each) for each in candidates])

    def _noted(self, session: Session, loaded: Sequence[Loaded]) -> Sequence[Loaded]:
        self.after(session, loaded)
        return loaded

    def _keep(self, session: Session, candidate: _Candidate) -> Loaded:
        if candidate.outcome is not None:
            if candidate.article is not None and candidate.outcome.state == "failed":
                self._keep_failed(session, candidate.article, candidate.outcome.reason or "")
            return candidate.outcome
        assert candidate.article is not None
        assert candidate.extraction is not None
        kept = save_linked(session, candidate.article, candidate.extraction)
        found = kept.stored.extraction
        if not kept.stored.just_stored:
            return Loaded(candidate.item, "known", article_id=found.id)
        action: Action = "article.posted" if kept.new else "article.reread"
        record(session, self.caller, action, found.id, {"events": len(found.events)})
        return Loaded(candidate.item, "stored", events=len(found.events), article_id=found.id)

    def _keep_failed(self, session: Session, article: Article, reason: str) -> None:
        most = self.pool.settings.keep_failed
        if most:
            keep_failure(session, article, reason, self.pipeline, most)
            record(session, self.caller, "article.failed", identify(article), {"reason": reason})


def known(session: Session, candidates: Sequence[_Candidate], pipeline: str) -> Iterator[_Candidate]:
    """Candidates with the outcome of those that are stored, or that this pipeline could not read before."""
    ids = {identify(each.article): each for each in candidates if each.article is not None}
    stored = pipelines_of(session, ids)
    failed = {key: found.reason for key, found in failures_of(session, ids).items() if found.pipeline == pipeline}
    for each in candidates:
        key = identify(each.article) if each.article is not None else ""
        if key in stored:
            yield replace(each, outcome=Loaded(each.item, _stored(stored[key], pipeline), article_id=key))
        elif key in failed:
            yield replace(each, article=None, outcome=Loaded(each.item, "failed", failed[key], article_id=key))
        else:
            yield each


def _stored(read_by: str, pipeline: str) -> State:
    return "known" if read_by == pipeline else "stale"


def _with_article(candidate: _Candidate, prepared: Article | DatelineError | None, pipeline: str) -> _Candidate:
    """A candidate with what the pool prepared of it."""
    item = candidate.item
    if candidate.outcome is not None:
        return candidate
    if prepared is None:
        return _Candidate(item, outcome=Loaded(item, "failed", item.reason))
    if isinstance(prepared, DatelineError):
        return _Candidate(item, outcome=Loaded(item, "failed", str(prepared)))
    if item.extraction is None or item.extraction.get("pipeline") != pipeline:
        return _Candidate(item, prepared)
    try:
        return _Candidate(item, prepared, extraction_of(item.extraction, prepared))
    except InputError as error:
        return _Candidate(item, outcome=Loaded(item, "failed", str(error)))


def _with_result(candidate: _Candidate, found: bytes | DatelineError | None) -> _Candidate:
    """A candidate with what the pool read in it."""
    if found is None:
        return candidate
    if isinstance(found, DatelineError):
        article = candidate.article if isinstance(found, OverBudgetError | UnreadableError) else None
        return replace(candidate, article=article, outcome=Loaded(candidate.item, "failed", str(found)))
    return replace(candidate, extraction=read_extraction(found))


def _lists(some: Iterable[T], most: int) -> Iterator[list[T]]:
    stream = iter(some)
    while part := list(islice(stream, most)):
        yield part
