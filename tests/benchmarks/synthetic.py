"""Events of any number for the benchmark of questions: invented, always the same, and shaped like the real ones.

Places are real and clustered (a few hundred towns have most events), days come in bursts, names, outlets and words
follow Zipf's law. Rows are made directly, many times faster than ``app.storage.mapping`` makes them from events; a
test compares the two.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import json
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.place import Place
from app.domain.text_folding import name_key, words
from app.gazetteer import Gazetteer
from app.gazetteer.index import Entry
from app.ontology.catalogue import catalogue
from app.storage import index_terms

FIRST, DAYS = dt.date(2014, 1, 1), 4_018  # to the end of 2024
PER_ARTICLE = (1, 2, 3, 4, 5, 6)
PER_ARTICLE_WEIGHTS = (20, 25, 25, 15, 10, 5)
TYPES = {
    "statement": 400, "strike": 250, "casualties": 200, "arrest": 70, "protest": 60, "territory": 19.5,
    "mobilization": 0.5,
}  # fmt: skip
RARE_SUBTYPES = 0.001  # of the events of its type
FACTUALITY = {
    "asserted": 880, "alleged": 70, "denied": 12, "possible": 20, "planned": 13, "negated": 4.9, "hypothetical": 0.1,
}  # fmt: skip
ROLES = {"statement": ("speaker",), "protest": ("protester",), "arrest": ("authority", "target")}
WEAPONS = ("drone", "mortar", "cruise missile", "car bomb", "rifle", "rocket", "artillery", "glide bomb", "mine")
BUSY = {"SY", "UA", "IQ", "IL", "PS", "MX", "NG", "US", "IN", "PK", "AF", "YE", "SD", "MM", "SO", "FJ"}  # countries
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "el", "or")]
VOCABULARY, NAMES, OUTLETS, TOWNS = 20_000, 30_000, 400, 40_000

TABLES = {
    "changes": "number at",
    "articles": "seq id title text published_at source url external_id language extra reported_at source_key pipeline"
    " reading created_at change",
    "events": "seq id article_seq position type subtype factuality confidence time_start time_end latitude longitude"
    " killed injured reported_at words keys change country_code admin1_key lasts_long counted_elsewhere source_key"
    " source about_latitude about_longitude",
    "documents": "event_seq document",
    "places": "event_seq position name_key geonames_id country_code admin1_key latitude longitude about",
    "participants": "event_seq position role name_key",
}
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Town:
    """A place with all that is made of it."""

    row: tuple[Any, ...]  # without ``about``
    json: str
    named: list[str]
    keys: list[str]
    pin: tuple[float, float]
    country_code: str
    admin1_key: str | None


@dataclass(frozen=True)
class Name:
    """A name with all that is made of it."""

    text: str
    key: str
    words: str


@dataclass
class Lots:
    """A weighted choice, quick to draw from."""

    items: Sequence[Any]
    weights: Sequence[float]
    sums: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.sums = list(itertools.accumulate(self.weights))

    def draw(self, dice: random.Random, count: int) -> list[Any]:
        return dice.choices(self.items, cum_weights=self.sums, k=count)


def zipf(items: Sequence[Any], power: float = 1.0) -> Lots:
    return Lots(items, [1 / (n + 3) ** power for n in range(len(items))])


class World:
    """Everything that events are drawn from."""

    def __init__(self, gazetteer: Gazetteer, rows: int, towns: int = TOWNS) -> None:
        dice = random.Random(20240202)
        self.articles = max(1, round(rows * sum(PER_ARTICLE_WEIGHTS) / 285))  # 2.85 events an article
        self.vocabulary = [invented(dice, 2, 3) for _ in range(VOCABULARY)]
        self.words = zipf(self.vocabulary)
        self.names = zipf([_name(dice) for _ in range(NAMES)], 0.9)
        self.outlets = zipf([f"{invented(dice, 2, 3).title()} Wire {n}" for n in range(OUTLETS)])
        self.towns = zipf(towns_of(gazetteer, dice, towns), 1.05)
        self.kinds = kinds()
        self.factuality = Lots(list(FACTUALITY), list(FACTUALITY.values()))
        self.counts = Lots(PER_ARTICLE, PER_ARTICLE_WEIGHTS)
        self.days = self._days(dice)

    def _days(self, dice: random.Random) -> list[int]:
        """The number of the first article of each day: slowly growing, with bursts that fade."""
        weights = [(0.6 + n / DAYS) * dice.lognormvariate(0, 0.3) for n in range(DAYS)]
        for _ in range(60):
            start, height = dice.randrange(DAYS), dice.uniform(2, 8)
            for n in range(start, min(start + 30, DAYS)):
                weights[n] += height * 0.85 ** (n - start)
        sums = list(itertools.accumulate(weights))
        return [0, *(round(s / sums[-1] * self.articles) for s in sums)]


def invented(dice: random.Random, low: int, high: int) -> str:
    return "".join(dice.choices(SYLLABLES, k=dice.randint(low, high)))


def _name(dice: random.Random) -> Name:
    text = f"{invented(dice, 2, 3).title()} {invented(dice, 2, 4).title()}"
    return Name(text, name_key(text), " ".join(words(text)))


def kinds() -> Lots:
    """Types with sub-types; the last sub-type of each type is rare."""
    items: list[tuple[str, str | None]] = []
    weights: list[float] = []
    for code, weight in TYPES.items():
        known = list(catalogue().types[code].subtypes)
        shares = [1.0 / (n + 1) for n in range(len(known))]
        if shares:
            shares[-1] = RARE_SUBTYPES * sum(shares)
        for subtype, share in zip([None, *known], [0.5, *shares], strict=True):
            items.append((code, subtype))
            weights.append(weight * share / (0.5 + sum(shares)))
    return Lots(items, weights)


def towns_of(gazetteer: Gazetteer, dice: random.Random, count: int) -> list[Town]:
    """Towns in the order of how much happens there: big ones of some countries first, the rest at random."""
    rows = busiest(gazetteer)
    chosen = (*rows[: count // 2], *dice.sample(rows[count // 2 :], count // 2))
    return [_town(gazetteer.entry(row)) for row in chosen]


@functools.cache
def busiest(gazetteer: Gazetteer) -> list[int]:
    """The positions of all towns in the index, the busiest first; read from its columns, which takes a second."""
    columns, features, countries = gazetteer._columns, gazetteer._features, gazetteer._countries
    towns = {n for n, feature in enumerate(features) if feature.startswith("PPL")}
    weights = [(20 if code in BUSY else 1) if code else 0 for code in countries]
    order = [
        (-(population + 1) * weights[country], row)
        for row, (feature, country, population, latitude, number) in enumerate(
            zip(*(columns[name] for name in ("feature", "country", "population", "latitude", "id")), strict=True)
        )
        if feature in towns and weights[country] and number and not math.isnan(latitude)
    ]
    return [row for _, row in sorted(order)]


def _town(entry: Entry) -> Town:
    admin1 = f',"admin1":{quoted(entry.admin1)}' if entry.admin1 else ""
    assert entry.point
    latitude, longitude = entry.point
    place = _place(entry)
    row = (
        0, name_key(entry.name), entry.geonames_id, entry.country_code,
        name_key(entry.admin1) if entry.admin1 else None, latitude, longitude,
    )  # fmt: skip
    text = (
        f'{{"name":{quoted(entry.name)},"geonames_id":{entry.geonames_id},"feature":"{entry.feature}",'
        f'"country_code":"{entry.country_code}","country":{quoted(entry.country)}{admin1},'
        f'"latitude":{latitude},"longitude":{longitude},"precision":"city","confidence":0.9}}'
    )
    parts = [part for part in (entry.name, entry.admin1, entry.country) if part]
    return Town(row, text, parts, [*index_terms.pin_keys(latitude, longitude), *index_terms.place_keys(place)],
                (latitude, longitude), entry.country_code, row[4])  # fmt: skip


def _place(entry: Entry) -> Place:
    return Place(
        entry.name,
        geonames_id=entry.geonames_id,
        country_code=entry.country_code,
        country=entry.country,
        admin1=entry.admin1,
    )


def quoted(text: str | None) -> str:
    return json.dumps(text, ensure_ascii=False)
