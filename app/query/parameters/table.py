"""Every query parameter of events, in one table: a new filter begins with a row here."""

from __future__ import annotations

from typing import get_args

from app.domain.event import Factuality
from app.domain.found import PlaceMatch
from app.export.event_json import FIELDS
from app.export.registry import FORMAT_NAMES, PROFILES
from app.ontology.catalogue import catalogue
from app.query.filters import DEFAULT_FACTUALITY, DEFAULT_LIMIT, MAX_LIMIT, MAX_ROWS, Sort
from app.query.parameters import patterns, values
from app.query.parameters.parameter import Parameter, boolean, choice, decimal, integer, name, named, text

DEFAULT_RADIUS_KM, MAX_RADIUS_KM = 50.0, 20_038.0  # half the circumference of the Earth
_LARGEST = 10**15
FACTUALITIES = get_args(Factuality)
SORTS = get_args(Sort)
_TYPES = catalogue().types
_NAMES = list(dict.fromkeys((*_TYPES, *catalogue().groups, *catalogue().names)))
_SUBTYPES = sorted({code for event_type in _TYPES.values() for code in event_type.subtypes})
_ROLES = sorted({role for event_type in _TYPES.values() for role in event_type.roles})
_DATE = "an ISO 8601 date (2024, 2024-02, 2024-02-03) or date-time"
_ID = "6b0d6c0e-5d0c-5e53-9d0f-1f6c2a9d7c11"

#: Which events: the fields of ``EventFilter``.
FILTERS = (
    Parameter(
        name="type",
        field="types",
        type=choice(_NAMES),
        description="Type of event; several match any of them. Also a group of types (`violence`, `law`, …), a "
        "sub-type or another name of one (`attack`, `kidnapping`), as `GET /v1/event-types` lists them.",
        example=[next(iter(_TYPES))],
        repeatable=True,
        commas=True,
    ),
    Parameter(
        name="subtype",
        field="subtypes",
        type=choice(_SUBTYPES),
        description="Sub-type of event.",
        example=_SUBTYPES[:1],
        repeatable=True,
        commas=True,
    ),
    Parameter(
        name="country",
        field="countries",
        type=named(values.country, "Country"),
        description="Country: ISO 3166 alpha-2 or alpha-3 code, or its name.",
        example=["IQ"],
        repeatable=True,
    ),
    Parameter(
        name="place",
        field="places",
        type=name(),
        description="Name or GeoNames id of a place; it covers what lies inside it. `Paris, Texas` picks one of "
        "several places of a name. Where several share a name and none dominates (a country; or ten times the people "
        "of any other, a capital counting for more), the answer is 422 with the `candidates`. A region such as the "
        "Middle East or the Donbas covers its countries and divisions.",
        example=["Anbar"],
        repeatable=True,
    ),
    Parameter(
        name="bbox",
        field="bbox",
        type=text(values.box, pattern=patterns.BOX),
        description="Box `minLon,minLat,maxLon,maxLat` in degrees; with minLon above maxLon it crosses the "
        "antimeridian.",
        example="38.8,29.0,48.6,37.4",
    ),
    Parameter(
        name="near",
        field="near",
        type=text(values.point, pattern=patterns.POINT),
        description="Point `lat,lon` in degrees; nearest first with `sort=distance`.",
        example="34.39,40.99",
    ),
    Parameter(
        name="radius_km",
        field="near",
        type=decimal(0.001, MAX_RADIUS_KM, minimum=0.001, maximum=MAX_RADIUS_KM),
        description=f"Greatest distance from `near`, in kilometres; by default {DEFAULT_RADIUS_KM:g}.",
        example=50,
    ),
    Parameter(
        name="place_match",
        field="place_match",
        type=choice(get_args(PlaceMatch)),
        description="`place`, `country`, `bbox` and `near` find events that took place there and statements about "
        "places there. `at`: only what took place there; `about`: only what is about it.",
        example="at",
    ),
    Parameter(
        name="datetime",
        field="time",
        type=named(values.span_of_time, "Interval"),
        description="When it happened: a date, a date-time or an interval `start/end`, where `..` is an open side. An "
        "event matches when its own interval overlaps it.",
        example="2024-02-01/2024-02-03",
    ),
    Parameter(
        name="date_from",
        field="time",
        type=named(values.start_of_time, "Time"),
        description=f"When it happened, from: {_DATE}.",
        example="2024-02-01",
    ),
    Parameter(
        name="date_to",
        field="time",
        type=named(values.end_of_time, "Time"),
        description=f"When it happened, up to and including: {_DATE}.",
        example="2024-02-03",
    ),
    Parameter(
        name="published_from",
        field="published",
        type=named(values.start_of_time, "Time"),
        description=f"When it was published, from: {_DATE}.",
        example="2024-02-01",
    ),
    Parameter(
        name="published_to",
        field="published",
        type=named(values.end_of_time, "Time"),
        description=f"When it was published, up to and including: {_DATE}.",
        example="2024-02-29",
    ),
    Parameter(
        name="factuality",
        field="factuality",
        type=choice((*FACTUALITIES, "any")),
        description=f"How certain the article is; `any` matches all. Default: {' and '.join(DEFAULT_FACTUALITY)}.",
        example=["asserted"],
        repeatable=True,
        commas=True,
    ),
    Parameter(
        name="actor",
        field="actor",
        type=name(),
        description="Words of a participant's name; with `role`, in that role.",
        example="United States",
    ),
    Parameter(
        name="role",
        field="role",
        type=text(lambda name, value: values.one_of(name, value.lower(), _ROLES), enum=_ROLES),
        description=f"A role that some participant has: {', '.join(_ROLES)}.",
        example="attacker",
    ),
    Parameter(name="speaker", field="speaker", type=name(), description="Words of a speaker's name.", example="Biden"),
    Parameter(name="weapon", field="weapon", type=name(), description="Words of a weapon.", example="rocket"),
    Parameter(
        name="min_killed",
        field="min_killed",
        type=integer(0, _LARGEST, minimum=0, maximum=_LARGEST),
        description="At least this many killed.",
        example=1,
    ),
    Parameter(
        name="min_injured",
        field="min_injured",
        type=integer(0, _LARGEST, minimum=0, maximum=_LARGEST),
        description="At least this many injured.",
        example=1,
    ),
    Parameter(
        name="min_confidence",
        field="min_confidence",
        type=decimal(0, 1, minimum=0, maximum=1),
        description="At least this confidence.",
        example=0.5,
    ),
    Parameter(
        name="max_confidence",
        field="max_confidence",
        type=decimal(0, 1, minimum=0, maximum=1),
        description="At most this confidence: what to review first.",
        example=0.4,
    ),
    Parameter(
        name="counted",
        field="counted",
        type=boolean(),
        description="true: only events whose figures are to be added up; false: only those counted elsewhere.",
        example=True,
    ),
    Parameter(
        name="reviewed",
        field="reviewed",
        type=boolean(),
        description="true: only events that people have confirmed, corrected or added; false: only the others.",
        example=True,
    ),
    Parameter(
        name="source",
        field="sources",
        type=name(),
        description="Name of the outlet.",
        example=["Reuters"],
        repeatable=True,
    ),
    Parameter(
        name="article_id",
        field="article_id",
        type=text(values.identifier, format="uuid"),
        description="Events of one article.",
        example=_ID,
    ),
    Parameter(
        name="incident_id",
        field="incident_id",
        type=text(values.identifier, format="uuid"),
        description="Events of one incident.",
        example=_ID,
    ),
    Parameter(
        name="updated_since",
        field="updated_since",
        type=named(values.change_or_moment, "Since"),
        description="Stored or changed from here on: a change number, as each event has one, or an ISO 8601 date or "
        "date-time (digits alone are a number). Without `sort`, the oldest change first. See `GET /v1/events/deleted` "
        "for keeping a copy.",
        example="1042",
    ),
    Parameter(
        name="q",
        field="words",
        type=text(values.full_text, maxLength=values.LONGEST, pattern=patterns.FULL_TEXT),
        description='Full text: words that must all occur, "quoted phrases", -excluded. OR is not supported.',
        example='"air base" -drill',
    ),
)

#: Which page of them: the fields of ``PageRequest``.
PAGING = (
    Parameter(
        name="sort",
        field="sort",
        type=choice(SORTS),
        description="Order; `-` is descending, `updated` is the order of the changes. Default: `-time`, or `updated` "
        "with `updated_since`.",
        example="-time",
    ),
    Parameter(
        name="limit",
        field="limit",
        type=integer(1, MAX_ROWS, minimum=1, maximum=MAX_ROWS),
        description=f"Events on a page: at most {MAX_LIMIT}, by default {DEFAULT_LIMIT}. All formats but JSON "
        "may have more; all but JSON and GeoJSON contain everything that matches without it.",
        example=50,
    ),
    Parameter(
        name="cursor",
        field="cursor",
        type=text(lambda _, value: value, pattern=patterns.CURSOR),
        description="`next_cursor` of the previous page, with the same filters.",
    ),
)

#: In which form: the fields of ``OutputOptions``.
OUTPUT = (
    Parameter(
        name="format",
        field="format",
        type=choice(FORMAT_NAMES),
        description="Format of the answer; otherwise the `Accept` header decides.",
        example="json",
    ),
    Parameter(
        name="profile",
        field="profile",
        type=choice(list(PROFILES)),
        description="CSV in the columns of another data set: ACLED's or UCDP GED's. What is not known stays empty.",
        example="acled",
    ),
    Parameter(
        name="fields",
        field="fields",
        type=choice(FIELDS),
        description="Only these fields of each event, and its `id`; with commas or several times. In GeoJSON and "
        "in tables the columns that contain them.",
        example=["summary", "time"],
        repeatable=True,
        commas=True,
    ),
    Parameter(
        name="bom",
        field="bom",
        type=choice(("true", "false")),
        description="true: CSV begins with a byte order mark, which Excel needs for letters outside ASCII.",
        example="true",
    ),
)
#: The names of every parameter of an event query.
PARAMETERS = tuple(parameter.name for parameter in (*FILTERS, *PAGING, *OUTPUT))
