"""Noun phrases: their range around a head, without relative clauses, appositions and prepositional tails."""

from __future__ import annotations

from app.nlp.token_table import TokenTable

#: Left dependents that belong to the phrase.
_LEFT = frozenset(
    ["det", "predet", "amod", "nummod", "compound", "poss", "nmod", "quantmod", "advmod", "npadvmod", "punct", "case"]
) | {"neg", "dep"}
_NAMES = frozenset(["ORG", "FAC", "LAW", "WORK_OF_ART", "EVENT", "PRODUCT", "GPE", "NORP", "LOC"])
_QUOTES = frozenset(['"', "'", "“", "”", "‘", "’", "``", "''", "(", ",", "-", "–", "—", ":", ";", "["])


def bounds(tokens: TokenTable, head: int) -> tuple[int, int]:
    """Token range of the noun phrase of a head."""
    return left_bound(tokens, head), right_bound(tokens, head)


def left_bound(tokens: TokenTable, head: int) -> int:
    """First token of the phrase."""
    start = head
    for kid in reversed(tokens.kids[head]):
        if kid > head:
            continue
        if (
            tokens.dep[kid] not in _LEFT
            or tokens.right[kid] != start
            or (tokens.dep[kid] == "advmod" and kid == tokens.left[head] and start == head)
        ):
            break
        if tokens.tag[kid] in ("VBD", "VBZ", "VBP"):
            break  # "Said Roe": a finite verb taken for a part of the name
        if tokens.pos[kid] == "VERB" and tokens.left[kid] < kid:
            # "On Monday presumed rebels", "the army used tanks": what hangs on a participle is not the phrase's
            slipped = any(tokens.dep[k] in ("nsubj", "nsubjpass") for k in tokens.kids[kid])
            if slipped or tokens.pos[tokens.left[kid]] == "ADP":
                start = kid + slipped
                break
        start = tokens.left[kid]
    if tokens.ent_start[head] >= 0 and tokens.ent[head] in _NAMES and tokens.ent_start[head] < start:
        start = tokens.ent_start[head]
    while start < head and (
        tokens.text[start] in _QUOTES
        or tokens.text[start].isspace()
        or tokens.tag[start] == "WP$"
        or tokens.dep[start] == "preconj"
    ):
        start += 1
    return start


def right_bound(tokens: TokenTable, head: int) -> int:
    """End of the phrase: the head, or the end of the name that the head begins."""
    end = head + 1
    if tokens.ent_end[head] > end and tokens.ent[head] in _NAMES:
        end = tokens.ent_end[head]
        while end > head + 1 and (tokens.pos[end - 1] in ("PART", "PUNCT", "SPACE", "ADP", "CCONJ")):
            end -= 1
        return end
    if tokens.pos[head] == "PROPN":
        for kid in tokens.kids[head]:
            if kid == end and tokens.dep[kid] == "nummod" and tokens.pos[kid] == "NUM":
                return end + 1
            if kid == end and tokens.lower[kid] == "of" and tokens.pos[kid] == "ADP":
                tail = next((k for k in tokens.kids[kid] if tokens.dep[k] == "pobj" and tokens.pos[k] == "PROPN"), -1)
                return tail + 1 if 0 < tail < end + 6 else end
    return end


def root_of(tokens: TokenTable, start: int, end: int) -> int:
    """The token of a range on which the others hang: the first whose head lies outside."""
    for i in range(start, end):
        if tokens.pos[i] not in ("PUNCT", "SPACE") and (tokens.head[i] == i or not start <= tokens.head[i] < end):
            return i
    return end - 1
