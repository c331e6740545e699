"""What happens in films, games and drills, or is only talked about."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from app.nlp.components.factuality.words import lexicon
from app.nlp.lexicon import word_list

Cue = tuple[str, Token]
"""A category and the word that gives it."""


def staged(verb: Token) -> Iterator[Cue]:
    """What is done in a drill or to mock targets: "stormed a beach and shelled mock targets in an exercise"."""
    if verb.pos_ != "VERB" or any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children):
        return
    lex = lexicon()
    if verb.dep_ == "conj":
        story = (c for c in verb.head.lefts if c.dep_ == "prep" and any(map(is_fiction, c.children)))
        yield from (("hypothetical", c) for c in story)  # "In the film they bomb the town and kill hundreds."
    if any(c.dep_ == "dobj" and c.lemma_.lower() in lex.people for c in verb.children):
        return  # "shot three men during an exercise"
    for doer in (verb, *(c for c in verb.rights if c.dep_ == "conj")):
        for child in doer.rights:
            nouns = [n for n in child.children if n.dep_ == "pobj"] if child.dep_ == "prep" else []
            if child.lower_ in ("in", "during") and any(n.lemma_.lower() in lex.drills for n in nouns):
                yield "hypothetical", child
    for child in verb.rights:
        mock = (c for c in child.lefts if c.dep_ in ("amod", "compound") and child.dep_ == "dobj")
        yield from (("hypothetical", c) for c in mock if lex.modifiers.get(c.lower_) == "hypothetical")


def is_fiction(noun: Token) -> bool:
    """A film, a novel, "her story"."""
    lex, lemma = lexicon(), noun.lemma_.lower()
    if lemma in lex.games:
        return any(c.lower_ in lex.games[lemma] for c in noun.lefts)
    if lemma in lex.fiction_of_somebody:
        return any(c.dep_ == "poss" for c in noun.lefts)
    return noun.pos_ == "NOUN" and lemma in lex.fiction


def of_itself(preposition: Token) -> str | None:
    """What "between" and "about" say: "a choice between peace and war", "a drama about an air raid"."""
    above = preposition.head
    choice = preposition.lower_ == "between" and above.lemma_.lower() in word_list("modality.alternatives")
    story = preposition.lower_ == "about" and is_fiction(above) and any(map(is_any, preposition.children))
    return "hypothetical" if choice or story else None


def is_any(noun: Token) -> bool:
    """Whether an object has an indefinite article: "a kidnapping"."""
    return noun.dep_ in ("pobj", "dobj") and any(c.dep_ == "det" and c.lower_ in ("a", "an") for c in noun.lefts)
