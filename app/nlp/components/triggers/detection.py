"""Look every word up, refuse look-alikes, ask weak words for a sign of violence, choose the sub-type."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from app.domain.event import EntityKind
from app.domain.kinds import COMBATANTS
from app.nlp.annotations import Trigger
from app.nlp.boilerplate import foreign_tokens
from app.nlp.components.triggers.constraints import Named, allowed, kinds_fit, matches
from app.nlp.components.triggers.figurative import is_figure, scenes_of
from app.nlp.components.triggers.grammar import Surroundings, before_name, surroundings
from app.nlp.lexicon import word_list
from app.nlp.lexicon.trigger_lexicon import Lexicon, Phrase, Sense, lexicon
from app.nlp.lexicon.weapons import modifier_classes, weapons_in
from app.nlp.token_table import token_table

STRONG, WEAK, WEAKER = 0.9, 0.7, 0.5
_CLIMB = 7
_NEAR = 5
_BOMBS = frozenset({"bomb", "ied", "suicide", "grenade"})
_SCENES = frozenset({"GPE", "LOC", "FAC", "DATE", "TIME"})
_HYPHENS = frozenset({"-", "‐", "‑"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may be a trigger: its sense, its extent and the words around it."""

    token: Token
    sense: Sense
    start: int
    end: int
    near: Surroundings


@functools.cache
def _known() -> frozenset[str]:
    """Every word that can begin a look-up."""
    table = lexicon()
    return frozenset((*table.verbs, *table.nouns, *table.adjectives, *table.phrases, *table.surface))


def find_triggers(doc: Doc) -> tuple[Trigger, ...]:
    """All triggers of a text in text order; a token reports at most one event of each type."""
    tokens = token_table(doc)
    weapons = weapons_in(doc)
    named_here = Named.of(doc, weapons)
    kinds = named_here.kinds
    chosen: dict[tuple[int, str], Candidate] = {}
    known, named = _known(), word_list("triggers.before_names")
    foreign = foreign_tokens(doc)
    for i, (lemma, lower) in enumerate(zip(tokens.lemma, tokens.lower, strict=True)):
        if i in foreign:
            continue
        joined = i and (tokens.text[i - 1] in _HYPHENS or tokens.lower[i - 1] in named)
        if lemma not in known and lower not in known and not joined:
            continue
        for candidate in candidates(doc[i], named_here):
            key = (candidate.token.i, candidate.sense.type.code)
            held = chosen.get(key)
            if held is None or _rank(candidate) < _rank(held):
                chosen[key] = candidate
    claimed = {c.token.i for c in chosen.values() if c.sense.group.exclusive}
    ordered = [c for _, c in sorted(chosen.items()) if c.sense.group.exclusive or c.token.i not in claimed]
    sure = [c for c in ordered if not c.sense.group.weak]
    armed = set(weapons) | {i for i, kind in kinds.items() if kind in COMBATANTS}
    acts = {c.token.i for c in sure if c.sense.type.sign == "violence" and not c.sense.group.background}
    unrest = {c.token.i for c in sure if c.sense.type.sign == "unrest"}
    forces = acts | {c.token.i for c in sure if c.sense.type.sign == "force"} - unrest
    hostile = _hostile(doc, named_here)
    violence = _Violence(
        harm=_sentences_with(doc, armed | forces),
        acts=_sentences_with(doc, armed | acts),
        unrest=_sentences_with(doc, unrest, "unrest_signs"),
        accident=_sentences_with(doc, set(), "accident_signs") - {tokens.sent[i] for i in hostile},
        article=bool(acts) or any(kind in _BOMBS for kind in weapons.values()) or "armed_group" in kinds.values(),
    )
    harmed = {c.token.i for c in sure if c.sense.type.records == "harm" and _counted(c, kinds)}
    scenes = scenes_of(doc, {i for i in hostile if weapons.get(i) != "bomb"} | _police(kinds) | harmed)
    ordered = [c for c in ordered if not is_figure(c.token, c.sense, c.near, scenes, named_here)]
    kept = [c for c in ordered if not (c.sense.group.weak or c.sense.group.unarmed) or _supported(c, violence)]
    again = _repeated([c for c in ordered if c not in kept], kept)
    kept = _without_damage_of_disasters(_one_sense([c for c in ordered if c in kept or c in again]))
    means = _named_with(doc, weapons, {c.token.i for c in kept if c.sense.type.role_at("means")})
    out = [_trigger(c, weapons, means.get(c.token.i, ())) for c in kept]
    return tuple(_without_overlaps(out))


def _without_damage_of_disasters(kept: list[Candidate]) -> list[Candidate]:
    """Leave out what nobody is said to have wrecked where a text reports a disaster or an accident and no violence."""
    harmless = [c for c in kept if c.sense.type.owns_harm and c.sense.type.sign is None]
    acts = [c for c in kept if c.sense.type.sign == "violence" and c.sense.type.records == "act"]
    wrecked = [c for c in acts if _lemma(c.token) in word_list("triggers.wrecking") and not c.near.subjects]
    return [c for c in kept if c not in wrecked] if harmless and len(wrecked) == len(acts) else kept


def _one_sense(kept: list[Candidate]) -> list[Candidate]:
    """At most one act without force for each word, and none where the word reports an act of force."""
    best: dict[int, Candidate] = {}
    for c in kept:
        if c.sense.type.records == "act":
            held = best.get(c.token.i)
            if held is None or _precedence(c) < _precedence(held):
                best[c.token.i] = c
    return [c for c in kept if c.sense.type.sign or c.sense.type.records != "act" or best[c.token.i] is c]


def _precedence(candidate: Candidate) -> tuple[object, ...]:
    return (candidate.sense.type.sign is None, *_rank(candidate))


def _counted(candidate: Candidate, kinds: Mapping[int, EntityKind]) -> bool:
    """Whether a word of harm has people by number for its object: "killing nine people" is not a figure of speech."""
    people = (o for o in candidate.near.objects if kinds.get(o.i) in ("person", "civilians"))
    return any(child.dep_ == "nummod" for o in people for child in o.children)


def _hostile(doc: Doc, named: Named) -> set[int]:
    """Tokens that name somebody armed or a weapon, and more than a blast or a poison."""
    return {i for i, kind in named.kinds.items() if kind in COMBATANTS} | {
        i
        for i, kind in named.weapons.items()
        if kind not in ("chemical", "fire") and doc[i].lemma_.lower() not in word_list("triggers.blasts")
    }


def _police(kinds: Mapping[int, str]) -> set[int]:
    return {i for i, kind in kinds.items() if kind == "police"}


def _rank(candidate: Candidate) -> tuple[bool, bool, int, bool, int]:
    """Longer phrases first, then strong words, then the order of the files."""
    group = candidate.sense.group
    return (
        not group.modifiers,
        candidate.end - candidate.start == 1,
        -(candidate.end - candidate.start),
        group.weak,
        candidate.sense.order,
    )


def candidates(token: Token, named: Named) -> list[Candidate]:
    """The senses of one token that no look-alike forbids."""
    table = lexicon()
    start = _first_part(token)
    senses, phrases = _look_up(token, table) if start == token.i else (_hyphened(token, table), ())
    if not senses and not phrases:
        return []
    near = surroundings(token)
    out = [
        Candidate(token, s, start, token.i + 1, near)
        for s in senses
        if allowed(token, s.group, near) and kinds_fit(token, s.group, near, named)
    ]
    for phrase in phrases:
        extent = matches(token, phrase, near, named)
        group = phrase.sense.group
        if extent and allowed(token, group, near, phrase) and kinds_fit(token, group, near, named):
            out.append(Candidate(token, phrase.sense, extent[0], extent[1], near))
    return out


def _first_part(token: Token) -> int:
    """Where a noun of several tokens begins: a hyphenated one ("sit-in"), one with its name ("Cyclone Freddy")."""
    if token.i and before_name(token.nbor(-1)):
        return token.i - 1
    if token.i < 2 or token.nbor(-1).text not in _HYPHENS:
        return token.i
    return token.i - 2 if _hyphened(token, lexicon()) else token.i


def _hyphened(token: Token, table: Lexicon) -> tuple[Sense, ...]:
    if before_name(token.nbor(-1)):
        return table.nouns.get(token.nbor(-1).lower_, ())
    kind, base = table.surface.get(f"{token.nbor(-2).lower_}-{token.lower_}", ("", ""))
    return table.nouns.get(base, ()) if kind == "n" else ()


def _look_up(token: Token, table: Lexicon) -> tuple[tuple[Sense, ...], tuple[Phrase, ...]]:
    pos, lemma = token.pos_, token.lemma_.lower()
    if pos == "VERB":
        if lemma not in table.verbs and lemma not in table.phrases and token.lower_ in table.surface:
            kind, lemma = table.surface[token.lower_]  # the lemmatiser errs: "raped" is not a form of "rap"
            if kind == "n" and any(c.dep_ == "nsubj" and c.tag_ in ("WDT", "WP") for c in token.lefts):
                return (), ()  # "the office, which deals with it"
            if kind == "n":
                return table.nouns.get(lemma, ()), ()  # the tagger errs: "airstrikes" is not a verb
        return table.verbs.get(lemma, ()), table.phrases.get(lemma, ())
    if lemma in table.adjectives and (pos == "ADJ" or token.dep_ == "amod"):
        return table.adjectives[lemma], ()
    if pos == "NOUN":
        senses = table.nouns.get(lemma) or table.nouns.get(token.lower_, ())
        return senses if not _only_modifies(token) else (), ()
    if pos in ("PROPN", "ADJ", "X") and token.lower_ in table.surface:
        return _of_name(token, table, *table.surface[token.lower_]), ()
    return (), ()


def _of_name(token: Token, table: Lexicon, kind: str, base: str) -> tuple[Sense, ...]:
    """Senses of a word that the tagger takes for a name or an adjective, as in headlines."""
    if token.ent_type_ not in ("", "EVENT") and not token.is_lower:
        return ()
    if kind == "n":
        return () if _only_modifies(token) else table.nouns.get(base, ())
    return table.verbs.get(base, ()) if token.pos_ == "PROPN" and token.sent.start == 0 else ()


def _only_modifies(token: Token) -> bool:
    """Whether a noun merely modifies another one that reports no event: "the murder trial"."""
    head = token.head
    after = token.doc[token.i + 1 : token.i + 3]
    if len(after) > 1 and after[0].text in _HYPHENS and after[1].lower_ in word_list("triggers.hit_by"):
        return True  # "the quake-hit province"
    return (
        token.dep_ in ("compound", "nmod")
        and head.pos_ in ("NOUN", "PROPN")
        and head.i > token.i
        and head.lemma_.lower() not in word_list("triggers.compound_heads")
        and head.lower_ not in word_list("triggers.participles")
    )


def _lemma(token: Token) -> str:
    return token.lemma_.lower()


@dataclass(frozen=True, slots=True)
class _Violence:
    """Numbers of the sentences that hold a sign of violence, with and without casualties; the same of unrest."""

    harm: set[int]
    acts: set[int]
    unrest: set[int]
    accident: set[int]
    article: bool


def _sentences_with(doc: Doc, marked: set[int], name: str = "signs") -> set[int]:
    """Numbers of the sentences that hold a marked token or a word of a list."""
    words, tokens = word_list(f"triggers.{name}"), token_table(doc)
    return {tokens.sent[i] for i in marked} | {
        n for n, lemma in zip(tokens.sent, tokens.lemma, strict=True) if lemma in words
    }


def _supported(candidate: Candidate, violence: _Violence) -> bool:
    """Whether a weak word has a sign of violence in its sentence or, in a violent article, in the next or last one."""
    token = candidate.token
    sent = token_table(token.doc).sent[token.i]
    if candidate.sense.group.signs == "unrest":
        return sent in violence.unrest
    if candidate.sense.group.unarmed:
        return not violence.article or violence.acts.isdisjoint((sent - 1, sent, sent + 1))
    if candidate.sense.group.accidental and sent in violence.accident:
        return False
    if candidate.sense.type.records == "harm" and _listed(token):
        return True
    signs = violence.acts if candidate.sense.group.accidental else violence.harm
    if candidate.sense.type.sign == "violence" and not candidate.sense.group.accidental and _happens(candidate):
        return True
    if sent in signs or any(_lemma(m) in modifier_classes() for m in candidate.near.modifiers):
        return True
    if not violence.article or candidate.sense.type.sign != "violence":
        return False
    return token.pos_ == "NOUN" or sent - 1 in signs or sent + 1 in signs


def _repeated(doubtful: list[Candidate], kept: list[Candidate]) -> list[Candidate]:
    """Weak verbs that the sentence before or the next one uses of violence: "struck two bridges. One was struck"."""
    said = {
        (_lemma(c.token), token_table(c.token.doc).sent[c.token.i])
        for c in kept
        if c.token.pos_ == "VERB" and c.sense.type.forceful and not c.sense.group.unarmed
    }
    if not said:
        return []
    return [
        c
        for c in doubtful
        if c.token.pos_ == "VERB"
        and c.sense.type.sign == "violence"
        and any((_lemma(c.token), token_table(c.token.doc).sent[c.token.i] + step) in said for step in (-1, 1))
    ]


def _listed(token: Token) -> bool:
    """Whether a word stands in a list of losses: "Missing: 3"."""
    return token.i + 2 < len(token.doc) and token.nbor().text == ":" and token.nbor(2).text.isdigit()


def _happens(candidate: Candidate) -> bool:
    """Whether a noun is said to have taken place, at a place or a time that is named.

    "There was fighting in X": but "there were attacks on the budget", so this counts only for what has two sides.
    """
    token, clash = candidate.token, candidate.sense.frame == "clash"
    verb = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "to" else token.head
    if _lemma(token) in word_list("triggers.also_peaceful") or token.pos_ != "NOUN":
        return False
    if any(child.lower_ in word_list("triggers.issue_prepositions") for child in token.rights):
        return False
    there = clash and token.dep_ == "attr" and any(child.dep_ == "expl" for child in verb.lefts)
    took_place = token.dep_ == "nsubj" and _lemma(verb) in word_list("triggers.plain_happening_verbs")
    reported = clash and token.dep_ == "nsubjpass" and _lemma(verb) in word_list("triggers.noting_verbs")
    caused = clash and token.dep_ in ("dobj", "pobj") and _lemma(verb) in word_list("triggers.causing_verbs")
    if not (there or took_place or reported or caused):
        return False
    return any(word.ent_type_ in _SCENES for child in (*token.rights, *verb.rights) for word in child.subtree)


def _joined(candidate: Candidate) -> tuple[int, int]:
    """The trigger's words, with the light verb that has the noun as object ("launched a salvo") or as subject ("the
    attack took place"), when it stands near."""
    token, start, end = candidate.token, candidate.start, candidate.end
    verb = token.head
    if token.pos_ != "NOUN":
        return start, end
    if token.dep_ == "dobj" and _lemma(verb) in word_list("triggers.joined_verbs") and 0 < start - verb.i <= _NEAR:
        return verb.i, end
    if token.dep_ == "nsubj" and _lemma(verb) in word_list("triggers.happening_verbs") and 0 <= verb.i - end < _NEAR:
        return start, verb.i + 1
    return start, end


def _named_with(doc: Doc, weapons: dict[int, str], heads: set[int]) -> dict[int, list[str]]:
    """Classes of the weapons that stand below each trigger in the tree, each under the nearest trigger only."""
    out: dict[int, list[str]] = {}
    for index, kind in weapons.items():
        token = doc[index]
        for _ in range(_CLIMB if not _is_hit(token) else 0):
            if token.i in heads and token.i != index:
                out.setdefault(token.i, []).append(kind)
                break
            if token.head.i == token.i or (token.dep_ == "relcl" and token.i != index):
                break
            token = token.head
    return out


def _is_hit(weapon: Token) -> bool:
    """Whether a weapon is what was hit, not what hit: "shot down a helicopter", "an attack on a tank"."""
    if weapon.dep_ == "compound" and weapon.head.i > weapon.i and weapon.head.dep_ in ("dobj", "nsubjpass"):
        weapon = weapon.head  # "destroyed three drone boats"
    head = weapon.head
    if weapon.dep_ in ("dobj", "nsubjpass"):
        return head.pos_ == "VERB" and _lemma(head) in word_list("triggers.hitting_verbs")
    return weapon.dep_ == "pobj" and head.lower_ in ("on", "against")


def _trigger(candidate: Candidate, weapons: dict[int, str], named: Sequence[str]) -> Trigger:
    group = candidate.sense.group
    weight = STRONG if not group.weak else WEAK if candidate.token.pos_ == "VERB" else WEAKER
    start, end = _joined(candidate)
    return Trigger(
        start=start,
        end=end,
        head=candidate.token.i,
        type=candidate.sense.type.code,
        subtype=_refined(candidate, weapons, named),
        frame=candidate.sense.frame,
        effect=group.effect,
        weight=weight,
        background=group.background,
    )


def _refined(candidate: Candidate, weapons: dict[int, str], named: Sequence[str]) -> str | None:
    """The sub-type, narrowed by the weapons named with the trigger."""
    event_type, subtype = candidate.sense.type, candidate.sense.group.subtype
    general = event_type.subtype(subtype)
    if general is None or not general.narrowed_by:
        return subtype
    near = candidate.near
    found = [weapons.get(t.i) or modifier_classes().get(_lemma(t)) for t in near.modifiers]
    found += [weapons.get(t.i) for t in (*near.objects, *near.governed, *near.subjects) if not _is_hit(t)]
    return event_type.narrowed(subtype, {kind for kind in (*found, *named) if kind})


def _without_overlaps(triggers: list[Trigger]) -> list[Trigger]:
    """Of triggers of one type that overlap, the longer."""
    out: list[Trigger] = []
    for trigger in triggers:
        if out and out[-1].type == trigger.type and out[-1].end > trigger.start:
            if trigger.end - trigger.start > out[-1].end - out[-1].start:
                out[-1] = trigger
            continue
        out.append(trigger)
    return out
