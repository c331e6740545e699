"""Where it happened in words that need no map: "at a bakery", "in the village", "the station, where four died".

A place that the gazetteer knows is left to ``event_places``; so is a noun whose name follows ("the town of Wau").
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from spacy.tokens import Token

from app.nlp.annotations import Mention, RoleFiller, Trigger
from app.nlp.components.roles.finder import Finder
from app.nlp.components.roles.grammar import governed, lemma_in, supports, words
from app.nlp.lexicon import word_list
from app.ontology import catalogue

_OBJECTS = frozenset({"dobj", "pobj"})
_VERBS = frozenset({"VERB", "AUX"})


def sites(finder: Finder, hit: Mapping[int, Collection[int]]) -> Iterator[RoleFiller]:
    """The sites of all triggers; ``hit``: the head tokens of those to whom each was done."""
    for number, trigger in enumerate(finder.doc._.triggers):
        role = catalogue()[trigger.type].role_at("site")
        if role is None or trigger.background:
            continue
        patients = [finder.doc[i] for i in hit.get(number, ())]
        for noun in _grounds(finder.doc[trigger.head], patients):
            mention = _site(noun, finder)
            if mention is not None and not _kept_there(trigger, finder.doc[trigger.head], noun):
                yield RoleFiller(number, role, mention)
                break


def _kept_there(trigger: Trigger, head: Token, site: Token) -> bool:
    """Whether it says where somebody was kept, not where it happened: "two died at hospitals", "held in a jail"."""
    if trigger.frame == "custody":
        return lemma_in(site, "prisons")
    dying = trigger.effect is not None and head.lemma_.lower() in word_list("event_coreference.dying")
    return dying and site.lemma_.lower() in word_list("event_places.care")


def _grounds(head: Token, patients: Collection[Token]) -> Iterator[Token]:
    """Nouns that say where, the nearest words first: of the trigger, of what carries it, of what was hit."""
    yield from _where(head)
    outer = supports(head)
    top = outer[-1] if outer else head
    carriers = [head, *outer]
    above = top.head
    if top.pos_ not in _VERBS and above.pos_ in _VERBS and _happens(top, above):
        carriers.append(above)
    for token in carriers:
        yield from _locative(token)
    for token in patients:
        if token.dep_ in _OBJECTS and token.i > head.i:
            yield from _locative(token)


def _happens(act: Token, verb: Token) -> bool:
    """Whether a verb says only that an act was done or took place: "carried out a raid", "the blast occurred"."""
    if act.dep_ in ("dobj", "nsubjpass"):
        return lemma_in(verb, "light_verbs")
    return act.dep_ == "nsubj" and lemma_in(verb, "happening")


def _where(verb: Token) -> Iterator[Token]:
    """The noun that a clause with "where" describes: "the station, where six people were killed"."""
    if verb.dep_ == "relcl" and any(c.lower_ == "where" and c.dep_ == "advmod" for c in verb.lefts):
        yield verb.head


def _locative(token: Token) -> Iterator[Token]:
    """Nouns behind prepositions of place; "on" leads to what an act hit, except for roads and the like."""
    for child in token.children:
        if child.dep_ != "prep" or (child.i < token.i and token.pos_ not in _VERBS):
            continue
        if child.lower_ in words("site_prepositions"):
            yield from governed(child)
        elif child.lower_ == "on":
            yield from (noun for noun in governed(child) if lemma_in(noun, "surfaces"))


def _site(noun: Token, finder: Finder) -> Mention | None:
    """The mention of a building, a part of a town or a land, unless a name that maps know stands for it."""
    if noun.pos_ not in ("NOUN", "PROPN") or noun.i in finder.toponyms or noun.i in finder.events:
        return None
    mention = finder.by_head.get(noun.i)
    if mention is None or lemma_in(noun, "no_sites") or _bare_land(noun):
        return None
    if mention.kind != "facility" and not lemma_in(noun, "grounds"):
        return None
    return None if _has_name(noun, finder) else mention


def _bare_land(noun: Token) -> bool:
    """ "in the city", "throughout the state": a place of the map that was named before, and no site."""
    return lemma_in(noun, "lands") and all(c.dep_ == "det" for c in noun.lefts)


def _has_name(noun: Token, finder: Finder) -> bool:
    """Whether a name that maps know says which one it is: "the town of Wau", "the Wau district", "places like Wau"."""
    if not lemma_in(noun, "named_grounds"):
        return False
    named = [t for c in noun.rights if c.lower_ in words("before_site_names") for t in governed(c)]
    named += [c for c in noun.children if c.dep_ in ("compound", "appos", "nmod")]
    return any(t.i in finder.toponyms for t in named)
