"""An article as it comes in, and the date against which its relative dates are resolved."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.domain.documentation import doc

AnchorSource = Literal["given", "text", "none"]
#: Ids are UUIDv5 in this namespace: the same input gives the same id.
NAMESPACE = uuid.UUID("6b0d6c0e-5d0c-5e53-9d0f-1f6c2a9d7c11")


@dataclass(frozen=True, slots=True)
class Article:
    """One article. ``published_at`` is ISO 8601 (date or date-time)."""

    text: str
    title: str | None = None
    published_at: str | None = None
    source: str | None = None
    url: str | None = None
    external_id: str | None = None
    language: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def stored_text(self) -> str:
        """Title, blank line and text: the text whose code points every span counts."""
        return f"{self.title}\n\n{self.text}" if self.title else self.text


@dataclass(frozen=True, slots=True)
class Anchor:
    """The date against which relative expressions such as "on Friday" are resolved."""

    date: str | None = field(metadata=doc("ISO 8601 date or date-time of publication; null when unknown."))
    source: AnchorSource = field(
        metadata=doc("`given` with the article, read in the `text` (a full date in a dateline or caption), or `none`.")
    )

    @property
    def moment(self) -> dt.datetime | None:
        """The anchor as a naive date-time; None when unknown."""
        return dt.datetime.fromisoformat(self.date).replace(tzinfo=None) if self.date else None


def identify(article: Article) -> str:
    """Return the id of an article: a UUID of its content, so that the same article gives the same id."""
    key = "\x1f".join((article.stored_text, article.published_at or "", article.source or "", article.url or ""))
    return str(uuid.uuid5(NAMESPACE, key.encode("utf-8", "surrogatepass").hex()))
