"""PLOVER's contexts: by the type, by the words of the event's own clause, by who takes part."""

from __future__ import annotations

import pytest

from app.domain.article import Article
from app.nlp import Extractor


def contexts(extractor: Extractor, text: str) -> dict[str, list[str]]:
    """The contexts of each event, by the words of its trigger."""
    events = extractor.extract(Article(text=text)).events
    return {e.trigger.text: e.codes["plover"]["context"] for e in events if e.type != "casualties"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # of the type
        ("A strong earthquake shook Fiji on Sunday.", {"earthquake": ["disasters"]}),
        ("A court in Lagos sentenced two traders to ten years in prison.", {"sentenced": ["legal"]}),
        ("Chad granted asylum to nine Sudanese officers.", {"granted asylum": ["asylum"]}),
        # of the words
        ("The ministers held talks on a trade agreement in Accra.", {"talks": ["economic"]}),
        ("Police arrested four men for cocaine smuggling in Lima.", {"arrested": ["illegal_drugs", "trafficking"]}),
        ("Thousands protested against the election result in Lusaka.", {"protested": ["election"]}),
        ("Kenya and Uganda agreed to fight deforestation.", {"agreed": ["environment"]}),
        ("Police arrested two men in Nakuru after a quarrel.", {"arrested": []}),
        # of those who take part: the forces of a state, no others
        ("Soldiers shelled the port of Latakia.", {"shelled": ["military"]}),
        ("Rebels shelled the port of Latakia.", {"shelled": []}),
    ],
)
def test_contexts(extractor: Extractor, text: str, expected: dict[str, list[str]]) -> None:
    assert contexts(extractor, text) == expected


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("A bomb blast in Basra delayed the election.", "blast", []),
        ("Gunmen killed a trader and police seized cocaine in Lima.", "killed", []),
        ("Police arrested two men, according to the foreign ministry.", "arrested", []),
        ("Police arrested two men outside the tennis court in Nakuru.", "arrested", []),
        ("Workers fled as rebels attacked a refugee camp near Goma.", "attacked", ["migration"]),
    ],
)
def test_words_of_another_matter_give_none(extractor: Extractor, text: str, trigger: str, expected: list[str]) -> None:
    assert contexts(extractor, text)[trigger] == expected


def test_statements_have_those_of_what_is_said(extractor: Extractor) -> None:
    text = "Ghana accused the company of corruption on Monday."
    assert contexts(extractor, text) == {"accused": ["corruption"]}


def test_a_protest_keeps_them_when_its_codes_change(extractor: Extractor) -> None:
    text = "Thousands marched against corruption in Accra on Monday. Police fired tear gas at the marchers."
    found = extractor.extract(Article(text=text)).events
    (protest,) = (e for e in found if e.type == "protest")
    assert protest.codes["acled"]["sub_event_type"] == "Protest with intervention"
    assert protest.codes["plover"]["context"] == ["corruption"]
