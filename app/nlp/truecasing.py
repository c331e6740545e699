"""Ordinary case for lines that are written in capitals, so that the tagger can read them.

"GUNMEN SHOT DEAD NINE FARMERS IN ZAMFARA" is read as "Gunmen shot dead nine farmers in Zamfara". No character is added
or removed, so that offsets stay those of the stored text; the words of every span are taken from it in the end.
A word is a name when WordNet, the word list of the lemmatiser, does not have it, or when it is a country, a month, a
given name, or a town of which nobody speaks in the plural. Lexicon: ``truecasing.yaml``.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any, TypeVar

from spacy.language import Language

from app.domain.evidence import Span
from app.gazetteer import Gazetteer, fold
from app.gazetteer.countries import country_code_of
from app.nlp.lexicon import word_list
from app.nlp.lexicon.participants import kinds
from app.nlp.lexicon.trigger_lexicon import lexicon

T = TypeVar("T")
_LEAST_WORDS, _LEAST_LETTERS, _SHARE = 4, 14, 0.9
_TOWN = 50_000  # inhabitants from which a town's name is better known than a word of the same letters
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENDINGS = ("", "s", "es", "ed", "d", "ing", "ly")
_START = re.compile(r"(?:^|[.!?:]\s+)[\"'“‘(\[]*$")


class Truecaser:
    """Gives lines in capitals the case of ordinary text."""

    def __init__(self, nlp: Language, gazetteer: Gazetteer) -> None:
        lemmatizer: Any = nlp.get_pipe("lemmatizer")
        index: Mapping[str, Any] = lemmatizer.lookups.get_table("lemma_index")
        self._other = frozenset(w for pos in ("verb", "adj", "adv") for w in index[pos])
        self._nouns = frozenset(index["noun"])
        self._irregular = frozenset(w for table in lemmatizer.lookups.get_table("lemma_exc").values() for w in table)
        self._seen = frozenset(w for w in nlp.vocab.strings if w.isalpha() and w.islower())
        self._function = frozenset(nlp.Defaults.stop_words)
        self._gazetteer = gazetteer

    def __call__(self, text: str) -> str:
        """The text with every line that is all capitals in ordinary case, character by character."""
        if not any(map(_shouts, text.split("\n"))):
            return text
        return "\n".join(self._line(line) if _shouts(line) else line for line in text.split("\n"))

    def _line(self, line: str) -> str:
        return _WORD.sub(lambda m: _same_length(m[0], self._word(m[0], line[: m.start()], line[m.end() :])), line)

    def _word(self, word: str, before: str, after: str) -> str:
        lower = word.lower()
        if lower in word_list("truecasing.acronyms") or after[:1].isdigit() or before[-1:].isdigit():
            last = before.lower().split()[-1:]
            pronoun = lower in self._function and bool(last) and last[0] in word_list("truecasing.before_pronoun")
            return lower if pronoun else word
        starts = _START.search(before) is not None
        return word.title() if starts or self.is_name(lower) else lower

    def is_name(self, word: str) -> bool:
        """Whether a word in lower case is a name that takes a capital."""
        if word in word_list("truecasing.calendar"):
            return True
        if word in self._function or word in self._irregular or self._is_form(word, self._other):
            return False
        if country_code_of(word.title()) or word in _given_names() or word in word_list("truecasing.groups"):
            return True
        if word in lexicon().surface or word in kinds().heads:
            return False
        if not self._is_form(word, self._nouns):
            return True
        return word in self._nouns and f"{word}s" not in self._seen and self._is_town(word)

    def _is_form(self, word: str, lemmas: frozenset[str]) -> bool:
        """Whether a word is a regular form of one of some lemmas."""
        stems = [word.removesuffix(end) for end in _ENDINGS if word.endswith(end)]
        if word.endswith(("ing", "ed")):
            stem = word.removesuffix("ing").removesuffix("ed")
            stems += [f"{stem}e", stem[:-1]]
        if word.endswith(("ies", "ied")):
            stems.append(f"{word[:-3]}y")
        return any(s in lemmas for s in stems if len(s) > 1)

    def _is_town(self, word: str) -> bool:
        return any(entry.population >= _TOWN for entry in self._gazetteer.lookup(fold(word))[:1])


def _given_names() -> frozenset[str]:
    return word_list("titles.male_names") | word_list("titles.female_names")


def _shouts(line: str) -> bool:
    """Whether a line is several words in capitals."""
    if not line.isupper() and sum(map(str.isupper, line)) < _SHARE * sum(map(str.isalpha, line)):
        return False
    words = _WORD.findall(line)
    return len(words) >= _LEAST_WORDS and sum(map(len, words)) >= _LEAST_LETTERS


def _same_length(word: str, cased: str) -> str:
    """The new form, but for the rare letters whose other case is longer."""
    return cased if len(cased) == len(word) else word


def with_stored_words(found: T, text: str) -> T:
    """The same with the words of every span as the stored text has them."""
    if isinstance(found, Span):
        return dataclasses.replace(found, text=text[found.start : found.end])
    if isinstance(found, tuple):
        return tuple(with_stored_words(x, text) for x in found)  # type: ignore[return-value]
    if dataclasses.is_dataclass(found) and not isinstance(found, type):
        new = {f.name: with_stored_words(getattr(found, f.name), text) for f in dataclasses.fields(found) if f.init}
        return dataclasses.replace(found, **new)
    return found
