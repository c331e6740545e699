"""A word finds the same events on both databases, and those that plain Python finds, whatever the word."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy.orm import Session

from app.domain.evidence import Span
from app.domain.text_folding import searched
from app.storage.articles import save
from app.storage.engine import make_engine, make_sessions, transaction
from tests.databases import Databases
from tests.factories import make_article, make_event, make_extraction
from tests.query.pages import find

STEMS = (
    "bomb",
    "kill",
    "protest",
    "die",
    "control",
    "city",
    "troop",
    "hope",
    "agree",
    "univers",
    "gener",
    "i",
    "be",
    "u",
)
ENDINGS = ("", "s", "es", "ed", "eds", "ing", "ings", "ied", "ies", "ly", "ers", "ation", "al", "ity", "ness", "'s")
ODD = (
    *("IED", "IEDs", "RAF", "UN", "U.S.", "US", "uss", "is", "was", "the", "skies", "sky", "dying", "news", "exceed"),
    *(
        "Москва",
        "Москвы",
        "الموصل",
        "北京",
        "Straße",
        "𞤀𞤣𞤤𞤢𞤥",  # younger than the tables of SQLite's tokenizer
        "naïve",
        "M23",
        "covid-19",
        "155mm",
        "1e5",
        "0x1F",
        "3rd",
        "3.14",
    ),
    *("16-18", "2024-02-03", "a_b", "AT&T", "x-ray", "don't", "e-mail", "foo.com", "user@host", "/etc/x"),
)
PHRASES = (
    '"bombing of cities"',
    '"the bombs of the city"',
    '"of cities"',
    "bombs -killing",
    "-the bombing",
    '-"bombing of cities" bombing',
    '-"of the city" -killing bombs',
    '"die the"',
)


def vocabulary() -> list[str]:
    return [*(stem + ending for stem, ending in itertools.product(STEMS, ENDINGS)), *ODD]


def texts() -> list[str]:
    dice = random.Random(13)
    words = vocabulary()
    dice.shuffle(words)
    drawn = [" ".join(words[n : n + 8]) for n in range(0, len(words), 8)]
    return [*drawn, "the bombing of cities", "bombs of the city", "a bomb in the city, killing"]


@pytest.fixture(scope="module")
def both(databases: Databases) -> Iterator[list[Session]]:
    """The same events on each database."""
    made = []
    for text in texts():
        article = make_article(text=text)
        event = make_event(summary=text, sentence=Span(0, len(text), text), places=(), participants=())
        made.append((article, make_extraction(article, event)))
    with ExitStack() as stack:
        sessions = []
        for kind in ("sqlite", "postgres"):
            engine = make_engine(databases.new(kind))
            stack.callback(engine.dispose)
            with transaction(make_sessions(engine)) as session:
                for article, extraction in made:
                    save(session, article, extraction)
            sessions.append(stack.enter_context(make_sessions(engine)()))
        yield sessions


def found(session: Session, query: str) -> set[str]:
    return {event.summary for event in find(session, [("q", query), ("limit", "1000")]).events}


def test_a_word_finds_the_same_on_both(both: list[Session]) -> None:
    other = {}
    for word in vocabulary():
        wanted = {text for text in texts() if f" {searched(word)} " in f" {searched(text)} "}
        answers = [found(session, word) for session in both]
        if answers != [wanted, wanted]:
            other[word] = [sorted(answer ^ wanted) for answer in answers]
    assert other == {}


@pytest.mark.parametrize("query", PHRASES)
def test_a_phrase_finds_the_same_on_both(both: list[Session], query: str) -> None:
    on_sqlite, on_postgres = (found(session, query) for session in both)
    assert on_sqlite == on_postgres


def test_an_acronym_is_no_other_word(both: list[Session]) -> None:
    wanted = {text for text in texts() if {"ied", "ieds"} & set(text.lower().split())}
    assert [found(session, "IED") for session in both] == [wanted, wanted]
