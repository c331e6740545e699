"""The trigger words of all event types, turned into tables that are quick to look up."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.nlp.lexicon.trigger_groups import TriggerGroup, trigger_groups
from app.ontology import EventType, catalogue


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a trigger word: its event type and the group of the type's trigger file that it stands in."""

    type: EventType
    frame: str
    group: TriggerGroup
    order: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A verb and what must stand by it; ``position``: ``object``, ``subject``, ``particle``, ``below``, preposition."""

    sense: Sense
    position: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Senses by lemma for each word class, phrases by the lemma of their verb."""

    verbs: Mapping[str, tuple[Sense, ...]]
    nouns: Mapping[str, tuple[Sense, ...]]
    adjectives: Mapping[str, tuple[Sense, ...]]
    phrases: Mapping[str, tuple[Phrase, ...]]
    surface: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def _phrase(text: str, sense: Sense) -> tuple[str, Phrase]:
    verb, _, rest = text.partition(" ")
    mark, words = rest[0], rest[1:].split()
    if mark == ">" and len(words) > 1:
        return verb, Phrase(sense, words[0], frozenset(words[1].split("|")))
    position = {"+": "object", "^": "particle", ">": "below", "<": "subject"}[mark]
    return verb, Phrase(sense, position, frozenset(words[0].split("|")))


def _surfaces(verbs: Iterable[str], nouns: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Inflected forms → (word class, lemma), for headlines whose words the tagger takes for names."""
    out: dict[str, tuple[str, str]] = {}
    for lemma in verbs:
        stem = lemma[:-1] if lemma.endswith("e") else lemma
        last = stem[-1]
        double = {stem + last + "ed", stem + last + "ing"} if last in "bgmnpt" else set()
        for form in {lemma + "s", lemma + "es", stem + "ed", stem + "ing", *double}:
            out.setdefault(form, ("v", lemma))
    for lemma in nouns:
        for form in (lemma + "s", lemma + "es"):
            out[form] = ("n", lemma)
        out.setdefault(lemma, ("n", lemma))
    return out


def compile_senses(groups: Iterable[tuple[EventType, TriggerGroup]]) -> Lexicon:
    """Tables of all trigger words of the event types."""
    tables: dict[str, dict[str, list[Sense]]] = {"v": {}, "n": {}, "a": {}}
    phrases: dict[str, list[Phrase]] = {}
    for order, (event_type, group) in enumerate(groups):
        sense = Sense(event_type, group.frame or event_type.frame, group, order)
        for table, words in (("v", group.verbs), ("n", group.nouns), ("a", group.adjectives)):
            for word in words:
                tables[table].setdefault(word, []).append(sense)
        for text in group.phrases:
            alternatives, _, rest = text.partition(" ")
            for verb in alternatives.split("|"):
                lemma, phrase = _phrase(f"{verb} {rest}", sense)
                phrases.setdefault(lemma, []).append(phrase)
    frozen = {name: {w: tuple(s) for w, s in table.items()} for name, table in tables.items()}
    return Lexicon(
        verbs=frozen["v"],
        nouns=frozen["n"],
        adjectives=frozen["a"],
        phrases={v: tuple(p) for v, p in phrases.items()},
        surface=_surfaces([*frozen["v"], *phrases], frozen["n"]),
    )


@functools.cache
def lexicon() -> Lexicon:
    """The tables of the installed ontology in the bound language. Raises ``SetupError`` for a mistake in a file."""
    return compile_senses(trigger_groups(catalogue()))
