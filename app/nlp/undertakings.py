"""Words that point to another happening: "during the operation", "it recalled the bombing"."""

from __future__ import annotations

from app.nlp.lexicon import word_list
from app.nlp.token_table import TokenTable

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_THINGS = frozenset({"it", "this", "that"})
_CLIMB = 6  # words up to the clause that a trigger lies in


def during(tokens: TokenTable, head: int) -> bool:
    """Whether the clause of a word takes place in an undertaking that it does not name: "during the operation"."""
    verb = head
    while tokens.pos[verb] not in ("VERB", "AUX") and tokens.head[verb] != verb:
        verb = tokens.head[verb]
    for prep in tokens.kids[verb]:
        if tokens.dep[prep] == "prep" and tokens.lower[prep] in word_list("event_coreference.within"):
            for noun in (k for k in tokens.kids[prep] if tokens.dep[k] == "pobj"):
                if tokens.lemma[noun] in word_list("event_coreference.undertakings"):
                    return any(tokens.lower[k] in _DEFINITE for k in tokens.kids[noun])
    return False


def recalled(tokens: TokenTable, noun: int) -> bool:
    """Whether a noun is an older happening that the reported one is like: "it recalled the raid of 2009".

    Not what people remember: "survivors recalled the raid".
    """
    verb = tokens.head[noun]
    if tokens.dep[noun] != "dobj" or tokens.lemma[verb] not in word_list("event_coreference.recalling"):
        return False
    subjects = [k for k in tokens.kids[verb] if tokens.dep[k] == "nsubj"]
    return any(
        tokens.lower[k] in _THINGS or tokens.lemma[k] in word_list("event_coreference.undertakings") for k in subjects
    )


def answered(tokens: TokenTable, head: int) -> bool:
    """Whether an act or harm is what another one answers: "raids in response to a wave of attacks"."""
    answering = word_list("event_coreference.answering")
    while tokens.dep[head] == "pobj" and tokens.lower[tokens.head[head]] == "of":
        head = tokens.head[tokens.head[head]]  # "a wave of attacks"
        if tokens.lemma[head] in answering:
            return True
    above = tokens.head[head]
    if tokens.dep[head] == "pobj":
        behind = tokens.lower[above] in word_list("event_coreference.answering_prepositions")
        return behind and tokens.lemma[tokens.head[above]] in answering
    return tokens.dep[head] == "dobj" and tokens.lemma[above] in answering


def pointed_at(tokens: TokenTable, noun: int) -> bool:
    """Whether a noun says what the happening reported before was: "This was the third bombing in a week"."""
    verb = tokens.head[noun]
    if tokens.dep[noun] != "attr" or tokens.lemma[verb] not in word_list("event_coreference.equating"):
        return False
    return any(tokens.lower[k] in _THINGS and tokens.dep[k] == "nsubj" for k in tokens.kids[verb])


def in_several(tokens: TokenTable, verb: int) -> bool:
    """Whether a clause sums up several undertakings: "killed in different operations"."""
    nouns = (k for p in tokens.kids[verb] if tokens.dep[p] == "prep" for k in tokens.kids[p] if tokens.dep[k] == "pobj")
    several = word_list("event_times.several")
    return any(tokens.tag[n] == "NNS" and any(tokens.lower[k] in several for k in tokens.kids[n]) for n in nouns)


def elsewhere_reported(tokens: TokenTable, verb: int) -> bool:
    """Whether its sentence opens with another report: "In another incident, gunmen attacked a station"."""
    first, end = tokens.sents[tokens.sent[verb]]
    if tokens.lower[first] != "in" or first + 2 >= end or tokens.head[first] != verb:
        return False
    nouns = (k for k in tokens.kids[first] if tokens.dep[k] == "pobj")
    new, reports = word_list("event_coreference.new"), word_list("event_coreference.reports")
    return any(tokens.lemma[n] in reports and any(tokens.lower[k] in new for k in tokens.kids[n]) for n in nouns)


def counted_from(tokens: TokenTable, head: int) -> bool:
    """Whether it lies in a clause at a length of time from another event: "came days after five guards were killed"."""
    i = head
    for _ in range(_CLIMB):
        up = tokens.head[i]
        marks = [k for k in tokens.kids[i] if tokens.dep[k] == "mark" and k < i]
        marks += [up] if tokens.dep[i] in ("pcomp", "pobj") else []
        if any(tokens.lower[k] in word_list("event_times.offset_marks") and measured(tokens, k, i) for k in marks):
            return True
        if up == i:
            return False
        i = up
    return False


def measured(tokens: TokenTable, mark: int, clause: int) -> bool:
    """Whether a length of time stands before "after": "days after", "a week before"."""
    before = [mark - 1, *tokens.kids[mark], *tokens.kids[clause]]
    return any(0 <= k < clause and tokens.lemma[k] in word_list("event_times.time_units") for k in before if k <= mark)
