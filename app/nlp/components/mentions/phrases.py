"""Noun phrases: their range around a head, without relative clauses, appositions and prepositional tails."""

from __future__ import annotations

from app.nlp.grid import Grid

#: Left dependents that belong to the phrase.
_LEFT = frozenset(
    ["det", "predet", "amod", "nummod", "compound", "poss", "nmod", "quantmod", "advmod", "npadvmod", "punct", "case"]
) | {"neg", "dep"}
_NAMES = frozenset(["ORG", "FAC", "LAW", "WORK_OF_ART", "EVENT", "PRODUCT", "GPE", "NORP", "LOC"])
_QUOTES = frozenset(['"', "'", "“", "”", "‘", "’", "``", "''", "(", ",", "-", "–", "—", ":", ";", "["])


def bounds(grid: Grid, head: int) -> tuple[int, int]:
    """Token range of the noun phrase of a head."""
    return left_bound(grid, head), right_bound(grid, head)


def left_bound(grid: Grid, head: int) -> int:
    """First token of the phrase."""
    start = head
    for kid in reversed(grid.kids[head]):
        if kid > head:
            continue
        if (
            grid.dep[kid] not in _LEFT
            or grid.right[kid] != start
            or (grid.dep[kid] == "advmod" and kid == grid.left[head] and start == head)
        ):
            break
        if grid.tag[kid] in ("VBD", "VBZ", "VBP"):
            break  # "Said Roe": a finite verb taken for a part of the name
        if grid.pos[kid] == "VERB" and grid.left[kid] < kid:
            # "On Monday presumed rebels", "the army used tanks": what hangs on a participle is not the phrase's
            slipped = any(grid.dep[k] in ("nsubj", "nsubjpass") for k in grid.kids[kid])
            if slipped or grid.pos[grid.left[kid]] == "ADP":
                start = kid + slipped
                break
        start = grid.left[kid]
    if grid.ent_start[head] >= 0 and grid.ent[head] in _NAMES and grid.ent_start[head] < start:
        start = grid.ent_start[head]
    while start < head and (
        grid.text[start] in _QUOTES
        or grid.text[start].isspace()
        or grid.tag[start] == "WP$"
        or grid.dep[start] == "preconj"
    ):
        start += 1
    return start


def right_bound(grid: Grid, head: int) -> int:
    """End of the phrase: the head, or the end of the name that the head begins."""
    end = head + 1
    if grid.ent_end[head] > end and grid.ent[head] in _NAMES:
        end = grid.ent_end[head]
        while end > head + 1 and (grid.pos[end - 1] in ("PART", "PUNCT", "SPACE", "ADP", "CCONJ")):
            end -= 1
        return end
    if grid.pos[head] == "PROPN":
        for kid in grid.kids[head]:
            if kid == end and grid.dep[kid] == "nummod" and grid.pos[kid] == "NUM":
                return end + 1
            if kid == end and grid.lower[kid] == "of" and grid.pos[kid] == "ADP":
                tail = next((k for k in grid.kids[kid] if grid.dep[k] == "pobj" and grid.pos[k] == "PROPN"), -1)
                return tail + 1 if 0 < tail < end + 6 else end
    return end


def root_of(grid: Grid, start: int, end: int) -> int:
    """The token of a range on which the others hang: the first whose head lies outside."""
    for i in range(start, end):
        if grid.pos[i] not in ("PUNCT", "SPACE") and (grid.head[i] == i or not start <= grid.head[i] < end):
            return i
    return end - 1
