"""Which places may a name mean? Those of its spelling; failing that, those of a part of it, or spelt nearly so."""

from __future__ import annotations

from app.gazetteer import Entry, Gazetteer
from app.nlp.components.places.names import Name
from app.nlp.components.places.words import words

ALIKE = 0.5  # the price of a candidate that is spelt only nearly like the name
MANY = 80  # candidates that are weighed

Found = tuple[tuple[Entry, ...], float]


def candidates(gazetteer: Gazetteer, name: Name) -> Found:
    """The places that a name may mean, the most populous first, and what their doubtful spelling costs (0 to 1)."""
    if name.kind == "street":
        return (), 0.0
    found = gazetteer.lookup(name.key)
    if name.kind in ("admin", "thing") and name.kind_word:
        exact = gazetteer.lookup(f"{name.key} {_singular(name.kind_word)}")
        found = exact + tuple(e for e in found if all(e.row != x.row for x in exact))
    if found or name.kind in ("part", "way"):
        return found[:MANY], 0.0
    parts = name.key.split()
    if len(parts) > 1 and (shorter := _shortened(gazetteer, name, parts))[0]:
        return shorter
    if parts[-1] in words().kinds:
        return (), 0.0
    return gazetteer.alike(name.key)[:MANY], ALIKE


def _shortened(gazetteer: Gazetteer, name: Name, parts: list[str]) -> Found:
    """Places of the name without a direction or kind at its beginning or end."""
    known = words()
    if parts[0] in known.directions:
        return gazetteer.lookup(" ".join(parts[1:]))[:MANY], 0.7
    found = gazetteer.lookup(" ".join(parts[:-1]))
    if parts[-1] in known.directions:
        return found[:MANY], 0.4
    if name.kind in ("admin", "town") and parts[-1] in known.kinds:
        return tuple(e for e in found if e.main or name.kind == "admin")[:MANY], 0.2
    return (), 0.0


def _singular(word: str) -> str:
    """ "counties" → "county"."""
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
