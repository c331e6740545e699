"""One article of an input file, before it is prepared: what was found there, or why it cannot be read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ItemId = str | int | float | None


@dataclass(frozen=True, slots=True)
class Item:
    """One article to read as it was sent (``raw``), or with the ``reason`` why it cannot be read.

    ``id`` is copied to the answer; ``where`` names the place in the file and is put before a reason found later.
    """

    id: ItemId
    raw: Mapping[str, Any] | None = None
    reason: str | None = None
    where: str | None = None
    #: False when not even the file could be opened.
    opened: bool = True
    #: What ``dateline extract`` read in the article, where the file is its output.
    extraction: Mapping[str, Any] | None = None

    @property
    def length(self) -> int:
        """Characters to be read, roughly."""
        if self.raw is None:
            return 0
        return sum(len(value) for name in ("text", "html") if isinstance(value := self.raw.get(name), str))


def item_of(value: Any, where: str) -> Item:
    """A JSON value as an item."""
    if not isinstance(value, Mapping):
        return Item(None, reason=f"{where} is not a JSON object.")
    item_id = value.get("id")
    if isinstance(item_id, float) and not math.isfinite(item_id):
        return Item(None, reason=f"{where}: 'id' is too large a number.")
    if isinstance(item_id, bool) or not isinstance(item_id, str | int | float | None):
        return Item(None, reason=f"{where}: 'id' must be a string or a number.")
    if "status" in value:
        return _of_output(item_id, value, where)
    return Item(item_id, value, where=where)


def _of_output(item_id: ItemId, line: Mapping[str, Any], where: str) -> Item:
    """A line that ``dateline extract`` or ``dateline load --errors`` has written."""
    article = line.get("article")
    if isinstance(article, Mapping):
        return Item(item_id, article, where=where, extraction=line if line.get("status") == "structured" else None)
    if line.get("status") == "failed":
        return Item(item_id, reason=f"{where} could not be read when it was extracted: {line.get('reason')}")
    return Item(item_id, reason=f"{where} is no article: it has a 'status' but no 'article'.")
