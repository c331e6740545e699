"""Subscriptions: events are sent to an address as they come (webhooks)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, cast
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.api.dependencies import ServicesOf
from app.api.examples import success
from app.api.parameters import only
from app.api.problems import responses
from app.api.request_body import read_object
from app.api.responses import json_of, read_of
from app.api.security.scopes import CallerOf, needs
from app.domain.documentation import doc
from app.errors import InputError, NotFoundError, TooManyError
from app.outbound import check_url
from app.query import parse_filter
from app.query.events import canonical_id
from app.query.news import check_filter, latest_change
from app.storage import subscriptions
from app.storage.audit import record
from app.storage.engine import Session, transaction
from app.storage.subscription_tables import SubscriptionRow
from app.subscriptions import new_secret

router = APIRouter(prefix="/v1/subscriptions", tags=["subscriptions"], dependencies=[needs("admin"), Depends(only())])
MOST = 1000
#: With a name or an IPv4 address, and a port up to 64999.
_URL = r"^https?://[A-Za-z0-9][A-Za-z0-9.-]*(:(6[0-4]|[1-5][0-9]|[1-9])[0-9]{0,3})?(/[!-~]*)?$"
_EXAMPLE: dict[str, Any] = {"url": "https://example.org/hook", "filter": "type=strike&country=IQ"}


class SubscriptionIn(BaseModel):
    """What is to be sent where."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_EXAMPLE]})

    url: str = Field(
        description="Address to which messages are posted: https, or http.", max_length=4_000, pattern=_URL
    )
    filter: str = Field(
        "",
        description="Filters as in the URL of `GET /v1/events`; without any, every event is sent.",
        max_length=8_000,
    )


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where events are sent, and how that goes."""

    id: str = field(metadata=doc("UUID of the subscription."))
    url: str = field(metadata=doc("Address to which messages are posted."))
    filter: str = field(metadata=doc("Filters as in the URL of `GET /v1/events`."))
    state: Literal["active", "paused"] = field(
        metadata=doc("`paused` after twelve failures in a row (about eleven hours) or an answer of 410.")
    )
    created_by: str = field(metadata=doc("Name of the key that made it."))
    created_at: dt.datetime = field(metadata=doc("When it was made (UTC)."))
    delivered_at: dt.datetime | None = field(metadata=doc("When a message was last taken (UTC)."))
    next_change: int = field(metadata=doc("Number of the change from which on events have not been sent yet."))
    failures: int = field(metadata=doc("Deliveries that have failed since the last that was taken."))
    reason: str | None = field(metadata=doc("Why the last one failed."))
    secret: str | None = field(
        default=None, metadata=doc("Secret of the signatures (Standard Webhooks); shown once, when it is made.")
    )


@dataclass(frozen=True, slots=True)
class SubscriptionList:
    """All subscriptions."""

    subscriptions: tuple[Subscription, ...] = field(metadata=doc("The subscriptions, the oldest first."))


async def read_subscription(request: Request) -> dict[str, Any]:
    """Return the body. Raises 400, 415 or 422 with a message that says what to change."""
    return await read_object(request, f"a subscription such as {_EXAMPLE}")


@router.post(
    "",
    operation_id="subscribe",
    summary="Subscribe to events",
    status_code=201,
    response_model=Subscription,
    responses=success("subscribe", status=201) | responses(400, 413, 415, 422, 503),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": SubscriptionIn.model_json_schema(), "example": _EXAMPLE}},
        }
    },
)
def subscribe(
    body: Annotated[dict[str, Any], Depends(read_subscription)], services: ServicesOf, caller: CallerOf
) -> Response:
    """Have events posted to an address as they are stored or changed, in messages signed by Standard Webhooks.

    A message is `{"type": "events.updated", "timestamp", "data": {"events": […]}}`. One that is not answered with 2xx
    within 20 seconds is sent again, later each time, with the same `webhook-id`; after twelve failures, or 410, the
    subscription is paused. Addresses that are not public are refused, unless `DATELINE_OUTBOUND_NETWORKS` has them.
    """
    try:
        given = SubscriptionIn.model_validate(body)
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_url=False)) from None
    check_url(given.url)
    written = given.filter.removeprefix("?")
    pairs = parse_qsl(written, keep_blank_values=True)
    if any(name == "updated_since" for name, _ in pairs):
        raise InputError("A subscription begins now; leave updated_since out of 'filter'.", field="filter")
    check_filter(services.sessions, parse_filter(pairs), services.gazetteer)
    position, secret = latest_change(services.sessions) + 1, new_secret()
    with transaction(services.sessions) as session:
        if len(subscriptions.list_subscriptions(session)) >= MOST:
            raise TooManyError(f"There are {MOST} subscriptions already; delete one first.")
        row = subscriptions.add_subscription(
            session, url=given.url, event_filter=written, secret=secret, actor=caller.name, position=position
        )
        record(session, caller, "subscription.created", row.id, {"url": row.url, "filter": row.filter})
        made = _out(row, secret)
    return json_of(made, 201, {"Cache-Control": "no-store"})


@router.get(
    "",
    operation_id="listSubscriptions",
    summary="List subscriptions",
    response_model=SubscriptionList,
    responses=success("listSubscriptions") | responses(422, 503),
)
def listed(request: Request, services: ServicesOf) -> Response:
    """All subscriptions, and how their deliveries go."""
    with transaction(services.sessions) as session:
        found = tuple(map(_out, subscriptions.list_subscriptions(session)))
    return read_of(request, SubscriptionList(found))


@router.get(
    "/{subscription_id}",
    operation_id="getSubscription",
    summary="Read one subscription",
    response_model=Subscription,
    responses=success("getSubscription") | responses(404, 422, 503),
)
def get(subscription_id: str, request: Request, services: ServicesOf) -> Response:
    """One subscription, and how its deliveries go."""
    with transaction(services.sessions) as session:
        found = _out(_row(session, subscription_id))
    return read_of(request, found)


@router.post(
    "/{subscription_id}/resume",
    operation_id="resumeSubscription",
    summary="Resume a subscription",
    response_model=Subscription,
    responses=success("resumeSubscription") | responses(404, 422, 503),
)
def resume(subscription_id: str, services: ServicesOf, caller: CallerOf) -> Response:
    """Let a paused subscription go on where it was; nothing that came meanwhile is left out."""
    with transaction(services.sessions) as session:
        row = _row(session, subscription_id)
        subscriptions.resume(session, row)
        record(session, caller, "subscription.resumed", row.id)
        found = _out(row)
    return json_of(found)


@router.delete(
    "/{subscription_id}",
    operation_id="unsubscribe",
    summary="Delete a subscription",
    status_code=204,
    responses={204: {"description": "Deleted."}, **responses(404, 422, 503)},
)
def unsubscribe(subscription_id: str, services: ServicesOf, caller: CallerOf) -> Response:
    """Send nothing more."""
    with transaction(services.sessions) as session:
        row = _row(session, subscription_id)
        record(session, caller, "subscription.deleted", row.id, {"url": row.url})
        subscriptions.remove_subscription(session, row.id)
    return Response(status_code=204)


def _row(session: Session, subscription_id: str) -> SubscriptionRow:
    found = subscriptions.find_subscription(session, canonical_id("subscription", subscription_id))
    if found is None:
        raise NotFoundError(f"There is no subscription {subscription_id!r}.")
    return found


def _out(row: SubscriptionRow, secret: str | None = None) -> Subscription:
    return Subscription(
        id=row.id,
        url=row.url,
        filter=row.filter,
        state=cast(Literal["active", "paused"], row.state),
        created_by=row.actor,
        created_at=row.created_at,
        delivered_at=row.delivered_at,
        next_change=row.position,
        failures=row.failures,
        reason=row.reason,
        secret=secret,
    )
