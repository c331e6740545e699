"""Every error that Dateline raises on purpose, and the HTTP status that it becomes.

::

    DatelineError                       500 (never seen by a client: each subclass has its own status)
    ├── InputError                      422 what the client sent cannot be read; the message says what to change
    │   ├── TextTooLongError            413 more characters than DATELINE_MAX_TEXT_LENGTH
    │   ├── NoArticleError              422 a page of HTML in which there is no article
    │   ├── UnsupportedLanguageError    422 no pipeline serves the language
    │   ├── UnreadableError             422 the extraction fails on this text, and its log says why
    │   ├── TooManyError                422 there are as many of a kind as are allowed
    │   ├── ReusedKeyError              422 the idempotency key was sent before with another body
    │   ├── OverBudgetError             422 reading it takes more time or memory than the settings allow
    │   └── FilterError                 422 a query parameter is unknown or malformed; names the parameter
    │       ├── BadParameterError       400 the same where a standard requires that status (OGC API)
    │       ├── ContradictionError      422 parameters that do not fit together, each of which is valid alone
    │       ├── UnknownCursorError      422 what looks like a cursor, but no page gave it
    │       └── AmbiguousPlaceError     422 a name of several places, none of which dominates; lists them
    ├── MissingExtraError               406 the format needs an optional package that is not installed
    ├── ConflictError                   409 somebody else has changed it meanwhile, or it is in that state already
    ├── OutboundError               422 an address that others have named is not public, or cannot be reached
    ├── NotFoundError                   404 no such article, event or page
    ├── NoLongerKeptError               410 what went since then was removed (DATELINE_HISTORY_DAYS)
    ├── AccessError                     what the client may not do
    │   ├── KeyRequiredError            401 the request has no key, or one that is not accepted
    │   ├── ForbiddenError              403 the key lacks the scope, or a page of another site sends the request
    │   ├── TooManyRequestsError        429 more requests than the limit of the key or of the address
    │   └── WrongHostError              421 the server is called by a name that DATELINE_ALLOWED_HOSTS lacks
    ├── BusyError                       503 the queue or the database is busy; try again
    │   ├── SlowQueryError              503 a query took more than DATELINE_QUERY_SECONDS and was ended
    │   ├── DiskFullError               503 nothing can be stored: the disk of the database is full
    │   ├── ReadOnlyError               503 nothing can be stored: the database is served as an archive
    │   └── DamagedDatabaseError        503 the file of the database is damaged
    └── SetupError                      an old schema, a missing model, a mistake in a data file; stops the start
        ├── SettingsError               a setting has a wrong value; names the environment variable
        └── OutdatedSchemaError         the database needs ``dateline db upgrade``
"""

from __future__ import annotations

from dataclasses import dataclass, field


class DatelineError(Exception):
    """Base of every error that Dateline raises on purpose."""

    status = 500
    title = "Internal error"


class InputError(DatelineError):
    """What the client sent cannot be read; the message says what to change."""

    status = 422
    title = "Unprocessable input"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class TextTooLongError(InputError):
    """The text has more characters than the setting allows."""

    status = 413
    title = "Text too long"


class NoArticleError(InputError):
    """In a page of HTML no article was found."""

    title = "No article in the page"


class UnsupportedLanguageError(InputError):
    """No pipeline serves the language of the text."""

    title = "Language not supported"


class UnreadableError(InputError):
    """The extraction fails on this text: our mistake, but sending it again will not help."""

    title = "Unreadable text"


class OverBudgetError(InputError):
    """Reading the article takes more processor time or memory than the settings allow."""

    title = "Article too heavy to read"

    def __init__(self, message: str) -> None:
        super().__init__(message, field="text")


class FilterError(InputError):
    """A query parameter is unknown or malformed; ``field`` names it."""

    title = "Bad query parameter"


class BadParameterError(FilterError):
    """A query parameter is unknown or malformed, where a standard has 400 for it (OGC API)."""

    status = 400


class ContradictionError(FilterError):
    """Parameters, or parts of one, are valid alone and do not fit together: no description of the API can say it."""

    title = "Contradicting parameters"


class UnknownCursorError(FilterError):
    """A text looks like a cursor, and no page gave it."""

    title = "Unknown cursor"


class MissingExtraError(DatelineError):
    """The requested format needs an optional package that is not installed."""

    status = 406
    title = "Format not available"


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """One of the places that an ambiguous name may refer to; ``place=<geonames_id>`` selects it."""

    geonames_id: int | None = field(metadata={"description": "Id of the place in GeoNames; send it as `place`."})
    name: str = field(metadata={"description": "Name in the gazetteer."})
    feature: str = field(metadata={"description": "GeoNames feature code, such as PPL (settlement) or ADM1."})
    admin1: str | None = field(metadata={"description": "Name of the first-level division."})
    country_code: str | None = field(metadata={"description": "ISO 3166-1 alpha-2 code of the country."})
    country: str | None = field(metadata={"description": "Name of the country."})
    latitude: float | None = field(metadata={"description": "WGS 84 degrees north."})
    longitude: float | None = field(metadata={"description": "WGS 84 degrees east."})


class AmbiguousPlaceError(FilterError):
    """Several places have the name and none dominates; ``candidates`` are the most likely."""

    title = "Ambiguous place"

    def __init__(self, message: str, *, candidates: tuple[PlaceChoice, ...]) -> None:
        super().__init__(message, field="place")
        self.candidates = candidates


class OutboundError(DatelineError):
    """An address that others have named may not be called, or cannot be reached."""

    status = 422
    title = "Address not reached"


class TooManyError(InputError):
    """There are as many of a kind as are allowed."""

    title = "Too many"


class ReusedKeyError(InputError):
    """The idempotency key was sent before with another body."""

    title = "Idempotency key reused"


class NotFoundError(DatelineError):
    """The article, event or page does not exist."""

    status = 404
    title = "Not found"


class NoLongerKeptError(DatelineError):
    """Some of what a client has not seen yet went longer ago than the settings keep it."""

    status = 410
    title = "No longer kept"


class ConflictError(DatelineError):
    """Somebody else has changed the event since the client read it, or there is nothing to undo."""

    status = 409
    title = "Conflict"


class AccessError(DatelineError):
    """The client may not do this; ``headers`` say what it needs."""

    title = "Not allowed"

    def __init__(self, message: str, **headers: str) -> None:
        super().__init__(message)
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class KeyRequiredError(AccessError):
    """The request has no key, or one that is not accepted."""

    status = 401
    title = "Key required"


class ForbiddenError(AccessError):
    """The key lacks the scope, or the request comes from a page of another site."""

    status = 403


class TooManyRequestsError(AccessError):
    """More requests than the limit of the key or of the address."""

    status = 429
    title = "Too many requests"


class WrongHostError(AccessError):
    """The server is called by a name that is not its own."""

    status = 421
    title = "Wrong host"


class BusyError(DatelineError):
    """The server is at its limit for the moment; ``retry_after`` is in seconds."""

    status = 503
    title = "Busy"

    def __init__(self, message: str, *, retry_after: int = 5) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class SlowQueryError(BusyError):
    """A query took longer than the settings allow."""

    title = "Query too slow"


class DiskFullError(BusyError):
    """The disk of the database is full."""

    title = "Disk full"


class ReadOnlyError(BusyError):
    """The database is served without being changed."""

    title = "Read-only database"


class DamagedDatabaseError(BusyError):
    """The database contradicts itself, or is no database."""

    title = "Damaged database"


class SetupError(DatelineError):
    """A setting, the schema or an installed file is wrong; the program cannot start."""

    title = "Wrong set-up"


class SettingsError(SetupError):
    """A setting has a wrong value; the message names the environment variable."""

    title = "Wrong setting"


class OutdatedSchemaError(SetupError):
    """The database's schema is not the one that this version needs."""
