"""Which place of the gazetteer does each name mean?

One sense for each name of an article, unless a parent stands beside it. A candidate's score is the log of its odds:
how large and well known it is, whether a parent beside the name holds it, whether its country and division are those
of the article and of the outlet's home, and whether other names of the article have a candidate near by. Weights were
set on development data by hand; the softmax over candidates, tempered, is the confidence.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.geo import distance_km
from app.gazetteer import Entry, Gazetteer, fold
from app.gazetteer.countries import government_by_capital
from app.nlp.components.toponyms.candidates import MANY, Candidates, candidates, seated
from app.nlp.components.toponyms.names import Name
from app.nlp.components.toponyms.outlet_home import Home
from app.nlp.components.toponyms.senses import (
    OFTEN,
    SLIGHT,
    Group,
    Sense,
    View,
    cell_of,
    contribute,
    neighbours,
    one_sense,
    rank,
)
from app.nlp.components.toponyms.words import words as _words
from app.nlp.lexicon import word_list

_ADJECTIVE = 0.4  # what a country's adjective says of where places are
_FORCE = 1.5  # what a police force says of it
_LIKELY = 0.7
_HOME_KM = 150.0
_PART_KM = 20.0
_TOWN_KM = 100.0  # no part of a town lies further from its middle


def capital(entry: Entry) -> bool:
    """Whether a town is the capital of its country."""
    return government_by_capital(entry.name) == entry.country_code or (
        (fold(entry.name), entry.country_code) in _words().capitals
    )


def first_as_states(names: Iterable[Name]) -> set[str]:
    """Names that the article first gives as those of states, never of towns: "in Kano state … the raid in Kano"."""
    states = word_list("places.states")
    first: dict[str, bool] = {}
    kinds: dict[str, set[str | None]] = defaultdict(set)
    for name in names:
        if not name.modifier:
            first.setdefault(name.key, name.kind == "admin" and name.kind_word.lower() in states)
            kinds[name.key].add("town" if name.filed else name.kind)
    return {key for key, state in first.items() if state and "town" not in kinds[key]}


def _far(entry: Entry, city: Entry) -> bool:
    """Whether a place said to lie in a town cannot: "Abbas Town in Karachi" is not Fort Abbas."""
    if city.feature != "PPL" or entry.row == city.row or entry.point is None or city.point is None:
        return False
    return distance_km(*entry.point, *city.point) > _TOWN_KM


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds of each sign; the keys of the scoring, so that they can be fitted together."""

    population: float = 0.55
    country: float = 3.2
    admin1: float = 1.6
    capital: float = 3.2
    admin2: float = -0.6
    bare_admin2: float = -3.0
    seat: float = -3.0
    alike: float = -2.0
    region: float = 3.0
    main: float = 1.7
    kind: float = 1.2
    parent: float = 5.0
    named_country: float = 2.2
    named_admin1: float = 3.2
    near: float = 0.9
    in_town: float = 4.0
    peer: float = 3.0
    home_country: float = 1.5
    home_admin1: float = 1.0
    home_near: float = 2.5
    default_country: float = 0.3
    temperature: float = 0.6


class Resolver:
    """Resolves the names of one article; short-lived."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        names: list[Name],
        home: Home,
        weights: Weights,
        *,
        hints: Iterable[tuple[str, ...]] = (),
        forces: Iterable[str] = (),
    ) -> None:
        self.gazetteer, self.names, self.home, self.w = gazetteer, names, home, weights
        self.hints = sorted(set(hints))
        self.forces = sorted(set(forces))
        self.hinted = {code for codes in self.hints for code in codes}
        self.senses: list[Sense] = []
        self.sense_of: dict[int, Sense] = {}
        self.countries: dict[str, float] = {}
        self.held: dict[int, list[float]] = {}
        self.divisions = {name.key for name in names if name.kind == "admin"}
        states = first_as_states(names)
        groups: dict[Group, list[int]] = defaultdict(list)
        self.holders = {p for name in names for p in name.parents}
        for i, name in enumerate(names):
            if not name.modifier:
                division = name.kind == "admin" or i in self.holders or name.key in states
                groups[(name.key, tuple(names[p].key for p in name.parents), name.code, division)].append(i)
        for members in one_sense(groups):
            sense = self.sense(members)
            self.senses.append(sense)
            for i in members:
                self.sense_of[i] = sense
        self.alike: dict[str, list[int]] = defaultdict(list)
        for number, sense in enumerate(self.senses):
            self.alike[sense.key].append(number)

    # -- candidates -------------------------------------------------------------------------------------------

    def sense(self, members: list[int]) -> Sense:
        """Candidates of a group of names with what speaks for each before the article is looked at."""
        name = self.names[members[0]]
        if name.code and not (name.boxed and self.elsewhere(name)):
            entry = self.gazetteer.of_code(name.code)
            known = Candidates((entry,) if entry else ())
        else:
            known = candidates(self.gazetteer, name, division=name.key in self.divisions)
        found = known.found
        kinds = {self.names[i].kind for i in members}
        division = "admin" in kinds or any(i in self.holders for i in members)
        seats = frozenset() if division else seated(found)
        return Sense(
            name.key,
            members,
            found,
            [
                self.prior(e, kinds)
                + (self.w.seat if e.row in seats else 0.0)
                + (self.w.alike if e.row in known.alike else 0.0)
                for e in found
            ],
            list(name.parents),
            spelling=known,
            boxed=any(self.names[i].boxed for i in members),
            inside=any(self.names[i].inside for i in members),
            peers=frozenset(p for i in members for p in self.names[i].peers) - set(members),
        )

    def elsewhere(self, name: Name) -> bool:
        """Whether the brackets behind a country's name put it in another country ("Tonga (Dori, Séno)")."""
        last = self.names[name.parents[-1]]
        found = self.gazetteer.lookup(last.key)
        return bool(found) and last.code is None and all(e.country_code != name.code for e in found[:MANY])

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
            score += w.admin2 + (w.kind if "admin" in kinds else 0.0 if entry.main else w.bare_admin2)
        elif feature == "PPL":
            score += w.kind if "town" in kinds and "admin" not in kinds else 0.0
            score += w.capital if entry.main and capital(entry) else 0.0
        else:
            score += w.region + w.population * math.log(1_000_000)
        if entry.country_code == "US":
            score += w.default_country
        return score + (w.main if entry.main else 0.0)

    # -- the article ------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Score every sense: first alone, then in the light of the others."""
        for sense in self.senses:
            sense.alone = [p + self.home_bonus(e) for p, e in zip(sense.prior, sense.candidates, strict=True)]
            sense.scores = sense.alone
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

    def beside(self, sense: Sense | None) -> dict[str, float]:
        """How often the article names each country, without what one sense itself says."""
        weights = dict(self.countries)
        for number in self.alike.get(sense.key, ()) if sense is not None else ():
            own = self.senses[number]
            weight = min(len(own.names), OFTEN)
            for entry, chance in zip(own.candidates, own.chances, strict=True):
                if entry.country_code in weights:
                    weights[entry.country_code] -= weight * chance
        return weights

    def focus(self, least: float, sense: Sense | None = None, *, fewest: float = 0.3) -> str | None:
        """The country that has this share and number of the article's places; the outlet's home counts as one more."""
        weights = self.beside(sense)
        if self.home.country:
            weights[self.home.country] = weights.get(self.home.country, 0.0) + 1.0
        for name in self.names:
            if name.modifier and name.code in _words().expeditionary:
                weights[name.code] -= _ADJECTIVE
        total = sum(weights.values())
        best = max(weights, key=lambda code: weights[code], default=None)
        return best if best is not None and weights[best] >= max(fewest, least * total) else None

    def sure(self) -> list[Entry]:
        """The places that the article names, each by its likeliest candidate where that is likely."""
        likely = [(s.best, s.chances[s.order[0]]) for s in self.senses if s.best is not None]
        return [best for best, chance in likely if chance >= _LIKELY]

    def city(self) -> Entry | None:
        """The town that the article names more often than all other towns together."""
        weights: dict[int, float] = defaultdict(float)
        entries: dict[int, Entry] = {}
        for sense in self.senses:
            if sense.best is not None and sense.best.feature == "PPL" and not self.partial(sense):
                weights[sense.best.row] += len(sense.names) * sense.chances[sense.order[0]]
                entries[sense.best.row] = sense.best
        best = max(weights, key=lambda row: (weights[row], -row), default=None)
        return entries[best] if best is not None and 2 * weights[best] >= sum(weights.values()) else None

    def partial(self, sense: Sense) -> bool:
        """Whether a name is part of a town, or only that of an institution: "Mount Sinai Hospital"."""
        sites = all(self.names[i].kind_word.lower() in _words().sites for i in sense.names)
        return sites or self.quarter(sense)

    def quarter(self, sense: Sense) -> bool:
        """Whether a name is part of a town: "the West Side", or "in Shawnee" of "the Shawnee section"."""
        words = sense.key.split()
        if len(words) > 1 and words[0] in _words().directions and _words().kinds.get(words[-1]) == "part":
            return True
        kinds = {self.names[i].kind for i in sense.names}
        return "part" in kinds and "town" not in kinds and "admin" not in kinds

    def city_of(self, sense: Sense) -> Entry | None:
        """The town in which a name is said to lie ("Sanchaung township (Yangon)")."""
        if not sense.inside:
            return None
        found = [self.sense_of[p].best for p in sense.parents[:1] if p in self.sense_of]
        return found[0] if found and found[0] is not None and found[0].feature == "PPL" else None

    def ranks(self, sense: Sense) -> dict[tuple[str, str | None], float]:
        """What share of the names in the same list is of each rank: "Arizona, Georgia and Utah" are three states."""
        shares: dict[tuple[str, str | None], float] = defaultdict(float)
        others = {id(o): o for p in sense.peers if (o := self.sense_of.get(p)) is not None and o is not sense}
        for other in others.values():
            if other.best is not None:
                shares[rank(other.best)] += other.chances[other.order[0]] / len(others)
        return shares

    def outside(self, sense: Sense) -> bool:
        """Whether the divisions or the country named behind a town's name hold none of its candidates."""
        best = sense.best
        inner = ("PPL", "ADM3", "ADM2", "ADM1", "PCLI") if sense.boxed else ("PPL", "ADM3", "ADM2")
        if best is None or best.feature not in inner or any(self.held[id(sense)]):
            return False
        parents = [self.sense_of[p].best for p in sense.parents if p in self.sense_of]
        if best.feature in ("ADM1", "PCLI") and any(
            p is not None and p.row != best.row and p.inside(best) for p in parents
        ):
            return False
        if any(p is not None and p.row != best.row and p.feature in ("ADM1", "ADM2", "PCLI") for p in parents):
            return True
        return sense.inside and any(p is not None and _far(best, p) for p in parents)

    def home_bonus(self, entry: Entry) -> float:
        """What the outlet's home says."""
        bonus = 0.0
        if self.home.country and entry.country_code == self.home.country:
            bonus += self.w.home_country
            if self.home.admin1_row >= 0 and entry.admin1_row == self.home.admin1_row:
                bonus += self.w.home_admin1
        here, there = self.home.point, entry.point
        if here is not None and there is not None and entry.precision in ("city", "admin1"):
            bonus += self.w.home_near * math.exp(-distance_km(*here, *there) / _HOME_KM)
        return bonus

    def parents(self) -> None:
        """A parent beside a name keeps the candidates that it holds."""
        for sense in self.senses:
            held = [0.0] * len(sense.candidates)
            for position in sense.parents:
                parent = self.sense_of.get(position)
                if parent is None:
                    continue
                # what holds an entry has one of three rows: no need to try every pair of candidates
                chance_of = {p.row: c for c, p in zip(parent.chances, parent.candidates, strict=True)}
                for i, entry in enumerate(sense.candidates):
                    above = {entry.nation_row, entry.admin1_row, entry.admin2_row} - {entry.row}
                    chance = sum(chance_of.get(row, 0.0) for row in sorted(above))
                    held[i] = max(held[i], chance > 0.001 and 0.6 + 0.4 * chance)
            self.held[id(sense)] = held

    def agree(self) -> None:
        """Score again with the countries, divisions and neighbours that the other names make likely."""
        view = self.look()
        self.countries = view.countries
        for sense in self.senses:
            sense.scores = self.rescored(sense, view)
        for sense in self.senses:
            self.settle(sense)

    def look(self) -> View:
        """What all names together say, each weighted by its chances."""
        view = View()
        for number, sense in enumerate(self.senses):
            contribute(view, sense, 1.0)
            for entry, chance in zip(sense.candidates, sense.chances, strict=True):
                if chance >= SLIGHT and entry.feature == "PPL" and entry.point is not None:
                    cell = view.cells[cell_of(entry.point)]
                    cell[number] = max(cell.get(number, 0.0), chance)
        for name in self.names:
            if name.modifier and name.code:
                view.countries[name.code] += _ADJECTIVE
        for codes in self.hints:
            for code in codes:
                view.countries[code] += _ADJECTIVE / len(codes)
        for code in self.forces:
            view.countries[code] += _FORCE
        return view

    def rescored(self, sense: Sense, view: View) -> list[float]:
        """The scores of one sense in the light of the others; its own contribution is taken out."""
        w, held = self.w, self.held[id(sense)]
        own = self.alike[sense.key]
        for other in own:
            contribute(view, self.senses[other], -1.0)
        total = max(1.0, sum(view.countries.values()))
        city, ranks = self.city_of(sense), self.ranks(sense)
        scores: list[float] = []
        for i, entry in enumerate(sense.candidates):
            score = sense.alone[i] + w.parent * held[i]
            if entry.country_code:
                score += w.named_country * max(0.0, view.countries[entry.country_code]) / total
            if entry.admin1_row >= 0:
                score += w.named_admin1 * (1 - math.exp(-max(0.0, view.divisions[entry.admin1_row])))
            score += w.peer * ranks.get(rank(entry), 0.0)
            if entry.feature in ("PPL", "ADM2") and entry.point is not None:
                score += w.near * (1 - math.exp(-neighbours(own, cell_of(entry.point), view.cells)))
            if city is not None and entry.feature == "PPL" and entry.point is not None and city.point is not None:
                score += w.in_town * math.exp(-distance_km(*entry.point, *city.point) / _PART_KM)
            scores.append(score)
        for other in own:
            contribute(view, self.senses[other], 1.0)
        return scores
