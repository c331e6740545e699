"""What people do to events: correct, confirm, reject, add, undo; the history, and what to look at first."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from app.api.dependencies import ServicesOf
from app.api.examples import success
from app.api.parameters import only
from app.api.problems import responses
from app.api.request_body import read_object
from app.api.responses import etag_of, json_of, read_of
from app.api.security.scopes import CallerOf, needs
from app.api.write_turns import in_turn
from app.corrections.editing import Editor
from app.corrections.fields import CorrectionIn, DecisionIn, MissedEventIn, RejectionIn
from app.errors import ContradictionError
from app.export.event_json import EventOut, event_out
from app.query.corrections import EventHistory, get_event_history
from app.query.events import canonical_id, get_event
from app.storage.engine import Session, transaction

router = APIRouter(prefix="/v1", tags=["corrections"])
Model = TypeVar("Model", bound=BaseModel)
#: What the ETag of an event begins with: the change that touched it last.
_VERSION = re.compile(r'(?:W/)?"(\d+)-[0-9a-f]+"')
_REFUSED = responses(400, 404, 409, 413, 415, 422, 503)
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="The `ETag` of `GET /v1/events/{event_id}`: 409 when the event has changed since. Without it the "
        "last one to write wins; the history keeps every step.",
    ),
]


def _body(model: type[BaseModel], *, required: bool = True) -> dict[str, Any]:
    """``openapi_extra`` of an operation with a body; the example is the model's."""
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    extra = model.model_config.get("json_schema_extra")
    example = extra["examples"][0] if isinstance(extra, dict) else {}  # type: ignore[index]
    content = {"application/json": {"schema": schema, "example": example}}
    return {"requestBody": {"required": required, "content": content}}


async def _read(request: Request, model: type[Model], expected: str) -> Model:
    try:
        return model.model_validate(await read_object(request, expected))
    except ValidationError as error:
        first, *others = error.errors()
        if all(each["type"] == "contradiction" for each in (first, *others)):
            raise ContradictionError(f"{first['msg']}.", field=".".join(map(str, first["loc"]))) from None
        raise RequestValidationError(error.errors(include_url=False, include_context=False)) from None


async def _correction(request: Request) -> CorrectionIn:
    return await _read(request, CorrectionIn, '{"reason": "…", "fields": {"time": {"value": "2024-03-03"}}}')


async def _rejection(request: Request) -> RejectionIn:
    return await _read(request, RejectionIn, '{"reason": "…"}')


async def _missed(request: Request) -> MissedEventIn:
    return await _read(
        request, MissedEventIn, '{"span": {"start": 0, "end": 7}, "reason": "…", "fields": {"type": "…"}}'
    )


async def _decision(request: Request) -> DecisionIn:
    if not (await request.body()).strip():
        return DecisionIn(reason=None)
    return await _read(request, DecisionIn, '{"reason": "…"}, or nothing')


def expected_change(if_match: str | None) -> int | None:
    """The change that the client has seen, from ``If-Match``; None for ``*`` and without the header.

    A tag that no event has gives -1, which fits no event.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    found = _VERSION.fullmatch(if_match.strip())
    return min(int(found[1]), 2**63 - 1) if found else -1


@dataclass(frozen=True, slots=True)
class _Step:
    """A step that somebody takes on an event, and the version of it that they have seen."""

    event_id: str
    services: ServicesOf
    caller: CallerOf
    if_match: IfMatch = None

    async def take(self, work: Callable[[Editor, str], Response]) -> Response:
        """Take the step in a transaction of its own: ``work`` gets an editor and the event's id as it is stored."""

        def taken() -> Response:
            with transaction(self.services.sessions) as session:
                seen = expected_change(self.if_match)
                editor = Editor(session, self.caller, self.services.gazetteer, seen)
                return work(editor, canonical_id("event", self.event_id))

        return await in_turn(self.services.writes, self.caller, taken)


StepOf = Annotated[_Step, Depends()]


@router.patch(
    "/events/{event_id}",
    operation_id="correctEvent",
    summary="Correct an event",
    response_model=EventOut,
    responses=success("correctEvent") | _REFUSED,
    openapi_extra=_body(CorrectionIn),
    dependencies=[needs("edit"), Depends(only())],
)
async def correct(body: Annotated[CorrectionIn, Depends(_correction)], step: StepOf) -> Response:
    """Set fields of an event, with a reason. Queries, exports, summaries and incidents use the new values.

    `fields` has the fields to set; what is not named stays, a list replaces the whole list. Spans must be words of the
    article. What the machine read is kept beside it (`GET /v1/events/{event_id}/history`), reading the article again
    never overwrites it, and it can be undone. `confidence` of a reviewed event is 1.
    """

    def work(editor: Editor, key: str) -> Response:
        editor.correct(key, body.fields, body.reason)
        return _answer(editor.session, key)

    return await step.take(work)


@router.post(
    "/events/{event_id}/confirm",
    operation_id="confirmEvent",
    summary="Confirm an event",
    response_model=EventOut,
    responses=success("confirmEvent") | _REFUSED,
    openapi_extra=_body(DecisionIn, required=False),
    dependencies=[needs("edit"), Depends(only())],
)
async def confirm(body: Annotated[DecisionIn, Depends(_decision)], step: StepOf) -> Response:
    """Say that the whole record is right as it stands. Reading the article again leaves it as it is."""

    def work(editor: Editor, key: str) -> Response:
        editor.confirm(key, body.reason)
        return _answer(editor.session, key)

    return await step.take(work)


@router.post(
    "/events/{event_id}/reject",
    operation_id="rejectEvent",
    summary="Reject an event",
    response_model=EventHistory,
    responses=success("rejectEvent") | _REFUSED,
    openapi_extra=_body(RejectionIn),
    dependencies=[needs("edit"), Depends(only())],
)
async def reject(body: Annotated[RejectionIn, Depends(_rejection)], step: StepOf) -> Response:
    """Say that there was no such happening: the event is no longer found, counted or exported, until this is undone."""

    def work(editor: Editor, key: str) -> Response:
        editor.reject(key, body.reason)
        return json_of(get_event_history(editor.session, key))

    return await step.take(work)


@router.post(
    "/events/{event_id}/undo",
    operation_id="undoCorrection",
    summary="Undo the last step on an event",
    response_model=EventHistory,
    responses=success("undoCorrection") | _REFUSED,
    openapi_extra=_body(DecisionIn, required=False),
    dependencies=[needs("edit"), Depends(only())],
)
async def undo(body: Annotated[DecisionIn, Depends(_decision)], step: StepOf) -> Response:
    """Take back the last correction, confirmation, rejection or addition that still holds. The history keeps both."""

    def work(editor: Editor, key: str) -> Response:
        editor.undo(key, body.reason)
        return json_of(get_event_history(editor.session, key))

    return await step.take(work)


@router.get(
    "/events/{event_id}/history",
    operation_id="getEventHistory",
    summary="Read the history of an event",
    response_model=EventHistory,
    responses=success("getEventHistory") | responses(404, 422, 503),
    dependencies=[needs("read"), Depends(only())],
)
def history(event_id: str, request: Request, services: ServicesOf) -> Response:
    """Every step of people on an event, what the machine reads, and what holds now; also of a rejected event."""
    with transaction(services.sessions) as session:
        found = get_event_history(session, event_id)
    return read_of(request, found)


@router.post(
    "/articles/{article_id}/events",
    operation_id="addEvent",
    summary="Add a missed event",
    status_code=201,
    response_model=EventOut,
    responses=success("addEvent", status=201) | _REFUSED,
    openapi_extra=_body(MissedEventIn),
    dependencies=[needs("edit"), Depends(only())],
)
async def add(
    article_id: str,
    body: Annotated[MissedEventIn, Depends(_missed)],
    request: Request,
    services: ServicesOf,
    caller: CallerOf,
) -> Response:
    """Add an event that the machine has missed: the words that express it, its type, and the fields that are known."""

    def addition() -> Response:
        with transaction(services.sessions) as session:
            editor = Editor(session, caller, services.gazetteer)
            key = editor.add(canonical_id("article", article_id), body.span, body.fields, body.reason)
            answer = _answer(session, key, 201)
        answer.headers["Location"] = f"{request.scope.get('root_path', '')}{router.prefix}/events/{key}"
        return answer

    return await in_turn(services.writes, caller, addition)


def _answer(session: Session, event_id: str, status: int = 200) -> Response:
    found = event_out(get_event(session, event_id))
    answer = json_of(found, status)
    answer.headers["ETag"] = etag_of(bytes(answer.body), found.change)
    return answer
