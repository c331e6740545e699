"""What kind of participant does a noun phrase name? Its head, the words before it, then the entity label."""

from __future__ import annotations

import functools

from app.domain.event import EntityKind
from app.nlp.lexicon import word_list
from app.nlp.lexicon.participants import Group, kinds
from app.nlp.token_table import TokenTable

_LABELS: dict[str, EntityKind] = {
    "PERSON": "person", "ORG": "organization", "GPE": "government", "FAC": "facility", "NORP": "civilians",
}  # fmt: skip
_SHORT = 5
_JOINERS = frozenset("-–")


def kind_of(tokens: TokenTable, i: int, start: int, end: int, groups: dict[int, tuple[int, Group]]) -> EntityKind:
    """The kind of the noun phrase ``start``–``end`` with head ``i``."""
    table = kinds()
    lemma = tokens.lemma[i]
    if tokens.pos[i] == "PROPN":
        lemma = tokens.lower[i] if tokens.lower[i] in table.heads else tokens.lower[i].removesuffix("s")
    if i > 0:
        phrase = table.phrases.get((tokens.lemma[i - 1], lemma)) or table.phrases.get((tokens.lower[i - 1], lemma))
        if phrase is not None and i > start:
            return phrase
    unnamed = (tokens.text[k] for k in range(start, i) if k not in groups)
    if lemma in table.designated and any(map(_is_model_number, unnamed)):
        return table.designated[lemma]
    if lemma in table.stranger_heads and not table.strangers.isdisjoint(tokens.lower[start:i]):
        return "armed_group"
    if lemma in word_list("kinds.laid") and _goes_off(tokens, i):
        return "weapon"
    kind = table.heads.get(lemma)
    if tokens.pos[i] == "PROPN":
        return _proper(tokens, i, start, end, kind)
    return kind or _model(tokens, i) or _after_group(tokens, i, start, groups) or _by_ending(lemma)


def _goes_off(tokens: TokenTable, i: int) -> bool:
    """Whether a mine is one that goes off and no pit: "a mine killed two", "hurt by a mine", "stepped on a mine"."""
    above, dep = tokens.head[i], tokens.dep[i]
    if dep in ("compound", "nmod"):
        return tokens.lemma[above] in word_list("kinds.blasts")
    if dep == "pobj" and tokens.lower[above] in ("on", "over"):
        return tokens.lemma[tokens.head[above]] in word_list("kinds.treading")
    if dep == "pobj" and tokens.dep[above] == "agent":
        above, dep = tokens.head[above], "nsubj"
    if dep == "dobj" and tokens.lemma[above] in word_list("kinds.running_into"):
        driven = word_list("kinds.driven")
        return any(tokens.dep[k] == "nsubj" and tokens.lemma[k] in driven for k in tokens.kids[above])
    verbs = {"nsubj": "kinds.going_off", "dobj": "kinds.laying", "nsubjpass": "kinds.laying"}.get(dep)
    return verbs is not None and tokens.lemma[above] in word_list(verbs)


def _by_ending(lemma: str) -> EntityKind:
    """ "craneman", "oarswoman": a person by the ending."""
    person = (
        lemma.endswith(tuple(word_list("kinds.person_endings")))
        and len(lemma) > _SHORT
        and lemma not in word_list("kinds.no_persons")
    )
    return "person" if person else "other"


def _is_model_number(word: str) -> bool:
    """ "B-1", "F16" … but no bare number."""
    return any(c.isdigit() for c in word) and not word[0].isdigit()


def _proper(tokens: TokenTable, i: int, start: int, end: int, kind: EntityKind | None) -> EntityKind:
    table = kinds()
    model = _model(tokens, i)
    if model:
        return model
    if end - start > 1 and (tokens.text[start] in table.ships or (start > 0 and tokens.text[start - 1] in table.ships)):
        return "vehicle"
    for word in (tokens.lower[end - 1], tokens.lower[i]):
        if word in table.name_heads and end - start > 1:
            return table.name_heads[word]
    if end - start > 1 and (tokens.lower[start] in table.name_fronts or tokens.lower[i - 1] in table.name_fronts):
        return "media"
    if kind == "military" and not table.outlawed.isdisjoint(tokens.lower[start:i]):
        return "armed_group"
    if kind is not None and (tokens.ent[i] in ("ORG", "", "FAC", "PRODUCT") or end - start > 1):
        return kind
    return _LABELS.get(tokens.ent[i], "other")


def _model(tokens: TokenTable, i: int) -> EntityKind | None:
    """The kind of a word that is a model's name ("F-16"); hyphenated names are several tokens."""
    word, start = tokens.text[i], i
    if not (word[0].isupper() or word[0].isdigit()):
        return None
    while start > 1 and tokens.text[start - 1] in _JOINERS and start > i - 2:
        start -= 2
        word = f"{tokens.text[start]}-{word}"
    return model_kind(word)


@functools.lru_cache(maxsize=8192)
def model_kind(word: str) -> EntityKind | None:
    """The kind of a weapon's or vehicle's designation; None for other words."""
    return next((kind for kind, pattern in kinds().models if pattern.fullmatch(word)), None)


def _after_group(tokens: TokenTable, i: int, start: int, groups: dict[int, tuple[int, Group]]) -> EntityKind | None:
    """ "ISIS members", "Taliban elements": people of the group before them."""
    if tokens.lemma[i] not in word_list("kinds.members"):
        return None
    return next((groups[k][1].kind for k in range(start, i) if k in groups), None)
