"""What the resolver weighs: the names of one meaning with their candidates, and what they say of the article."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from app.gazetteer import Entry
from app.nlp.components.toponyms.candidates import Candidates

SLIGHT = 0.02  # chances below this say nothing of the article
OFTEN = 3  # a name that stands more often than this in an article weighs no more
_CELL = 1.5  # degrees
_NOBODY: dict[int, float] = {}

Cells = dict[tuple[int, int], dict[int, float]]


def cell_of(point: tuple[float, float]) -> tuple[int, int]:
    """The cell of a point in degrees."""
    return round(point[0] / _CELL), round(point[1] / _CELL)


def neighbours(own: list[int], cell: tuple[int, int], cells: Cells) -> float:
    """How many names besides a name's ``own`` senses have a likely town in the cells around one."""
    seen: dict[int, float] = {}
    for y in (cell[0] - 1, cell[0], cell[0] + 1):
        for x in (cell[1] - 1, cell[1], cell[1] + 1):
            for other, chance in cells.get((y, x), _NOBODY).items():
                if other not in own and chance > seen.get(other, 0.0):
                    seen[other] = chance
    return sum(seen.values())


@dataclass(slots=True)
class Sense:
    """The names of one key with the same parents, and their candidates' scores."""

    key: str
    names: list[int]
    candidates: tuple[Entry, ...]
    prior: list[float]
    parents: list[int]
    alone: list[float] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    chances: list[float] = field(default_factory=list)
    spelling: Candidates = field(default_factory=Candidates)
    boxed: bool = False
    inside: bool = False
    peers: frozenset[int] = frozenset()

    @property
    def alike(self) -> bool:
        """Whether the likeliest candidate is spelt only nearly like the name."""
        return self.best is not None and self.best.row in self.spelling.alike

    @property
    def best(self) -> Entry | None:
        """The likeliest candidate."""
        return self.candidates[self.order[0]] if self.candidates else None

    @property
    def order(self) -> list[int]:
        """Positions of candidates, the likeliest first; ties by population, which is the index's order."""
        return sorted(range(len(self.scores)), key=lambda i: (-self.scores[i], i))


Group = tuple[str, tuple[str, ...], str | None, bool]  # key, keys of the parents, code, used as a division


def one_sense(groups: dict[Group, list[int]]) -> list[list[int]]:
    """Names without a parent join those of the same key with one, when there is but one such group.

    "Kherson" and "the Kherson region" stay apart.
    """
    with_parents: dict[tuple[str, bool], list[list[int]]] = defaultdict(list)
    for (key, parents, code, division), members in groups.items():
        if parents and code is None:
            with_parents[key, division].append(members)
    out: list[list[int]] = []
    for (key, parents, code, division), members in groups.items():
        if not parents and code is None and len(with_parents[key, division]) == 1:
            with_parents[key, division][0].extend(members)
        else:
            out.append(members)
    return out


@dataclass(slots=True)
class View:
    """What the names of an article make likely: countries and divisions by weight, towns by cell and sense."""

    countries: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    divisions: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    cells: Cells = field(default_factory=lambda: defaultdict(dict))


def rank(entry: Entry) -> tuple[str, str | None]:
    """What makes two places alike in a list: countries, divisions of one country, towns of one country."""
    return entry.feature, None if entry.feature == "PCLI" else entry.country_code


def _share(entry: Entry) -> float:
    """How far a place speaks for its division: the division's own name more than a town in it."""
    return 1.0 if entry.feature == "ADM1" else 0.6


def contribute(view: View, sense: Sense, sign: float) -> None:
    """Add what the candidates of a sense say of countries and divisions, or take it out."""
    weight = sign * min(len(sense.names), OFTEN)
    for entry, chance in zip(sense.candidates, sense.chances, strict=True):
        if chance < SLIGHT:
            continue
        if entry.country_code:
            view.countries[entry.country_code] += weight * chance
        if entry.admin1_row >= 0:
            view.divisions[entry.admin1_row] += weight * chance * _share(entry)
