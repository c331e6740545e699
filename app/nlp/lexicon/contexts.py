"""What an event is about, by words: the phrases of PLOVER's contexts."""

from __future__ import annotations

import functools
import typing
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.errors import SetupError
from app.nlp.lexicon import word_table
from app.nlp.token_table import TokenTable
from app.ontology.mistakes import unknown_words
from app.ontology.schema import Context

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in small letters, or their lemmas, whose last one must be of some parts of speech."""

    words: tuple[str, ...]
    context: str
    parts: frozenset[str]
    unless: frozenset[str]  # words before it with which it is something else

    def stands_at(self, tokens: TokenTable, i: int) -> bool:
        """Whether it begins at a token."""
        end = i + len(self.words)
        if end > len(tokens.text) or tokens.pos[end - 1] not in self.parts:
            return False
        same = all(w in (tokens.lower[k], tokens.lemma[k]) for k, w in enumerate(self.words, i))
        return same and not (i and tokens.lower[i - 1] in self.unless)


@functools.cache
def _phrases() -> dict[str, list[Phrase]]:
    """The phrases by their first word. Raises ``SetupError`` for a context that PLOVER does not have."""
    table = word_table("contexts.contexts")
    unknown_words((("contexts", name) for name in table), typing.get_args(Context), "context", "contexts.yaml")
    first: dict[str, list[Phrase]] = {}
    for context, lists in table.items():
        if not isinstance(lists, dict) or not lists.keys() <= {"nouns", "verbs", "unless"}:
            raise SetupError(f"contexts.yaml: {context}: expected the lists 'nouns', 'verbs' and 'unless'.")
        unless = frozenset(lists.get("unless", ()))
        for key, parts in (("nouns", _NOMINAL), ("verbs", frozenset({"VERB"}))):
            for text in lists.get(key, ()):
                words = tuple(str(text).split())
                first.setdefault(words[0], []).append(Phrase(words, context, parts, unless))
    return first


def contexts_at(tokens: TokenTable, chosen: Collection[int]) -> Iterator[str]:
    """The contexts of the phrases that stand in some tokens."""
    phrases = _phrases()
    for i in chosen:
        for word in {tokens.lower[i], tokens.lemma[i]}:
            for phrase in phrases.get(word, ()):
                if i + len(phrase.words) - 1 in chosen and phrase.stands_at(tokens, i):
                    yield phrase.context
