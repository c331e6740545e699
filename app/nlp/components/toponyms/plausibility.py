"""Reject the likeliest place of a name when nothing else in the article names its country."""

from __future__ import annotations

import re

from app.gazetteer import fold
from app.nlp.components.toponyms.resolver import Resolver
from app.nlp.components.toponyms.senses import Sense

FOCUS = 0.6  # share of an article's places that makes a country its focus
_UNNAMED = 0.1  # weight below which a country counts as not named
_ELSEWHERE = 2.0  # weight of other countries beside which a small town of one that is never mentioned is doubted
_LONG = 5  # letters of a name that its consonants distinguish from another
_VOWELS = re.compile(r"[aeiouyhw ]")
_ARTICLE = re.compile(r"^(?:al|el|ar|as|ash|ad|an|at|az) ")  # "Ar Raqqah"
_LARGE = 100_000  # a town of this size is named without its country
_ONLY = 50_000  # a town of this size is believed where no other place has its name
_FAMOUS = 1_000_000  # a town of this size has other names too ("Saigon")


def foreign(resolver: Resolver, sense: Sense) -> bool:
    """Whether a town's country is named by nothing else, and the text gives reason to doubt it.

    A small town's, when the article, its outlet or the armed groups in it name another country; that of a town known
    here only by another name ("Tarin" for Tallinn), whatever the article names, unless everybody knows the town.
    """
    best = sense.best
    if best is None or best.country_code is None or not (best.feature == "PPL" or sense.alike):
        return False
    if resolver.beside(sense).get(best.country_code, 0.0) >= _UNNAMED or any(resolver.held[id(sense)]):
        return False
    home = resolver.home.country or resolver.focus(FOCUS, sense)
    if home and not resolver.home.country and any(resolver.names[i].filed for i in sense.names):
        home = home if resolver.beside(sense)[home] >= len(sense.names) else None  # one name more says little
    if sense.alike or best.country_code == home:
        return best.country_code != home
    alone = len(sense.candidates) == 1 and best.main and best.population >= _ONLY and not sense.alike
    if alone and not resolver.home.country:
        return False  # nothing else has the name: "Missiles launched from Yemen hit Eilat"
    doubted = bool(resolver.hints) and best.country_code not in resolver.hinted
    byname = not best.main and not _alike(sense.key, fold(best.name))
    if best.population < _LARGE:
        return bool(home) or doubted or byname or sum(resolver.beside(sense).values()) >= _ELSEWHERE
    return best.population < _FAMOUS and (byname or (doubted and not best.main))


def _alike(key: str, main: str) -> bool:
    """Whether two names are one with more or fewer words ("Gaza City"), or the same but for vowels ("Raqqa")."""
    key, main = _ARTICLE.sub("", key), _ARTICLE.sub("", main)
    one, other = set(key.split()), set(main.split())
    if one <= other or other <= one:
        return True
    return len(key) >= _LONG and _VOWELS.sub("", key) == _VOWELS.sub("", main)
