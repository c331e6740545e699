"""The filter of articles in a URL, and the answer for an article that was replaced."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response

from app.api.responses import json_of
from app.domain.documentation import doc
from app.ingestion.fields import LINES
from app.query.article_filter import ArticleFilter
from app.query.articles import ReplacedError
from app.query.parameters import patterns


@dataclass(frozen=True, slots=True)
class ReplacedArticle:
    """Where an article went that a newer version has replaced."""

    id: str = field(metadata=doc("UUID of the article that was requested."))
    replaced_by: str = field(metadata=doc("UUID of the article that has taken its place."))


_EXAMPLE = {"id": "6b0d6c0e-5d0c-5e53-9d0f-1f6c2a9d7c11", "replaced_by": "0d3c1b62-8a0e-5f5d-9a53-1f3d2b7c9e10"}
#: Documentation of the answer for an article that was replaced.
REPLACED: dict[int | str, dict[str, Any]] = {
    301: {
        "model": ReplacedArticle,
        "description": "A newer version has replaced the article: see `Location`.",
        "content": {"application/json": {"example": _EXAMPLE}},
    }
}


def _exact(name: str, description: str, example: str) -> Any:
    return Query(min_length=1, max_length=LINES[name], description=description, examples=[example])


def _day(description: str, example: str) -> Any:
    return Query(description=description, examples=[example], json_schema_extra={"pattern": patterns.TIME})


def article_filter(
    *,
    external_id: Annotated[str | None, _exact("external_id", "Only the article with this id of yours.", "n-17")] = None,
    url: Annotated[
        str | None, _exact("url", "Only articles with this address.", "https://news.example.org/2024/idlib-market")
    ] = None,
    source: Annotated[str | None, _exact("source", "Only articles of this outlet.", "Example News")] = None,
    published_from: Annotated[
        str | None, _day("Published from this ISO 8601 date or date-time on.", "2024-02-01")
    ] = None,
    published_to: Annotated[str | None, _day("Published up to and including it.", "2024-02-29")] = None,
) -> ArticleFilter:
    """Return the filter of a request."""
    return ArticleFilter(external_id, url, source, published_from, published_to)


ArticlesOf = Annotated[ArticleFilter, Depends(article_filter)]


def redirect(request: Request, replaced: Exception) -> Response:
    """Answer a request for an article that was replaced: 301 to the one in its place."""
    assert isinstance(replaced, ReplacedError)
    headers = {"Location": f"{request.scope.get('root_path', '')}/v1/articles/{replaced.article_id}"}
    return json_of(ReplacedArticle(request.path_params["article_id"], replaced.article_id), 301, headers)
