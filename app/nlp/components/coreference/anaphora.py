"""Pronouns and definite nouns: whom "he", "the group", "the minister" stand for."""

from __future__ import annotations

import functools
from bisect import bisect_right

from app.nlp.annotations import Mention
from app.nlp.components.coreference.cluster import Cluster
from app.nlp.components.coreference.names import Names
from app.nlp.components.mentions.words import pronouns, titles
from app.nlp.grid import Grid
from app.nlp.lexicon import load

_WINDOW = 40  # mentions looked back at
_SENTENCES = 3  # sentences looked back at
_DEFINITE = frozenset(["the", "this", "that", "these", "those", "both"])
_SPEAKING = frozenset(["say", "tell", "add", "ask", "write", "argue", "note", "explain", "reply", "declare"])
_PEOPLE = frozenset(["person", "civilians", "military", "police", "armed_group", "government"])
_SUBJECTS = frozenset(["nsubj", "nsubjpass"])


@functools.cache
def _nouns() -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """Nouns that stand for a name of a kind; nouns that always name the same body."""
    data = load("anaphora")
    return {noun: tuple(kinds) for noun, kinds in data["general"].items()}, frozenset(data["always_same"])


class Anaphora:
    """Second pass over the mentions, in text order."""

    def __init__(self, grid: Grid, names: Names) -> None:
        self.grid = grid
        self.names = names
        self.mentions = names.mentions
        self.seen: list[int] = []  # positions of mentions with an entity, in text order
        self.nouns: dict[tuple[str, bool], Cluster] = {}
        self.counted: dict[tuple[str, int], Cluster] = {}

    def resolve(self) -> None:
        """Give an entity to what has none; unresolved pronouns keep none."""
        for i, mention in enumerate(self.mentions):
            if self.names.of[i] is None:
                cluster = self.apposition(mention) or (
                    self.pronoun(i, mention) if mention.pronoun else self.noun(mention)
                )
                if cluster is not None:
                    self.names.add(i, mention, cluster)
                elif not mention.pronoun:
                    self.names.new(i, mention)
            found = self.names.of[i]
            if found is not None:
                self.seen.append(i)
                if not mention.pronoun and not mention.proper:
                    self._keep(mention, found)

    def _keep(self, mention: Mention, cluster: Cluster) -> None:
        """Remember what a noun named last; counted ones by their number too."""
        lemma = self.grid.lemma[mention.head]
        self.nouns[(lemma, mention.plural)] = cluster
        if mention.quantity is not None and mention.quantity.low is not None:
            self.counted[(lemma, mention.quantity.low)] = cluster

    def _same_number(self, lemma: str, mention: Mention, definite: bool) -> Cluster | None:
        """ "85 targets ... the 85 targets": things of one exact number; small numbers only with "the"."""
        low = mention.quantity.low if mention.quantity else None
        if low is None or not (definite or low >= 10):
            return None
        same = self.counted.get((lemma, low))
        return same if same is not None and not _clash(same, mention) else None

    def apposition(self, mention: Mention) -> Cluster | None:
        """ "Reed, the chairman", "the chairman, Jack Reed": a description set beside a name is that entity."""
        grid = self.grid
        if mention.pronoun:
            return None
        named = self.names.beside(mention)
        if named is not None or grid.dep[mention.head] != "appos":
            return named
        for back in range(len(self.seen) - 1, max(-1, len(self.seen) - 8), -1):
            other = self.mentions[self.seen[back]]
            if other.head == grid.head[mention.head]:
                cluster = self.names.of[self.seen[back]]
                if cluster is None or other.pronoun or not other.proper:
                    return None
                people = cluster.kind == "person" and mention.kind in _PEOPLE
                return cluster if (people and not mention.plural) or cluster.kind == mention.kind else None
        return None

    def noun(self, mention: Mention) -> Cluster | None:
        """ "the group", "the minister", "the gunmen", "police"."""
        grid = self.grid
        lemma = grid.lemma[mention.head]
        general, always_same = _nouns()
        if mention.kind == "other" and lemma not in general:
            return None
        definite = grid.lower[mention.start] in _DEFINITE
        if mention.quantity is not None:
            return self._same_number(lemma, mention, definite)
        if not definite and not (lemma in always_same and mention.end - mention.start == 1):
            return None
        title = self._by_title(lemma, mention) if not mention.plural else None
        if title is not None:
            return title
        same = self.nouns.get((lemma, mention.plural))
        if same is not None and (same.proper or not _clash(same, mention)) and self._modifiers_fit(mention, same):
            return same
        if mention.end - mention.start > 2:
            return None
        kinds = general.get(lemma)
        return self._latest(kinds) if kinds else self._proper_with(lemma)

    def _by_title(self, lemma: str, mention: Mention) -> Cluster | None:
        offices, _ = titles()
        if lemma not in offices or mention.end - mention.start > 4:
            return None
        for back in range(len(self.seen) - 1, max(-1, len(self.seen) - 4 * _WINDOW), -1):
            cluster = self.names.of[self.seen[back]]
            known = cluster.description if cluster and cluster.kind == "person" and cluster.proper else None
            if known and lemma in known.lower().replace("-", " ").split():
                return cluster
        return None

    def _modifiers_fit(self, mention: Mention, cluster: Cluster) -> bool:
        """No new modifier and no other country: "the Iraqi army" is not "the Syrian army"."""
        if mention.country_code and cluster.country and mention.country_code != cluster.country:
            return False
        new = {w.lower() for w in mention.name.split()[:-1]}
        known = {w.lower() for k in cluster.members[-8:] for w in self.mentions[k].name.split()}
        return new <= known

    def _latest(self, kinds: tuple[str, ...]) -> Cluster | None:
        for back in range(len(self.seen) - 1, max(-1, len(self.seen) - _WINDOW), -1):
            cluster = self.names.of[self.seen[back]]
            if cluster is not None and cluster.kind in kinds and cluster.proper:
                return cluster
        return None

    def _proper_with(self, lemma: str) -> Cluster | None:
        """ "the observatory" after "Syrian Observatory for Human Rights"."""
        for back in range(len(self.seen) - 1, max(-1, len(self.seen) - 3 * _WINDOW), -1):
            cluster = self.names.of[self.seen[back]]
            named = cluster is not None and cluster.proper and cluster.kind != "person"
            if named and cluster is not None and lemma in cluster.name.lower().split():
                return cluster
        return None

    def pronoun(self, i: int, mention: Mention) -> Cluster | None:
        """Whom a third person stands for; first and second persons are left to ``quotes``."""
        word = self.grid.lower[mention.head]
        what = pronouns().get(word)
        if what is None or what.person != 3:
            return None
        best: tuple[float, Cluster] | None = None
        for back in range(len(self.seen) - 1, max(-1, len(self.seen) - _WINDOW), -1):
            k = self.seen[back]
            distance = self.grid.sent[mention.head] - self.grid.sent[self.mentions[k].head]
            if distance > _SENTENCES:
                break
            cluster = self.names.of[k]
            if cluster is None or self._named_after(i, cluster) or self.mentions[k].end > mention.start:
                continue  # a pronoun is never the phrase around it: "her husband" is not "her"
            if not self._agrees(what.gender, what.number, cluster, self.mentions[k]):
                continue
            score = self._score(mention, self.mentions[k], cluster, distance, back)
            if best is None or score > best[0]:
                best = (score, cluster)
        if best is None:
            return None
        if what.gender in ("m", "f") and best[1].kind == "person":
            best[1].gender = best[1].gender or what.gender
        return best[1]

    def _named_after(self, i: int, cluster: Cluster) -> bool:
        """Whether the same sentence names it after the pronoun: "he said Roe left" does not tell of Roe twice."""
        members = cluster.members
        k = bisect_right(members, i)
        if k == len(members) or self.grid.dep[self.mentions[i].head] != "nsubj":
            return False
        later = self.mentions[members[k]]
        return not later.pronoun and self.grid.sent[later.head] == self.grid.sent[self.mentions[i].head]

    def _agrees(self, gender: str | None, number: str, cluster: Cluster, mention: Mention) -> bool:
        if gender in ("m", "f"):
            singular = not cluster.plural and cluster.kind in (
                "person",
                "civilians",
                "military",
                "police",
                "armed_group",
            )
            return (
                singular
                and (cluster.proper or cluster.kind == "person" or not mention.plural)
                and ((cluster.kind == "person" or not cluster.proper) and cluster.gender in (None, gender))
            )
        if cluster.kind == "other":
            return False
        if number == "p":
            return (
                cluster.plural
                or mention.plural
                or (cluster.family == "group" and cluster.proper and cluster.kind != "government")
            )
        return cluster.kind not in ("person", "civilians") and not cluster.plural and not mention.plural

    def _score(self, pronoun: Mention, other: Mention, cluster: Cluster, distance: int, back: int) -> float:
        grid = self.grid
        score = -60.0 * distance + 0.5 * (back - len(self.seen))
        dep = grid.dep[other.head]
        if dep in _SUBJECTS:
            main = grid.dep[grid.head[other.head]] == "ROOT"
            score += 45 if main else 30
            speaks = grid.lemma[grid.head[other.head]] in _SPEAKING and grid.lemma[grid.head[pronoun.head]] in _SPEAKING
            score += 15 if speaks else 0
        elif dep in ("poss", "compound", "amod", "nmod"):
            score -= 25
        elif dep in ("pobj",):
            score -= 5
        if cluster.proper:
            score += 15
        if cluster.gender is not None:
            score += 10
        if distance == 0 and grid.head[other.head] == grid.head[pronoun.head] and dep not in _SUBJECTS:
            score -= 80  # two dependents of one verb are not the same, reflexives apart
        if (
            distance == 0
            and dep in _SUBJECTS
            and grid.head[other.head] == grid.head[pronoun.head]
            and grid.dep[pronoun.head] in ("dobj", "dative")
        ):
            score -= 120
        score += min(len(cluster.members), 6) * 2
        return score


def _clash(cluster: Cluster, mention: Mention) -> bool:
    return cluster.kind != mention.kind and not (cluster.kind == "person" and mention.kind == "person")
