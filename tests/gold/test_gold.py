"""Whole articles for tests and what a careful reader finds: ``expect`` holds for some event, ``never`` for none.

Each ``*.yaml`` is one article. A fact names only what it is about; every key must hold for one and the same event:

===================  =====================================================================================
``type``             ``strike`` or ``strike/airstrike``
``day``              the ISO day (or month, or year) with which ``time.start`` begins; ``null``: no time
``place``            contained in the name or the written form of one of its places
``country``          one of its places lies in this country
``factuality``       the value, or a list of allowed values
``killed`` …         any effect: the lowest figure of a claim, or the highest when it has no lowest
``claimed_by``       who claims that figure; ``null``: the article itself
``attribution``      contained in the source that reports it
``trigger``          contained in the trigger or in one of the mentions
``attacker`` …       any role: contained in the name or the written form of a participant; a number is its count
``says``             contained in the content of a statement
``kind``, ``medium`` of a statement
===================  =====================================================================================

``pins`` gives the country of each place name as written; ``no_pins`` lists words that must not be places.
``xfail`` gives the reason why a fact is not found yet; such a fact must fail.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.domain.article import Article
from app.domain.event import Event, Extraction
from app.nlp import Extractor
from app.ontology.loader import load_yaml

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
ARTICLES = {path.stem: load_yaml(path.read_text(encoding="utf-8")) for path in FILES}
EFFECTS = ("killed", "injured", "missing", "captured", "displaced", "sickened")
ROLES = ("attacker", "target", "victim", "weapon", "speaker", "addressee", "authority", "suspect", "protester", "actor")
KEYS = {
    "what", "type", "day", "place", "country", "factuality", "claimed_by", "attribution", "trigger", "says", "kind",
    "medium", "xfail", *EFFECTS, *ROLES,
}  # fmt: skip


def facts(kind: str) -> list[Any]:
    """Return one test parameter for each fact."""
    out = []
    for name, article in ARTICLES.items():
        for fact in article.get(kind, ()):
            marks = [pytest.mark.xfail(reason=fact["xfail"], strict=True)] if "xfail" in fact else []
            out.append(pytest.param(name, fact, id=f"{name}: {fact['what']}", marks=marks))
    return out


@pytest.fixture(scope="module")
def read(extractor: Extractor) -> dict[str, Extraction]:
    """Return the extraction of every article."""
    articles = [
        Article(text=a["text"], title=a.get("title"), published_at=a.get("published_at"), source=a.get("source"))
        for a in ARTICLES.values()
    ]
    return dict(zip(ARTICLES, extractor.extract_many(articles), strict=True))


def holds(fact: dict[str, Any], event: Event) -> bool:
    """Return whether every key of a fact is true of the event."""
    return all(
        _true(key, value, event) for key, value in fact.items() if key not in ("what", "xfail", "claimed_by")
    ) and _figures(fact, event)


def _true(key: str, value: Any, event: Event) -> bool:
    if key in EFFECTS:
        return True  # see _figures
    if key in ROLES:
        return any(_filler(p, value) for p in event.participants if p.role == key)
    if key == "type":
        return value in (event.type, f"{event.type}/{event.subtype}")
    if key == "day":
        start = event.time.start if event.time else None
        return start is None if value is None else (start or "").startswith(str(value))
    if key == "place":
        return any(value in t for p in event.places for t in (p.name, p.span.text if p.span else ""))
    if key == "country":
        return any(p.country_code == value for p in event.places)
    return _text_matches(key, value, event)


def _text_matches(key: str, value: Any, event: Event) -> bool:
    if key == "factuality":
        return event.factuality in ([value] if isinstance(value, str) else value)
    if key == "attribution":
        return value in event.attribution.name if value and event.attribution else value == event.attribution
    if key == "trigger":
        return any(value in span.text for span in (event.trigger, *event.mentions))
    said = event.statement
    if key == "says":
        return said is not None and value in " ".join(span.text for span in said.content)
    return said is not None and value == getattr(said, key)


def _filler(participant: Any, value: Any) -> bool:
    if isinstance(value, int):
        return participant.count is not None and value in (participant.count.low, participant.count.high)
    return value in participant.name or (participant.span is not None and value in participant.span.text)


def _figures(fact: dict[str, Any], event: Event) -> bool:
    """Return whether each effect of the fact has a claim with that figure, and with its claimant if it names one."""
    for effect in EFFECTS:
        if effect not in fact:
            continue
        claims = [c for c in event.casualties if c.effect == effect]
        right = [c for c in claims if fact[effect] == (c.low if c.low is not None else c.high)]
        if "claimed_by" in fact:
            by = fact["claimed_by"]
            right = [c for c in right if (by in c.claimed_by.name if by and c.claimed_by else by == c.claimed_by)]
        if not right:
            return False
    return True


@pytest.mark.parametrize(("name", "fact"), facts("expect"))
def test_it_is_found(read: dict[str, Extraction], name: str, fact: dict[str, Any]) -> None:
    assert any(holds(fact, event) for event in read[name].events)


@pytest.mark.parametrize(("name", "fact"), facts("never"))
def test_it_is_absent(read: dict[str, Extraction], name: str, fact: dict[str, Any]) -> None:
    assert not any(holds(fact, event) for event in read[name].events)


@pytest.mark.parametrize("name", ARTICLES)
def test_place_names_are_resolved_to_their_countries(read: dict[str, Extraction], name: str) -> None:
    pinned = {p.span.text: p.country_code for p in read[name].places if p.span and p.latitude is not None}
    wanted = ARTICLES[name].get("pins", {})
    assert {written: pinned.get(written) for written in wanted} == wanted
    assert not set(ARTICLES[name].get("no_pins", ())) & set(pinned)


@pytest.mark.parametrize("name", ARTICLES)
def test_facts_use_known_keys(name: str) -> None:
    used = {key for kind in ("expect", "never") for fact in ARTICLES[name].get(kind, ()) for key in fact}
    assert used <= KEYS
