"""The rules of the model that give a token its part of speech, morphology or lemma, each decided once for equal tokens.

spaCy compares every token with each of its 179 rules. Nearly all of them ask only for the tag, the dependency, the word
in lower case or whether it is a blank: what they give is remembered by these. A word that no rule names counts as none,
so that there are few combinations. The other rules stay with spaCy's matcher.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

_ASKED = ("LOWER", "TAG", "DEP", "IS_SPACE")
_WORD = 0  # the position of the word among them
#: Whether the values of a token, in the order of ``_ASKED``, may or may not be among some: (position, values, may).
Condition = tuple[int, frozenset[int], bool]
Key = tuple[int, ...]


class AttributeRules:
    """Does what an ``AttributeRuler`` of spaCy does."""

    def __init__(self, ruler: Any) -> None:
        self.ruler = ruler
        self._rules: dict[int, list[list[Condition]]] = {}  # number → alternatives, each of some conditions
        self._others = Matcher(ruler.vocab)
        for number, rule in enumerate(ruler.patterns):
            read = [_conditions(ruler.vocab, pattern) for pattern in rule["patterns"]]
            if all(conditions is not None for conditions in read):
                self._rules[number] = [conditions for conditions in read if conditions is not None]
            else:
                self._others.add(str(number), rule["patterns"])
        asked = (condition for rule in self._rules.values() for conditions in rule for condition in conditions)
        self._words = frozenset(value for position, values, _ in asked if position == _WORD for value in values)
        self._known: dict[Key, tuple[int, ...]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the attributes of every token for which there is a rule; later rules have precedence."""
        strings = doc.vocab.strings
        matches = [(int(strings[m]), m, start, end) for m, start, end in self._others(doc, allow_missing=True)]
        matches += [(n, strings[str(n)], i, i + 1) for i, numbers in enumerate(self._of(doc)) for n in numbers]
        self.ruler.set_annotations(doc, sorted(matches))
        return doc

    def _of(self, doc: Doc) -> Iterator[tuple[int, ...]]:
        """For each token the rules that ask for nothing but its own values."""
        columns: list[list[int]] = [doc.to_array(attribute).tolist() for attribute in _ASKED]
        columns[_WORD] = [word if word in self._words else 0 for word in columns[_WORD]]
        for key in zip(*columns, strict=True):
            if key not in self._known:
                self._known[key] = tuple(n for n, rule in self._rules.items() if any(_meets(key, c) for c in rule))
            yield self._known[key]


def _conditions(vocab: Vocab, pattern: Sequence[Mapping[str, Any]]) -> list[Condition] | None:
    """What a pattern asks for; None when it is of several tokens or asks for something else."""
    if len(pattern) != 1 or not set(_ASKED).issuperset(pattern[0]):
        return None
    found: list[Condition] = []
    for name, wanted in pattern[0].items():
        choice = wanted if isinstance(wanted, dict) else {"IN": [wanted]}
        if len(choice) != 1 or not choice.keys() <= {"IN", "NOT_IN"}:
            return None
        ((how, values),) = choice.items()
        numbers = frozenset(vocab.strings[v] if isinstance(v, str) else int(v) for v in values)
        found.append((_ASKED.index(name), numbers, how == "IN"))
    return found


def _meets(key: Key, conditions: Sequence[Condition]) -> bool:
    return all((key[position] in values) == may for position, values, may in conditions)


@Language.factory("attribute_rules")
def make(nlp: Language, name: str, of: str) -> AttributeRules:  # noqa: ARG001  (spaCy passes the name)
    """Make the rules of the component ``of``."""
    return AttributeRules(nlp.get_pipe(of))
