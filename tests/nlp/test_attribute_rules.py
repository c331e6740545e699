"""The remembered rules set what spaCy's attribute ruler sets."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

from app.nlp import Extractor
from app.nlp.attribute_rules import AttributeRules

TEXTS = (
    "It is said that you did it, and I have seen it; there are those who'd have done the same.",
    "He ain't gonna go, let's c'mon! Y'all doin' nothin', ol' friend? I told 'em that there's a way.",
    "Three women were better off.\n\nThe best of them had been hurt,\u00a0and has more to say.",
    "",
)
SET = ["TAG", "POS", "MORPH", "LEMMA", "DEP"]


@pytest.mark.parametrize("text", TEXTS)
def test_sets_what_the_rules_of_the_model_set(extractor: Extractor, text: str) -> None:
    ruler: Any = extractor.nlp.get_pipe("attribute_ruler")
    doc = extractor.nlp.make_doc(text)
    for part in ("tok2vec", "tagger", "parser"):
        doc = extractor.nlp.get_pipe(part)(doc)
    theirs, rules = ruler(doc.copy()), AttributeRules(ruler)
    for _ in range(2):  # the second time from memory
        assert rules(doc.copy()).to_array(SET).tolist() == theirs.to_array(SET).tolist()


def test_later_rules_have_precedence_and_several_tokens_may_be_asked_for() -> None:
    ruler = AttributeRuler(spacy.blank("en").vocab)
    ruler.add([[{"TAG": {"IN": ["NN", "NNS"]}}]], {"POS": "NOUN"})
    ruler.add([[{"LOWER": "fire"}, {"LOWER": "station"}]], {"POS": "PROPN", "LEMMA": "fire station"}, index=1)
    ruler.add([[{"LOWER": "fire", "DEP": {"NOT_IN": ["dobj"]}}], [{"TAG": "VB"}]], {"POS": "VERB"})
    ruler.add([[{"LOWER": {"REGEX": "^st"}, "TAG": "NN"}]], {"LEMMA": "station"})
    doc = Doc(
        ruler.vocab, ["Fire", "station", "fire", "stop"], tags=["NN", "NN", "NN", "VB"], deps=["x", "x", "dobj", "x"],
        heads=[0, 0, 0, 0],
    )  # fmt: skip
    assert [(t.pos_, t.lemma_) for t in AttributeRules(ruler)(doc)] == [
        ("VERB", ""), ("PROPN", "station"), ("NOUN", ""), ("VERB", ""),
    ]  # fmt: skip
