"""Does a word stand where its group of the ontology wants it, and nowhere that makes it a look-alike?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from app.domain.event import EntityKind
from app.nlp.components.triggers.grammar import Surroundings, lemmas, surroundings, whole, with_conjuncts
from app.nlp.lexicon import word_list
from app.nlp.lexicon.trigger_groups import Neighbours, TriggerGroup
from app.nlp.lexicon.trigger_lexicon import Phrase
from app.nlp.lexicon.weapons import modifier_classes
from app.nlp.noun_kinds import kind_of
from app.nlp.officials import official_mentions
from app.nlp.token_table import token_table

_ABOVE = 2  # verbs above a noun whose other nouns stand beside it: "held talks", "agreed to hold talks"
_MODIFYING = frozenset({"compound", "amod", "nmod", "poss"})


@dataclass(frozen=True, slots=True)
class Named:
    """What the tokens of a Doc name: kind and number of each mention's head, places, classes of weapons."""

    kinds: Mapping[int, EntityKind]
    plural: frozenset[int]
    places: frozenset[int]
    weapons: Mapping[int, str]
    officials: frozenset[int] = frozenset()

    @classmethod
    def of(cls, doc: Doc, weapons: Mapping[int, str]) -> Named:
        """Read what the components before found."""
        return cls(
            kinds={m.head: m.kind for m in doc._.mentions},
            plural=frozenset(m.head for m in doc._.mentions if m.plural),
            places=frozenset(i for t in doc._.toponyms for i in range(t.start, t.end)),
            weapons=weapons,
            officials=officials(doc),
        )


def officials(doc: Doc) -> frozenset[int]:
    """Tokens that name who acts for a state or an armed group, countries that act among them."""
    acting = {i for t in doc._.toponyms if t.usage != "place" for i in range(t.start, t.end)}
    return official_mentions(token_table(doc), doc._.mentions) | acting


def allowed(token: Token, group: TriggerGroup, near: Surroundings, phrase: Phrase | None = None) -> bool:
    """Whether no look-alike of the group stands around the token, and what the group needs does."""
    free = phrase is None or phrase.position not in ("object", "below")  # else the object may be the phrase's own
    if free and group.unless.object and lemmas(near.objects) & set(group.unless.object):
        return False
    if _stands(token, group.unless, near, phrase):
        return False
    if group.needs is not None and not _stands(token, group.needs, near):
        return False
    if group.modifiers and not lemmas(near.modifiers) & set(group.modifiers):
        return False
    if group.no_object and near.objects:
        return False
    if group.passive and not _is_passive(token):
        return False
    return bool(near.objects) or not group.needs_object


def _is_passive(verb: Token) -> bool:
    """Whether a verb is passive, also behind another: "was arrested and charged"."""
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.lefts):
        return True
    return verb.dep_ == "conj" and verb.tag_ == verb.head.tag_ == "VBN" and _is_passive(verb.head)


def _stands(token: Token, words: Neighbours, near: Surroundings, phrase: Phrase | None = None) -> bool:
    """Whether one of the words stands in its position; of a phrase, its own object and particle do not count."""
    pairs = [
        (words.subject, near.subjects),
        (words.modifier, near.modifiers),
        (words.governed, near.governed),
    ]
    if phrase is None:
        pairs += [(words.object, near.objects), (words.preposition, near.prepositions)]
    if phrase is None or phrase.position != "particle":
        pairs.append((words.particle, near.particles))
    if any(wanted and lemmas(tokens) & set(wanted) for wanted, tokens in pairs):
        return True
    if words.governor and token.dep_ in _MODIFYING and _lemma(token.head) in words.governor:
        return True
    if words.noun_above and token.dep_ == "pobj" and _lemma(token.head.head) in words.noun_above:
        return True
    if words.verb_above and token.dep_ in ("dobj", "nsubjpass") and _lemma(token.head) in words.verb_above:
        return True
    return bool(words.bare_after) and _bare_after(token) in words.bare_after


def _bare_after(token: Token) -> str:
    """The preposition right before a singular noun without a determiner: "on strike"; not "injured in protests"."""
    bare = token.dep_ == "pobj" and token.head.i == token.i - 1 and token.tag_ != "NNS"
    return token.head.lower_ if bare else ""


def _lemma(token: Token) -> str:
    return token.lemma_.lower()


def kinds_fit(token: Token, group: TriggerGroup, near: Surroundings, named: Named) -> bool:
    """Whether weapon, subject and object are of the kinds that the group asks for."""
    if group.beside_kinds and not any(_is_of(t, group.beside_kinds, named) for t in _beside(token, near)):
        return False
    if group.needs_means and not any(m.i in named.weapons or _lemma(m) in modifier_classes() for m in near.modifiers):
        return False
    subjects = [t for s in near.subjects for t in (*with_conjuncts(s), *whole(s))] if group.subject_kinds else []
    if group.subject_kinds and not any(_is_of(s, group.subject_kinds, named) for s in subjects):
        return False
    governed = group.governed_kinds
    if governed and not any(_is_of(g, governed, named) or _owner_is(g, governed, named) for g in near.governed):
        return False
    if not group.object_kinds:
        return True
    wanted, special = set(group.object_kinds), tuple(k for k in group.object_kinds if k in ("place", "official"))
    patients = near.objects or near.governed
    return any(_kind(o, named) in wanted or _is_of(o, special, named) for o in patients)


def _beside(token: Token, near: Surroundings) -> Iterator[Token]:
    """The nouns around a word, and of a noun those around the verbs that it hangs on."""
    for noun in (*near.subjects, *near.objects, *near.modifiers, *near.governed):
        yield from with_conjuncts(noun)
    for _ in range(_ABOVE):
        above = token.head
        if above.i == token.i:
            return
        if above.pos_ in ("VERB", "AUX", "NOUN"):
            around = surroundings(above)
            for noun in (*around.subjects, *around.objects, *around.modifiers, *around.governed):
                yield from with_conjuncts(noun)
        token = above


def _owner_is(noun: Token, wanted: tuple[str, ...], named: Named) -> bool:
    """Whether a noun behind a preposition belongs to one of a kind: "in rebel hands", "in the hands of militias"."""
    for child in noun.children:
        if child.dep_ in _MODIFYING and kind_of(token_table(noun.doc), child.i, child.i, child.i + 1, {}) in wanted:
            return True
        if child.lower_ == "of" and any(_is_of(c, wanted, named) for c in child.children):
            return True
    return False


def _kind(noun: Token, named: Named) -> str:
    """Its kind; a bare number ("twelve were captured") counts as people, never as a thing."""
    kind = named.kinds.get(noun.i, "")
    return "civilians" if noun.pos_ == "NUM" and kind == "other" else kind


def _is_of(token: Token, wanted: tuple[str, ...], named: Named) -> bool:
    """Whether a noun is of a kind, or names a ``place``; ``crowd`` is many people who are no force: "thousands"."""
    if named.kinds.get(token.i, "") in wanted or ("place" in wanted and token.i in named.places):
        return True
    if "official" in wanted and token.i in named.officials:
        return True
    if "crowd" not in wanted:
        return False
    if _lemma(token) in word_list("triggers.crowds"):
        return True
    kind = named.kinds.get(token.i, "")
    many = token.i in named.plural or any(c.dep_ == "conj" for c in token.children)
    return many and (kind in ("civilians", "person") or (kind == "organization" and token.pos_ == "NOUN"))


def matches(token: Token, phrase: Phrase, near: Surroundings, named: Named) -> tuple[int, int] | None:
    """The extent of a phrase around its verb, or None; words far from the verb are left out of it."""
    pool: tuple[Token, ...]
    if phrase.position == "object":
        pool = near.objects
    elif phrase.position == "subject":
        pool = near.subjects
    elif phrase.position == "particle":
        pool = near.particles
    elif phrase.position == "below":
        pool = (*near.objects, *near.particles, *near.governed)
    else:
        if not any(p.lower_ == phrase.position for p in near.prepositions):
            return None
        if "*" in phrase.words:
            return token.i, token.i + 1
        pool = near.governed
    named_weapons = any(word.startswith("@") for word in phrase.words)
    for other in pool:
        if _named_in(other, phrase, named):
            start, end = min(token.i, other.i), max(token.i, other.i) + 1
            most = 2 if phrase.position == "object" else 4 if token.lemma_ in word_list("triggers.states") else 3
            close = end - start <= most and not named_weapons
            return (start, end) if close else (token.i, token.i + 1)
    return None


def _named_in(token: Token, phrase: Phrase, named: Named) -> bool:
    """Whether a phrase names the token: by its word, as a weapon, as something that flies, or by its class."""
    if _lemma(token) in phrase.words or token.lower_ in phrase.words:
        return True
    kind = named.weapons.get(token.i)
    if kind is None:
        return False
    flies = "@projectile" in phrase.words and kind in word_list("triggers.projectiles")
    return flies or "@weapon" in phrase.words or f"@{kind}" in phrase.words
