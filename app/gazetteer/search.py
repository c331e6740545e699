"""The gazetteer for people: places by name or GeoNames id, as the contract writes a place."""

from __future__ import annotations

from app.domain.evidence import Span
from app.domain.place import Place
from app.gazetteer.folding import fold
from app.gazetteer.index import Entry, Gazetteer


def place_of(entry: Entry, *, span: Span | None = None, confidence: float = 1.0) -> Place:
    """The contract's place for a gazetteer entry."""
    return Place(
        name=entry.name,
        span=span,
        geonames_id=entry.geonames_id,
        feature=entry.feature,
        country_code=entry.country_code,
        country=entry.country,
        admin1=entry.admin1,
        latitude=entry.latitude,
        longitude=entry.longitude,
        precision=entry.precision,
        confidence=round(confidence, 3),
    )


def search(gazetteer: Gazetteer, q: str, limit: int = 10) -> list[Place]:
    """Places for what somebody types: a GeoNames id, a name, "Name, Parent" or the beginning of a name."""
    if q.strip().isascii() and q.strip().isdigit():  # int() refuses digits such as "²"
        entry = gazetteer.of_id(int(q)) if int(q) < 2**31 else None
        return [place_of(entry)] if entry else []
    head, _, parent = q.partition(",")
    key = fold(head)
    if not key:
        return []
    found = list(gazetteer.named(head))
    if parents := gazetteer.named(parent):
        found = [e for e in found if any(e.inside(p) for p in parents)]
    elif len(found) < limit:
        known = {e.row for e in found}
        found += [e for e in gazetteer.starting_with(key, limit) if e.row not in known]
    return [place_of(e) for e in found[:limit]]
