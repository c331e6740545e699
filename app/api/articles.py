"""Articles: send, list, read, delete."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from app.api.article_log import recorded
from app.api.dependencies import Services, ServicesOf
from app.api.disconnects import while_connected
from app.api.examples import success
from app.api.parameters import only
from app.api.problems import responses
from app.api.request_body import DOCUMENTED, ArticleBody
from app.api.responses import json_of, next_link, read_of
from app.api.schemas import ArticleList, ArticleOut, article_out
from app.api.security.scopes import CallerOf, needs
from app.domain.access import Caller
from app.domain.article import Article, identify
from app.domain.event import Extraction
from app.ingestion.admissions import Admission
from app.ingestion.answers import ArticleAnswer, answer_of
from app.query import delete_article, get_article, list_articles
from app.query.filters import DEFAULT_LIMIT, MAX_LIMIT
from app.storage.articles import find, save
from app.storage.audit import Action, record
from app.storage.engine import transaction

router = APIRouter(prefix="/v1/articles", tags=["articles"])


@router.post(
    "",
    operation_id="postArticle",
    summary="Structure an article",
    status_code=201,
    response_model=ArticleAnswer,
    responses=success("postArticle", status=201)
    | success(
        "postArticle",
        description="The article is already stored, or `store=false`: the same answer, nothing new is stored.",
    )
    | responses(400, 413, 415, 422, 503),
    openapi_extra=DOCUMENTED,
    dependencies=[needs("ingest"), Depends(only("store"))],
)
async def post(
    request: Request,
    body: ArticleBody,
    services: ServicesOf,
    caller: CallerOf,
    store: Annotated[bool, Query(description="false: return the events and store nothing.")] = True,
) -> Response:
    """Extract the events of an article and store them: 201, or 200 with the stored ones when it is already stored.

    Send `text` or `html`. Relative dates such as "on Friday" are resolved against `published_at`. The same text, date,
    source and URL are the same article and give the same ids, so it is safe to send it again; one that an older version
    of the pipeline has read is read again, and its events are replaced. Spans count Unicode code
    points of the title, a blank line and the text, as `GET /v1/articles/{article_id}` returns them; `stored_text` is
    that text where it differs from what was sent.
    """
    with services.intake.admit(caller.identity) as place, services.metrics.under_way.track_inprogress():
        keep = caller if store else None
        extraction, article, new = await while_connected(request, _structure(services, place, body, keep))
    root = request.scope.get("root_path", "")
    location = {"Location": f"{root}{router.prefix}/{extraction.id}"} if store else {}
    return json_of(answer_of(extraction, article, body), 201 if new else 200, location)


async def _structure(
    services: Services, place: Admission, body: dict[str, Any], keeper: Caller | None
) -> tuple[Extraction, Article, bool]:
    """Prepare, look up and read an article, and store it for ``keeper``; the last value says whether it is new.

    One that another version of the pipeline has read is read again, and its events are replaced.
    """
    article = await services.intake.prepare(body, place)
    with recorded(services.metrics, article) as line:
        known = await run_in_threadpool(_known, services, article) if keeper else None
        if known:
            line.note("known", known)
            return known, article, False
        extraction = await services.intake.extract(article, place)
        line.note("read", extraction)
        if not keeper:
            return extraction, article, False
        extraction, new = await run_in_threadpool(_keep, services, article, extraction, keeper)
        line.note("stored" if new else "reread", extraction)
        return extraction, article, new


def _known(services: Services, article: Article) -> Extraction | None:
    """What this version of the pipeline read in a stored article."""
    with transaction(services.sessions) as session:
        stored = find(session, identify(article))
    return stored.extraction if stored and stored.extraction.pipeline == services.pipeline else None


def _keep(services: Services, article: Article, extraction: Extraction, caller: Caller) -> tuple[Extraction, bool]:
    """Save in one transaction; not new when another request saved the same article meanwhile."""
    with transaction(services.sessions) as session:
        stored, new = save(session, article, extraction)
        if stored.extraction is extraction:  # else another request has stored it meanwhile
            action: Action = "article.posted" if new else "article.reread"
            record(session, caller, action, extraction.id, {"events": len(extraction.events)})
    return stored.extraction, new


@router.get(
    "",
    operation_id="listArticles",
    summary="List articles",
    response_model=ArticleList,
    responses=success("listArticles") | responses(422, 503),
    dependencies=[needs("read"), Depends(only("limit", "cursor"))],
)
def listed(
    request: Request,
    services: ServicesOf,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Most articles on a page.")] = DEFAULT_LIMIT,
    cursor: Annotated[str | None, Query(description="`next_cursor` of the previous page.")] = None,
) -> Response:
    """The stored articles without their text, last stored first."""
    with transaction(services.sessions) as session:
        page = list_articles(session, limit, cursor)
    return read_of(request, ArticleList(page.items, page.next_cursor), next_link(request, page.next_cursor))


@router.get(
    "/{article_id}",
    operation_id="getArticle",
    summary="Read one article",
    response_model=ArticleOut,
    responses=success("getArticle") | responses(404, 422, 503),
    dependencies=[needs("read"), Depends(only())],
)
def get(article_id: str, request: Request, services: ServicesOf) -> Response:
    """One stored article with its text and its extraction."""
    with transaction(services.sessions) as session:
        stored = get_article(session, article_id)
    return read_of(request, article_out(stored))


@router.delete(
    "/{article_id}",
    operation_id="deleteArticle",
    summary="Delete an article",
    status_code=204,
    responses={204: {"description": "Deleted."}, **responses(404, 422, 503)},
    dependencies=[needs("edit"), Depends(only())],
)
def delete(article_id: str, services: ServicesOf, caller: CallerOf) -> Response:
    """Delete an article with its events."""
    with transaction(services.sessions) as session:
        record(session, caller, "article.deleted", delete_article(session, article_id))
    return Response(status_code=204)
