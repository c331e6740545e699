"""Pronouns and appositions: whom "he" stands for, and "the chairman" beside a name."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from app.nlp.annotations import Mention
from app.nlp.components.entity_coreference.cluster import Cluster
from app.nlp.components.entity_coreference.descriptions import Descriptions
from app.nlp.components.entity_coreference.names import Names
from app.nlp.components.entity_coreference.pairs import Pairs
from app.nlp.lexicon import word_list
from app.nlp.lexicon.participants import Pronoun, pronouns
from app.nlp.token_table import TokenTable

_WINDOW = 40  # mentions looked back at
_NAME = 5  # words of a longer name are no person's
_SENTENCES = 3  # sentences looked back at
_ONE_AS_MANY = 50  # of a score: "they" stands for a body less often than for people
_OF_ONESELF = 90  # of a score: few call themselves by a noun, "the officer fired, he said"
_NOBODY = frozenset(["nobody", "none", "nothing"])
_OBJECTS = frozenset(["dobj", "dative"])
_PEOPLE = frozenset(["person", "civilians", "military", "police", "armed_group", "government"])
_SUBJECTS = frozenset(["nsubj", "nsubjpass"])


@functools.cache
def _collective() -> frozenset[str]:
    return word_list("anaphora.collective")


class Anaphora:
    """Second pass over the mentions, in text order."""

    def __init__(self, tokens: TokenTable, names: Names, inside: Sequence[int] = ()) -> None:
        self.tokens = tokens
        self.inside = inside  # quotation of each token, or -1
        self.names = names
        self.mentions = names.mentions
        self.seen: list[int] = []  # positions of mentions with an entity, in text order
        self.pairs = Pairs(tokens, names)
        self.descriptions = Descriptions(tokens, names, self.seen, self.pairs)

    def resolve(self) -> None:
        """Give an entity to what has none; unresolved pronouns keep none."""
        for i, mention in enumerate(self.mentions):
            if self.names.of[i] is None:
                cluster = self.apposition(mention) or (
                    self.pronoun(i, mention) if mention.pronoun else self.descriptions.noun(mention)
                )
                if cluster is not None:
                    self.names.add(i, mention, cluster)
                elif not mention.pronoun:
                    self.names.new(i, mention)
            found = self.names.of[i]
            nobody = self.tokens.lower[mention.head] in _NOBODY or self.tokens.lower[mention.start] == "no"
            if found is not None and not nobody:
                self.seen.append(i)
                self.pairs.note(i, mention)
                if not mention.pronoun:
                    self.descriptions.keep(mention, found)

        self._homes()

    def _homes(self) -> None:
        """ "His country" is that of the person for whom "his" stands, where the text names it."""
        tokens = self.tokens
        for i, mention in enumerate(self.mentions):
            if tokens.tag[mention.start] != "PRP$" or not self.descriptions.is_land(mention):
                continue
            owner = self.names.by_head(mention.start)
            land = self.names.country(owner.country) if owner and owner.kind == "person" and owner.country else None
            if land is not None:
                self.names.add(i, mention, land)

    def apposition(self, mention: Mention) -> Cluster | None:
        """ "Reed, the chairman", "the chairman, Jack Reed": a description set beside a name is that entity."""
        tokens = self.tokens
        if mention.pronoun:
            return None
        named = self.names.beside(mention)
        if named is not None or tokens.dep[mention.head] != "appos":
            return named
        for back in range(len(self.seen) - 1, max(-1, len(self.seen) - 8), -1):
            other = self.mentions[self.seen[back]]
            if other.head == tokens.head[mention.head]:
                cluster = self.names.of[self.seen[back]]
                if cluster is None or other.pronoun or not other.proper:
                    return None
                people = cluster.kind == "person" and mention.kind in _PEOPLE
                return cluster if (people and not mention.plural) or cluster.kind == mention.kind else None
        return None

    def pronoun(self, i: int, mention: Mention) -> Cluster | None:
        """Whom a third person stands for; first and second persons are left to ``quotes``."""
        word = self.tokens.lower[mention.head]
        what = pronouns().get(word)
        if what is None or what.person != 3 or self._of_nobody(mention):
            return None
        best: tuple[float, Cluster] | None = None
        for cluster, k, back in self._candidates(i, mention, what):
            distance = self.tokens.sent[mention.head] - self.tokens.sent[self.mentions[k].head]
            score = self._score(mention, self.mentions[k], cluster, distance, back)
            if what.number == "p" and not cluster.plural and not self.mentions[k].plural:
                score -= _ONE_AS_MANY
            if what.number == "s" and not cluster.proper and self._reported(mention, self.mentions[k]):
                score -= _OF_ONESELF
            if best is None or score > best[0]:
                best = (score, cluster)
        if best is None:
            return None
        if what.gender in ("m", "f") and best[1].kind == "other":
            best[1].kind = "person"
        if what.gender in ("m", "f") and best[1].kind == "person":
            best[1].gender = best[1].gender or what.gender
        return best[1]

    def _of_nobody(self, mention: Mention) -> bool:
        """Whether it stands for those of whom there are none: "no group has said it did it"."""
        tokens = self.tokens
        verb = tokens.head[mention.head]
        if tokens.dep[mention.head] not in _SUBJECTS or tokens.dep[verb] != "ccomp":
            return False
        subjects = [k for k in tokens.kids[tokens.head[verb]] if tokens.dep[k] in _SUBJECTS]
        return any(tokens.lower[k] in _NOBODY or tokens.lower[tokens.left[k]] == "no" for k in subjects)

    def _candidates(self, i: int, mention: Mention, what: Pronoun) -> Iterator[tuple[Cluster, int, int]]:
        """Entities that a pronoun may stand for, each with the position of its mention, the nearest first."""
        barred = self._subject_beside(mention)
        for back in range(len(self.seen) - 1, max(-1, len(self.seen) - _WINDOW), -1):
            k = self.seen[back]
            other = self.mentions[k]
            if self.tokens.sent[mention.head] - self.tokens.sent[other.head] > _SENTENCES:
                return
            if other.end > mention.start:  # the phrase around it: "her husband" is not "her"
                continue
            if what.number == "p" and not other.proper and self._reported(mention, other):
                continue
            for cluster in (self.names.of[k], self.pairs.of(k) if what.number == "p" else None):
                if cluster is None or cluster is barred or self._named_after(i, cluster):
                    continue
                if not self._only_quoted(mention, other, cluster) and self._agrees(
                    what.gender, what.number, cluster, other
                ):
                    yield cluster, k, back

    def _reported(self, pronoun: Mention, other: Mention) -> bool:
        """Whether others stand in what the pronoun says: "fifty people were hurt, they said"."""
        tokens = self.tokens
        verb = tokens.head[pronoun.head]
        if tokens.dep[pronoun.head] != "nsubj" or tokens.sent[other.head] != tokens.sent[verb]:
            return False
        token = other.head
        while tokens.head[token] != token and tokens.head[token] != verb:
            token = tokens.head[token]
        return tokens.head[token] == verb and tokens.dep[token] == "ccomp"

    def _subject_beside(self, mention: Mention) -> Cluster | None:
        """The subject of a pronoun's own verb: in "he told him", "they killed six of them" the two are not the same."""
        tokens = self.tokens
        word = mention.head
        of = tokens.head[word]
        if tokens.dep[word] == "pobj" and tokens.lower[of] == "of":
            word = tokens.head[of]
        verb = tokens.head[word]
        if tokens.dep[word] not in _OBJECTS or tokens.lower[mention.head].endswith(("self", "selves")):
            return None
        subject = next((k for k in tokens.kids[verb] if tokens.dep[k] in _SUBJECTS), -1)
        return self.names.by_head(subject)

    def _only_quoted(self, pronoun: Mention, other: Mention, cluster: Cluster) -> bool:
        """Whether only a quotation names it, and the pronoun is the article's: "'They shot my brother,' he said"."""
        if not self.inside or self.inside[pronoun.head] >= 0 or self.inside[other.head] < 0:
            return False
        return all(self.inside[self.mentions[k].head] >= 0 for k in cluster.members)

    def _named_after(self, i: int, cluster: Cluster) -> bool:
        """Whether the same sentence names it after the pronoun: "he said Roe left" does not mean Roe twice."""
        members = cluster.members
        k = bisect_right(members, i)
        if k == len(members) or self.tokens.dep[self.mentions[i].head] != "nsubj":
            return False
        later = self.mentions[members[k]]
        return not later.pronoun and self.tokens.sent[later.head] == self.tokens.sent[self.mentions[i].head]

    def _agrees(self, gender: str | None, number: str, cluster: Cluster, mention: Mention) -> bool:
        if gender in ("m", "f"):
            if self.tokens.lemma[mention.head] in _collective():
                return False
            if cluster.kind == "other":  # a name of no known kind that does something: "Ilse Brandt runs ... she"
                return cluster.proper and self._whole_name(mention)
            singular = not cluster.plural and cluster.kind in (
                "person",
                "civilians",
                "military",
                "police",
                "armed_group",
                "government",
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
        if cluster.kind in _PEOPLE and not cluster.proper and self.tokens.lemma[mention.head] not in _collective():
            return False  # "it" is not a soldier
        return cluster.kind not in ("person", "civilians") and not cluster.plural and not mention.plural

    def _whole_name(self, mention: Mention) -> bool:
        """Whether a subject is written like a person's name: two to four words with capitals, and nothing else."""
        words = self.tokens.text[mention.start : mention.end]
        capital = all(w[0].isupper() and w[1:].islower() and w.isalpha() for w in words)
        return capital and 1 < len(words) < _NAME and self.tokens.dep[mention.head] in _SUBJECTS

    def _score(self, pronoun: Mention, other: Mention, cluster: Cluster, distance: int, back: int) -> float:
        tokens = self.tokens
        score = -60.0 * distance + 0.5 * (back - len(self.seen))
        dep = tokens.dep[other.head]
        if dep in _SUBJECTS:
            main = tokens.dep[tokens.head[other.head]] == "ROOT"
            score += 45 if main else 30
            speaks = tokens.lemma[tokens.head[other.head]] in word_list("anaphora.speaking") and tokens.lemma[
                tokens.head[pronoun.head]
            ] in word_list("anaphora.speaking")
            score += 15 if speaks else 0
        elif dep in ("poss", "compound", "amod", "nmod"):
            score -= 25
        elif dep in ("pobj",):
            score -= 5
        if cluster.proper:
            score += 15
        if cluster.gender is not None:
            score += 10
        if distance == 0 and tokens.head[other.head] == tokens.head[pronoun.head] and dep not in _SUBJECTS:
            score -= 80  # two dependents of one verb are not the same, reflexives apart
        if (
            distance == 0
            and dep in _SUBJECTS
            and tokens.head[other.head] == tokens.head[pronoun.head]
            and tokens.dep[pronoun.head] in ("dobj", "dative")
        ):
            score -= 120
        score += min(len(cluster.members), 6) * 2
        return score
