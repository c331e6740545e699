"""What an event is about, in PLOVER's terms: by the words of its own clause and by who takes part.

A clause in which another event is reported is left out, and so is everything beside a noun that only takes part in a
clause: of "the blast delayed the election", the blast is not about an election.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from app.domain.event import Participant
from app.nlp.lexicon import word_list, word_table
from app.nlp.lexicon.contexts import contexts_at
from app.nlp.token_table import TokenTable, token_table

_VERBAL = frozenset({"VERB", "AUX"})
#: What a noun is of a verb that only carries it: "held talks on trade", "talks were held on trade".
_CARRIED = frozenset({"dobj", "nsubjpass"})
_BESIDE = frozenset({"appos", "parataxis"})
_WITHIN = frozenset({"xcomp", "prep", "pcomp"})  # of one clause with the word above


def contexts(doc: Doc, triggers: Sequence[int], participants: Iterable[Participant]) -> set[str]:
    """PLOVER's contexts of an act that some triggers report."""
    tokens = token_table(doc)
    heads = {t.head for n, t in enumerate(doc._.triggers) if n not in triggers}
    found = by_participants(participants)
    for number in triggers:
        found.update(contexts_at(tokens, _clause(tokens, doc._.triggers[number].head, heads)))
    return found


def contexts_of_words(doc: Doc, extents: Iterable[tuple[int, int]]) -> set[str]:
    """The contexts of what is said: of its characters up to the end of the first sentence."""
    tokens = token_table(doc)
    found: set[str] = set()
    for start, end in extents:
        span = doc.char_span(start, end, alignment_mode="contract")
        if span:
            last = tokens.sents[tokens.sent[span.start]][1]
            found.update(contexts_at(tokens, range(span.start, min(span.end, last))))
    return found


def by_participants(participants: Iterable[Participant]) -> set[str]:
    """The contexts that an event has because of who takes part."""
    kinds, sectors = word_table("contexts.kinds"), word_table("contexts.sectors")
    found = {table.get(value) for p in participants for table, value in ((kinds, p.kind), (sectors, p.sector))}
    return {str(context) for context in found if context}


def _clause(tokens: TokenTable, head: int, others: set[int]) -> set[int]:
    """The tokens of the clause of a trigger, without the clauses of other triggers."""
    top = head
    if tokens.pos[top] not in _VERBAL and tokens.dep[top] in _CARRIED:
        top = tokens.head[top]
    while tokens.dep[top] in _WITHIN and tokens.pos[top] in _VERBAL and tokens.head[top] not in others:
        top = tokens.head[top]
    found: set[int] = set()
    waiting = [top]
    while waiting:
        i = waiting.pop()
        found.add(i)
        waiting += [k for k in tokens.kids[i] if not _apart(tokens, k, others, head)]
    return found


def _apart(tokens: TokenTable, i: int, others: set[int], head: int) -> bool:
    """Whether a word opens what belongs to another event, or a further clause beside this one."""
    if tokens.left[i] <= head < tokens.right[i]:
        return False
    if i in others or tokens.dep[i] in _BESIDE or tokens.lemma[i] in word_list("contexts.sources"):
        return True
    holds = any(tokens.left[i] <= other < tokens.right[i] for other in others)
    return tokens.pos[i] in _VERBAL and (holds or tokens.dep[i] == "conj")
