"""Articles: send, list, read, delete."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from app.api.article_parameters import REPLACED, ArticlesOf
from app.api.dependencies import ServicesOf
from app.api.disconnects import while_connected
from app.api.examples import success
from app.api.parameters import Cursor, only
from app.api.problems import responses
from app.api.request_body import DOCUMENTED, ArticleBody
from app.api.responses import json_of, next_link, read_of
from app.api.schemas import ArticleList, ArticleOut, FailedArticle, article_out, stored_out
from app.api.security.scopes import CallerOf, needs
from app.api.structuring import Storing, reread_article, structure
from app.api.write_turns import in_turn
from app.ingestion.answers import ArticleAnswer, answer_of
from app.query import Status, delete_article, get_stored, list_articles
from app.query.article_filter import NAMES
from app.query.filters import DEFAULT_LIMIT, MAX_LIMIT
from app.storage.audit import record
from app.storage.engine import transaction
from app.storage.versions import same_address

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
        model=ArticleAnswer,
    )
    | responses(400, 413, 415, 422, 503),
    openapi_extra=DOCUMENTED,
    dependencies=[needs("ingest"), Depends(only("store", "reread", "replace"))],
)
async def post(
    request: Request,
    body: ArticleBody,
    services: ServicesOf,
    caller: CallerOf,
    *,
    store: Annotated[bool, Query(description="false: return the events and store nothing.")] = True,
    reread: Annotated[
        bool, Query(description="true: read an article again that an older version of the pipeline has read.")
    ] = False,
    replace: Annotated[
        bool, Query(description="true: it takes the place of other articles with its `url`, whose ids then lead to it.")
    ] = False,
) -> Response:
    """Extract the events of an article and store them: 201, or 200 with the stored ones when it is already stored.

    Send `text` or `html`. Relative dates such as "on Friday" are resolved against `published_at`. The same text, date,
    source and URL are the same article and give the same ids, so it is safe to send it again. One that an older version
    of the pipeline has read is answered as it is stored, with `stale: true`; `reread=true` has it read again, and its
    events replaced. A corrected text of the same `url` is another article, unless `replace=true`. Spans count Unicode
    code points of the title, a blank line and the text, as `GET /v1/articles/{article_id}` returns them; `stored_text`
    is that text where it differs from what was sent.

    An article that takes too much time or memory, or makes the extraction fail, is 422 and kept as failed (setting
    `DATELINE_KEEP_FAILED`): `GET /v1/articles?status=failed` lists such articles.
    """
    storing = Storing(caller, reread=reread, replace=replace) if store else None
    with services.intake.admit(caller.identity) as place, services.metrics.under_way.track_inprogress():
        found = await while_connected(request, structure(services, place, body, storing))
    root = request.scope.get("root_path", "")
    location = {"Location": f"{root}{router.prefix}/{found.extraction.id}"} if store else {}
    return json_of(
        answer_of(found.extraction, found.article, body, stale=found.stale), 201 if found.new else 200, location
    )


@router.get(
    "",
    operation_id="listArticles",
    summary="List articles",
    response_model=ArticleList,
    responses=success("listArticles") | responses(422, 503),
    dependencies=[needs("read"), Depends(only("status", *NAMES, "limit", "cursor"))],
)
def listed(
    request: Request,
    services: ServicesOf,
    article_filter: ArticlesOf,
    *,
    status: Annotated[Status, Query(description="`failed` lists the articles that could not be read.")] = "structured",
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Most articles on a page.")] = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """The stored articles without their text, last stored first."""
    with transaction(services.sessions) as session:
        page = list_articles(session, limit, cursor, status, article_filter)
    return read_of(request, ArticleList(page.items, page.next_cursor), next_link(request, page.next_cursor))


@router.get(
    "/{article_id}",
    operation_id="getArticle",
    summary="Read one article",
    response_model=ArticleOut | FailedArticle,
    responses=success("getArticle") | REPLACED | responses(404, 422, 503),
    dependencies=[needs("read"), Depends(only())],
)
def get(article_id: str, request: Request, services: ServicesOf) -> Response:
    """One stored article with its text and its extraction, or why it could not be read; 301 when it was replaced."""
    with transaction(services.sessions) as session:
        stored = get_stored(session, article_id)
        others = same_address(session, stored.id, stored.article.url)
    return read_of(request, stored_out(stored, others))


@router.post(
    "/{article_id}/reread",
    operation_id="rereadArticle",
    summary="Read an article again",
    response_model=ArticleOut,
    responses=success("rereadArticle") | responses(404, 422, 503),
    dependencies=[needs("ingest"), Depends(only())],
)
async def read_again(article_id: str, request: Request, services: ServicesOf, caller: CallerOf) -> Response:
    """Read a stored article that an older version of the pipeline has read, or one that is kept as failed.

    Its events are replaced. An article that this version has read already stays as it is.
    """
    with services.intake.admit(caller.identity) as place, services.metrics.under_way.track_inprogress():
        await request.body()  # nothing is expected in it
        stored = await while_connected(request, reread_article(services, place, article_id, caller))
    return json_of(article_out(stored))


@router.delete(
    "/{article_id}",
    operation_id="deleteArticle",
    summary="Delete an article",
    status_code=204,
    responses={204: {"description": "Deleted."}, **responses(404, 422, 503)},
    dependencies=[needs("edit"), Depends(only())],
)
async def delete(article_id: str, services: ServicesOf, caller: CallerOf) -> Response:
    """Delete an article with its events."""

    def deletion() -> None:
        with transaction(services.sessions) as session:
            record(session, caller, "article.deleted", delete_article(session, article_id))

    await in_turn(services.writes, caller, deletion)
    return Response(status_code=204)
