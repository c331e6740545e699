"""The fields of an event that people may set, as the API takes them; strict, so that a wrong name is never ignored."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from app.domain.casualties import Effect
from app.domain.event import EntityKind, Factuality, LinkRel, StatementKind
from app.domain.time import TimePrecision
from app.ontology import catalogue

_MOST = 10**9
_MOST_LISTED = 100


def _printable(text: str) -> str:
    if any((ord(c) < 32 and c not in "\n\t") or 0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise ValueError("must not contain control characters")
    if not text.strip():
        raise ValueError("must not be empty")
    return text.strip()


#: ``_printable`` as an expression for the description: something that shows, no control characters but tab and newline.
_PRINTABLE = r"^[^\u0000-\u0008\u000B-\u001F]*[^\s\u0000-\u001F\u0085][^\u0000-\u0008\u000B-\u001F]*$"


def _text(most: int) -> Any:
    return Field(min_length=1, max_length=most, json_schema_extra={"pattern": _PRINTABLE})


_Code = Annotated[str, Field(max_length=300), AfterValidator(_printable)]
Line = Annotated[str, _text(300), AfterValidator(_printable)]
Reason = Annotated[str, _text(1000), AfterValidator(_printable)]


def _no_coercion(value: Any) -> Any:
    if isinstance(value, bool | str):
        raise ValueError("must be a number")  # noqa: TRY004 - pydantic reports no other error
    return value


#: What may stand for a number in Python, true and "3", does not in JSON; 3.0 is an integer there.
_JSON_NUMBER = BeforeValidator(_no_coercion)
Flag = Annotated[bool, Field(strict=True)]
Id = Annotated[str, Field(min_length=36, max_length=36)]
Degrees90 = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False), _JSON_NUMBER]
Degrees180 = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False), _JSON_NUMBER]
Number = Annotated[int, Field(ge=0, le=_MOST), _JSON_NUMBER]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SpanIn(_Strict):
    """Words of the article: a half-open range of code points of the stored text."""

    start: Annotated[int, Field(ge=0), _JSON_NUMBER] = Field(
        description="Index of the first code point in the stored text, from 0."
    )
    end: Annotated[int, Field(ge=1), _JSON_NUMBER] = Field(description="Index after the last code point.")
    text: str | None = Field(None, description="The words; when sent, they must be those of the article.")


class TimeIn(_Strict):
    """When it happened. Send `value` alone, such as 2024-02-02, or `start` and `end`."""

    value: Line | None = Field(None, description="A year, month, day or minute (ISO 8601), such as 2024-02-02.")
    start: Line | None = Field(None, description="Start of the interval: ISO 8601, local time; null if open.")
    end: Line | None = Field(None, description="End of the interval, not included; null if open.")
    precision: TimePrecision | None = Field(None, description="How exact the text is; follows from `value`.")
    span: SpanIn | None = Field(None, description="The time expression in the article.")
    source: Literal["expression", "document", "inferred"] | None = Field(
        None, description="Ignored: `expression` with a span, else `inferred`."
    )
    reason: str | None = Field(None, description="Ignored: the reason of the correction is kept.")


class PlaceIn(_Strict):
    """A place: `geonames_id`, or a `name` that the gazetteer knows, or a name with a point of your own."""

    name: Line | None = Field(None, description="Name; the most likely place of the gazetteer with that name is taken.")
    geonames_id: Annotated[int, Field(ge=0, le=2**31 - 1), _JSON_NUMBER] | None = Field(
        None, description="Id of the place in GeoNames: see `GET /v1/places?q=`."
    )
    span: SpanIn | None = Field(None, description="The place name in the article.")
    latitude: Degrees90 | None = Field(None, description="WGS 84 degrees north, for a place without a GeoNames id.")
    longitude: Degrees180 | None = Field(None, description="WGS 84 degrees east, for a place without a GeoNames id.")
    precision: Literal["point", "city", "admin1", "country", "region"] | None = Field(
        None, description="How exact the point is, for a place without a GeoNames id."
    )
    feature: str | None = Field(None, description="Ignored: the gazetteer's is taken.")
    country_code: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = Field(
        None, description="ISO 3166-1 alpha-2 code, for a place without a GeoNames id."
    )
    country: str | None = Field(None, description="Ignored: the name follows from the code.")
    admin1: Line | None = Field(None, description="First-level division, for a place without a GeoNames id.")
    confidence: Annotated[float, _JSON_NUMBER] | None = Field(None, description="Ignored: a person is sure.")
    reason: str | None = Field(None, description="Ignored: the reason of the correction is kept.")


def _given(name: str) -> dict[str, Any]:
    return {"required": [name], "properties": {name: {"type": "integer"}}}


class CountIn(_Strict):
    """A number of people or things: at least one of `low` and `high`."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"anyOf": [_given("low"), _given("high")]})
    low: Number | None = Field(None, description="Lowest number; null for 'up to 16'.")
    high: Number | None = Field(None, description="Highest number; null for 'at least 16'.")
    approximate: Flag = Field(False, description="True for rounded numbers, such as 'about 20', 'dozens'.")
    span: SpanIn | None = Field(None, description="The words of the number.")

    @model_validator(mode="after")
    def _ordered(self) -> CountIn:
        if self.low is None and self.high is None:
            raise ValueError("give low or high")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise PydanticCustomError("contradiction", "low must not be above high")
        return self


class ParticipantIn(_Strict):
    """Who or what takes part."""

    role: Line = Field(description="A role that the event type declares.")
    name: Line = Field(description="Name.")
    span: SpanIn | None = Field(None, description="The words for the participant.")
    entity_id: Line | None = Field(None, description="Id of the entity in the article.")
    kind: EntityKind = Field("other", description="What the participant is.")
    country_code: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = Field(
        None, description="ISO 3166-1 alpha-2 code of the country it belongs to."
    )
    count: CountIn | None = Field(None, description="How many there are.")
    description: Line | None = Field(None, description="Title or description, such as 'prime minister'.")
    reason: str | None = Field(None, description="Ignored: the reason of the correction is kept.")


class SourceIn(_Strict):
    """Who claims or reports something."""

    name: Line = Field(description="Name of the source.")
    span: SpanIn | None = Field(None, description="Where the source is named.")
    cue: SpanIn | None = Field(None, description="The words that attribute it, such as 'said'.")


class CasualtyIn(CountIn):
    """A claimed figure."""

    effect: Effect = Field(description="What happened to the victims.")
    cumulative: Flag = Field(False, description="True for a running toll over several events.")
    rival: Flag = Field(False, description="True for another source's figure for the same victims.")
    victims: SpanIn | None = Field(None, description="The words for the victims.")
    victim_kind: Line | None = Field(None, description="Kind of the victims, as in `participants`.")
    place: PlaceIn | None = Field(None, description="Place of this figure where it is not the event's own.")
    claimed_by: SourceIn | None = Field(None, description="Who claims it; null when the article itself states it.")


class StatementIn(_Strict):
    """What was said; only for statements."""

    kind: StatementKind = Field(description="`direct` (in quotation marks), `indirect` or `mixed`.")
    content: list[SpanIn] = Field(min_length=1, max_length=_MOST_LISTED, description="The words that were said.")
    cue: SpanIn | None = Field(None, description="The words that introduce it, such as 'said'.")
    medium: Line | None = Field(None, description="The medium through which it was said.")
    topic: Id | None = Field(None, description="Id of the event that the statement is about.")


class LinkIn(_Strict):
    """A relation to another event of the same article."""

    rel: LinkRel = Field(description="The relation of this event to the other one.")
    event_id: Id = Field(description="Id of the other event.")


def _never_null(schema: dict[str, Any]) -> None:
    """Describe a field that may be left out, and has a value when it is sent."""
    del schema["default"]
    for kind in schema.pop("anyOf", ()):
        schema.update(kind if kind != {"type": "null"} else {})


def _one_of_the_types(schema: dict[str, Any]) -> None:
    """Describe a code of an event type: one of those that this server has."""
    if "anyOf" in schema:
        _never_null(schema)
    del schema["maxLength"]
    schema["enum"] = list(catalogue().types)


def _value(description: str) -> Any:
    return Field(None, description=description, json_schema_extra=_never_null)


_TYPE = "Event type: a code of `GET /v1/event-types`."


def _listed(description: str) -> Any:
    return Field(None, max_length=_MOST_LISTED, description=description)


class FieldsIn(_Strict):
    """Fields of an event and their new values; what is not named stays. A list replaces the whole list."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"minProperties": 1})
    type: _Code | None = Field(None, description=_TYPE, json_schema_extra=_one_of_the_types)
    subtype: Line | None = Field(None, description="Sub-type of the event type; null for none.")
    factuality: Factuality | None = _value("How the article presents the event.")
    time: TimeIn | None = Field(None, description="When it happened; null when the text does not say.")
    places: list[PlaceIn] | None = _listed("Where it happened, main place first.")
    participants: list[ParticipantIn] | None = _listed("Who and what took part, with their roles.")
    casualties: list[CasualtyIn] | None = _listed("Claimed figures, one entry for each claim.")
    statement: StatementIn | None = Field(None, description="What was said; only for statements.")
    attribution: SourceIn | None = Field(None, description="Who reports the event; null when the article itself does.")
    links: list[LinkIn] | None = _listed("Relations to other events of the same article.")
    about_places: list[PlaceIn] | None = _listed("Statements only: the places that the content is about.")
    about_time: TimeIn | None = Field(None, description="Statements only: the time that the content is about.")
    background: Flag | None = _value("Whether it is a war or a series as the background of others.")
    counted: Flag | None = _value("Whether its figures are to be added up.")
    summary: Line | None = _value("One line; without it, it is made from the fields.")
    trigger: SpanIn | None = _value("The word or phrase that expresses the event.")
    mentions: list[SpanIn] | None = _listed("Every word or phrase that expresses the event, the chosen one first.")


class NewFieldsIn(FieldsIn):
    """Fields of an event that is added: its type, and what else is known."""

    type: _Code = Field(description=_TYPE, json_schema_extra=_one_of_the_types)


class CorrectionIn(_Strict):
    """A correction: new values of fields, and why."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"reason": "It was on Sunday.", "fields": {"time": {"value": "2024-03-03"}}}]},
    )
    reason: Reason = Field(description="Why, in a sentence; it is kept in the history.")
    fields: FieldsIn = Field(description="The fields and their new values.")


class DecisionIn(_Strict):
    """A reason; it is kept in the history."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "A training exercise."}]})
    reason: Reason | None = Field(None, description="Why, in a sentence.")


class RejectionIn(_Strict):
    """Why there was no such happening."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reason": "A training exercise."}]})
    reason: Reason = Field(description="Why, in a sentence; it is kept in the history.")


class MissedEventIn(_Strict):
    """An event that the machine has missed: the words that express it, its type, and what is known about it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"span": {"start": 0, "end": 7}, "reason": "The headline reports it.", "fields": {"type": "strike"}}
            ]
        },
    )
    span: SpanIn = Field(description="The words that express the event.")
    reason: Reason = Field(description="Why, in a sentence; it is kept in the history.")
    fields: NewFieldsIn = Field(description="Its fields; `type` is required.")
