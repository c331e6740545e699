"""Named entities: which names mean the same person, organization or country in one article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.nlp.annotations import Mention
from app.nlp.components.coreference.cluster import Cluster, gender_of
from app.nlp.grid import Grid

_SMALL = frozenset(["of", "the", "and", "for", "in", "on", "to", "de", "la", "el", "al"])
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])


def key_of(name: str) -> str:
    """The form under which names are compared."""
    name = name.lower().replace("’", "'").replace(".", "")
    name = name.removesuffix("'s")
    return name.removeprefix("the ")


def name_words(name: str) -> list[str]:
    """Words of a person's name without suffixes and initials."""
    words = [w for w in re.split(r"[\s]+", key_of(name)) if w]
    return [w for w in words if w not in _SUFFIXES and len(w) > 1] or words


def initials(name: str) -> str:
    """ "Popular Mobilization Units" → "pmu"; empty for a single word."""
    words = [w for w in re.split(r"[\s\-]+", name) if w and w.lower() not in _SMALL]
    return "".join(w[0] for w in words).lower() if len(words) > 1 else ""


class Names:
    """Joins named mentions: persons by full and last name, others by name, acronym and definition."""

    def __init__(self, grid: Grid, mentions: Sequence[Mention], text: Sequence[str]) -> None:
        self.grid = grid
        self.mentions = mentions
        self.text = text
        self.clusters: list[Cluster] = []
        self.of: list[Cluster | None] = [None] * len(mentions)
        self.full: dict[str, Cluster] = {}
        self.last: dict[str, list[Cluster]] = {}
        self.keys: dict[tuple[str, str], Cluster] = {}

    def join(self) -> None:
        """Full names of persons first, so that a last name in the headline finds its bearer in the text."""
        later: list[int] = []
        titled: set[str] = set()
        for i, mention in enumerate(self.mentions):
            if not mention.proper or mention.pronoun:
                continue
            words = name_words(mention.name) if mention.kind == "person" else []
            if len(words) > 1:
                self._full_name(i, mention, words)
            else:
                later.append(i)
                if words and mention.description:
                    titled.add(words[-1])
        for i in later:
            mention = self.mentions[i]
            if mention.kind == "person" or self._is_surname(mention, titled):
                self._single_name(i, mention)
            else:
                self._organization(i, mention)

    def _is_surname(self, mention: Mention, titled: set[str]) -> bool:
        """A lone word that is the last name of a person of this article, whatever the recogniser made of it."""
        if mention.end - mention.start != 1 or mention.kind not in ("other", "organization", "government", "facility"):
            return False
        if mention.country_code is not None:
            return False
        word = key_of(mention.name)
        bearers = self.last.get(word)
        return word in titled or bool(bearers and any(name_words(c.name)[-1] == word for c in bearers))

    def new(self, i: int, mention: Mention) -> Cluster:
        """A new entity that begins with a mention."""
        cluster = Cluster(-1, mention.kind, mention.name, mention.proper, mention.plural)
        self.clusters.append(cluster)
        self.add(i, mention, cluster)
        return cluster

    def add(self, i: int, mention: Mention, cluster: Cluster) -> None:
        """Put a mention into an entity and learn from it."""
        cluster.members.append(i)
        self.of[i] = cluster
        cluster.country = cluster.country or mention.country_code
        if mention.kind == "person" or cluster.kind == "person":
            cluster.gender = cluster.gender or gender_of(mention, self.text[i])
        if mention.description and (cluster.description is None):
            cluster.description = mention.description
        if (
            mention.proper
            and mention.kind == cluster.kind == "person"
            and len(mention.name.split()) > len(cluster.name.split())
        ):
            cluster.name = mention.name

    def _full_name(self, i: int, mention: Mention, words: list[str]) -> None:
        key = f"{words[0]} {words[-1]}"
        cluster = self.full.get(key)
        if cluster is None:
            cluster = self.full[key] = self.new(i, mention)
            self.last.setdefault(words[-1], []).append(cluster)
            if "-" in words[-1]:
                self.last.setdefault(words[-1].split("-")[-1], []).append(cluster)
            self.last.setdefault(words[0], []).append(cluster)
        else:
            self.add(i, mention, cluster)

    def _single_name(self, i: int, mention: Mention) -> None:
        word = name_words(mention.name)[-1]
        gender = gender_of(mention, self.text[i])
        bearers = [c for c in self.last.get(word, []) if not (gender and c.gender and gender != c.gender)]
        if not bearers:
            cluster = self.new(i, mention)
            cluster.kind = "person"
            self.last.setdefault(word, []).append(cluster)
            return
        by_last = [c for c in bearers if name_words(c.name)[-1] == word] or bearers
        before = [c for c in by_last if c.members[0] < i]
        chosen = max(before, key=lambda c: max((k for k in c.members if k < i), default=-1)) if before else by_last[0]
        self.add(i, mention, chosen)
        chosen.members.sort()

    def _organization(self, i: int, mention: Mention) -> None:
        family = (
            "group" if mention.kind not in ("facility", "vehicle", "weapon", "other", "civilians") else mention.kind
        )
        key = (family, key_of(mention.name))
        cluster = self.keys.get(key)
        if cluster is None and " " not in mention.name and mention.name.isupper():
            cluster = self.keys.get((family, f"={mention.name.lower().replace('.', '')}"))
        if cluster is None:
            cluster = self.keys[key] = self.new(i, mention)
            short = initials(mention.name)
            if len(short) > 2:
                self.keys.setdefault((family, f"={short}"), cluster)
        else:
            self.add(i, mention, cluster)
        acronym = self._defined(mention)
        if acronym:
            self.keys.setdefault((family, acronym), cluster)

    def _defined(self, mention: Mention) -> str | None:
        """The acronym in brackets after a name: "Popular Mobilization Units (PMU)"."""
        text, end = self.grid.text, mention.end
        if end + 2 < len(text) and text[end] == "(" and text[end + 2] == ")" and text[end + 1].isupper():
            return text[end + 1].lower().replace(".", "")
        return None
