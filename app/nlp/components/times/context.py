"""The words around an expression: the direction of its verb, and whether that verb only reports."""

from __future__ import annotations

from spacy.tokens import Token

from app.nlp.lexicon import word_list

_VERBAL = frozenset(("VERB", "AUX"))
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON"))


def cues(name: str) -> frozenset[str]:
    """A word list of ``lexicon/en/times_context.yaml``."""
    return word_list(f"times_context.{name}")


def governor(token: Token) -> Token | None:
    """The verb that governs a token, or None."""
    return climb(token)[0]


def climb(token: Token) -> tuple[Token | None, bool]:
    """The verb that governs a token, or None, and whether a noun stands between them ("a Friday shooting")."""
    through = False
    for _ in range(8):
        if token.pos_ in _VERBAL:
            return token, through
        head = token.head
        if head.i == token.i:
            return None, through
        token = head
        through = through or token.pos_ in _NOMINAL
    return None, through


def direction(token: Token) -> int:
    """-1: the governing verb looks back, 2: it looks ahead, 1: it may (present tense), 0: no cue.

    A weekday in "said Friday" is behind, in "will meet Friday" ahead. Where a noun stands between, the present tense
    decides nothing: "Detectives look into a Friday night robbery".
    """
    above = preposition(token)
    if above in cues("beginning"):
        return -1  # "they have fought since April"
    verb, through = climb(token)
    found = 0 if verb is None else verb_direction(verb, 0)
    if found > 0 and through and verb is not None and not sure_ahead(verb):
        found = 0
    if found > 0:
        return found
    if above in ("until", "till") and not (verb is not None and perfect(verb)):
        return 2
    if verb is not None and above == "to" and verb.lemma_ in cues("forward"):
        return 2
    return 2 if found == 0 and above in cues("until") else found


def sure_ahead(verb: Token) -> bool:
    """Whether a verb looks ahead by more than its present tense."""
    if verb.lemma_ in cues("ahead") or verb.head.lemma_ in cues("ahead"):
        return True
    return any(t.lower_ in cues("modals") for t in verb.lefts if t.dep_ == "aux")


def perfect(verb: Token) -> bool:
    """Whether a verb stands in a perfect tense: "had been", "had run"."""
    return any(t.lower_ in ("had", "'d", "’d") for t in verb.lefts if t.dep_ in ("aux", "auxpass"))


def preposition(token: Token) -> str:
    """The preposition right above a token, in lower case."""
    head = token.head
    return head.lower_ if head.pos_ in ("ADP", "SCONJ", "ADJ") else ""


def verb_direction(verb: Token, depth: int) -> int:
    """The direction of a verb by its form, its auxiliaries and the verb above."""
    tag = verb.tag_
    helpers = [t for t in verb.lefts if t.dep_ in ("aux", "auxpass")]
    lowers = {t.lower_ for t in helpers}
    if "to" in lowers:
        return infinitive(verb, depth) if "have" not in lowers else -1
    if lowers & cues("modals"):
        return 2 if "have" not in lowers else -1
    if any(t.tag_ == "VBD" for t in helpers) or tag == "VBD":
        return -1
    if tag == "VB":
        return infinitive(verb, depth)
    if tag == "VBN":
        return participle(verb, helpers)
    if tag == "VBG":
        return gerund(verb, helpers, depth)
    if tag in ("VBZ", "VBP"):
        if verb.lemma_ in cues("ahead"):
            return 2
        return -1 if verb.lemma_ in cues("reporting") else 1
    return 0


def infinitive(verb: Token, depth: int) -> int:
    """ "plans to meet" looks ahead; "managed to flee" is as far back as its verb."""
    head = verb.head
    if depth > 4 or head.i == verb.i:
        return 0
    above = head if head.pos_ in _VERBAL else governor(head)
    if head.lemma_ in cues("ahead"):
        return -1 if above is not None and (perfect(above) or perfect(head)) else 2
    if head.pos_ == "NOUN" and verb.dep_ in ("relcl", "acl") and any(t.tag_ == "VBN" for t in (verb,)):
        return 2  # "shares to be issued"
    return verb_direction(above, depth + 1) if above is not None and above.i != verb.i else 0


def participle(verb: Token, helpers: list[Token]) -> int:
    """ "is scheduled" looks ahead; "has said", "was shot", "wounded" look back."""
    present = [t for t in helpers if t.tag_ in ("VBZ", "VBP")]
    if verb.lemma_ in cues("ahead") and not any(t.lemma_ == "have" for t in present):
        return 2
    if present and all(t.lemma_ == "be" for t in present):
        return 1 if verb.lemma_ not in cues("reporting") else -1
    return -1


def gerund(verb: Token, helpers: list[Token], depth: int) -> int:
    """ "is leaving" looks ahead; without an auxiliary it goes with the verb above."""
    if helpers:
        return 1 if any(t.tag_ in ("VBZ", "VBP") for t in helpers) else -1
    head = verb.head
    if head.lower_ in ("of", "for", "after", "in", "by") and head.pos_ in ("ADP", "SCONJ"):
        return -1
    above = head if head.pos_ in _VERBAL else governor(head)
    if depth > 4 or above is None or above.i == verb.i:
        return 0
    return verb_direction(above, depth + 1)


def dates_report(token: Token) -> bool:
    """Whether the governing verb only reports: the day of "police said Monday" is not the day of what happened."""
    verb = governor(token)
    return verb is not None and verb.lemma_ in cues("reporting")
