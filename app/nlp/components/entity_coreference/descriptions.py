"""Definite nouns: whom "the group", "the minister", "the two", "the 34-year-old" stand for."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from app.gazetteer.countries import country_code_of, country_name, government_by_capital
from app.nlp.annotations import Mention
from app.nlp.components.entity_coreference.cluster import Cluster
from app.nlp.components.entity_coreference.names import Names
from app.nlp.components.entity_coreference.pairs import Pairs
from app.nlp.lexicon import word_list, word_table
from app.nlp.lexicon.participants import titles
from app.nlp.lexicon.reporting import reporting
from app.nlp.token_table import TokenTable

_WINDOW = 40  # mentions looked back at
_NEAR = 3  # sentences looked back at for a person whose age is stated
_DEFINITE = frozenset(["the", "this", "that", "these", "those", "both"])
_AGED = frozenset(["person", "civilians", "police", "military", "armed_group"])


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``anaphora.yaml``: nouns that stand for a name of a kind, that always name the same body, that count a pair."""

    general: dict[str, tuple[str, ...]]
    always_same: frozenset[str]
    plain: frozenset[str]
    pairs: dict[str, int]


@functools.cache
def _lexicon() -> Lexicon:
    data = word_table("anaphora")
    general = {noun: tuple(kinds) for noun, kinds in data["general"].items()}
    return Lexicon(general, frozenset(data["always_same"]), frozenset(data["plain"]), dict(data["pairs"]))


class Descriptions:
    """What definite nouns of one text have named so far."""

    def __init__(self, tokens: TokenTable, names: Names, seen: Sequence[int], pairs: Pairs) -> None:
        self.tokens = tokens
        self.names = names
        self.mentions = names.mentions
        self.seen = seen  # positions of mentions with an entity, in text order; grows
        self.pairs = pairs
        self.nouns: dict[tuple[str, bool], Cluster] = {}
        self.counted: dict[tuple[str, int], Cluster] = {}
        self.ages: dict[int, Cluster] = {}

    def keep(self, mention: Mention, cluster: Cluster) -> None:
        """Remember what a noun named last; counted ones by their number too."""
        age = self.age(mention) if cluster.kind in _AGED else None
        if age is not None:
            self.ages.setdefault(age, cluster)
        if mention.proper:
            return
        lemma = self.tokens.lemma[mention.head]
        self.nouns[(lemma, mention.plural)] = cluster
        if mention.quantity is not None and mention.quantity.low is not None:
            self.counted[(lemma, mention.quantity.low)] = cluster

    def is_land(self, mention: Mention) -> bool:
        """Whether a noun means a country, with nothing said of it: "his country"."""
        bare = mention.head == mention.start + 1
        return bare and "country" in _lexicon().general.get(self.tokens.lemma[mention.head], ())

    def _same_number(self, lemma: str, mention: Mention, definite: bool) -> Cluster | None:
        """ "85 targets ... the 85 targets": things of one exact number; small numbers only with "the"."""
        low = mention.quantity.low if mention.quantity else None
        if low is None or not (definite or low >= 10):
            return None
        same = self.counted.get((lemma, low))
        return same if same is not None and not _clash(same, mention) else None

    def noun(self, mention: Mention) -> Cluster | None:
        """ "the group", "the minister", "the gunmen", "police"."""
        tokens = self.tokens
        lemma = tokens.lemma[mention.head]
        general, always_same = _lexicon().general, _lexicon().always_same
        pair = self._pair(lemma, mention)
        if pair is not None:
            return pair
        aged = self._aged(mention)
        if aged is not None:
            return aged
        definite = tokens.lower[mention.start] in _DEFINITE
        if mention.kind == "other" and lemma not in general:
            return self._by_title(lemma, mention) if definite and not mention.plural else None
        if mention.quantity is not None:
            return self._same_number(lemma, mention, definite)
        if not definite and not (lemma in always_same and mention.end - mention.start == 1):
            return None
        title = self._by_title(lemma, mention) if not mention.plural else None
        if title is not None:
            return title
        if self._of_a_name(mention):
            return None  # "the militants of the Northern Front" are not those before
        same = self.nouns.get((lemma, mention.plural))
        if same is not None and (same.proper or not _clash(same, mention)) and self._modifiers_fit(mention, same):
            return same
        kinds = general.get(lemma)
        if kinds:
            return self._latest(kinds, mention)
        return self._proper_with(lemma) if mention.end - mention.start == 2 else None

    def _by_title(self, lemma: str, mention: Mention) -> Cluster | None:
        offices, _ = titles()
        if lemma not in offices or mention.end - mention.start > 4:
            return None
        for back in range(len(self.seen) - 1, max(-1, len(self.seen) - 4 * _WINDOW), -1):
            cluster = self.names.of[self.seen[back]]
            known = cluster.description if cluster and cluster.kind == "person" and cluster.proper else None
            if known and lemma in _words_of(known) and self._titled_so(mention, known):
                return cluster
        return None

    def _titled_so(self, mention: Mention, description: str) -> bool:
        """Whether a person is known by all that is said before a title: "the Republican president"."""
        said = self.tokens.text[mention.start + 1 : mention.head]
        known = _words_of(description)
        lands = {country_code_of(w.title()) or country_code_of(w.upper()) for w in known} - {None}
        return all(w.lower() in known or country_code_of(w) in lands for w in said if w[0].isalnum())

    def _of_a_name(self, mention: Mention) -> bool:
        """Whether "of" and a name follow."""
        tokens = self.tokens
        tails = [k for k in tokens.kids[mention.head] if k >= mention.end and tokens.lower[k] == "of"]
        return any(tokens.pos[i] == "PROPN" for k in tails for i in tokens.kids[k])

    def _modifiers_fit(self, mention: Mention, cluster: Cluster) -> bool:
        """No new modifier and no other country: "the Iraqi army" is not "the Syrian army"."""
        same = mention.country_code is not None and mention.country_code == cluster.country
        if mention.country_code and cluster.country and not same:
            return False
        new = {w.lower() for w in mention.name.split()[:-1] if not (same and _names_country(w))}
        known = {w.lower() for k in cluster.members[-8:] for w in self.mentions[k].name.split()}
        return new <= known

    def _latest(self, kinds: tuple[str, ...], mention: Mention) -> Cluster | None:
        """The last name of a kind that fits what is said of it: "the Palestinian group", "the armed group"."""
        plain = _lexicon().plain
        said = [w.lower() for w in self.tokens.text[mention.start + 1 : mention.head] if w[0].isalnum()]
        if any(w not in plain and not _names_country(w.title()) for w in said):
            return None
        for back in range(len(self.seen) - 1, max(-1, len(self.seen) - _WINDOW), -1):
            cluster = self.names.of[self.seen[back]]
            if cluster is None or not cluster.proper or (mention.country_code or cluster.country) != cluster.country:
                continue
            speaks = self._speaks(self.seen[back])
            if mention.kind == "armed_group" and cluster.kind != "armed_group" and speaks:
                continue  # "the agency X reported. … The armed group"
            if ("country" in kinds) if _is_country(cluster) else cluster.kind in kinds:
                return cluster
            if speaks and cluster.kind == "other" and not cluster.plural and "country" not in kinds:
                return cluster
        return None

    def _speaks(self, position: int) -> bool:
        """Whether a name is that of who says or demands something, as bodies do: "NJ Transit urged riders to"."""
        tokens, head = self.tokens, self.mentions[position].head
        if tokens.dep[head] == "compound":
            head = tokens.head[head]  # "the Fides news agency reported"
        return tokens.dep[head] == "nsubj" and tokens.lemma[tokens.head[head]] in reporting().verbs

    def _pair(self, lemma: str, mention: Mention) -> Cluster | None:
        """ "the two", "both", "the pair", "both men" after "Roe and Poe"."""
        tokens, words = self.tokens, _lexicon().pairs
        size = words.get(lemma) or words.get(tokens.lower[mention.head]) or 0
        if not size and mention.kind in ("person", "government") and mention.plural:
            first = [w for w in tokens.lower[mention.start : mention.head] if w != "the"]
            size = words.get(first[0], 0) if len(first) == 1 else 0
        definite = tokens.lower[mention.start] in _DEFINITE
        if (
            not size
            or not definite
            or any(k > mention.head and tokens.dep[k] == "prep" for k in tokens.kids[mention.head])
        ):
            return None
        return self.pairs.latest(tokens.sent[mention.head], size)

    def _aged(self, mention: Mention) -> Cluster | None:
        """ "the 34-year-old" after "Roe, 34," or, where no age has been stated, after the last person named."""
        tokens = self.tokens
        age = self.age(mention)
        if age is None or mention.plural or tokens.lower[mention.start] not in _DEFINITE:
            return None
        known = self.ages.get(age)
        if known is not None or tokens.lemma[mention.head] not in word_list("anaphora.bare_people"):
            return known
        for back in range(len(self.seen) - 1, max(-1, len(self.seen) - _WINDOW), -1):
            cluster = self.names.of[self.seen[back]]
            if tokens.sent[mention.head] - tokens.sent[self.mentions[self.seen[back]].head] > _NEAR:
                return None
            if cluster is not None and cluster.proper and cluster.kind == "person" and not cluster.plural:
                return cluster if cluster not in self.ages.values() else None
        return None

    def age(self, mention: Mention) -> int | None:
        """The age stated in a phrase ("a 34-year-old man") or behind a name ("Roe, 34,")."""
        text, end = self.tokens.text, mention.end
        if mention.proper and end + 1 < len(text) and text[end] in (",", "(") and _is_age(text[end + 1]):
            return int(text[end + 1]) if end + 2 == len(text) or text[end + 2] in (",", ")", ".", ";") else None
        for i in range(mention.start, min(mention.end, len(text) - 2)):
            if _is_age(text[i]) and text[i + 1] == "-" and text[i + 2].startswith("year"):
                return int(text[i])
        return None

    def _proper_with(self, lemma: str) -> Cluster | None:
        """ "the observatory" after "Syrian Observatory for Human Rights"."""
        for back in range(len(self.seen) - 1, max(-1, len(self.seen) - 3 * _WINDOW), -1):
            cluster = self.names.of[self.seen[back]]
            named = cluster is not None and cluster.proper and cluster.kind != "person"
            if named and cluster is not None and lemma in cluster.name.lower().split():
                return cluster
        return None


def _words_of(description: str) -> list[str]:
    return description.lower().replace("-", " ").split()


def _is_age(word: str) -> bool:
    return word.isdigit() and len(word) < 4


def _names_country(word: str) -> bool:
    return (country_code_of(word) or government_by_capital(word)) is not None


def _is_country(cluster: Cluster) -> bool:
    return cluster.country is not None and cluster.name == country_name(cluster.country)


def _clash(cluster: Cluster, mention: Mention) -> bool:
    return cluster.kind != mention.kind and not (cluster.kind == "person" and mention.kind == "person")
