"""Relative clauses on Docs built by hand: the noun that the clause is about, and clauses that are about none."""

from __future__ import annotations

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc

from app.nlp.relative_clauses import relative_object

VOCAB = English().vocab


def doc(*tokens: tuple[str, str, str, str, int]) -> Doc:
    """Text, part of speech, tag, dependency and head of each token."""
    words, pos, tags, deps, heads = map(list, zip(*tokens, strict=True))
    lemmas = [str(word).lower() for word in words]
    return Doc(VOCAB, words=words, pos=pos, tags=tags, deps=deps, heads=heads, lemmas=lemmas)


def clause(*more: tuple[str, str, str, str, int], subject: tuple[str, str] = ("they", "PRP")) -> Doc:
    """ "the pupils they seized …" with further tokens."""
    return doc(
        ("the", "DET", "DT", "det", 1),
        ("pupils", "NOUN", "NNS", "ROOT", 1),
        (subject[0], "PRON", subject[1], "nsubj", 3),
        ("seized", "VERB", "VBD", "relcl", 1),
        *more,
    )


def test_a_clause_without_an_object_is_about_its_noun() -> None:
    found = relative_object(clause()[3])
    assert found is not None
    assert found.text == "pupils"


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("the noun is the subject", clause(subject=("who", "WP"))),
        ("it has an object", clause(("guns", "NOUN", "NNS", "dobj", 3))),
        ("a place: the town where they fought", clause(("where", "ADV", "WRB", "advmod", 3))),
        ("a preposition without its noun: the town they fired on", clause(("on", "ADP", "IN", "prep", 3))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_clauses_are_not(name: str, given: Doc) -> None:
    assert relative_object(given[3]) is None


def test_a_verb_that_is_no_relative_clause_has_none() -> None:
    main = doc(("they", "PRON", "PRP", "nsubj", 1), ("seized", "VERB", "VBD", "ROOT", 1))
    assert relative_object(main[1]) is None
