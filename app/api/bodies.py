"""The article in a request's body, read so that nothing a client sends can be more than a clear 4xx.

The body is parsed by pydantic's own JSON reader: it bounds nesting, and refuses invalid UTF-8, lone
surrogates and numbers out of range, where Python's ``json`` would pass them on or overflow the stack.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

import pydantic_core
from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError
from starlette.exceptions import HTTPException

EXAMPLE: dict[str, Any] = {
    "title": "Rockets hit market in Idlib, killing six",
    "text": "IDLIB, Syria, March 4 - Rockets fired by government forces hit a market in Idlib on Monday, "
    'killing at least six people, the local hospital said. "There were no fighters here," said Mayor Ahmad '
    "Haddad.",
    "source": "Example News",
    "url": "https://news.example.org/2024/idlib-market",
    "published_at": "2024-03-04",
}


class ArticleIn(BaseModel):
    """One article: `text` or `html`, and what is known of it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    text: str | None = Field(None, description="Plain text; required unless `html` is given.")
    html: str | None = Field(
        None, description="A whole page instead of `text`; text, title, date and outlet are read from it."
    )
    title: str | None = Field(
        None, max_length=2000, description="Headline; it is put before the text and read like it."
    )
    source: str | None = Field(None, max_length=500, description="Name of the outlet.")
    url: str | None = Field(None, max_length=4000, description="Where the article stands.")
    external_id: str | None = Field(None, max_length=500, description="Your own name for it.")
    published_at: str | None = Field(
        None, max_length=64, description="ISO 8601 date or date-time: the anchor of 'on Friday', 'last week'."
    )
    language: str | None = Field(None, max_length=35, description="BCP 47, such as `en`; detected when missing.")
    metadata: dict[str, Any] | None = Field(None, description="Any JSON object; kept with the article.")

    @field_validator("title", "source", "url", "external_id", "published_at", "language")
    @classmethod
    def _no_nul(cls, value: str | None) -> str | None:
        if value and "\0" in value:
            raise PydanticCustomError("nul", "must not hold the NUL character")
        return value

    @field_validator("metadata")
    @classmethod
    def _finite(cls, value: dict[str, Any] | None) -> dict[str, Any] | None:
        try:
            json.dumps(value, allow_nan=False)
        except ValueError:
            raise PydanticCustomError("finite", "holds a number that is too large for JSON") from None
        return value


async def read_article(request: Request) -> ArticleIn:
    """The body as an article. Raises 400, 415 or 422, each with what to change."""
    _require_json(request)
    body = await request.body()
    if not body.strip():
        raise HTTPException(400, 'The body is empty; send an article such as {"text": "…"}.')
    try:
        value = pydantic_core.from_json(body.removeprefix(b"\xef\xbb\xbf"), allow_inf_nan=False)
    except ValueError as error:
        raise HTTPException(400, f"The body is not JSON: {error}.") from None
    if not isinstance(value, dict):
        raise HTTPException(422, 'The body must be one JSON object such as {"text": "…"}.')
    try:
        return ArticleIn.model_validate(value)
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_input=False, include_url=False)) from None


def _require_json(request: Request) -> None:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" and not media_type.endswith("+json"):
        raise HTTPException(415, "Send JSON with the header Content-Type: application/json.")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise HTTPException(415, "Send the body without Content-Encoding.")


ArticleBody = Annotated[ArticleIn, Depends(read_article)]

#: ``openapi_extra`` of an operation that takes an ``ArticleBody``.
DOCUMENTED: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ArticleIn"}, "example": EXAMPLE}},
    }
}
