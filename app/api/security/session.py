"""Who is calling, and sessions for pages: a key in a cookie that no script can read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.dependencies import ServicesOf
from app.api.examples import success
from app.api.parameters import only
from app.api.problems import responses
from app.api.request_body import read_object
from app.api.responses import json_of
from app.api.security.access import COOKIE, csrf_token, header_token
from app.api.security.scopes import PUBLIC, CallerOf
from app.domain.access import SCOPES, Caller, implied
from app.domain.documentation import doc
from app.errors import InputError

router = APIRouter(prefix="/v1/session", tags=["session"], dependencies=[PUBLIC, Depends(only())])
_LONGEST = dt.timedelta(days=30)
_EXAMPLE: dict[str, Any] = {"key": "dateline_1f0c4a7e_0000000000000000000000000000000000000000000"}


@dataclass(frozen=True, slots=True)
class Session:
    """Who is calling and what the caller may do."""

    name: str = field(metadata=doc("Name of the key; `anonymous` without one."))
    key_id: str | None = field(metadata=doc("Id of the key; null without one."))
    scopes: tuple[str, ...] = field(metadata=doc("What the caller may do: read, ingest, edit, admin."))
    expires_at: dt.datetime | None = field(metadata=doc("When the key expires (UTC); null for never."))
    csrf_token: str | None = field(
        metadata=doc("Send it as `X-CSRF-Token` with each change; null unless the key came in the cookie.")
    )


class SignIn(BaseModel):
    """A key to sign in with."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    key: str = Field(max_length=200, description="The key, as dateline keys create has printed it.")


async def read_key(request: Request) -> str:
    """The key in the body. Raises 400, 415 or 422 with a message that says what to change."""
    body = await read_object(request, '{"key": "…"}')
    if set(body) != {"key"} or not isinstance(body["key"], str) or len(body["key"]) > 200:
        raise InputError('Send the key alone, as a string: {"key": "…"}.', field="key")
    return str(body["key"])


@router.get(
    "",
    operation_id="getSession",
    summary="See who is calling",
    response_model=Session,
    responses=success("getSession") | responses(401, 422, 503),
)
async def get(request: Request, caller: CallerOf) -> Response:
    """The name and the scopes of the key that the request carries, or what is allowed without one."""
    cookie = request.cookies.get(COOKIE) if caller.key and header_token(request) is None else None
    return json_of(_session(caller, cookie), headers={"Cache-Control": "no-store"})


@router.post(
    "",
    operation_id="signIn",
    summary="Sign in",
    response_model=Session,
    responses=success("signIn") | responses(400, 401, 403, 413, 415, 422, 503),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SignIn"}, "example": _EXAMPLE}},
        }
    },
)
async def sign_in(
    request: Request, key: Annotated[str, Depends(read_key)], services: ServicesOf, caller: CallerOf
) -> Response:
    """Keep a key in a cookie that scripts cannot read and other sites cannot use; for pages.

    Changes then need the header `X-CSRF-Token` with `csrf_token` of the answer. Programs send the key itself in each
    request instead.
    """
    found = await services.access.keys.find(key)
    response = json_of(_session(Caller(found.name, implied(found.scopes), caller.address, found), key))
    age = _LONGEST if found.expires_at is None else min(_LONGEST, found.expires_at - dt.datetime.now(dt.UTC))
    response.set_cookie(COOKIE, key, max_age=int(age.total_seconds()), **_cookie(request))
    return response


@router.delete(
    "",
    operation_id="signOut",
    summary="Sign out",
    status_code=204,
    responses={204: {"description": "Signed out."}, **responses(401, 403, 422, 503)},
)
async def sign_out(request: Request) -> Response:
    """Remove the cookie. The key itself stays valid."""
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, **_cookie(request))
    return response


def _cookie(request: Request) -> dict[str, Any]:
    return {
        "path": request.scope.get("root_path") or "/",
        "secure": request.url.scheme == "https",
        "httponly": True,
        "samesite": "strict",
    }


def _session(caller: Caller, cookie: str | None) -> Session:
    return Session(
        caller.name,
        caller.key.id if caller.key else None,
        tuple(scope for scope in SCOPES if scope in caller.scopes),
        caller.key.expires_at if caller.key else None,
        csrf_token(cookie) if cookie else None,
    )
