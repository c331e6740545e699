"""Find the verb of a headline: "Gunmen storm village" is not a compound noun.

The tagger takes bare verbs of headlines for nouns. In a title, or a first line without a full stop, a word that the
ontology knows as a verb is read as one when a plural (or, before "-s", a singular) noun of somebody who acts stands
before it, the clause has no other verb, and what follows is a preposition, the end, or somebody or something that can
suffer it. Tags and tree are mended before anything reads them. Lexicon: ``headlines.yaml``.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from spacy.attrs import DEP, HEAD, LEMMA, POS, TAG  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokens import Doc, Token

from app.gazetteer.countries import country_of_name
from app.nlp.lexicon import word_list, word_table
from app.nlp.lexicon.trigger_lexicon import lexicon
from app.nlp.noun_kinds import kind_of
from app.nlp.token_table import TokenTable, forget, token_table

_LONGEST = 40  # tokens of a headline
_STOPS = frozenset(",;:–—-|")
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_INNER = _NOUNS | {"JJ", "JJR", "JJS", "CD", "DT", "PRP$", "HYPH", "VBG"}
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_DOUBTED = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "VB", "VBP", "VBZ", "FW", "RB"})
_PLACES = frozenset({"GPE", "LOC", "FAC", "NORP"})
_OPEN = frozenset({"IN", "TO", "RB", "RP"})


@dataclass(frozen=True, slots=True)
class Words:
    """The lexicon, and the forms of verbs: word → base form."""

    plural: frozenset[str]
    crowds: frozenset[str]
    acting: frozenset[str]
    suffering: frozenset[str]
    things: frozenset[str]
    nominal: frozenset[str]
    breaks: frozenset[str]
    reaching: frozenset[str]
    no_object: frozenset[str]
    suffered: frozenset[str]
    assailing: frozenset[str]
    bare: frozenset[str]
    third: dict[str, str]


@functools.cache
def words() -> Words:
    """The lists of ``lexicon/en/headlines.yaml`` with the verbs of the ontology."""
    data: dict[str, Any] = word_table("headlines")
    verbs = frozenset((*lexicon().verbs, *lexicon().phrases, *data["verbs"]))
    third = {_third(verb): verb for verb in verbs}
    names = (
        "plural",
        "crowds",
        "acting",
        "suffering",
        "things",
        "nominal",
        "breaks",
        "reaching",
        "no_object",
        "suffered",
        "assailing",
    )
    return Words(**{name: frozenset(data[name]) for name in names}, bare=verbs, third=third)


def _third(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        return f"{verb}es"
    return f"{verb[:-1]}ies" if verb.endswith("y") and verb[-2:-1] not in "aeiou" else f"{verb}s"


@dataclass(frozen=True, slots=True)
class Clause:
    """What a headline says, as token indices: where its clause begins, subject's head, verb, object's head (or -1)."""

    start: int
    subject: int
    verb: int
    base: str
    object: int


def headlines(doc: Doc) -> Iterator[tuple[int, int]]:
    """Sentences that may be headlines: those of the title, or of a first paragraph without a full stop."""
    title = doc._.context.title_end
    first = doc._.paragraphs[0] if doc._.paragraphs else (0, 0)
    if first[1] > _LONGEST * 3 or (not title and any(t.text in (".", "!", "?") for t in doc[first[0] : first[1]])):
        return
    for sent in doc.sents:
        if sent.start >= first[1] or (title and sent.start_char >= title):
            return
        if sent.end - sent.start <= _LONGEST:
            yield sent.start, sent.end


def clauses(tokens: TokenTable, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of a headline between its stops and the words that begin a clause."""
    begin = start
    for i in range(start, end):
        if (
            (tokens.text[i] in _STOPS and tokens.tag[i] != "HYPH")
            or tokens.lower[i] in words().breaks
            or tokens.text[i].isspace()
        ):
            if i > begin:
                yield begin, i
            begin = i + 1
    if end > begin:
        yield begin, end


def read(tokens: TokenTable, start: int, end: int) -> Clause | None:
    """The clause between two tokens whose verb was taken for a noun; None when there is none."""
    known = words()
    for i in range(start + 1, end):
        lower = tokens.lower[i]
        third = known.third.get(lower)
        base = lower if lower in known.bare else third
        if base is None or tokens.tag[i] not in _DOUBTED or not _is_subject(tokens, start, i, base):
            if tokens.tag[i] in _FINITE:
                return None
            continue
        if tokens.pos[i] == "VERB" and any(tokens.dep[k] == "nsubj" for k in tokens.kids[i]):
            return None  # read rightly
        if any(tokens.tag[k] in _FINITE for k in range(i + 1, end)):
            continue
        found = _object(tokens, i, end)
        if found is not None and (
            (found >= 0 and base not in known.no_object)
            or (found < 0 and lower in known.bare and _intransitive(tokens, i, end))
        ):
            return Clause(start, _subject(tokens, start, i), i, base, found)
    return None


def _subject(tokens: TokenTable, start: int, verb: int) -> int:
    """The head of the noun phrase before a verb: "thousands" of "thousands of pupils"."""
    of = next((k for k in range(start + 1, verb) if tokens.lower[k] == "of"), verb)
    return of - 1


def _is_subject(tokens: TokenTable, start: int, verb: int, base: str) -> bool:
    """Whether all between the clause's beginning and a verb is a noun phrase that can be its subject."""
    head, known = _subject(tokens, start, verb), words()
    inside = [k for k in range(start, verb) if not (tokens.lower[k] == "of" and k == head + 1)]
    if any(tokens.tag[k] not in _INNER and not _hyphened(tokens, k) for k in inside) or tokens.tag[
        head
    ] not in _NOUNS | {"CD"}:
        return False
    lower = tokens.lower[head]
    plural = lower in known.plural | known.crowds or tokens.tag[head] in ("NNS", "NNPS") or _plural_name(tokens, head)
    if plural == (tokens.lower[verb] not in known.bare):
        return False
    acts = base in known.reaching and tokens.lemma[head] in lexicon().nouns  # "Explosions rock port"
    named = head == start and country_of_name(tokens.text[head]) is not None  # "Peru arrests banker"
    return acts or named or lower in known.crowds or kind_of(tokens, head, start, head + 1, {}) in known.acting


def _plural_name(tokens: TokenTable, i: int) -> bool:
    """A plural that is written like a name: "Rebels"."""
    return tokens.tag[i] == "NNP" and tokens.lower[i].endswith("s") and not tokens.ent[i]


def _hyphened(tokens: TokenTable, i: int) -> bool:
    """A part of a compound: "Iran-backed"."""
    return 0 < i < len(tokens.text) - 1 and ("-" in (tokens.text[i - 1], tokens.text[i + 1]))


def _object(tokens: TokenTable, verb: int, end: int) -> int | None:
    """The head of what a verb is done to; -1 when nothing follows that could be; None when it speaks against a verb."""
    i = verb + 1
    while i < end and (tokens.tag[i] in _INNER or tokens.lower[i] == "'s" or _hyphened(tokens, i)):
        i += 1
    if i == verb + 1:
        return -1
    if i < end and tokens.tag[i] in ("VBN", "VBD"):
        return None  # "Workers strike leader arrested"
    head, known = i - 1, words()
    inside = range(verb + 1, i)
    determined = any(tokens.tag[k] in ("CD", "DT", "PRP$") for k in inside) or tokens.ent[head] in _PLACES
    if determined or tokens.lower[head] in known.things or kind_of(tokens, head, verb + 1, i, {}) in known.suffering:
        return head
    return None


def _intransitive(tokens: TokenTable, verb: int, end: int) -> bool:
    """Whether a verb may stand without an object here: at the end, or before a preposition that it takes."""
    if verb + 1 == end:
        return True
    following = tokens.lower[verb + 1]
    if tokens.tag[verb + 1] not in _OPEN or following in words().nominal:
        return False
    if following not in ("on", "against"):
        return True
    senses = lexicon().verbs.get(tokens.lower[verb], ())
    taken = {phrase.position for phrase in lexicon().phrases.get(tokens.lower[verb], ())}
    return following in taken or any(sense.frame == "gather" for sense in senses)


def mend(doc: Doc, tokens: TokenTable, clause: Clause, end: int) -> None:
    """Write the tags and the tree of a clause as if its verb had been read as one; ``end`` ends its sentence."""
    heads = {clause.subject: (clause.verb, "nsubj")}
    if clause.object >= 0:
        heads[clause.object] = (clause.verb, "dobj")
    for first, last, head in (
        (clause.start, clause.verb, clause.subject),
        (clause.verb + 1, clause.object, clause.object),
    ):
        for i in range(first, last):
            if i not in heads and not first <= tokens.head[i] < last + 1:
                heads[i] = (
                    head,
                    tokens.dep[i] if tokens.dep[i] in ("amod", "nummod", "det", "poss", "punct") else "compound",
                )
    behind = max(clause.verb, clause.object) + 1
    if behind < end and tokens.tag[behind] in ("IN", "TO") and tokens.lower[behind] != "of":
        heads[behind] = (clause.verb, "prep")
    root = next((i for i in range(clause.start, end) if tokens.head[i] == i), -1)
    if root >= 0 and root not in heads:
        heads[root] = (clause.verb, "conj" if tokens.pos[root] == "VERB" else "dep")
    heads[clause.verb] = (clause.verb, "ROOT") if root >= 0 else _hung(tokens, clause)
    heads |= counted(tokens, clause, end)
    if sound(tokens, heads, clause.verb):
        write(doc, heads, clause)


def _hung(tokens: TokenTable, clause: Clause) -> tuple[int, str]:
    """On what the clause hangs when the headline has its root elsewhere."""
    inside = range(clause.start, max(clause.verb, clause.object) + 1)
    i = clause.verb
    while tokens.head[i] in inside:
        i = tokens.head[i]
    return tokens.head[i], tokens.dep[i]


def sound(tokens: TokenTable, heads: dict[int, tuple[int, str]], verb: int) -> bool:
    """Whether the sentence stays a tree: every word hangs on one root."""
    start, end = tokens.sents[tokens.sent[verb]]
    for i in range(start, end):
        steps, token = 0, i
        while steps <= end - start and (above := heads[token][0] if token in heads else tokens.head[token]) != token:
            token, steps = above, steps + 1
        if steps > end - start:
            return False
    return True


def counted(tokens: TokenTable, clause: Clause, end: int) -> dict[int, tuple[int, str]]:
    """Bare numbers behind later verbs, which the parser lets hang loose: the objects of "kill six, wound ten"."""
    rest = range(clause.verb + 2, end)
    return {
        i: (i - 1, "dobj")
        for i in rest
        if tokens.tag[i] == "CD" and tokens.dep[i] == "punct" and tokens.pos[i - 1] == "VERB"
    }


def write(doc: Doc, heads: dict[int, tuple[int, str]], clause: Clause) -> None:
    """Put heads, labels, and the verb's tags into the Doc."""
    attributes = [HEAD, DEP, POS, TAG, LEMMA]
    table: Any = doc.to_array(attributes)
    add = doc.vocab.strings.add
    for i, (head, label) in heads.items():
        table[i, 0] = (head - i) & (2**64 - 1)
        table[i, 1] = add(label)
    tag = "VBP" if doc[clause.verb].lower_ == clause.base else "VBZ"
    table[clause.verb, 2:] = [add("VERB"), add(tag), add(clause.base)]
    doc.from_array(attributes, table)
    forget(doc)
    kept = [ent for ent in doc.ents if not ent.start <= clause.verb < ent.end]
    if len(kept) < len(doc.ents):
        doc.set_ents(kept)


def passives(tokens: TokenTable, start: int, end: int) -> dict[int, tuple[int, str]]:
    """Subjects to whom it is done, though no auxiliary says so: "Bus torched, driver beaten"."""
    found: dict[int, tuple[int, str]] = {}
    for verb in range(start + 1, end):
        if tokens.tag[verb] not in ("VBN", "VBD") or tokens.lemma[verb] not in words().suffered:
            continue
        active = {tokens.dep[k] for k in tokens.kids[verb]} & {
            "aux",
            "auxpass",
            "dobj",
            "nsubjpass",
            "ccomp",
            "xcomp",
            "prt",
        }
        prepositions = {tokens.lower[k] for k in tokens.kids[verb] if k > verb} & {"at", "on", "into"}
        subjects = [k for k in tokens.kids[verb] if tokens.dep[k] == "nsubj"]
        if len(subjects) != 1 or subjects[0] > verb or active or prepositions:
            continue
        subject = subjects[0]
        armed = kind_of(tokens, subject, start, subject + 1, {}) == "armed_group"
        if not (armed and tokens.lemma[verb] in words().assailing):  # "Gunmen attacked as villagers slept"
            found[subject] = (verb, "nsubjpass")
    return found


def done_to(doc: Doc, tokens: TokenTable, start: int, end: int) -> None:
    """Write the passives of a headline."""
    found = passives(tokens, start, end)
    if found:
        attributes = [HEAD, DEP, TAG]
        table: Any = doc.to_array(attributes)
        for subject, (verb, label) in found.items():
            table[subject, 1] = doc.vocab.strings.add(label)
            table[verb, 2] = doc.vocab.strings.add("VBN")
        doc.from_array(attributes, table)
        forget(doc)


def suspicious(token: Token) -> bool:
    """Whether a word of a headline may be a verb that was not read as one."""
    known = words()
    if token.i > 0 and token.tag_ in ("VBN", "VBD"):
        return token.lemma_.lower() in known.suffered
    return token.i > 0 and (token.lower_ in known.bare or token.lower_ in known.third)


def name_acts(doc: Doc, start: int, end: int) -> bool:
    """Read "attack" in "18 killed in Mali gunmen attack" as a noun; gives whether something was mended."""
    act = doc[start:end].root
    subjects = [c for c in act.lefts if c.dep_ == "nsubj"]
    if len(subjects) < 2 or act.tag_ not in ("VBP", "VB") or act.lower_ not in lexicon().nouns:
        return False
    victims, doer = subjects[0], subjects[-1]
    verb = next((c for c in victims.rights if c.dep_ == "acl" and c.tag_ == "VBN"), None)
    before = next((c for c in verb.rights if c.dep_ == "prep"), None) if verb is not None else None
    if before is None or doer.i != act.i - 1 or before.right_edge.i != doer.left_edge.i - 1:
        return False
    for noun in (c for c in before.rights if c.dep_ == "pobj"):
        noun.head, noun.dep_ = act, "compound"
    victims.head, victims.dep_ = victims, "ROOT"
    doer.dep_ = "compound"
    act.head, act.dep_, act.tag_, act.pos_, act.lemma_ = before, "pobj", "NN", "NOUN", act.lower_
    for child in (c for c in act.rights if c.i < end):
        child.head = victims
    return True


def free_particles(doc: Doc, start: int, end: int) -> bool:
    """Read "Down" in "Army Shoots Down Drone" as no part of the object's name; gives whether something was mended."""
    mended = False
    for word in doc[start + 1 : end]:
        verb = word.nbor(-1)
        if word.lower_ in word_list("headlines.particles") and word.dep_ == "compound" and verb.pos_ == "VERB":
            word.head, word.dep_, word.tag_, word.pos_, word.lemma_ = verb, "prt", "RP", "ADP", word.lower_
            mended = True
    return mended


@Language.component(
    "mend_headlines", requires=["doc._.context", "doc._.paragraphs"], assigns=["token.head", "token.dep", "token.tag"]
)
def mend_headlines(doc: Doc) -> Doc:
    """Mend the tree of the headline."""
    lines = list(headlines(doc))
    if sum(name_acts(doc, start, end) for start, end in lines):
        forget(doc)
    found = [(start, end) for start, end in lines if any(map(suspicious, doc[start:end]))]
    tokens = token_table(doc)
    for start, end in found:
        clause = next((c for first, last in clauses(tokens, start, end) if (c := read(tokens, first, last))), None)
        if clause is not None:
            mend(doc, tokens, clause, end)
        else:
            done_to(doc, tokens, start, end)
    if sum(free_particles(doc, start, end) for start, end in lines):
        forget(doc)
    return doc
