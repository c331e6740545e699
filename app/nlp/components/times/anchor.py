"""The anchor: the day against which an article's relative dates are read.

Given with the article, else read in a full date of a dateline, a caption or a line of its own ("Published March 12,
2002"), else unknown. What happened on a full date of the running text is no anchor.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from app.domain.article import Anchor

if TYPE_CHECKING:
    from app.domain.time import TimeExpression

_LEAD = 60  # tokens in which a dateline stands
_AFTER = re.compile(r"[\s,]*(?:\([^()\n]{2,40}\)\s*)?(?:--|[-–—_:]|\(|\n|$)")
_BEFORE = re.compile(
    r"(?:story is from|published|posted|updated|issued|dated|date|filed|released|modified|print edition)"
    r"(?: on| at)?[:\s]*$",
    re.IGNORECASE,
)
_LINE = 40  # characters beside the date in a line that is a date line
_CREDIT = re.compile(
    r"\((?:[^()\n]{0,60}\b(?:AP|AFP|Reuters|EPA|Getty|Xinhua|UPI|Photo|photo|TASS|Anadolu)\b[^()\n]{0,60})\)|(?:Photo|photo|REUTERS|Getty)"
)


def given(published_at: str | None) -> Anchor | None:
    """The anchor that came with the article; None when there is none or when it is no ISO 8601 date."""
    text = (published_at or "").strip()
    if not text:
        return None
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return Anchor(text, "given")


def inferred(doc: Doc, dates: Sequence[TimeExpression]) -> Anchor:
    """The anchor that the text tells: ``dates`` are its full days, in text order."""
    text = doc.text
    lead = doc[min(_LEAD, len(doc)) - 1].idx if len(doc) else 0
    best: tuple[int, str] | None = None
    for date in dates:
        rank = evidence(text, date, lead)
        if rank and (best is None or rank < best[0]):
            best = (rank, date.value[:10])
    return Anchor(best[1], "text") if best else Anchor(None, "none")


def evidence(text: str, date: TimeExpression, lead: int) -> int:
    """How well a full date's surroundings make it the day of publication: 1 best, 0 not at all."""
    start, end = date.span.start, date.span.end
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    if _BEFORE.search(text[line_start:start]):
        return 1
    if (
        start <= lead
        and start - line_start <= 2 * _LINE
        and _AFTER.match(text, end)
        and not_prose(text[line_start:start])
    ):
        return 2
    if len(line) - (end - start) <= _LINE and not_prose(text[line_start:start]):
        return 3
    if _CREDIT.search(line):
        return 4
    return 0


def not_prose(head: str) -> bool:
    """Whether the words before a date in its line read like a dateline (names and commas), not like a sentence."""
    words = re.findall(r"[^\W\d_]+", head)
    return len(words) <= 8 and all(w[0].isupper() or len(w) <= 3 for w in words) and "On " not in head[-4:]
