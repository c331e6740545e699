"""Which place of the gazetteer does each name mean?

One sense for each name of an article, unless a parent stands beside it. A candidate's score is the log of its odds:
how large and well known it is, whether a parent beside the name holds it, whether its country and division are those
of the article and of the outlet's home, and whether other names of the article have a candidate near by. Weights were
set on development data by hand; the softmax over candidates, tempered, is the confidence.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field

from app.gazetteer import Entry, Gazetteer, distance_km
from app.gazetteer.countries import government_by_capital
from app.nlp.components.places.home import Home
from app.nlp.components.places.names import Name

_MANY = 80
_NEAR_KM = 120.0
_CELL = 1.5
_DIRECTIONS = frozenset(
    "north south east west northern southern eastern western northeast northwest southeast southwest "
    "northeastern northwestern southeastern southwestern central downtown greater upper lower old new inner mid".split()
)


def _singular(word: str) -> str:
    """ "counties" → "county"."""
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds of each sign; the keys of the scoring, so that they can be fitted together."""

    population: float = 0.55
    country: float = 3.2
    admin1: float = 2.6
    capital: float = 2.0
    admin2: float = -0.6
    region: float = 2.0
    main: float = 1.5
    kind: float = 2.0
    parent: float = 6.0
    told_country: float = 2.2
    told_admin1: float = 2.2
    near: float = 2.0
    home_country: float = 1.5
    home_admin1: float = 1.0
    home_near: float = 2.5
    default_country: float = 0.4
    temperature: float = 1.3


@dataclass(slots=True)
class Sense:
    """The names of one key with the same parents, and their candidates' scores."""

    key: str
    names: list[int]
    candidates: tuple[Entry, ...]
    prior: list[float]
    parents: list[int]
    scores: list[float] = field(default_factory=list)
    chances: list[float] = field(default_factory=list)
    penalty: float = 0.0

    @property
    def best(self) -> Entry | None:
        """The likeliest candidate."""
        return self.candidates[self.order[0]] if self.candidates else None

    @property
    def order(self) -> list[int]:
        """Positions of candidates, the likeliest first; ties by population, which is the index's order."""
        return sorted(range(len(self.scores)), key=lambda i: (-self.scores[i], i))


class Resolver:
    """Resolves the names of one article; short-lived."""

    def __init__(self, gazetteer: Gazetteer, names: list[Name], home: Home, weights: Weights) -> None:
        self.gazetteer, self.names, self.home, self.w = gazetteer, names, home, weights
        self.senses: list[Sense] = []
        self.sense_of: dict[int, Sense] = {}
        groups: dict[tuple[str, tuple[str, ...], str | None], list[int]] = defaultdict(list)
        for i, name in enumerate(names):
            if not name.modifier:
                groups[(name.key, tuple(names[p].key for p in name.parents), name.code)].append(i)
        for members in groups.values():
            sense = self.sense(members)
            self.senses.append(sense)
            for i in members:
                self.sense_of[i] = sense

    # -- candidates -------------------------------------------------------------------------------------------

    def sense(self, members: list[int]) -> Sense:
        """Candidates of a group of names with what speaks for each before the article is looked at."""
        name = self.names[members[0]]
        if name.code:
            entry = self.gazetteer.of_code(name.code)
            found, penalty = ((entry,) if entry else ()), 0.0
        else:
            found, penalty = self.candidates(name)
        kinds = {self.names[i].kind for i in members}
        return Sense(
            name.key, members, found, [self.prior(e, kinds) for e in found], list(name.parents), penalty=penalty
        )

    def candidates(self, name: Name) -> tuple[tuple[Entry, ...], float]:
        """Places of the name; without its first or last word (at a price) when none has the whole."""
        found = self.gazetteer.lookup(name.key)
        if name.kind == "admin" and name.kind_word:
            exact = self.gazetteer.lookup(f"{name.key} {_singular(name.kind_word)}")
            found = exact + tuple(e for e in found if all(e.row != x.row for x in exact))
        words = name.key.split()
        if not found and len(words) > 1:
            if words[0] in _DIRECTIONS:
                return self.gazetteer.lookup(" ".join(words[1:]))[:_MANY], 0.7
            if name.kind in ("admin", "town"):
                return self.gazetteer.lookup(" ".join(words[:-1]))[:_MANY], 0.2
        return found[:_MANY], 0.0

    def prior(self, entry: Entry, kinds: set[str | None]) -> float:
        """Log-odds of a place before the article is looked at."""
        w = self.w
        score = w.population * math.log(entry.population + 300)
        feature = entry.feature
        if feature == "PCLI":
            score += w.country
        elif feature == "ADM1":
            score += w.admin1 + (w.kind if "admin" in kinds else 0.0)
        elif feature.startswith("ADM"):
            score += w.admin2 + (w.kind if "admin" in kinds else 0.0)
        elif feature == "PPL":
            score += w.kind if "town" in kinds and "admin" not in kinds else 0.0
            score += w.capital if government_by_capital(entry.name) == entry.country_code else 0.0
        else:
            score += w.region + w.population * math.log(1_000_000)
        if entry.country_code == "US":
            score += w.default_country
        return score + (w.main if entry.main else 0.0)

    # -- the article ------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Score every sense: first alone, then in the light of the others."""
        for sense in self.senses:
            sense.scores = [p + self.home_bonus(e) for p, e in zip(sense.prior, sense.candidates, strict=True)]
            self.settle(sense)
        for _ in range(3):
            self.parents()
            self.agree()

    def settle(self, sense: Sense) -> None:
        """Scores → chances (softmax)."""
        if not sense.scores:
            sense.chances = []
            return
        top = max(sense.scores)
        raw = [math.exp((s - top) / self.w.temperature) for s in sense.scores]
        total = sum(raw)
        sense.chances = [r / total for r in raw]

    def home_bonus(self, entry: Entry) -> float:
        """What the outlet's home says."""
        bonus = 0.0
        if self.home.country and entry.country_code == self.home.country:
            bonus += self.w.home_country
            if self.home.admin1_row >= 0 and entry.admin1_row == self.home.admin1_row:
                bonus += self.w.home_admin1
        if self.home.latitude is not None and self.home.longitude is not None and entry.latitude is not None:
            if entry.precision in ("city", "admin1") and entry.longitude is not None:
                off = distance_km(self.home.latitude, self.home.longitude, entry.latitude, entry.longitude)
                bonus += self.w.home_near * math.exp(-off / 150.0)
        return bonus

    def parents(self) -> None:
        """A parent beside a name keeps the candidates that it holds."""
        self.held: dict[int, list[float]] = {}
        for sense in self.senses:
            held = [0.0] * len(sense.candidates)
            for position in sense.parents:
                parent = self.sense_of.get(position)
                if parent is None:
                    continue
                for i, entry in enumerate(sense.candidates):
                    chance = sum(
                        c
                        for c, p in zip(parent.chances, parent.candidates, strict=True)
                        if p.row != entry.row and entry.inside(p)
                    )
                    held[i] = max(held[i], chance > 0.001 and 0.6 + 0.4 * chance)
            self.held[id(sense)] = held

    def agree(self) -> None:
        """Score again with the countries, divisions and neighbours that the other names make likely."""
        countries: dict[str, float] = defaultdict(float)
        divisions: dict[int, float] = defaultdict(float)
        cells: dict[tuple[int, int], dict[int, float]] = defaultdict(dict)
        for number, sense in enumerate(self.senses):
            weight = min(len(sense.names), 3)
            for entry, chance in zip(sense.candidates, sense.chances, strict=True):
                if chance < 0.02:
                    continue
                if entry.country_code:
                    countries[entry.country_code] += weight * chance
                if entry.admin1_row >= 0:
                    share = 1.0 if entry.feature == "ADM1" else 0.6
                    divisions[entry.admin1_row] += weight * chance * share
                if entry.feature == "PPL" and entry.latitude is not None and entry.longitude is not None:
                    cell = (round(entry.latitude / _CELL), round(entry.longitude / _CELL))
                    cells[cell][number] = max(cells[cell].get(number, 0.0), chance)
        for name in self.names:
            if name.modifier and name.code:
                countries[name.code] += 0.4
        total = sum(countries.values()) or 1.0
        for number, sense in enumerate(self.senses):
            self.rescore(number, sense, countries, total, divisions, cells)
        for sense in self.senses:
            self.settle(sense)

    def rescore(
        self,
        number: int,
        sense: Sense,
        countries: dict[str, float],
        total: float,
        divisions: dict[int, float],
        cells: dict[tuple[int, int], dict[int, float]],
    ) -> None:
        """The scores of one sense, its own contribution to the others taken out."""
        w, weight = self.w, min(len(sense.names), 3)
        held = self.held[id(sense)]
        scores: list[float] = []
        for i, entry in enumerate(sense.candidates):
            own = weight * sense.chances[i]
            score = sense.prior[i] + self.home_bonus(entry) + w.parent * held[i]
            if entry.country_code:
                others = max(0.0, countries.get(entry.country_code, 0.0) - own)
                score += w.told_country * others / max(total - weight, 1.0) if total > weight else 0.0
            if entry.admin1_row >= 0:
                share = 1.0 if entry.feature == "ADM1" else 0.6
                others = max(0.0, divisions.get(entry.admin1_row, 0.0) - share * own)
                score += w.told_admin1 * (1 - math.exp(-others))
            if entry.feature in ("PPL", "ADM2") and entry.latitude is not None and entry.longitude is not None:
                score += w.near * (1 - math.exp(-self.neighbours(number, entry.latitude, entry.longitude, cells)))
            scores.append(score)
        sense.scores = scores

    def neighbours(
        self, number: int, latitude: float, longitude: float, cells: dict[tuple[int, int], dict[int, float]]
    ) -> float:
        """How many other names have a likely town in the cells around a point."""
        y, x = round(latitude / _CELL), round(longitude / _CELL)
        seen: dict[int, float] = {}
        for dy in (-1, 0, 1):
            for dx in (-1, 0, 1):
                for other, chance in cells.get((y + dy, x + dx), {}).items():
                    if other != number:
                        seen[other] = max(seen.get(other, 0.0), chance)
        return sum(seen.values())
