"""Verbs of headlines that the tagger takes for nouns, against a table; and that the tree stays a tree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from spacy.tokens import Doc

from app.domain.article import Article
from app.nlp import Extractor
from app.nlp.components.headlines import words

CASES = yaml.load(
    (Path(__file__).parents[2] / "cases" / "headlines.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)
BODY = "The council met to discuss it. It will meet again."


def read(extractor: Extractor, text: str) -> Doc:
    return extractor.nlp(extractor.prepare(Article(title=text, text=BODY)))


def child(doc: Doc, verb: int, label: str) -> str | None:
    return next((t.text for t in doc[verb].children if t.dep_ == label), None)


@pytest.mark.parametrize("case", [c for c in CASES if c["verb"]], ids=lambda c: c["text"])
def test_the_verb_is_found(extractor: Extractor, case: dict[str, Any]) -> None:
    doc = read(extractor, case["text"])
    verb = next(t for t in doc if t.text == case["verb"])
    assert (verb.pos_, verb.dep_, verb.lemma_) == ("VERB", "ROOT", verb.lemma_.lower())
    assert (child(doc, verb.i, "nsubj"), child(doc, verb.i, "dobj")) == (case["subject"], case["object"])


@pytest.mark.parametrize("case", [c for c in CASES if not c["verb"]], ids=lambda c: c["text"])
def test_nouns_stay_nouns(extractor: Extractor, case: dict[str, Any]) -> None:
    doc = read(extractor, case["text"])
    unmended = extractor.nlp(extractor.prepare(Article(title=case["text"], text=BODY)), disable=["mend_headlines"])
    assert [(t.pos_, t.head.i) for t in doc] == [(t.pos_, t.head.i) for t in unmended]


def test_a_sentence_is_left_alone(extractor: Extractor) -> None:
    text = "Gunmen storm village and it was quiet. They left."
    doc = extractor.nlp(extractor.prepare(Article(text=text)))
    unmended = extractor.nlp(extractor.prepare(Article(text=text)), disable=["mend_headlines"])
    assert [t.tag_ for t in doc] == [t.tag_ for t in unmended]


def test_what_follows_is_an_object_too(extractor: Extractor) -> None:
    events = extractor.extract(Article(title="Gunmen ambush convoy, kill six", text=BODY)).events
    (harm,) = [e for e in events if e.type == "casualties"]
    assert [(p.role, p.name) for p in harm.participants] == [("attacker", "Gunmen"), ("victim", "six")]
    assert [(c.effect, c.low) for c in harm.casualties] == [("killed", 6)]


@pytest.mark.parametrize(
    "text",
    [
        "Mali: Gunmen storm village",
        "Update, gunmen storm village, police fire shots, rebels shell town, thousands march",
        "Strong storm hits: Police arrest arrest Police shell Police",
        "Rebels attack attack attack attack village",
    ],
)
def test_the_tree_stays_a_tree(extractor: Extractor, text: str) -> None:
    doc = read(extractor, text)
    for sent in doc.sents:
        assert [t.i for t in sent if t.head.i == t.i] == [sent.root.i]


@pytest.mark.parametrize(
    ("text", "sufferer"),
    [
        ("Bus torched, driver beaten in Karachi", ["Bus", "driver"]),
        ("Man fatally shot, woman wounded in Tulsa", ["Man"]),
        ("Town shelled as troops advance", ["Town"]),
        ("Gunmen attacked as villagers slept", []),
        ("Rebels shot at a convoy", []),
        ("Troops killed six in raid", []),
    ],
)
def test_what_was_done_to_whom(extractor: Extractor, text: str, sufferer: list[str]) -> None:
    assert [t.text for t in read(extractor, text) if t.dep_ == "nsubjpass"] == sufferer


def test_the_third_person(extractor: Extractor) -> None:
    assert {words().third[w] for w in ("storms", "clashes", "attacks")} == {"storm", "clash", "attack"}
