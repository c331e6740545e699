"""Jobs worked off: a thread that takes articles of open jobs from the queue, reads them in the pool and stores them.

Any number of runners may work on one database, in servers and in ``dateline worker``: each claims what it does.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.access import EVERYTHING, AccessKey, Caller
from app.errors import BusyError
from app.ingestion.items import Item, item_of
from app.ingestion.loading import Loaded, Loader
from app.ingestion.preparation import parse_json
from app.storage import jobs
from app.storage.engine import DatabaseError, Session, Sessions, transaction
from app.storage.job_tables import JobRow

logger = logging.getLogger(__name__)
#: Articles of one job before it is the turn of another.
TURN = 256
_LOOK_SECONDS = 1.0
_AGAIN_SECONDS = 5.0
_RENEW_SECONDS = jobs.CLAIM.total_seconds() / 3


@dataclass(frozen=True, slots=True)
class _Work:
    """An open job as a runner knows it."""

    seq: int
    kind: str
    caller: Caller


class JobRunner:
    """Works off the jobs of a database, one after the other in turns."""

    def __init__(self, loader: Loader, observe: Callable[[Loaded], None] = lambda _: None) -> None:
        self.loader, self.sessions = loader, loader.sessions
        self.name = f"{socket.gethostname()}/{os.getpid()}/{uuid.uuid4().hex[:8]}"
        self._observe = observe
        self._ended, self._wake = threading.Event(), threading.Event()
        self._threads: list[threading.Thread] = []
        self._last = 0

    def start(self) -> None:
        """Work in threads of its own until ``stop``."""
        for target in (self._run, self._keep_claims):
            thread = threading.Thread(target=target, name=target.__name__.strip("_"), daemon=True)
            self._threads.append(thread)
            thread.start()

    def wake(self) -> None:
        """Look for work at once."""
        self._wake.set()

    def end(self) -> None:
        """Claim nothing more."""
        self._ended.set()
        self._wake.set()

    def stop(self) -> None:
        """End, once the pool has finished or refused what it has; what is not done is free again."""
        self.end()
        for thread in self._threads:
            thread.join()
        self._release(failed=False)

    def turn(self, only: str | None = None) -> int:
        """Work on one open job, or on the one with an id, for a while; return how many articles were done."""
        work = self._next(only)
        return self._do(work) if work else 0

    def _release(self, *, failed: bool) -> None:
        try:
            with transaction(self.sessions) as session:
                jobs.release(session, self.name, failed=failed)
        except (BusyError, DatabaseError) as error:
            logger.info("claimed articles stay claimed until their time is up: %s", error)

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                if self.turn():
                    continue
                pause = _LOOK_SECONDS
            except (BusyError, DatabaseError) as error:
                logger.warning("jobs wait: %s", error)
                pause = _AGAIN_SECONDS
            except Exception:
                logger.exception("a job could not be worked on; it is tried again")
                pause = _AGAIN_SECONDS
            self._wake.wait(pause)
            self._wake.clear()

    def _keep_claims(self) -> None:
        while not self._ended.wait(_RENEW_SECONDS):
            self.renew()

    def renew(self) -> None:
        """Keep what is claimed for another while."""
        try:
            with transaction(self.sessions) as session:
                jobs.renew(session, self.name)
        except (BusyError, DatabaseError) as error:
            logger.warning("claims could not be renewed: %s", error)

    def _next(self, only: str | None) -> _Work | None:
        """The open job whose turn it is: that after the last one."""
        with transaction(self.sessions) as session:
            found = [_work(job) for job in jobs.open_jobs(session) if only in (None, job.id)]
        later = [work for work in found if work.seq > self._last]
        chosen = next(iter(later or found), None)
        self._last = chosen.seq if chosen else 0
        return chosen

    def _do(self, work: _Work) -> int:
        loader = replace(
            self.loader,
            caller=work.caller,
            after=lambda session, loaded: self._finish(session, work, loaded),
        )
        run = loader.reread if work.kind == "reread" else loader.load
        done = 0
        try:
            for loaded in run(self._items(work)):
                self._observe(loaded)
                done += 1
        except BaseException as error:
            self._release(failed=not isinstance(error, BusyError))
            raise
        return done

    def _items(self, work: _Work) -> Iterator[Item]:
        """The articles that are claimed, a few at a time, as the pool has room for them."""
        left = TURN
        while left and not self._ended.is_set():
            with transaction(self.sessions) as session:
                claimed = jobs.claim(session, work.seq, self.name, min(left, self.loader.at_once))
            if not claimed:
                return
            left -= len(claimed)
            yield from map(_item, claimed)

    def _finish(self, session: Session, work: _Work, loaded: Sequence[Loaded]) -> None:
        done = [jobs.Done(_number(each.item), _STATES[each.state], each.article_id, each.reason) for each in loaded]
        jobs.finish(session, work.seq, self.name, done)


_STATES: dict[str, jobs.ArticleState] = {"stored": "stored", "known": "known", "stale": "known", "failed": "failed"}


def wait_for(runner: JobRunner, job_id: str, sessions: Sessions) -> Iterator[JobRow]:
    """Work on one job until it is over, also while others work on it; yields its state after each turn."""
    renewed = time.monotonic()
    while True:
        done = runner.turn(job_id)
        with transaction(sessions) as session:
            job = jobs.find_job(session, job_id)
        if job is None:
            return
        yield job
        if job.state != "open":
            return
        if not done:
            time.sleep(_LOOK_SECONDS)
        if time.monotonic() - renewed > _RENEW_SECONDS:
            renewed = time.monotonic()
            runner.renew()


def _work(job: JobRow) -> _Work:
    """A job with the caller who made it, for the audit trail."""
    key = AccessKey(job.key_id, job.actor, "", (), job.created_at) if job.key_id else None
    return _Work(job.seq, job.kind, Caller(job.actor, EVERYTHING, job.address, key))


def _number(item: Item) -> int:
    return int(str(item.where).rpartition(" ")[2])


def _item(claimed: jobs.Claimed) -> Item:
    where = f"Article {claimed.number}"
    if claimed.article is None:
        return Item(claimed.article_id, where=where)
    found = item_of(parse_json(claimed.article.encode()), where)
    return Item(found.id, found.raw, found.reason, where, extraction=found.extraction)
