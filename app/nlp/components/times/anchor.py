"""The anchor: the day against which an article's relative dates are read.

Given with the article, else read in a full date of a dateline, a caption or a line of its own ("Published March 12,
2002"), else unknown. What happened on a full date of the running text is not an anchor.
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
_CAPTION = 4  # the rank of captions
_CAPTION_LENGTH = 300  # characters before the date in a caption
_LINE = 40  # characters beside the date in a line that is a date line
_CREDIT = re.compile(
    r"\((?:[^()\n]{0,60}\b(?:AP|AFP|Reuters|EPA|Getty|Xinhua|UPI|Photo|photo|TASS|Anadolu)\b[^()\n]{0,60})\)|(?:Photo|photo|REUTERS|Getty)"
)


def given(published_at: str | None) -> Anchor | None:
    """The anchor that came with the article; None when there is none or when it is not an ISO 8601 date."""
    text = (published_at or "").strip()
    if not text:
        return None
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return Anchor(text, "given")


def inferred(doc: Doc, dates: Sequence[TimeExpression]) -> Anchor:
    """The anchor stated in the text: ``dates`` are its full days, in text order.

    Of several captions the latest counts: pictures may come from an archive.
    """
    ranked = [(rank, date.value[:10]) for date, rank in zip(dates, evidences(doc, dates), strict=True) if rank]
    if not ranked:
        return Anchor(None, "none")
    best = min(rank for rank, _ in ranked)
    days = [day for rank, day in ranked if rank == best]
    return Anchor(max(days) if best >= _CAPTION else days[0], "text")


def evidences(doc: Doc, dates: Sequence[TimeExpression]) -> list[int]:
    """For each full date: how well its surroundings make it a date of the document itself; 1 best, 0 not at all."""
    if not dates:
        return []
    text = doc.text
    lead = doc[min(_LEAD, len(doc)) - 1].idx if len(doc) else 0
    return [evidence(text, date, lead) for date in dates]


def evidence(text: str, date: TimeExpression, lead: int) -> int:
    """How well a full date's surroundings make it a date of the document: 1 best, 0 not at all."""
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
    if _CREDIT.search(line) or caption(text[line_start:start], text[end : line_end if line_end >= 0 else len(text)]):
        return _CAPTION
    return 0


def caption(head: str, tail: str) -> bool:
    """Whether a line ends like a caption: "… at the bridge in Aden, Yemen, March 3, 2021"."""
    return tail.strip() in ("", ".") and head.rstrip().endswith(",") and len(head) < _CAPTION_LENGTH


def not_prose(head: str) -> bool:
    """Whether the words before a date in its line read like a dateline (names and commas), not like a sentence."""
    words = re.findall(r"[^\W\d_]+", head)
    return len(words) <= 8 and all(w[0].isupper() or len(w) <= 3 for w in words) and "On " not in head[-4:]
