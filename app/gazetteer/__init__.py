"""The places of the world: a compact index, built once, and the words for countries.

Place data © GeoNames (https://www.geonames.org), CC BY 4.0; ``data/LICENCE.md`` says how each table came here.
"""

from app.gazetteer.folding import fold
from app.gazetteer.geonames import GeoNamesSource
from app.gazetteer.index import Entry, Gazetteer
from app.gazetteer.search import place_of, search
from app.gazetteer.setup import build_index, build_own, ensure_index, forget_own, index_path, open_gazetteer

__all__ = [
    "Entry",
    "Gazetteer",
    "GeoNamesSource",
    "build_index",
    "build_own",
    "ensure_index",
    "fold",
    "forget_own",
    "index_path",
    "open_gazetteer",
    "place_of",
    "search",
]
