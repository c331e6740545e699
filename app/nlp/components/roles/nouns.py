"""Participants of a trigger that is a noun: what stands before it, behind it, and the verb that it hangs on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Token

from app.nlp.annotations import Trigger
from app.nlp.components.roles.culprits import bearers, culprits, of_governing_verb
from app.nlp.components.roles.grammar import (
    Arguments,
    coordinated,
    governed,
    is_passive,
    lemma_in,
    nested,
    prepositional,
    supports,
    surface_subjects,
    words,
)
from app.nlp.lexicon import word_list
from app.ontology import catalogue

if TYPE_CHECKING:
    from app.nlp.components.roles.finder import Finder

_HYPHENS = frozenset({"-", "–"})
_MODIFIERS = frozenset({"compound", "amod", "nmod"})
_SUFFERING_KINDS = frozenset({"facility", "civilians", "person", "other", "organization", "media"})
_DEEPEST = 3


def arguments_of_noun(noun: Token, trigger: Trigger, finder: Finder) -> Arguments:
    """The arguments of a noun, and of what counts or gathers it ("a wave of attacks")."""
    out = Arguments()
    outer = supports(noun)
    bare = noun.dep_ == "conj" and noun.head.i in finder.events and not any(True for _ in noun.lefts)
    for token in (noun.head if bare else noun, *outer):  # "Israeli raids and strikes"
        _before(token, trigger, finder, out)
    if noun.i and noun.nbor(-1).head.i != noun.i and (group := _group_beside(noun, finder)):
        out.agents.append(group)
    for token in (noun, *outer):
        _behind(token, trigger, finder, out)
        _clauses_of(token, out)
    top = outer[-1] if outer else noun
    if noun.lower_ in words("harmed"):  # "volunteers carried the wounded": they hurt nobody
        return out
    bearers(top, finder, out)
    out.agents.extend(culprits(top, finder))
    of_governing_verb(top, trigger, finder, out)
    return out


def _before(noun: Token, trigger: Trigger, finder: Finder, out: Arguments) -> None:
    """Possessors and modifiers: "the army's killing of two nurses", but "the nurse's killing"."""
    harm = trigger.frame == "harm"
    suffers = (harm or lemma_in(noun, "possessed_by_victim")) and not any(c.lower_ == "of" for c in noun.rights)
    for child in noun.lefts:
        if child.tag_ == "PRP$" and lemma_in(noun, "wars"):
            continue  # "months into their war"
        if child.dep_ == "poss" and not _its_own_war(noun) and not _fought_there(child, noun, finder):
            (out.patients if suffers else out.agents).extend(coordinated(child))
        elif child.dep_ in _MODIFIERS:
            _modifier(child, noun, finder, out, harm=harm)
            if trigger.frame == "clash" and child.i > 1 and child.nbor(-1).text in _HYPHENS:
                _modifier(child.nbor(-2), noun, finder, out, harm=harm)  # "army-rebel clashes"


def _group_beside(noun: Token, finder: Finder) -> Token | None:
    """The name of an armed group right before the noun, which the parser may take for a verb: "in IS attacks"."""
    mention = finder.by_head.get(noun.i - 1)
    named = mention is not None and mention.proper and mention.kind == "armed_group"
    return noun.nbor(-1) if named and noun.nbor(-1).pos_ == "AUX" else None


def _its_own_war(noun: Token) -> bool:
    """Whether a war is fought inside a country, whose name before it says where: "Sudan's civil war"."""
    return any(c.lower_ in words("inner") for c in noun.lefts)


def _fought_there(land: Token, noun: Token, finder: Finder) -> bool:
    """Whether a land before a war says where it is: "Yemen's conflict", but "Russia's war in Ukraine"."""
    mention = finder.mention(land)
    state = land.i in finder.toponyms or (mention is not None and mention.kind == "government")
    other_side = any(prepositional(noun, ("on", "against", "with", "in", "over", "for")))
    return state and lemma_in(noun, "wars") and not other_side


def _modifier(child: Token, noun: Token, finder: Finder, out: Arguments, *, harm: bool) -> None:
    """A word before the noun: a weapon, who did it ("Israeli raids", "US-led strikes"), or whom it hit."""
    leader = led_by(child)
    if leader is not None:
        out.agents.append(leader)
        return
    mention = finder.own(child)
    if mention is not None and mention.kind in ("weapon", "vehicle"):
        out.means.append(child)
    if mention is None or mention.kind in ("weapon", "vehicle"):
        for inner in child.lefts:  # "a US drone attack", "Saudi-led coalition raids"
            if inner.dep_ in _MODIFIERS:
                _modifier(inner, noun, finder, out, harm=harm)
    elif lemma_in(child, "lands") or (harm and child.lemma_.lower() in word_list("harm.body_parts")):
        return  # "a capital shooting": where; "a head wound"
    elif harm or mention.kind in _SUFFERING_KINDS or _house(child, finder) or lemma_in(noun, "of_a_people"):
        out.patients.append(child)
    elif mention.kind != "government" or not no_doer(child, noun, finder):
        out.agents.append(child)


def no_doer(country: Token, noun: Token, finder: Finder) -> bool:
    """Whether a country before the noun of an act did not do it: "the Iraq war", "a Mali gunmen attack"."""
    return says_where(country, noun) or _home_of_rebels(country, noun, finder) or _owns(country, noun, finder)


def _owns(country: Token, noun: Token, finder: Finder) -> bool:
    """Whether a country before an act has the building that was hit: "the Kenya embassy attack"."""
    return any(country.i < c.i and _house(c, finder) for c in noun.lefts)


def _house(noun: Token, finder: Finder) -> bool:
    """Whether a word names a building, or somebody by the building: "the embassy attack", "the bank robbery"."""
    return finder.is_building(noun) or (finder.mention(noun) is not None and lemma_in(noun, "houses"))


def _home_of_rebels(country: Token, noun: Token, finder: Finder) -> bool:
    """Whether a word behind a country says that others there did it: "a Sudan paramilitary attack", "Mali gunmen"."""
    others = [c for c in noun.lefts if country.i < c.i and c.dep_ in _MODIFIERS]
    kinds = {mention.kind for c in others if (mention := finder.own(c)) is not None}
    return any(lemma_in(c, "no_state") for c in others) or not kinds.isdisjoint(("armed_group", "person"))


def says_where(country: Token, noun: Token) -> bool:
    """Whether a country before a noun says where: "the Iraq war", but "the Iran-Iraq war", "a US war on drugs"."""
    sides = any(t.text in _HYPHENS for t in (country.nbor(-1 if country.i else 0), country.nbor(1)))
    aimed = any(_shared(noun, "of")) or any(prepositional(noun, ("on", "against", "with")))
    return lemma_in(noun, "seldom_by_states") and not sides and not aimed


def led_by(participle: Token) -> Token | None:
    """The leader in "US-led raids" and "Hamas-led attacks"."""
    if not lemma_in(participle, "leading") or participle.tag_ not in ("VBN", "VBD", "JJ") or participle.i < 2:
        return None
    return participle.nbor(-2) if participle.nbor(-1).text in _HYPHENS else None


def _behind(noun: Token, trigger: Trigger, finder: Finder, out: Arguments) -> None:
    """ "by rebels", "of two nurses", "on the post", "between the army and rebels", "with rifles"."""
    out.agents.extend(_by(noun, finder))
    between = [t for c in _between(noun) for t in governed(c)]
    if trigger.frame == "clash" or between:
        out.agents.extend(between[:1])
        out.patients.extend(between[1:] if between else prepositional(noun, words("opponent_prepositions")))
    elif trigger.frame == "give":
        out.patients[:] = prepositional(noun, words("recipient_prepositions"))
        return
    elif not lemma_in(noun, "of_is_no_patient") and not lemma_in(noun, "measures"):
        out.patients.extend(_shared(noun, "of"))
    out.agents.extend(t for t in _shared(noun, "from") if finder.fights(t))
    if trigger.frame == "harm":
        out.patients.extend(prepositional(noun, ("to",)))
    elif trigger.frame != "clash" or catalogue()[trigger.type].forceful:  # but "talks on Syria" are about it
        out.patients.extend(prepositional(noun, words("target_prepositions") - {"at"}))
        out.patients.extend(t for t in prepositional(noun, ("at",)) if finder.is_building(t))
    out.means.extend(prepositional(noun, ("with", "using")))


def _between(noun: Token) -> Iterator[Token]:
    """The "between" of a noun; the one right behind it is its own, whatever the parser hangs it on."""
    after = [noun.nbor()] if noun.i + 1 < len(noun.doc) else []
    yield from dict.fromkeys(c for c in (*after, *noun.rights) if c.lower_ == "between")


def _by(noun: Token, finder: Finder) -> Iterator[Token]:
    """Agents behind "by", also where it hangs on a place in between, or on the active verb before the noun."""
    found = list(_shared(noun, "by")) or list(nested(noun, "by", finder.events))
    verb = noun.head
    if not found and noun.dep_ == "dobj" and not is_passive(verb):  # "provoked protests by students"
        found = [t for c in verb.rights if c.lower_ == "by" and c.i > noun.i for t in governed(c)]
    yield from found


def _shared(noun: Token, preposition: str) -> Iterator[Token]:
    """Nouns behind a preposition of the noun or of one that follows it: "the killing and maiming of children"."""
    for token in (*coordinated(noun), *((noun.head,) if noun.dep_ == "conj" and noun.head.pos_ == "NOUN" else ())):
        found = list(prepositional(token, (preposition,)))
        if found:
            yield from found
            return


def _clauses_of(noun: Token, out: Arguments) -> None:
    """What a clause below the noun says: "attacks carried out by rebels", "a bombing targeted at the barracks"."""
    for child in noun.children:
        if child.dep_ not in ("acl", "relcl") or child.pos_ != "VERB":
            continue
        aiming = next((v for v in (child, *child.rights) if lemma_in(v, "aiming_at")), None)
        if aiming is not None:  # "that targeted the port", "which seemed to be aimed at civilians"
            out.patients.extend(t for c in aiming.children if c.dep_ == "dobj" for t in coordinated(c))
            out.patients.extend(prepositional(aiming, ("at", "against")))
        elif lemma_in(child, "light_verbs") or lemma_in(child, "joining"):
            out.agents.extend(prepositional(child, ("by",)))
            if child.dep_ == "relcl":
                own = surface_subjects(child, "nsubj")
                out.agents.extend(t for t in own if t.lower_ not in ("that", "which", "who"))
        elif lemma_in(child, "laying"):
            out.agents.extend(prepositional(child, ("to", "on")))
