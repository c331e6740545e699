"""Which words say that somebody came to harm, and which noun is that somebody?

One rule for each construction of grammar: objects of "kill", subjects of "die", "left five dead", "the death of",
"with a gunshot wound", "in critical condition", "claimed the lives of", "3 dead" in headlines. What parsers commonly
get wrong is met by the shape of the phrase: a verb of killing without an object has its victim before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from app.nlp.components.casualties.death_idioms import lost
from app.nlp.components.casualties.death_tolls import elsewhere, listed, nobody_hurt, stated
from app.nlp.components.casualties.grammar import (
    OBJECTS,
    SUBJECTS,
    antecedent,
    governed_by_of,
    has_object,
    own_subjects,
    subjects_of,
)
from app.nlp.components.casualties.injuries import by_missile, in_condition, of_wounds, to_hospital
from app.nlp.components.casualties.other_effects import others
from app.nlp.components.casualties.words import Fate, words
from app.nlp.lexicon import word_list
from app.nlp.token_table import token_table

_HEADLINE_TAGS = frozenset({"JJ", "VBN", "VBD", "VB", "VBP", "NN", "NNP"})
_SHARED = 3  # "shot and killed a man": as many tokens may lie between verbs that share their object
_REFLEXIVE = frozenset({"himself", "herself", "themselves", "itself"})
_THEN = 14  # tokens between "killed" and "then himself"
_DOWN = frozenset({"oprd", "acomp", "xcomp", "ccomp", "attr", "advcl", "dep", "conj", "amod", "advmod", "dobj"})

Finding = tuple[Token, Fate, bool]
"""A victim's head, what became of it, and whether the figure is a running toll."""


def findings(doc: Doc) -> Iterator[tuple[Token, Finding]]:
    """Every (word that reports harm, finding) of a text, in its order."""
    lex, tokens = words(), token_table(doc)
    predicates, forms = lex.predicates, lex.forms
    for i, (lemma, lower) in enumerate(zip(tokens.lemma, tokens.lower, strict=True)):
        if lemma in predicates or lower in forms:
            token = doc[i]
            for head, fate, toll in _read(token, lemma):
                yield token, (head, fate, toll)
                for other in elsewhere(token, head):
                    yield token, (other, fate, toll)


def _read(token: Token, lemma: str) -> list[Finding]:
    lex, pos = words(), token.pos_
    if found := listed(token, lemma) or stated(token, lemma) or others(token, lemma) or list(nobody_hurt(token, lemma)):
        return found
    if lemma in lex.life:
        return [(v, "killed", False) for v in _lives(token)]
    if lemma in lex.suicide:
        return [(v, "killed", False) for v in _suicide(token)]
    if lemma in lex.conditions:
        return [(v, "listed", False) for v in in_condition(token)]
    if lemma in lex.wounds and pos == "NOUN":
        return of_wounds(token, lemma)
    if (lemma in lex.bodies or token.lower_ in lex.bodies) and pos == "NOUN":
        return [(v, "killed", False) for v in _bodies(token)]
    before = None if _down(token) else _number_before(token)
    if token.lower_ in lex.fatal_adverbs:  # "four were shot, one fatally"
        return [(before, "killed", False)] if before is not None else []
    fate = lex.adjectives.get(token.lower_) or lex.transitive.get(lemma) or lex.intransitive.get(lemma)
    if fate is None and (token.i + 1 == len(token.doc) or token.nbor().tag_ != "VBD"):
        fate = lex.headline.get(token.lower_)
    if before is not None and fate and token.tag_ in _HEADLINE_TAGS and not has_object(token):
        return [(before, _fatal(token, fate), False)]
    if pos in ("ADJ", "ADV") or (pos == "NOUN" and token.lower_ in lex.adjectives):
        state = lex.adjectives.get(token.lower_)
        return [(v, state, False) for v in _described(token)] if state else []
    if pos == "VERB":
        return _verb(token, lemma)
    if pos in ("NOUN", "PROPN"):
        return _noun(token, lemma)
    return []


def _number_before(token: Token) -> Token | None:
    """ "3 dead", "four shot", "8-year-old shot", "child shot": the number or person right before the word."""
    doc, i = token.doc, token.i - 1
    if i < 0:
        return None
    before = doc[i]
    if before.lower_ in words().round_numbers and any(c.dep_ == "nummod" for c in before.children):
        return before  # "at least two dozen killed"
    if before.pos_ == "NUM" and before.dep_ != "npadvmod" and not _is_counting(before, token):
        return before if not _is_round(token) else None
    if token.tag_ not in ("NN", "JJ", "VBN") or token.lower_ not in words().headline:
        return None
    if token.i + 1 < len(doc) and (token.nbor().pos_ in ("DET", "PRON", "CCONJ") or token.nbor().tag_ == "PRP$"):
        return None  # "a 10-year-old shot his brother"
    aged = before.lower_ in words().age and i > 0 and doc[i - 1].text in ("-", "–")
    return before if aged or (before.pos_ == "NOUN" and before.lemma_.lower() in words().people) else None


def _down(token: Token) -> bool:
    """Whether "down" follows: what is shot down is mostly a machine."""
    return token.i + 1 < len(token.doc) and token.nbor().lower_ == "down"


def _is_round(token: Token) -> bool:
    """Whether a shot is one that somebody fires: "fired one shot", "one shot that hit the wall"."""
    if token.pos_ != "NOUN":
        return False
    return token.dep_ == "dobj" or any(c.dep_ == "relcl" for c in token.children)


def _is_counting(number: Token, token: Token) -> bool:
    """Whether a number counts a noun that follows: "two injured men", "two wounded soldiers", "one gun truck"."""
    head = number.head
    if token.dep_ == "compound" and head.i == token.head.i > token.i:
        return True
    return head.i > token.i and head.pos_ in ("NOUN", "PROPN") and token.head.i == head.i and token.dep_ == "amod"


def _fatal(token: Token, fate: Fate) -> Fate:
    """A blow that is said to have killed: "fatally shot", "shot dead", "beaten to death"."""
    lex = words()
    if fate == "killed":
        return fate
    for child in token.children:
        word = child.lower_
        if (word in lex.fatal_adverbs and not (child.i and child.nbor(-1).pos_ == "NUM")) or (
            word in lex.dead and child.i == token.i + 1
        ):
            return "killed"
        if word == "to" and any(c.lower_ in lex.death for c in child.children):
            return "killed"
    doc, i = token.doc, token.i
    after = [t.lower_ for t in doc[i + 1 : i + 3]]
    if after == [",", "killed"] and not has_object(doc[i + 2]):
        return "killed"  # "Teen shot, killed in Tulsa"
    return "killed" if (after and after[0] in lex.dead) or after in lex.fatal_phrases else fate


def _verb(token: Token, lemma: str) -> list[Finding]:
    lex = words()
    if lemma in lex.lost or lemma in lex.saving:
        return [(v, "killed", False) for v in lost(token, lemma)]
    fate = lex.intransitive.get(lemma)
    if fate and not (lemma in lex.transitive and has_object(token)):
        if token.tag_ == "VBG" and any(c.dep_ == "aux" and c.lemma_ == "be" for c in token.children):
            return []  # "he was dying"
        return [(v, fate, False) for v in subjects_of(token)] if fate == "killed" or not has_object(token) else []
    if lemma in lex.moved:
        moved = [v for v in _patients(token) if v.lemma_.lower() not in word_list("victims.ill")]
        return [(v, "treated", False) for v in moved] if to_hospital(token) else []
    if lemma in lex.burying or lemma in lex.losing:
        return [(v, "killed", False) for v in _buried(token, lemma)]
    fate = lex.transitive.get(lemma)
    if lemma in lex.gunning and not any(c.lower_ == "down" for c in token.children):
        return []
    if fate is None:
        if lemma not in lex.contact or not by_missile(token):
            return []
        fate = "hit"
    if lemma in lex.gunning:
        fate = "killed"
    if fate == "hit" and _down(token):
        return [(v, fate, False) for v in _patients(token) if v.lemma_.lower() in lex.people]
    return [(v, _fatal(token, fate), False) for v in (*_patients(token), *_themselves(token))]


def _themselves(verb: Token) -> list[Token]:
    """Who turns on himself in the end: "killed his son and then himself"."""
    doc = verb.doc
    for i in range(verb.i + 2, min(verb.i + _THEN, len(doc))):
        if doc[i].is_sent_start:
            break
        if doc[i].lower_ in _REFLEXIVE and doc[i - 1].lower_ == "then" and has_object(verb):
            return subjects_of(verb)
    return []


def _patients(token: Token) -> list[Token]:
    """Whom a transitive verb harms."""
    found = [c for c in token.children if c.dep_ in OBJECTS]
    if own := next((c for c in found if c.lower_ in _REFLEXIVE), None):
        with_him = [c for c in own.children if c.dep_ == "conj"]
        return [*(subjects_of(token) or found), *with_him]
    if found:
        return [antecedent(c, token) for c in found]
    if token.dep_ == "acl" and token.tag_ in ("VBN", "VBD"):
        return [token.head]
    if ranged := [n for c in token.children if c.lower_ == "between" for n in c.children if n.dep_ == "pobj"]:
        return ranged
    shared = next((c for c in token.children if c.dep_ == "conj" and c.lemma_.lower() in words().transitive), None)
    if shared is not None and shared.i - token.i <= _SHARED:
        return [c for c in shared.children if c.dep_ == "dobj"] or own_subjects(token)
    if token.dep_ in ("amod",) and token.head.pos_ in ("NOUN", "PROPN"):
        return [token.head]
    result = token.tag_ == "VBN" or (token.tag_ == "VBD" and token.head.lemma_.lower() in words().result_verbs)
    if result and token.dep_ in ("xcomp", "oprd", "ccomp", "advcl", "dep") and not own_subjects(token):
        return _result(token)  # "left three men and a woman wounded"
    if token.dep_ == "pcomp" and any(c.dep_ == "auxpass" for c in token.children):
        return subjects_of(token)  # "are recovering after being hit by pellets"
    if token.dep_ == "conj" and token.head.pos_ == "VERB" and not own_subjects(token):
        if token.tag_ == "VBN" or token.head.tag_ == "VBN":
            passive = [c for c in token.head.children if c.dep_ == "nsubjpass"]
            return passive or ([token.head.head] if token.head.dep_ == "acl" else _left_of_auxiliary(token))
        return []
    if token.tag_ in ("VBN", "VBD") and not any(c.lower_ == "at" for c in token.children):
        return [*_left_with(token), *own_subjects(token)] or _left_of_auxiliary(token)
    return []


def _left_with(token: Token) -> list[Token]:
    """The first half of "left two boys and a nurse injured", where the parser begins a clause with the second half."""
    subject = next(iter(own_subjects(token)), None)
    if token.dep_ != "conj" or token.head.lemma_.lower() not in words().result_verbs or subject is None:
        return []
    joined = subject.left_edge.i > 0 and subject.left_edge.nbor(-1).lower_ == "and" and subject.i + 1 == token.i
    return [c for c in token.head.children if joined and c.dep_ == "dobj" and c.i < subject.i]


_ASIDE = 11  # tokens of an aside


def _before_aside(token: Token) -> Token:
    """The noun before an aside in commas or brackets: "two persons, including a woman, were killed"."""
    mark = {",": ",", ")": "("}.get(token.text)
    if mark is None:
        return token
    doc = token.doc
    opening = next((i for i in range(token.i - 1, max(token.i - _ASIDE, 0), -1) if doc[i].text == mark), 0)
    return doc[opening - 1] if opening else token


def _left_of_auxiliary(token: Token) -> list[Token]:
    """The noun right before "was" or "were" where the parser gave it to something else."""
    auxiliary = next((c for c in token.children if c.dep_ == "auxpass"), None)
    if auxiliary is None or auxiliary.i == 0:
        return []
    noun = _before_aside(auxiliary.nbor(-1))
    while noun.dep_ == "conj" and noun.head.pos_ == "NOUN" and noun.i - noun.head.i < 8:
        noun = noun.head
    return [noun] if noun.pos_ in ("NOUN", "NUM") else []


def _result(token: Token) -> list[Token]:
    """Of "dead" below "found", "left", "was pronounced": the object or passive subject of that verb."""
    verb = token.head
    if verb.pos_ not in ("VERB", "AUX"):
        return []
    found = [c for c in verb.children if c.dep_ == "dobj" and c.i != token.i]
    found = [c for c in found if c.i < token.i] or found  # "left one dead and three others with wounds"
    found = found or [antecedent(c, verb) for c in verb.children if c.dep_ == "nsubjpass"]
    if not found and verb.tag_ in ("VBN", "VBD") and verb.dep_ == "acl":
        found = [verb.head]
    return found or (own_subjects(verb) if verb.lemma_ in words().copulas or verb.tag_ == "VBN" else [])


def _described(token: Token) -> list[Token]:
    """Who is "dead" or "wounded": "the dead man", "X is dead", "left X dead", "X was found dead"."""
    own = own_subjects(token)
    if own:  # "Gunmen on a motorcycle shot dead an elder", where the parser takes "shot" for a noun
        return [c for c in token.rights if c.dep_ == "dobj"] or own
    head = token.head
    if token.lower_ in words().dead and token.i + 1 < len(token.doc) and token.nbor().lower_ in ("end", "-", "–"):
        return []
    if token.dep_ == "amod" and head.i != token.i and head.pos_ in ("NOUN", "PROPN", "NUM", "PRON"):
        return [head]
    if token.dep_ == "conj" and head.pos_ in ("ADJ", "VERB"):
        return _described(head) if head.lower_ in words().adjectives or head.pos_ == "ADJ" else subjects_of(head)
    if token.dep_ in _DOWN and head.pos_ in ("VERB", "AUX"):
        if head.lemma_.lower() in words().stative:
            return subjects_of(head)
        if head.lemma_.lower() in words().result_verbs or any(c.dep_ == "nsubjpass" for c in head.children):
            return _result(token)
    if token.dep_ in ("acl", "relcl", "appos") and head.pos_ in ("NOUN", "NUM"):
        return [head]
    return []


def _noun(token: Token, lemma: str) -> list[Finding]:
    """ "the death of a guard", "her brother's murder", "three deaths"."""
    lex = words()
    fate = lex.counted_nouns.get(lemma)
    if fate and (stated := _stated_number(token)):
        return [(stated, fate, False)]
    if fate and any(c.dep_ == "nummod" or c.lower_ == "no" for c in token.children):
        return [(token, fate, False)]
    if lemma in lex.death and token.head.lower_ == "to" and token.head.head.pos_ == "VERB":
        return [(v, "killed", False) for v in _patients(token.head.head)]
    fate = lex.nouns.get(lemma)
    if fate is None:
        return []
    if fate == "hit" and any(c.lower_ in lex.fatal_adjectives for c in token.children):
        fate = "killed"
    owners = [c for c in token.children if c.dep_ == "poss"]
    return [(v, fate, False) for v in governed_by_of(token) or owners]


def _stated_number(token: Token) -> Token | None:
    """ "fatalities were put at 12", "fatalities: 12"."""
    doc = token.doc
    verbs = [c for c in token.children if c.dep_ == "acl"] + ([token.head] if token.dep_ in SUBJECTS else [])
    for verb in verbs:
        if verb.lemma_.lower() not in words().estimate_verbs:
            continue
        for child in verb.children:
            number = next((n for n in child.children if n.pos_ == "NUM"), None)
            if child.dep_ == "prep" and child.lower_ in ("at", "as") and number is not None:
                return number
    if token.i + 2 < len(doc) and doc[token.i + 1].text == ":" and doc[token.i + 2].pos_ == "NUM":
        return doc[token.i + 2]
    return None


def _bodies(token: Token) -> list[Token]:
    """ "the bodies of two men were found", "two bodies were found"."""
    verb = token.head if token.dep_ in (*OBJECTS, "nsubj") else None
    if verb is None or verb.lemma_.lower() not in words().body_verbs:
        return []
    if any(c.dep_ == "nummod" for c in token.children):
        return [token]
    return governed_by_of(token) or [c for c in token.children if c.dep_ == "poss"] or [token]


def _lives(token: Token) -> list[Token]:
    """ "claimed the lives of two men", "took 20 lives", "two men lost their lives", "took his own life"."""
    verb = token.head
    if token.dep_ not in OBJECTS or verb.lemma_.lower() not in words().lives_verbs:
        return []
    if of := governed_by_of(token):
        return of
    down = any(c.lower_ == "down" for c in verb.children)  # "laid down her life"
    given = verb.lemma_.lower() in words().giving_life and (down or token.lower_ != token.lemma_.lower())
    if any(c.lower_ == "own" for c in token.children) or verb.lemma_.lower() in words().losing or given:
        return subjects_of(verb)
    return [token] if any(c.dep_ == "nummod" for c in token.children) else []


def _suicide(token: Token) -> list[Token]:
    commits = token.dep_ == "dobj" and token.head.lemma_.lower() in words().suicide_verbs
    return subjects_of(token.head) if commits else []


def _buried(verb: Token, lemma: str) -> list[Token]:
    """ "we have buried 27 people", "the army lost nine soldiers"; not "lost three players to injury"."""
    found = [c for c in verb.children if c.dep_ in OBJECTS and any(n.dep_ == "nummod" for n in c.children)]
    if lemma not in words().losing:
        return [c for c in found if not any(s.lemma_.lower() in words().things for s in own_subjects(verb))]
    return [c for c in found if words().victim_kinds.get(c.lemma_.lower()) in words().losable]
