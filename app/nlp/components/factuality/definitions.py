"""What a rule or a definition speaks of has not happened: "counts as a massacre one that kills four or more"."""

from __future__ import annotations

from spacy.tokens import Token

from app.nlp.components.factuality.words import lexicon

_PRESENT = frozenset({"VBZ", "VBP"})
_PASSIVE = frozenset({"is", "are"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})


def defined_by(event: Token) -> Token | None:
    """The verb that defines a word, or None; what is definite ("the attack") exists before it is classed."""
    verb = next((t for t in event.ancestors if _defines(t)), None)
    if verb is None or verb.lemma_.lower() in lexicon().defining:
        return verb
    if event.tag_ == "VBD" and verb.lemma_.lower() in lexicon().naming:
        return None  # "It is called a massacre because it killed eight people."
    for token in (event, *event.ancestors):
        if token.i == verb.i:
            return verb
        if any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in _DEFINITE) for c in token.lefts):
            return None
    return None


def any_that(event: Token) -> Token | None:
    """The article of what a general sentence is about: "a state that shoots its children is lost"; else None."""
    noun = event.head
    if event.dep_ != "relcl" or event.tag_ != "VBZ" or noun.dep_ not in ("nsubj", "nsubjpass"):
        return None
    plain = not any(c.dep_ in ("aux", "auxpass") for c in event.lefts)
    return next((c for c in noun.lefts if c.lower_ in ("a", "an", "any", "every") and plain), None)


def price_of(event: Token) -> Token | None:
    """The "each" of what is paid for: "a bounty for each fighter killed", "for every fighter they kill"; else None."""
    noun = event.head
    if event.dep_ not in ("acl", "relcl") or noun.dep_ != "pobj" or noun.head.lower_ not in ("for", "per"):
        return None
    return next((c for c in noun.lefts if c.lower_ in ("each", "every")), None)


def _defines(verb: Token) -> bool:
    """Whether a verb gives the sense of a word: "defines", "is defined as", "counts as", "is called a massacre"."""
    lex, lemma = lexicon(), verb.lemma_.lower()
    if lemma in lex.naming:
        named = any(c.dep_ in ("oprd", "attr", "xcomp", "dobj") and c.i > verb.i for c in verb.rights)
        return named and any(c.dep_ == "auxpass" and c.lower_ in _PASSIVE for c in verb.lefts)
    if lemma not in lex.defining and lemma not in lex.defining_as:
        return False
    if verb.tag_ not in _PRESENT and not any(c.dep_ == "auxpass" and c.lower_ in _PASSIVE for c in verb.lefts):
        return False
    return lemma in lex.defining or any(c.dep_ == "prep" and c.lower_ == "as" for c in verb.rights)
