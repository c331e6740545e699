"""Articles: posted, listed, read, removed."""

from __future__ import annotations

import asyncio
import logging
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from app.api.dependencies import Services, ServicesOf
from app.api.examples import success
from app.api.parameters import only
from app.api.problems import responses
from app.api.request_body import DOCUMENTED, ArticleBody
from app.api.responses import json_of, next_link, read_of
from app.api.schemas import ArticleList, ArticleOut, article_out
from app.domain.article import Article, identify
from app.domain.event import Extraction
from app.errors import DatelineError, UnreadableError
from app.ingestion import prepare_article
from app.query import delete_article, get_article, list_articles
from app.query.filters import DEFAULT_LIMIT, MAX_LIMIT
from app.storage.articles import find, save
from app.storage.engine import transaction

logger = logging.getLogger(__name__)
router = APIRouter(prefix="/v1/articles", tags=["articles"])


@router.post(
    "",
    operation_id="postArticle",
    summary="Structure an article",
    status_code=201,
    response_model=Extraction,
    responses=success("postArticle", status=201)
    | success("postArticle", description="The article is known, or `store=false`: the same answer, nothing kept.")
    | responses(400, 413, 415, 422, 503),
    openapi_extra=DOCUMENTED,
    dependencies=[Depends(only("store"))],
)
async def post(
    body: ArticleBody,
    services: ServicesOf,
    store: Annotated[bool, Query(description="false: give the events and keep nothing.")] = True,
) -> Response:
    """Read an article's events and keep them: 201, or 200 with the stored ones when the same article is known.

    The same text, date, source and URL are the same article and give the same ids, so it is safe to send it
    again. Send `text` or `html`; `published_at` is the day against which "on Friday" is read. Every span counts
    Unicode code points in the title, a blank line and the text, as `GET /v1/articles/{article_id}` gives them.
    """
    article = await run_in_threadpool(prepare_article, body, services.settings)
    if not store:
        return json_of(await _read(services, article))
    known = await run_in_threadpool(_known, services, article)
    if known:
        return _answer(known, 200)
    extraction = await _read(services, article)
    return _answer(*await run_in_threadpool(_keep, services, article, extraction))


async def _read(services: Services, article: Article) -> Extraction:
    """What the pool of readers finds; holds neither a thread nor a database connection meanwhile."""
    try:
        return await asyncio.wrap_future(services.pool.submit(article))
    except DatelineError:
        raise
    except Exception as error:
        logger.exception("article %s could not be read", identify(article))
        raise UnreadableError("This text makes the extraction fail; the server's log says why.") from error


def _known(services: Services, article: Article) -> Extraction | None:
    with transaction(services.sessions) as session:
        stored = find(session, identify(article))
    return stored.extraction if stored else None


def _keep(services: Services, article: Article, extraction: Extraction) -> tuple[Extraction, int]:
    """Save in one transaction; 200 when somebody else saved the same article meanwhile."""
    with transaction(services.sessions) as session:
        stored, new = save(session, article, extraction)
    return stored.extraction, 201 if new else 200


def _answer(extraction: Extraction, status: int) -> Response:
    return json_of(extraction, status, {"Location": f"/v1/articles/{extraction.id}"})


@router.get(
    "",
    operation_id="listArticles",
    summary="List articles",
    response_model=ArticleList,
    responses=success("listArticles") | responses(422, 503),
    dependencies=[Depends(only("limit", "cursor"))],
)
def listed(
    request: Request,
    services: ServicesOf,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Articles on a page.")] = DEFAULT_LIMIT,
    cursor: Annotated[str | None, Query(description="`next_cursor` of the page before.")] = None,
) -> Response:
    """The stored articles without their text, the one stored last first."""
    with transaction(services.sessions) as session:
        page = list_articles(session, limit, cursor)
    return read_of(request, ArticleList(page.items, page.next_cursor), next_link(request, page.next_cursor))


@router.get(
    "/{article_id}",
    operation_id="getArticle",
    summary="Read one article",
    response_model=ArticleOut,
    responses=success("getArticle") | responses(404, 422, 503),
    dependencies=[Depends(only())],
)
def get(article_id: str, request: Request, services: ServicesOf) -> Response:
    """One stored article with its text and all that was read in it."""
    with transaction(services.sessions) as session:
        stored = get_article(session, article_id)
    return read_of(request, article_out(stored))


@router.delete(
    "/{article_id}",
    operation_id="deleteArticle",
    summary="Remove an article",
    status_code=204,
    responses={204: {"description": "Removed."}, **responses(404, 422, 503)},
    dependencies=[Depends(only())],
)
def delete(article_id: str, services: ServicesOf) -> Response:
    """Remove an article with all its events."""
    with transaction(services.sessions) as session:
        delete_article(session, article_id)
    return Response(status_code=204)
