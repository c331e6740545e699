"""The article in the body of a request, read so that no body can cause more than a clear 4xx.

What the object holds is checked by ``app.ingestion.prepare``, as it is for articles that come by other ways.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from app.errors import InputError
from app.ingestion.fields import LINES
from app.ingestion.preparation import parse_json
from app.query.parameters import patterns

EXAMPLE: dict[str, Any] = {
    "title": "Rockets hit market in Idlib, killing six",
    "text": "Rockets fired by government forces hit a market in Idlib, Syria, on Monday, killing at least six "
    'people, the local hospital said. "There were no fighters here," said Mayor Ahmad Haddad.',
    "source": "Example News",
    "url": "https://news.example.org/2024/idlib-market",
    "published_at": "2024-03-04",
}

_VISIBLE = r"[^\s\p{C}]"
#: What the object must hold, beside the descriptions of its fields. Not "oneOf": of that, programs that make clients
#: from the description make two models without the other fields.
_TEXT, _HTML = (
    {"required": [name], "properties": {name: {"type": "string", "pattern": _VISIBLE}, other: {"type": "null"}}}
    for name, other in (("text", "html"), ("html", "text"))
)
_EITHER: dict[str, Any] = {
    "if": {"required": ["html"], "properties": {"html": {"type": "string"}}},
    "then": _HTML,
    "else": _TEXT,
}


def _line(name: str, description: str, **schema: Any) -> Any:
    return Field(None, max_length=LINES[name], description=description, **schema)


class ArticleIn(BaseModel):
    """An article to structure: `text` or `html`, and what is known about it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE], **_EITHER})

    text: str | None = Field(None, description="Plain text; required unless `html` is given.")
    html: str | None = Field(
        None, description="A whole HTML page instead of `text`; text, title, date and outlet are extracted from it."
    )
    title: str | None = _line("title", "Headline; it is put before the text and searched for events too.")
    source: str | None = _line("source", "Name of the outlet.")
    url: str | None = _line("url", "Address of the article.")
    external_id: str | None = _line("external_id", "Your own id of the article.")
    published_at: str | None = _line(
        "published_at",
        "ISO 8601 date or date-time; relative dates such as 'on Friday' are resolved against it.",
        pattern=f"^(?:{patterns.MOMENT})?$",
    )
    language: str | None = _line(
        "language",
        "BCP 47 tag, `en` or one of its variants; detected when missing.",
        pattern=r"^(?:[eE][nN](?:-[A-Za-z0-9]{1,8})*)?$",
    )
    metadata: dict[str, Any] | None = Field(None, description="Any JSON object; stored with the article.")


async def read_article(request: Request) -> dict[str, Any]:
    """Return the article in the body. Raises 400, 415 or 422 with a message that says what to change."""
    return await read_object(request, 'an article such as {"text": "…"}')


async def read_object(request: Request, expected: str) -> dict[str, Any]:
    """Return the JSON object in the body; ``expected`` describes it in the messages of 400, 415 and 422."""
    _require_json(request)
    body = await request.body()
    if not body.strip():
        raise HTTPException(400, f"The body is empty. Send {expected}.")
    try:
        value = parse_json(body)
    except ValueError as error:
        raise HTTPException(400, f"The body is not valid JSON: {error}.") from None
    if not isinstance(value, dict):
        raise InputError(f"The body must be one JSON object. Send {expected}.")
    return value


def _require_json(request: Request) -> None:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" and not media_type.endswith("+json"):
        raise HTTPException(415, "Send JSON with the header Content-Type: application/json.")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise HTTPException(415, "Send the body without Content-Encoding.")


ArticleBody = Annotated[dict[str, Any], Depends(read_article)]

#: ``openapi_extra`` of an operation that takes an ``ArticleBody``.
DOCUMENTED: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ArticleIn"}, "example": EXAMPLE}},
    }
}
