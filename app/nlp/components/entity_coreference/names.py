"""Named entities: which names mean the same person, organization or country in one article."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import replace

from app.gazetteer.countries import country_name, country_of_name, government_by_capital
from app.nlp.annotations import Mention
from app.nlp.components.entity_coreference.cluster import Cluster, family_of, gender_of
from app.nlp.lexicon import word_list
from app.nlp.lexicon.participants import given_names, titles
from app.nlp.lexicon.reporting import reporting
from app.nlp.token_table import TokenTable

_TAILS = frozenset(["of", "for"])
_PEOPLE = frozenset(["person", "civilians", "military", "police", "armed_group", "government"])


def key_of(name: str) -> str:
    """The form under which names are compared."""
    name = name.lower().replace("’", "'").replace(".", "")
    name = name.removesuffix("'s")
    return name.removeprefix("the ")


def name_words(name: str) -> list[str]:
    """Words of a person's name without suffixes and initials."""
    words = [w for w in re.split(r"[\s]+", key_of(name)) if w]
    return [w for w in words if w not in word_list("anaphora.name_suffixes") and len(w) > 1] or words


def initials(name: str) -> str:
    """ "Popular Mobilization Units" → "pmu"; empty for a single word."""
    words = [w for w in re.split(r"[\s\-]+", name) if w and w.lower() not in word_list("anaphora.name_particles")]
    return "".join(w[0] for w in words).lower() if len(words) > 1 else ""


class Names:
    """Joins named mentions: persons by full and last name, others by name, acronym and definition."""

    def __init__(self, tokens: TokenTable, mentions: Sequence[Mention], text: Sequence[str]) -> None:
        self.tokens = tokens
        self.mentions = mentions
        self.text = text
        self.clusters: list[Cluster] = []
        self.of: list[Cluster | None] = [None] * len(mentions)
        self.full: dict[str, Cluster] = {}
        self.last: dict[str, list[Cluster]] = {}
        self.keys: dict[tuple[str, str], Cluster] = {}
        self.acronyms: dict[str, Cluster] = {}
        self.bodies: dict[str, list[Cluster]] = {}  # noun of a body's name → the bodies so far
        self.ends = {m.end: i for i, m in enumerate(mentions) if m.proper}
        self.heads = {m.head: i for i, m in enumerate(mentions)}
        self.alone = {key_of(m.name) for m in mentions if m.proper and " " not in m.name}
        self.at = {m.head: i for i, m in enumerate(mentions) if m.proper and not m.pronoun}

    def join(self) -> None:
        """Full names of persons first, so that a last name in the headline finds its bearer in the text."""
        later: list[int] = []
        titled: set[str] = set()
        beside = self._offices()
        bearers = set(beside.values())
        offices = {i: k for i, k in beside.items() if self.mentions[i].proper}
        for i, written in enumerate(self.mentions):
            if not written.proper or written.pronoun or i in offices:
                continue
            mention = self._untitled(written) if i in bearers else written
            words = name_words(mention.name) if mention.kind == "person" else []
            if len(words) > 1:
                self._full_name(i, mention, words)
            else:
                later.append(i)
                if words and mention.description:
                    titled.add(words[-1])
        for i, bearer in offices.items():
            self._office(i, self.of[bearer])
        for i in later:
            mention = self.mentions[i]
            body = self._by_noun(mention)
            if body is not None:
                self.add(i, replace(mention, kind=body.kind), body)
            elif mention.kind == "person" or self._is_surname(mention, titled):
                self._single_name(i, mention)
            else:
                self._organization(i, mention)
        self._common_surnames()

    def _common_surnames(self) -> None:
        """A surname that is also a common noun, and was taken for one: "Rose said" after "Ana Rose"."""
        for i, mention in enumerate(self.mentions):
            word = key_of(mention.name)
            single = mention.kind == "other" and not mention.proper and mention.end == mention.start + 1
            if not single or not self.text[i].istitle() or not self._says(mention):
                continue
            if any(" " in c.name and name_words(c.name)[-1] == word for c in self.last.get(word, ())):
                self._single_name(i, mention)

    def _offices(self) -> dict[int, int]:
        """Positions of offices, and of the names beside them: "Chairman of Okere, Ana Kovac,"."""
        tokens, found = self.tokens, {}
        titles_of_office, _ = titles()
        for i, mention in enumerate(self.mentions):
            if mention.pronoun or mention.plural or tokens.lower[mention.head] not in titles_of_office:
                continue
            named = tokens.ent[mention.head] == "PERSON" or tokens.lower[mention.start] in given_names()
            if named and mention.start < mention.head == mention.end - 1:  # "Stephen King, Ana Kovac and others"
                continue
            for kid in tokens.kids[mention.head]:
                k = self.at.get(kid, -1) if kid >= mention.end and tokens.dep[kid] == "appos" else -1
                if k >= 0 and self._full_person(self.mentions[k]) and self._set_off(self.mentions[k]):
                    found[i] = k
        return found

    def _set_off(self, mention: Mention) -> bool:
        """Whether a name stands between commas, or between a comma and the sentence's end."""
        text, end = self.tokens.text, mention.end
        return text[mention.start - 1] == "," and (end == len(text) or text[end] in (",", ".", ";"))

    def _full_person(self, mention: Mention) -> bool:
        written = self.tokens.text[mention.start][0].isupper()  # not "Ana King, a Valdoran"
        mention = self._untitled(mention)
        return written and mention.kind == "person" and len(name_words(mention.name)) > 1

    def _untitled(self, mention: Mention) -> Mention:
        """A person without the title that the recogniser took for a part of the name: "DSP Musa Tanko"."""
        title, _, name = mention.name.partition(" ")
        if mention.kind not in ("facility", "other") or title.lower().rstrip(".") not in titles()[0]:
            return mention
        return replace(mention, kind="person", name=name, description=title)

    def _office(self, i: int, bearer: Cluster | None) -> None:
        """An office set before a name is its bearer, also by the office's letters: "the PPRO"."""
        mention = self.mentions[i]
        if bearer is None:
            self.new(i, mention)
            return
        self.add(i, replace(mention, name=bearer.name), bearer)
        bearer.description = mention.name
        for letters in (self._defined(mention), initials(mention.name)):
            if letters:
                self.acronyms.setdefault(letters, bearer)

    def _is_surname(self, mention: Mention, titled: set[str]) -> bool:
        """A lone word that is the last name of a person of this article, whatever the recogniser made of it."""
        if " " in mention.name or mention.kind not in ("other", "organization", "government", "facility"):
            return False
        if mention.country_code is not None and not self._says(mention):
            return False
        word = key_of(mention.name)
        bearers = self.last.get(word)
        return word in titled or bool(bearers and any(name_words(c.name)[-1] == word for c in bearers))

    def _says(self, mention: Mention) -> bool:
        """Whether a word other than a country's name speaks: "Lincoln said" beside Ann Lincoln is not a town."""
        tokens = self.tokens
        speaks = tokens.dep[mention.head] == "nsubj" and "quote" in reporting().verbs.get(
            tokens.lemma[tokens.head[mention.head]], ()
        )
        return speaks and country_of_name(mention.name) is None and not government_by_capital(mention.name)

    def by_head(self, token: int) -> Cluster | None:
        """The entity of the mention that hangs on a token."""
        k = self.heads.get(token, -1)
        return self.of[k] if k >= 0 else None

    def beside(self, mention: Mention) -> Cluster | None:
        """The entity of a name in apposition to a noun: "the commander, Ali Rashid", "its owner, Oceanic Lines"."""
        tokens = self.tokens
        if mention.proper or mention.plural:
            return None
        for kid in tokens.kids[mention.head]:
            k = self.at.get(kid, -1) if kid >= mention.end and tokens.dep[kid] == "appos" else -1
            cluster = self.of[k] if k >= 0 else None
            if cluster is None or not self.mentions[k].proper or cluster.plural:
                continue
            if cluster.kind == "person" and mention.kind in _PEOPLE:
                cluster.description = cluster.description or mention.name
                return cluster
            between = any(k < kid and k >= mention.end and tokens.dep[k] == "prep" for k in tokens.kids[mention.head])
            if cluster.family == "group" and (mention.kind == "person" or family_of(mention.kind) == "group"):
                return None if between and mention.kind == "person" else cluster  # "the pilot of the craft, a Falcon 9"
        return None

    def country(self, code: str) -> Cluster | None:
        """The entity of a country, if the text names it."""
        return self.keys.get(("group", key_of(country_name(code))))

    def new(self, i: int, mention: Mention) -> Cluster:
        """A new entity that begins with a mention."""
        cluster = Cluster(-1, mention.kind, mention.name, mention.proper, mention.plural)
        self.clusters.append(cluster)
        self.add(i, mention, cluster)
        return cluster

    def add(self, i: int, mention: Mention, cluster: Cluster) -> None:
        """Put a mention into an entity and learn from it."""
        insort(cluster.members, i)
        self.of[i] = cluster
        if not (cluster.kind == "person" and mention.kind == "government" and mention.proper):  # a place's name
            cluster.country = cluster.country or mention.country_code
        if "person" in (mention.kind, cluster.kind) or (cluster.kind == "civilians" and not mention.plural):
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
        cluster = self.full.get(key) or self._with_two_surnames(words)
        if cluster is None:
            cluster = self.full[key] = self.new(i, mention)
            self.last.setdefault(words[-1], []).append(cluster)
            if "-" in words[-1]:
                self.last.setdefault(words[-1].split("-")[-1], []).append(cluster)
            self.last.setdefault(words[0], []).append(cluster)
        else:
            self.add(i, mention, cluster)

    def _with_two_surnames(self, words: list[str]) -> Cluster | None:
        """A person whose name ends with all these words, nowhere called by the last alone: "Elena Ruiz Vega"."""
        alone = words[-1] in self.alone
        bearers = [] if alone else self.last.get(words[-1], [])
        return next((c for c in bearers if name_words(c.name)[1:] == words), None)

    def _single_name(self, i: int, mention: Mention) -> None:
        words = name_words(mention.name)
        if not words:  # a title and nothing else
            self.new(i, mention)
            return
        word = words[-1]
        gender = gender_of(mention, self.text[i])
        bearers = [c for c in self.last.get(word, []) if not (gender and c.gender and gender != c.gender)]
        if not bearers:
            cluster = self.new(i, mention)
            cluster.kind = "person"
            self.last.setdefault(word, []).append(cluster)
            return
        by_last = [c for c in bearers if name_words(c.name)[-1] == word] or bearers
        before = [c for c in by_last if c.members[0] < i]
        chosen = max(before, key=lambda c: c.members[bisect_left(c.members, i) - 1]) if before else by_last[0]
        self.add(i, mention, chosen)

    def _organization(self, i: int, mention: Mention) -> None:
        things = ("facility", "vehicle", "weapon", "other", "civilians")
        family = mention.kind if mention.kind in things else "group"
        key = (family, key_of(mention.name))
        cluster = self.keys.get(key) or self._by_acronym(mention) or self._in_brackets(mention)
        if cluster is None:
            cluster = self.new(i, mention)
            if cluster.family == "group" and " " in mention.name:
                self.bodies.setdefault(_head_word(mention.name), []).append(cluster)
            short = initials(mention.name)
            if len(short) > 2:
                self.acronyms.setdefault(short, cluster)
        else:
            self.add(i, mention, cluster)
        self.keys.setdefault(key, cluster)
        acronym = self._defined(mention)
        if acronym:
            self.acronyms[acronym] = cluster

    def _by_noun(self, mention: Mention) -> Cluster | None:
        """The one body before that a noun with "the" and a capital names: "the Observatory", "the Front"."""
        word = mention.name.lower().removeprefix("the ")
        opened = self.tokens.lower[mention.head - 1] == "the" and mention.end == mention.head + 1
        if not opened or " " in word or mention.name.isupper():
            return None
        bodies = self.bodies.get(word, [])
        return bodies[0] if len(bodies) == 1 else None

    def _by_acronym(self, mention: Mention) -> Cluster | None:
        """ "PMU" after "Popular Mobilization Units", whatever kind the bare letters seemed to be."""
        name = mention.name.removeprefix("the ").removeprefix("The ")
        if " " in name or not name.isupper() or mention.kind in ("weapon", "vehicle", "facility"):
            return None
        cluster = self.acronyms.get(name.lower().replace(".", ""))
        if cluster is not None and cluster.kind == "person":  # the letters of an office: "the PPRO"
            return cluster if "the" in self.tokens.lower[mention.start - 1 : mention.start + 1] else None
        if cluster is None or "thing" in (cluster.family, family_of(mention.kind)):
            return cluster
        return cluster if cluster.family == family_of(mention.kind) else None

    def _in_brackets(self, mention: Mention) -> Cluster | None:
        """The long name in brackets after an acronym: "the PMU (Popular Mobilization Units)"."""
        if mention.start < 2 or self.tokens.text[mention.start - 1] != "(":
            return None
        k = self.ends.get(mention.start - 1, -1)
        if k < 0 or initials(mention.name) != key_of(self.mentions[k].name):
            return None
        cluster = self.of[k]
        if cluster is not None and cluster.proper:
            cluster.name = mention.name
            cluster.kind = mention.kind if cluster.family != "group" else cluster.kind
        return cluster

    def _defined(self, mention: Mention) -> str | None:
        """The acronym in brackets after a name: "Popular Mobilization Units (PMU)"."""
        text, end = self.tokens.text, mention.end
        if end + 2 < len(text) and text[end] == "(" and text[end + 2] == ")" and text[end + 1].isupper():
            return text[end + 1].lower().replace(".", "")
        return None


def _head_word(name: str) -> str:
    """The noun of a body's name: "Ministry of Health", "Okere Monitor for Rights", "Northern Front"."""
    words = key_of(name).split()
    end = next((k for k, word in enumerate(words) if word in _TAILS), len(words))
    return words[end - 1] if end else ""
