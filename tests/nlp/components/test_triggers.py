"""Words that report an event, and their look-alikes (``tests/cases/triggers.yaml``, ``everyday.yaml``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.domain.article import Article
from app.nlp import Extractor
from app.nlp.lexicon.trigger_lexicon import lexicon
from app.ontology.loader import load_yaml

FOLDER = Path(__file__).parents[2] / "cases"
CASES = load_yaml((FOLDER / "triggers.yaml").read_text(encoding="utf-8"))
EVERYDAY = load_yaml((FOLDER / "everyday.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:50] for c in CASES])
def test_cases(extractor: Extractor, case: dict[str, Any]) -> None:
    events = extractor.extract(Article(text=case["text"])).events
    found = {e.type for e in events} | {f"{e.type}/{e.subtype}" for e in events}
    assert set(case.get("yes", ())) <= found
    assert not set(case.get("no", ())) & found


@pytest.mark.parametrize("case", EVERYDAY, ids=[c["text"][:50] for c in EVERYDAY])
def test_everyday_news_gives_no_events(extractor: Extractor, case: dict[str, Any]) -> None:
    events = [e for e in extractor.extract(Article(text=case["text"])).events if e.statement is None]
    found = {e.type for e in events} | {f"{e.type}/{e.subtype}" for e in events}
    assert set(case["yes"]) <= found if "yes" in case else not found


def test_phrases_are_found_under_their_verb() -> None:
    phrases = lexicon().phrases
    assert ("object", ("fire",)) in {(p.position, tuple(p.words)) for p in phrases["open"]}
    assert any(p.position == "into" and "custody" in p.words for p in phrases["take"])


def test_headline_words_are_known_by_form() -> None:
    surface = lexicon().surface
    assert surface["kills"] == ("v", "kill")
    assert surface["bombings"] == ("n", "bombing")
    assert surface["kidnapped"] == ("v", "kidnap")


def codes(extractor: Extractor, text: str) -> set[str | None]:
    """ACLED sub-event types of the acts of a text."""
    events = extractor.extract(Article(text=text)).events
    return {e.codes["acled"]["sub_event_type"] for e in events if e.type in ("strike", "protest")}


def test_unarmed_crowds_are_rioters_to_acled(extractor: Extractor) -> None:
    assert codes(extractor, "Villagers beat two suspected thieves with sticks.") == {"Mob violence"}
    assert codes(extractor, "Gunmen beat two drivers with sticks.") == {"Attack"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The airstrike took place in the old town.", "airstrike took"),
        ("Rebels resumed a heavy offensive on the town.", "resumed a heavy offensive"),
        ("The airstrike on the convoy, which was long and heavy and slow, began at dawn.", "airstrike"),
        ("The airstrike shocked the town.", "airstrike"),
    ],
)
def test_light_verbs_belong_to_the_words_of_an_act(extractor: Extractor, text: str, words: str) -> None:
    doc = extractor.nlp(extractor.prepare(Article(text=text)))
    assert words in [doc[t.start : t.end].text for t in doc._.triggers]
