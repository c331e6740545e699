"""Participants of a trigger that is a verb or an adjective."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from spacy.tokens import Token

from app.nlp.annotations import Trigger
from app.nlp.components.roles.control import subjects
from app.nlp.components.roles.grammar import (
    Arguments,
    coordinated,
    governs_what_follows,
    is_passive,
    lemma_in,
    named_so,
    nested,
    objects,
    prepositional,
    supports,
    surface_subjects,
    words,
)
from app.nlp.noun_kinds import kind_of
from app.nlp.relative_clauses import relative_object
from app.nlp.token_table import token_table
from app.ontology import catalogue

if TYPE_CHECKING:
    from app.nlp.components.roles.finder import Finder

_CLOSE = 3  # tokens between coordinated verbs that share an object
_ACTIVE = frozenset({"aux", "ccomp", "xcomp"})  # children that no passive without "were" has
_MODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})
_TRANSITIVE = frozenset({"act", "custody", "harm"})
_AIMING_FRAMES = frozenset({"act", "come_under", "explode"})


def arguments_of_verb(verb: Token, trigger: Trigger, finder: Finder) -> Arguments:
    """The arguments of a verb."""
    out = Arguments()
    passive = _suffers(verb, trigger, finder)
    _objects(verb, finder, out, passive=passive)
    out.patients[:] = [t for t in out.patients if not (trigger.start <= t.i < trigger.end or _taken_as(t, out))]
    out.patients.extend(_held(verb, trigger))
    if passive:
        _passive(verb, finder, out)
    elif not lemma_in(verb, "helping"):
        out.agents.extend(_agents(verb, trigger, finder))
    _oblique(verb, trigger, finder, out)
    out.patients.extend(t for life in _lives(verb) for t in prepositional(life, ("of",)))
    if _loses_own_life(verb):
        out.patients[:] = out.agents
        out.agents.clear()
    elif trigger.frame == "explode" and not passive and (mines := _run_into(verb, finder)):
        out.patients[:] = [*mines, *out.agents]  # "the truck hit a mine"
        out.agents.clear()
    elif trigger.frame == "clash" and not passive and not out.patients:
        _split_sides(out)
    elif _suffered(verb, trigger, passive=passive):
        _turn(trigger, out)
    if trigger.frame == "come_under":  # "from insurgents" hangs on the verb or on "fire"
        nouns = [n for c in verb.children if c.dep_ == "prep" for n in c.children if n.dep_ == "pobj"]
        out.agents.extend(t for x in (verb, *nouns) for t in prepositional(x, ("from", "by")))
    elif trigger.frame == "pass_to":  # "fell to insurgents", "into the hands of insurgents", "under rebel control"
        hands = list(prepositional(verb, ("into", "in", "under")))
        out.agents.extend([*prepositional(verb, ("to",)), *(t for n in hands for t in prepositional(n, ("of",)))])
        out.agents.extend(c for n in hands for c in n.lefts if c.dep_ in _MODIFIERS and finder.acts(c))
    return out


def arguments_of_adjective(token: Token) -> Arguments:
    """Whom "dead" or "wounded" describes: "were found dead", "left five people dead", "the wounded men"."""
    if token.dep_ == "amod":
        return Arguments(patients=list(coordinated(token.head)))
    if objects(token):  # "Gunmen shot dead an elder", where the parser takes "shot" for a noun
        return Arguments(agents=surface_subjects(token, "nsubj"), patients=objects(token))
    above = token.head
    found = surface_subjects(token, "nsubj", "nsubjpass") or surface_subjects(above, "dobj", "nsubjpass")
    if not found and above.dep_ == "acl" and above.tag_ == "VBN":
        found = list(coordinated(above.head))  # "the fugitive, shot dead by police"
    agents = list(prepositional(token, ("by",))) if token.dep_ == "oprd" else []  # "shot dead by police"
    return Arguments(agents=agents, patients=found or surface_subjects(above, "nsubj"))


def _drives(verb: Token, objects: Sequence[Token]) -> bool:
    """Whether a vehicle is driven into people: "drove a lorry into a crowd"."""
    if not lemma_in(verb, "driving") or not any(c.dep_ == "prep" and c.lower_ == "into" for c in verb.rights):
        return False
    tokens = token_table(verb.doc)
    return any(kind_of(tokens, t.i, t.left_edge.i, t.i + 1, {}) == "vehicle" for t in objects)


def _taken_as(noun: Token, out: Arguments) -> bool:
    """Whether a bare noun says as what others are taken: "held hostage", "took the passengers hostage"."""
    return lemma_in(noun, "taken_as") and len(out.patients) > 1 and not any(True for _ in noun.children)


def _objects(verb: Token, finder: Finder, out: Arguments, *, passive: bool) -> None:
    """What the verb has as object, and what it is done with."""
    found = objects(verb)
    launched = lemma_in(verb, "launching") or _drives(verb, [*found, *surface_subjects(verb, "nsubjpass")])
    for child in verb.children:
        if child.dep_ in ("nsubjpass", "dative") or child in found:
            (out.means if launched else out.patients).extend(coordinated(child))
        elif child.dep_ == "ccomp":  # "shelling what it said were bases"
            out.patients.extend(named_so(child))
            if child.pos_ == "ADJ":  # "found the banker guilty"
                out.patients.extend(t for c in child.lefts if c.dep_ == "nsubj" for t in coordinated(c))
        elif child.dep_ in ("advcl", "prep") and child.lower_ == "using":
            out.means.extend(t for c in child.children if c.dep_ in ("dobj", "pobj") for t in coordinated(c))
    if governs_what_follows(verb):
        out.patients.extend(coordinated(verb.head))
    if passive or out.patients:
        return
    antecedent = relative_object(verb)
    if antecedent is not None:
        out.patients.extend(coordinated(antecedent))
    elif not objects(verb):
        out.patients.extend(t for t in _shared_objects(verb) if not _weapon(t, finder))


def _weapon(token: Token, finder: Finder) -> bool:
    """Whether a noun names a weapon: militants who were "shooting and throwing grenades" shot at no grenades."""
    mention = finder.mention(token)
    return mention is not None and mention.kind == "weapon"


def _shared_objects(verb: Token) -> Iterator[Token]:
    """The object of a coordinated verb that stands for both: "attacked and killed three villagers"."""
    for other in verb.rights:
        near = other.dep_ == "conj" and other.tag_ == verb.tag_ and other.i - verb.i <= _CLOSE
        if near and not any(c.dep_ in ("nsubj", "nsubjpass", "prep") for c in other.lefts):
            further = [c for c in other.rights if c.dep_ == "xcomp"]  # "detained and moved to deport"
            yield from (t for verb in (other, *further) for t in objects(verb))


def _agents(verb: Token, trigger: Trigger, finder: Finder) -> list[Token]:
    """Who does what an active verb says.

    A participle of harm that hangs on a verb which is not an act belongs to the act before it: "Police said that rebels
    shelled the market, killing two".
    """
    above = verb.head
    if above.dep_ in ("ccomp", "pcomp") and any(named_so(above)):  # "bombed what they said was a depot, killing two"
        above = above.head.head if above.dep_ == "pcomp" else above.head
        if above.i in finder.events and above.pos_ == "VERB":
            return subjects(above, finder) if not is_passive(above) else list(prepositional(above, ("by",)))
    loose = verb.tag_ == "VBG" and verb.dep_ == "advcl" and above.i in finder.events
    blast = loose and any(t.head == above.i and t.frame == "explode" for t in finder.doc._.triggers)
    if blast and (mines := _run_into(above, finder)):  # "a bus hit a mine, killing two"
        return mines
    if loose and (suffering := surface_subjects(above, "nsubjpass")):
        if any(c.dep_ == "mark" for c in verb.lefts):  # "was shot down while bombing a mill"
            return suffering
        return list(prepositional(above, ("by",)))  # "was shelled by rebels, killing two"
    act = finder.act_upon(verb.head) if trigger.effect else None
    if act is not None and verb.dep_ == "acl" and verb.tag_ == "VBG":  # "fired on villagers killing six"
        return subjects(act, finder) if act.pos_ == "VERB" and not is_passive(act) else []
    thing = any(c.tag_ == "WDT" and c.dep_ == "nsubj" for c in verb.lefts)
    if thing and above.dep_ == "pobj" and above.head.head.pos_ == "NOUN" and finder.is_state(above):
        return []  # "a fight against the state that has killed thousands"
    if act is not None and act.pos_ == "NOUN" and verb.dep_ == "relcl":  # "the attack on a school, which killed six"
        return [t for t in surface_subjects(verb, "nsubj") if t.tag_ != "WDT"]
    if verb.tag_ == "VBG" and verb.dep_ in ("advcl", "acl", "ccomp") and verb.head.i not in finder.events:
        act = finder.act_between(verb.head, verb)
        if act is not None:
            act = above if act.pos_ == "NOUN" and _carried_out(act, above) else act
            return subjects(act, finder) if act.pos_ == "VERB" and not is_passive(act) else []
    return subjects(verb, finder)


def _carried_out(act: Token, verb: Token) -> bool:
    """Whether a verb only says that an act was done: "launched a series of attacks, killing two"."""
    top = [act, *supports(act)][-1]
    return top.head.i == verb.i and top.dep_ == "dobj" and lemma_in(verb, "light_verbs")


def _suffers(verb: Token, trigger: Trigger, finder: Finder) -> bool:
    """Whether the subject suffers: a passive, also one without its "were": "16 bandits arrested"."""
    outside = [t for t in objects(verb) if not trigger.start <= t.i < trigger.end]
    if is_passive(verb) or (not outside and any(c.dep_ == "agent" for c in verb.children)):
        return True
    if (
        trigger.frame not in _TRANSITIVE
        or verb.tag_ not in ("VBN", "VBD")
        or any(c.dep_ in _ACTIVE and (c.dep_ != "ccomp" or c.i > verb.i) for c in verb.children)
    ):
        return False
    if outside or verb.dep_ == "relcl" or any(_held(verb, trigger)):
        return False
    own = any(c.dep_ == "nsubj" and c.i < verb.i for c in verb.children)
    if not own:
        plain = verb.tag_ == "VBN" or lemma_in(verb, "needs_object")
        return verb.dep_ == "conj" and plain and is_passive(verb.head)
    if any(finder.does(t) for t in prepositional(verb, ("by",))):
        return True
    further = [c for c in verb.rights if c.dep_ == "conj" and any(g.dep_ in _ACTIVE for g in c.children)]
    if further or any(_shared_objects(verb)):  # "detained and moved to deport"
        return False
    return verb.tag_ == "VBN" or (trigger.frame in ("custody", "act") and lemma_in(verb, "needs_object"))


def _held(verb: Token, trigger: Trigger) -> Iterator[Token]:
    """What an object that belongs to the trigger is of: the town of "took control of the town"."""
    for noun in objects(verb):
        if trigger.start <= noun.i < trigger.end:
            yield from prepositional(noun, ("of", "over"))


def _passive(verb: Token, finder: Finder, out: Arguments) -> None:
    out.agents.extend(prepositional(verb, ("by",)))
    if not out.agents:
        out.agents.extend(t for t in nested(verb, "by", finder.events) if finder.does(t))
    for other in verb.rights if not out.agents else ():  # "was seized and beheaded by rebels"
        if other.dep_ == "conj" and other.tag_ == "VBN" and not surface_subjects(other, "nsubj", "nsubjpass"):
            out.agents.extend(prepositional(other, ("by",)))
    for child in verb.children:  # "died at the hands of rebels"
        if child.lower_ == "at":
            out.agents.extend(t for n in child.children if lemma_in(n, "hands") for t in prepositional(n, ("of",)))
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        out.patients.extend(coordinated(verb.head))
    elif verb.dep_ == "conj" and not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
        out.patients.extend(surface_subjects(verb.head, "nsubjpass", "nsubj"))
        out.agents.extend(prepositional(verb.head, ("by",)) if not out.agents else ())
    if not out.patients:
        out.patients.extend(surface_subjects(verb, "nsubj"))


def _oblique(verb: Token, trigger: Trigger, finder: Finder, out: Arguments) -> None:
    """What stands behind prepositions: the other side, what was aimed at, the weapon."""
    if trigger.frame == "clash":
        out.patients.extend(prepositional(verb, words("opponent_prepositions")))
        return
    if trigger.frame == "give":  # "sent food to the town", "gave the town food"
        given = [c for c in verb.children if c.dep_ == "dative" and c.pos_ != "ADP"]
        out.patients[:] = [t for c in given for t in coordinated(c)]
        out.patients.extend(_recipients(verb))
        return
    if trigger.frame == "act" and not catalogue()[trigger.type].forceful:
        around = [t for x in (verb, *objects(verb)) for t in prepositional(x, words("sides_of_measures"))]
        out.patients.extend(t for t in around if finder.is_state(t) or finder.fights(t))
    if trigger.frame in _AIMING_FRAMES:
        aims = lemma_in(verb, "aiming") and (not out.patients or lemma_in(verb, "launching"))  # not "shot her at home"
        allowed = words("target_prepositions") - (frozenset() if aims else words("aiming_only"))
        out.patients.extend(t for t in prepositional(verb, allowed) if not _set_phrase(t))
        for child in verb.children:  # "opened fire on": the preposition may hang on the object
            if child.dep_ == "dobj" and (
                lemma_in(verb, "aiming") or lemma_in(child, "aiming") or child.i in finder.events
            ):
                found = prepositional(child, words("target_prepositions"))
                out.patients.extend(t for t in found if not _set_phrase(t))
    if trigger.frame == "act" and lemma_in(verb, "winning_from"):
        out.patients.extend(t for t in prepositional(verb, ("from",)) if finder.fights(t))
    if lemma_in(verb, "overrunning") and not out.patients:
        out.patients.extend(prepositional(verb, ("across", "through", "over")))
    out.means.extend(prepositional(verb, words("means_prepositions")))


def _recipients(verb: Token) -> Iterator[Token]:
    """To whom something is given; the preposition may hang on the object: "sent aid to the town"."""
    for token in (verb, *objects(verb)):
        yield from prepositional(token, words("recipient_prepositions"))
        for child in token.children:
            if child.dep_ == "dative" and child.pos_ == "ADP":
                yield from (t for n in child.children if n.dep_ == "pobj" for t in coordinated(n))


def _set_phrase(noun: Token) -> bool:
    """ "on patrol", "at large": a preposition with a bare noun that says in what state somebody was."""
    return lemma_in(noun, "states") and not any(c.dep_ in ("det", "poss", "amod", "compound") for c in noun.lefts)


def _lives(verb: Token) -> Iterator[Token]:
    """The lives that a verb has as object: "claimed the lives of two nurses"."""
    yield from (c for c in verb.children if c.dep_ == "dobj" and lemma_in(c, "own_life"))


def _loses_own_life(verb: Token) -> bool:
    """ "lost their lives", "gave his life": the subject dies."""
    return any(c.tag_ == "PRP$" for life in _lives(verb) for c in life.lefts)


def _run_into(verb: Token, finder: Finder) -> list[Token]:
    """The mine or bomb that the subject runs into and suffers from: "hit a mine", "stepped on a mine"."""
    if not lemma_in(verb, "running_into"):
        return []
    hit = (*objects(verb), *prepositional(verb, ("on", "over")))
    return [t for t in hit if (m := finder.mention(t)) is not None and m.kind == "weapon"]


def _split_sides(out: Arguments) -> None:
    """ "Soldiers and rebels clashed", "Soldiers, rebels clash": the first is one side, the others are the other."""
    for subject in out.agents[:1]:
        start = subject.left_edge.i
        if start > 1 and subject.doc[start - 1].text == "," and subject.doc[start - 2].dep_ == "dep":
            out.agents.insert(0, subject.doc[start - 2])  # a headline's comma that stands for "and"
    sides = [t for n, t in enumerate(out.agents) if t.dep_ == "conj" or (n and t.head == out.agents[0].head)]
    out.patients.extend(sides)
    out.agents[:] = [t for t in out.agents if t not in sides]


def _suffered(verb: Token, trigger: Trigger, *, passive: bool) -> bool:
    """Whether the active subject is the one who suffers, or the bomb."""
    if trigger.frame == "explode":
        return not objects(verb) and not passive
    intransitive = trigger.effect is not None and not passive and not objects(verb)
    return trigger.frame in ("come_under", "pass_to") or intransitive


def _turn(trigger: Trigger, out: Arguments) -> None:
    """The subject suffers ("four people died", "the convoy came under fire"); a bomb that explodes is the means."""
    (out.means if trigger.frame == "explode" else out.patients).extend(out.agents)
    if trigger.frame == "explode":
        return
    out.agents.clear()
