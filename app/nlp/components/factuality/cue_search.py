"""Every cue of modality around and above a word that reports an event.

The syntax tree is climbed from the word, conjunct by conjunct and clause by clause, as long as what stands above
governs whether the event took place: "plans to *attack*", "will carry out *strikes*", "the threat of *attacks*".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from spacy.tokens import Token

from app.nlp.components.factuality.fiction import Cue, is_any, is_fiction, of_itself, staged
from app.nlp.components.factuality.words import lexicon
from app.nlp.lexicon import word_list

_STEPS = 7
_CLIPPED = frozenset({"'d", "’d"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
NOUNS = frozenset({"NOUN", "PROPN"})
Own = Literal["all", "modals", "none"]
Step = tuple[Token, list[Cue], Own]
"""A governor, its cues as a governor, and which of the cues around itself hold for the event."""


def cues(head: Token, question: Token | None = None) -> Iterator[Cue]:
    """Every cue above and around the head of an event, from the inside out.

    ``question``: the question mark that ends its sentence, when one does.
    """
    token = head
    yield from _around(token)
    for _ in range(_STEPS):
        step = _climb(token)
        if step is None:
            break
        token, found, own = step
        yield from found
        if own == "all":
            yield from _around(token)
        elif own == "modals":
            yield from _modals(token)
            break
        elif not found:
            break
    if question is not None and token.dep_ == "ROOT":
        yield "possible", question


def _around(token: Token) -> Iterator[Cue]:
    """The cues that hang on a verb, noun or adjective itself."""
    if _regretted(token):
        return
    for child in token.children:
        category = _of_child(child, child.dep_, child.lower_)
        if category is not None:
            yield category, child
    yield from staged(token)
    yield from _modals(token)


def _regretted(token: Token) -> bool:
    """ "should not have bombed": it was done."""
    words = {c.lower_ for c in token.children if c.dep_ in ("aux", "neg")}
    return bool(words & lexicon().regret) and bool(words & lexicon().negations) and bool(words & {"have", "'ve", "’ve"})


def _modals(token: Token) -> Iterator[Cue]:
    """Its auxiliaries: "will", "could", "would have"."""
    lex = lexicon()
    aux = [c for c in token.children if c.dep_ in ("aux", "auxpass")]
    have = any(c.lower_ in ("have", "'ve", "’ve", "of") for c in aux)
    for modal in aux:
        word = "would" if modal.lower_ in _CLIPPED and token.tag_ == "VB" else modal.lower_  # "they'd burn the school"
        if modal.tag_ == "MD" and word in lex.auxiliaries:
            table = lex.counterfactual if have and word in lex.counterfactual else lex.auxiliaries
            yield table[word], modal


def _of_child(child: Token, dep: str, word: str) -> str | None:
    """The category that one dependent gives: "not", "allegedly", "alleged", "no", "nobody", "if"."""
    lex = lexicon()
    if dep == "neg" or (word in lex.negations and dep in ("advmod", "preconj", "cc")):
        return None if _excused(child) else "negated"
    if dep == "advmod":
        before_number = child.i + 1 < len(child.doc) and child.nbor().pos_ == "NUM"
        return None if before_number else lex.adverbs.get(word)
    if dep in ("amod", "compound", "nmod"):
        if any(c.lower_ in word_list("modality.fulfilled") for c in child.lefts):
            return None  # "mounted its long-planned offensive"
        return lex.modifiers.get(word) or lex.modifiers.get(child.lemma_.lower())
    if dep == "det":
        return "negated" if word in lex.no_determiners else lex.modifiers.get(word)
    if dep in ("nsubj", "nsubjpass", "dobj", "attr"):
        return "negated" if _is_nobody(child) else None
    if dep == "prep" and word in ("in", "throughout"):
        return "hypothetical" if any(is_fiction(n) for n in child.children) else None
    return lex.marks.get(word) if dep == "mark" else None


def _excused(negation: Token) -> bool:
    """ "not only", "not just": the negation is of something else."""
    return negation.i + 1 < len(negation.doc) and negation.nbor().lower_ in lexicon().not_negated_before


def _is_nobody(token: Token) -> bool:
    lex = lexicon()
    if token.lower_ in lex.nobody:
        return True
    if token.left_edge.lower_ == "not" and token.left_edge.i < token.i:
        return token.left_edge.nbor().lower_ in ("a", "an", "one")  # "not a single", "not one"; not "not only he"
    return any(c.lower_ in lex.no_determiners and c.dep_ == "det" for c in token.lefts) or (
        token.lower_ == "one" and token.i > 0 and token.nbor(-1).lower_ == "no"
    )


def _climb(token: Token) -> Step | None:
    """The governor of a token: (governor, its cues as a governor, whether its own tense and negation apply)."""
    dep, head = token.dep_, token.head
    if head.i == token.i:
        return None
    if dep == "conj":
        if head.pos_ in ("VERB", "AUX") and any(c.dep_ in ("nsubj", "nsubjpass") for c in token.lefts):
            return head, [], "none"
        return _conjunct(token, _joined_to(token, head))
    if dep in ("oprd", "acomp", "attr", "advmod") and head.pos_ in ("VERB", "AUX"):
        category = lexicon().governors.get((head.lemma_.lower(), "oprd"))
        return head, [(category, head)] if category else [], "all"  # "was not dead", "are feared dead"
    if dep == "prep":
        return None
    if dep in ("pobj", "pcomp"):
        return _under_preposition(head)
    if dep in ("xcomp", "ccomp", "advcl", "acl", "csubj", "dep", "relcl"):
        return _clause(token, head, dep)
    if dep in ("nsubj", "nsubjpass", "dobj", "compound", "poss", "nmod", "appos", "amod", "nummod"):
        return _argument(token, head, dep)
    return None


def _joined_to(token: Token, head: Token) -> Token:
    """The noun to which an act is joined: "demanded a ban on rallies and arrest of leaders" demands the arrest."""
    preposition = head.head
    of = token.i + 1 < len(token.doc) and token.nbor().lower_ == "of"
    act = token.pos_ == "NOUN" and of and head.dep_ == "pobj"
    if not act or any(c.dep_ in ("det", "poss") for c in token.lefts) or preposition.lower_ in ("of", "to"):
        return head
    outer = preposition.head
    return outer if outer.pos_ == "NOUN" and outer.dep_ == "dobj" else head


def _conjunct(token: Token, head: Token) -> Step | None:
    """ "may attack and kill": the auxiliary of the first verb holds for a second one of the same form."""
    if token.pos_ == "VERB" and head.pos_ == "VERB":
        own = any(c.dep_ in ("aux", "auxpass") for c in token.lefts)
        same = token.tag_ == head.tag_ or {token.tag_, head.tag_} == {"VBD", "VBN"}  # "would have shot and killed"
        return (head, [], "all") if same and not (own and token.tag_ != "VB") else None
    return (head, [], "all") if head.pos_ in (token.pos_, "AUX", "VERB", "ADJ") else (head, [], "none")


def _clause(token: Token, head: Token, dep: str) -> Step | None:
    lex, lemma = lexicon(), head.lemma_.lower()
    infinitive = token.tag_ == "VB" and any(c.lower_ == "to" for c in token.lefts)
    if head.pos_ in NOUNS:
        return _clause_of_noun(token, head, dep, infinitive)
    if head.pos_ == "ADJ":
        category = lex.adjectives.get(lemma)
        return head, [(category, head)] if category else [], "all"
    if lemma in lex.verbs_of_fact and token.lower_.endswith("ing") and not infinitive:
        return None
    if dep == "ccomp" and token.i < head.i and any(c.dep_ == "nsubjpass" for c in head.children):
        return None  # "Blasts were heard: the yard is thought to hide a depot."
    if found := _of_frame(head, dep):
        return found
    if infinitive and lemma == "be" and head.tag_ in ("VBZ", "VBP"):
        return head, [("planned", head)], "none"  # "the army is to take control"
    way = "ccomp" if dep in ("ccomp", "csubj") and not infinitive else "xcomp"
    category = lex.governors.get((lemma, way)) if dep not in ("advcl", "dep") or infinitive else None
    if category == "alleged" and way == "ccomp" and not any(c.dep_ in SUBJECTS for c in head.children):
        category = None  # "Suspected rebels attacked": an adjective that the parser took for a verb
    if category:
        return _under(category, head)
    if dep == "advcl":
        if infinitive and lemma not in lex.realised:
            return head, [("planned", token)], "all"
        if _yet_to_come(token):
            return head, [("possible", token)], "none"
        if token.tag_ == "VBG" == head.tag_ and head.dep_ == "pcomp":
            return head, [], "all"  # "accused of stabbing a guard, stabbing a driver and robbing a shop"
        marked = any(c.dep_ in ("mark", "advmod") and c.tag_ in ("IN", "WRB") for c in token.lefts)
        return (head, [], "modals") if token.tag_ == "VBG" and not marked else None
    return (head, [], "all") if dep == "xcomp" else None


def _yet_to_come(verb: Token) -> bool:
    """ "to find them before they strike": what stands in the present after "before" has not happened."""
    return verb.tag_ in ("VBP", "VBZ") and any(c.dep_ == "mark" and c.lower_ == "before" for c in verb.lefts)


def _clause_of_noun(token: Token, noun: Token, dep: str, infinitive: bool) -> Step | None:
    """ "the plan to attack", "reports that rebels attacked", "no evidence that they did"."""
    nouns = lexicon().nouns_of_clauses
    if infinitive and noun.lemma_.lower() in word_list("modality.not_doing"):
        return noun, [("negated", noun)], "none"  # "failure to appear in court"
    if infinitive and noun.dep_ == "pobj" and noun.head.lower_ in ("by", "of") and noun.head.head.pos_ in NOUNS:
        planner = noun.head.head  # "the plan by the rebels to attack"
        noun = planner if planner.lemma_.lower() in nouns else noun
    clause = dep in ("acl", "ccomp") or (dep in ("advcl", "relcl") and infinitive)
    clause = clause or (dep == "relcl" and any(c.dep_ == "mark" for c in token.lefts))
    if clause and noun.lemma_.lower() in nouns and (token.tag_ != "VBN" or _has_auxiliary(token)):
        return noun, [(nouns[noun.lemma_.lower()], noun)], "all"
    return None


def _of_frame(verb: Token, dep: str) -> Step | None:
    """What the verb above says by its subject or its adjective: "the novel tells how", "it is unlikely that"."""
    if dep in ("ccomp", "advcl") and any(c.dep_ in SUBJECTS and is_fiction(c) for c in verb.children):
        return verb, [("hypothetical", verb)], "none"
    if dep not in ("ccomp", "csubj", "xcomp"):
        return None
    predicate = _predicate(verb)
    if predicate is not None:
        return verb, [predicate], "all"
    found = _of_subject(verb) if dep == "ccomp" else []
    return (verb, found, "none") if found else None


def _of_subject(verb: Token) -> list[Cue]:
    """ "No evidence was found that …", "Unconfirmed reports said that …": the cues around the subject."""
    lex = lexicon()
    subjects = [c for c in verb.children if c.dep_ in SUBJECTS and c.lemma_.lower() in lex.nouns_of_clauses]
    return [cue for s in subjects for cue in _around(s)]


def _has_auxiliary(token: Token) -> bool:
    """Whether a participle belongs to a clause of its own: "evidence that rebels had killed", not "reports made"."""
    return any(c.dep_ in ("aux", "auxpass") for c in token.lefts)


def _predicate(verb: Token) -> Cue | None:
    """ "It is unlikely that …": the adjective beside a form of "be"."""
    adjective = next((c for c in verb.children if c.dep_ == "acomp"), None)
    if adjective is None or verb.lemma_ != "be":
        return None
    category = lexicon().adjectives.get(adjective.lemma_.lower())
    return (category, adjective) if category else None


def _governed(category: str, governor: Token) -> str:
    """The category of what a governor governs; a negated one turns it: "did not deny", "failed to prevent"."""
    if any(c.dep_ == "neg" and not _excused(c) for c in governor.children):
        return "asserted" if _marvels(governor) else lexicon().negated_governor.get(category, category)
    above = governor.head
    turned = above.lemma_.lower() in word_list("modality.turning")
    if category == "negated" and governor.dep_ == "xcomp" and turned:
        return "asserted"
    return category


def _marvels(verb: Token) -> bool:
    """ "I can't believe he is shooting": nobody is surprised at what did not happen."""
    able = any(c.dep_ == "aux" and c.lemma_.lower() in ("can", "could") for c in verb.children)
    return able and verb.lemma_.lower() in word_list("modality.marvelling")


def _under(category: str, governor: Token) -> Step:
    """The step to a governor; the search ends there when the event took place after all ("failed to prevent")."""
    category = _governed(category, governor)
    own: Own = "all" if category == "attempt" else "none"  # "will try to": an attempt has a tense of its own
    return (governor, [], "none") if category == "asserted" else (governor, [(category, governor)], own)


def _under_preposition(preposition: Token) -> Step | None:
    lex, above = lexicon(), preposition.head
    if preposition.dep_ not in ("prep", "agent", "mark") or above.i == preposition.i:
        return None
    word, lemma = preposition.lower_, above.lemma_.lower()
    if word == "to" and above.dep_ in ("dobj", "nsubjpass") and (above.head.lemma_.lower(), "to") in lex.governors:
        return above.head, [(lex.governors[above.head.lemma_.lower(), "to"], above.head)], "none"
    if above.dep_ in ("dobj", "nsubjpass") and (above.head.lemma_.lower(), word) in lex.governors and word == "of":
        return _under(lex.governors[above.head.lemma_.lower(), word], above.head)  # "accused the militia of kidnapping"
    if category := of_itself(preposition) or lex.prepositions.get(word):
        return above, [(category, preposition)], "none"
    if word == "of" and preposition.i >= 2:
        phrase = (preposition.nbor(-2).lower_, preposition.nbor(-1).lower_, "of")
        longer = (preposition.nbor(-3).lower_, *phrase) if preposition.i >= 3 else phrase
        for form in (phrase, longer, phrase[1:]):
            if form in lex.compound_prepositions:
                return above, [(lex.compound_prepositions[form], preposition)], "none"
    if above.pos_ in ("VERB", "AUX", "ADJ"):
        category = lex.governors.get((lemma, word))
        if category == "planned" and word == "for" and any(c.dep_ == "nsubjpass" for c in above.children):
            return None  # "Police were called for a shooting."
        if category:
            return _under(category, above)
        return (above, [], "all") if lemma in word_list("modality.leading") else None
    return _under_noun(above, word)


def _under_noun(above: Token, word: str) -> Step | None:
    """What the noun before a preposition says: "a ban on rallies", "no word on injuries", "the threat of attacks"."""
    lex, lemma = lexicon(), above.lemma_.lower()
    if category := _of_noun_before(above, word):
        return above, [(category, above)], "modals"
    governed = word in ("of", "for", "about", "against", "to") and lemma in lex.nouns
    if above.pos_ in NOUNS and governed and lemma not in lex.nouns_to_only:
        return above, [(lex.nouns[lemma], above)], "all"
    if word == "of" and lex.nouns_of_clauses.get(lemma) == "alleged" and above.dep_ in ("dobj", "nsubjpass"):
        return _argument(above, above.head, above.dep_)  # "dismissed reports of an attack"
    return None


def _of_noun_before(noun: Token, preposition: str) -> str | None:
    """What is forbidden ("a ban on rallies") or not known ("no word on injuries")."""
    if preposition in ("on", "against", "of") and noun.lemma_.lower() in word_list("modality.forbidding_nouns"):
        return "hypothetical"
    unknown = preposition in ("on", "about", "of") and noun.lemma_.lower() in word_list("modality.knowing_nouns")
    return "possible" if unknown and any(c.lower_ in lexicon().no_determiners for c in noun.lefts) else None


def _argument(token: Token, head: Token, dep: str) -> Step | None:
    """An event's noun as subject or object of a verb, or as part of another noun."""
    lex, lemma = lexicon(), head.lemma_.lower()
    if head.pos_ in NOUNS:
        if dep in ("compound", "nmod", "poss") and lemma in lex.nouns:
            named = lex.nouns[lemma]
            return head, [(named, head)], "none" if named == "alleged" else "all"  # "avoided a rape charge"
        return None
    if token.pos_ not in NOUNS or head.pos_ not in ("VERB", "AUX"):
        return None
    if dep == "nsubjpass":
        described = any(c.dep_ in ("oprd", "acomp", "attr") for c in head.children)  # "is considered a violation"
        category = _by_object(token, lemma) if not described else None
        if category:
            return _under(category, head)
        return (head, [], "all") if lemma in lex.light_verbs else None
    if dep == "nsubj":
        predicate = _predicate(head)
        if predicate and predicate[0] == "denied" and token.lemma_.lower() in lex.nouns_of_clauses:
            return head, [predicate], "none"  # "Reports that thirty died were wrong."
        if lemma == "be" and any(c.dep_ == "xcomp" for c in head.rights):
            yet = next(
                (c for c in head.rights if c.lower_ in word_list("modality.pending")), None
            )  # "Arrests were yet to be made."
            return head, [("negated", yet)] if yet is not None else [], "none"
        if lemma in lex.happen_verbs:
            return head, [], "all"
        return (head, _condition(token, head), "modals") if lemma in lex.effect_verbs else None
    category = _by_object(token, lemma)
    if category:
        return _under(category, head)
    if dep == "dobj" and is_any(token) and any(c.dep_ == "nsubj" and is_fiction(c) for c in head.lefts):
        return head, [("hypothetical", head)], "none"  # "the film shows a kidnapping"
    return (head, [], "all") if lemma in lex.light_verbs else None


def _by_object(noun: Token, verb: str) -> str | None:
    """What a verb says of its object; claims are rejected and dismissed, deeds are not undone by that."""
    lex = lexicon()
    if lex.nouns_of_clauses.get(noun.lemma_.lower()) == "alleged" and (verb, "claim") in lex.governors:
        return lex.governors[verb, "claim"]
    return lex.governors.get((verb, "dobj"))


def _condition(noun: Token, verb: Token) -> list[Cue]:
    """ "if attacks continue": the mark of the clause of which attacks that nobody has seen yet are the subject."""
    if any(c.dep_ in ("det", "poss") for c in noun.lefts):
        return []
    marks = lexicon().marks
    return [(marks[c.lower_], c) for c in verb.children if c.dep_ == "mark" and c.lower_ in marks]
