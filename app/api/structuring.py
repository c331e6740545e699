"""The way of an article through a server: prepared, looked up, read, stored; or kept as failed."""

from __future__ import annotations

import dataclasses
import logging
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool

from app.api.article_log import ArticleRecord, recorded
from app.api.dependencies import Services
from app.api.write_turns import in_turn
from app.domain.access import Caller
from app.domain.article import Article, identify
from app.domain.event import Extraction
from app.errors import BusyError, OverBudgetError, UnreadableError
from app.ingestion.admissions import Admission
from app.linking.store import Kept, replace_others, save_linked
from app.query import get_stored
from app.query.articles import with_incidents
from app.storage.articles import find
from app.storage.audit import Action, record
from app.storage.engine import DatabaseError, Session, transaction
from app.storage.failures import keep_failure
from app.storage.mapping import StoredArticle

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Structured:
    """An article and what was read in it; ``new`` when this request has stored it, ``stale`` by an older pipeline."""

    article: Article
    extraction: Extraction
    new: bool = False
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Storing:
    """How an article is stored, for whom.

    Attributes
    ----------
    reread
        Whether one that another version of the pipeline has read is read again, and its events are replaced.
    replace
        Whether it takes the place of other articles with the same address.
    """

    keeper: Caller
    reread: bool = False
    replace: bool = False


async def structure(services: Services, place: Admission, body: dict[str, Any], storing: Storing | None) -> Structured:
    """Prepare and read an article as it was sent, and store it; without ``storing`` it is only read.

    Raises ``InputError`` for an article that cannot be read, or ``BusyError``.
    """
    article = await services.intake.prepare(body, place)
    return await _read(services, place, article, storing)


async def reread_article(services: Services, place: Admission, article_id: str, keeper: Caller) -> StoredArticle:
    """Read a stored article, or one that is kept as failed, with the pipeline of today.

    Raises ``NotFoundError``, and what ``structure`` raises.
    """

    def stored() -> Article:
        with transaction(services.sessions) as session:
            return get_stored(session, article_id).article

    def result(key: str) -> StoredArticle:
        with transaction(services.sessions) as session:
            found = find(session, key)
            if found is None:
                raise BusyError("The article was deleted while it was read.")
            return dataclasses.replace(found, extraction=with_incidents(session, found.extraction))

    structured = await _read(services, place, await run_in_threadpool(stored), Storing(keeper, reread=True))
    return await run_in_threadpool(result, structured.extraction.id)


async def _read(services: Services, place: Admission, article: Article, storing: Storing | None) -> Structured:
    with recorded(services.metrics, article) as line:
        known = await run_in_threadpool(_known, services, article, storing) if storing else None
        if known and not (known.stale and storing and storing.reread):
            line.note("known", known.extraction)
            return known
        extraction = await _extract(services, place, article, storing.keeper if storing else None)
        line.note("read", extraction)
        if not storing:
            return Structured(article, extraction)
        read = Structured(article, extraction)
        return await in_turn(services.writes, storing.keeper, partial(_keep, services, read, storing, line))


async def _extract(services: Services, place: Admission, article: Article, keeper: Caller | None) -> Extraction:
    """Read an article; one that cannot be read is kept as failed, and the error says so."""
    try:
        return await services.intake.extract(article, place)
    except (OverBudgetError, UnreadableError) as error:
        failed = partial(_keep_failed, services, article, keeper, str(error)) if keeper else None
        kept = await in_turn(services.writes, keeper, failed) if failed else False
        if kept:
            address = f"/v1/articles/{identify(article)}"
            raise type(error)(
                f"{error} It is kept as failed: see GET {address}; POST {address}/reread reads it again."
            ) from error
        raise


def _known(services: Services, article: Article, storing: Storing) -> Structured | None:
    """What was read in an article that is stored."""
    with transaction(services.sessions) as session:
        stored = find(session, identify(article))
        if stored and storing.replace:
            _replace(session, Kept(stored, new=False), storing.keeper)
        if stored is None:
            return None
        extraction = with_incidents(session, stored.extraction)
    return Structured(article, extraction, stale=stored.extraction.pipeline != services.pipeline)


def _replace(session: Session, kept: Kept, caller: Caller) -> None:
    """Let an article take the place of others with its address."""
    if others := replace_others(session, kept):
        record(session, caller, "article.replaced", kept.stored.id, {"replaces": others})


def _keep(services: Services, read: Structured, storing: Storing, line: ArticleRecord) -> Structured:
    """Save in one transaction; not new when another request saved the same article meanwhile."""
    extraction = read.extraction
    with transaction(services.sessions) as session:
        kept = save_linked(session, read.article, extraction)
        stored, new = kept.stored, kept.new
        if stored.just_stored:  # else another request has stored it meanwhile
            action: Action = "article.posted" if new else "article.reread"
            record(session, storing.keeper, action, extraction.id, {"events": len(extraction.events)})
        if storing.replace:
            _replace(session, kept, storing.keeper)
        extraction = with_incidents(session, stored.extraction)
    line.note("stored" if new else "reread" if stored.just_stored else "known", extraction)
    return Structured(read.article, extraction, new)


def _keep_failed(services: Services, article: Article, caller: Caller, reason: str) -> bool:
    """Keep an article that could not be read; whether that was possible. One that was read before stays as it was."""
    most = services.settings.keep_failed
    if not most:
        return False
    try:
        with transaction(services.sessions) as session:
            if find(session, identify(article)):
                return False
            keep_failure(session, article, reason, services.pipeline, most)
            record(session, caller, "article.failed", identify(article), {"reason": reason})
    except (BusyError, DatabaseError) as error:
        logger.warning("an article that could not be read is not kept: %s", error)
        return False
    return True
