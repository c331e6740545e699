"""Invented reports of a car bomb in Basra, and of what is not that bomb."""

from __future__ import annotations

from typing import Any

from app.domain.article import Article
from app.domain.casualties import Casualty
from app.domain.event import Event, Extraction
from app.domain.evidence import Source, Span
from tests.factories import BASRA, make_article, make_casualty, make_event, make_extraction, make_time

BOMB = (
    "A car bomb tore through the Ashar fish market in Basra on Friday morning, killing {n} people, officials said. "
    "The blast hit the stalls of Hamid Jaber, 54, beside the Shatt al-Arab quay, and windows broke on Corniche Street. "
    "Doctors at Sadr Teaching Hospital said that Hamid Jaber was among the dead."
)
#: What an outlet adds of its own, so that its text is no copy.
ADDED = (
    "Stallholders swept glass into buckets while their sons searched for missing cousins along the canal.",
    "The governor promised new barriers, and shops near the customs house stayed shut until Sunday evening.",
    "A poet who lives above the ice factory said that he had counted nine ambulances before the power failed.",
    "Fishermen from Faw had come early with their catch, since prices rise before the feast of the spring.",
)
Report = tuple[Article, Extraction]


def bomb(n: int, source: str | None = "Example Wire", published_at: str = "2024-02-02", **given: Any) -> Report:
    """A report that counts ``n`` dead; ``text`` replaces its words, other values those of its event."""
    own = ADDED[sum(map(ord, source or "")) % len(ADDED)]
    text = given.pop("text", None) or f"{own} {BOMB.format(n=n)} {own} {source} reported at {published_at}."
    article = make_article(
        text=text, title=given.pop("title", f"{n} killed in Basra market"), published_at=published_at, source=source
    )
    return article, make_extraction(article, killing(n, **given))


def claimed(n: int, claimant: str | None) -> Casualty:
    """``n`` killed, as somebody says."""
    return make_casualty(low=n, high=n, claimed_by=Source(claimant) if claimant else None)


def killing(n: int, **given: Any) -> Event:
    """A bombing in Basra on 2 February 2024 with ``n`` dead, told in the title."""
    trigger = Span(2, 8, "killed")
    defaults: dict[str, Any] = {
        "subtype": "bombing",
        "casualties": (make_casualty(low=n, high=n),),
        "trigger": trigger,
        "mentions": (trigger,),
        "time": make_time(),
        "places": (BASRA,),
    }
    return make_event(**(defaults | given))
