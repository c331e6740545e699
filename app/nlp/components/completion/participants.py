"""Who takes part in a happening: for each role the first sentence of its mentions that fills it, and further names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from app.nlp.annotations import EventCluster, RoleFiller, fillers_of
from app.nlp.components.completion.opponents import opponents
from app.nlp.token_table import TokenTable, token_table
from app.ontology import catalogue

_UNARMED = frozenset({"civilians", "person", "other"})
_ELSEWHERE = "named by another mention of the same event"


def participants(doc: Doc, cluster: EventCluster) -> tuple[RoleFiller, ...]:
    """The fillers of every role; one that the chosen mention's sentence does not name has a reason.

    Uniting what all mentions name would add the mistakes of each; the first sentence that fills a role names it best.
    There are three exceptions: where the text below a bare headline names the same people more fully, that is taken;
    where the first sentence gives no name, the names that later ones give are added; and further people like those
    who suffered are added, unless they do something in it: "a teacher was hurt. … Two of his pupils were hurt as well".
    """
    tokens, title = token_table(doc), doc._.context.title_end
    by_role: dict[object, dict[int, list[RoleFiller]]] = defaultdict(lambda: defaultdict(list))
    for filler in fillers_of(doc, cluster.numbers):
        sentence = tokens.sent[doc._.triggers[filler.trigger].head]
        by_role[part(doc, filler)][sentence].append(filler)
    home = tokens.sent[doc._.triggers[cluster.numbers[0]].head]
    out: list[RoleFiller] = []
    for sentences in by_role.values():
        number = first_sentence(doc, tokens, sentences, title)
        out += [f if number == home else replace(f, reason=_ELSEWHERE) for f in sentences[number]]
        out += [replace(f, reason=_ELSEWHERE) for f in names_given_later(sentences, number)]
    out += [replace(f, reason=_ELSEWHERE) for f in further_victims(doc, out, by_role.values())]
    return (*out, *opponents(doc, tokens, cluster, out))


def further_victims(
    doc: Doc, found: Sequence[RoleFiller], roles: Iterable[Mapping[int, Sequence[RoleFiller]]]
) -> list[RoleFiller]:
    """Unarmed people of other sentences who suffered and are of the kind of some who are found already."""
    known = {f.mention.entity for f in found if f.mention.entity >= 0}
    heads = {f.mention.head for f in found}
    kinds = {(part(doc, f), f.mention.kind) for f in found}
    return [
        f
        for sentences in roles
        for number in sorted(sentences)
        for f in sentences[number]
        if part(doc, f)[0] != "agent" and (part(doc, f), f.mention.kind) in kinds and f.mention.kind in _UNARMED
        if f.mention.entity not in known and f.mention.head not in heads and not _points_back(doc, f)
    ]


def _points_back(doc: Doc, filler: RoleFiller) -> bool:
    """Whether a phrase names somebody by "the": most likely one of those who are named before."""
    return filler.mention.quantity is None and doc[filler.mention.start].lower_ in (
        "the",
        "this",
        "that",
        "these",
        "those",
    )


def names_given_later(sentences: Mapping[int, Sequence[RoleFiller]], first: int) -> list[RoleFiller]:
    """The named fillers of a role in other sentences, where the chosen one names nobody: "a senator" … "Ana Ruiz"."""
    held = sentences[first]
    if any(f.mention.proper for f in held):
        return []
    known = {f.mention.entity for f in held if f.mention.entity >= 0}
    further = (f for number in sorted(sentences) if number != first for f in sentences[number])
    return [f for f in further if f.mention.proper and f.mention.entity not in known]


def part(doc: Doc, filler: RoleFiller) -> tuple[str | None, str | None]:
    """What a filler does, whatever its type calls it: who did it is sought in act and harm, who suffered in each."""
    kind = catalogue()[doc._.triggers[filler.trigger].type]
    position = kind.position_of(filler.role)
    return position, kind.code if position in ("patient", "harmed") else None


def first_sentence(doc: Doc, tokens: TokenTable, sentences: dict[int, list[RoleFiller]], title: int) -> int:
    """The sentence whose fillers of a role are taken: the first that names somebody, not by a pronoun alone."""
    order = sorted(sentences)
    named = [s for s in order if any(not f.mention.pronoun for f in sentences[s])] or order
    first = named[0]
    if doc[tokens.sents[first][0]].idx >= title:
        return first
    later = next((s for s in named[1:] if named_again(tokens, sentences[first], sentences[s])), None)
    return first if later is None else later


def named_again(tokens: TokenTable, headline: Sequence[RoleFiller], text: Sequence[RoleFiller]) -> bool:
    """Whether every filler of a headline is named again: "Troops" who are "government troops" below it."""
    for one in headline:
        number = one.mention.quantity.low if one.mention.quantity else None
        for other in text:
            theirs = other.mention.quantity.low if other.mention.quantity else None
            same = tokens.lemma[one.mention.head] == tokens.lemma[other.mention.head]
            bare = tokens.pos[one.mention.head] == "NUM" and number == theirs
            alike = one.mention.entity >= 0 and one.mention.entity == other.mention.entity
            if alike or bare or (same and (number is None or number == theirs)):
                break
        else:
            return False
    return True
