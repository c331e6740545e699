"""Which country does a name, an adjective or a capital stand for?

The words are data: ``data/countries.tsv``. Names that are also something else (Georgia, Jordan, Chad) give
the country all the same; the caller must know from the text that the name may be a country's.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from importlib import resources

_NO_PLURAL = ("ese", "ish", "sh", "ch", "s", "men", "man", "woman", "z")
_DETERMINER = re.compile(r"^the\s+", re.IGNORECASE)
_SHORT = 4  # abbreviations up to this length are read only as they are written: "US", not "us"


@dataclass(frozen=True, slots=True)
class CountryNames:
    """The words for one country: all as written in the data file."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Tables:
    rows: dict[str, CountryNames]
    names: dict[str, str] = field(default_factory=dict)
    adjectives: dict[str, str] = field(default_factory=dict)
    capitals: dict[str, str] = field(default_factory=dict)


def _plurals(word: str) -> tuple[str, ...]:
    """A demonym and its plural where English makes one with -s."""
    return (word,) if word.endswith(_NO_PLURAL) else (word, f"{word}s")


def _plain(text: str) -> str:
    return _DETERMINER.sub("", " ".join(text.replace("’", "'").replace("-", " ").split()))


def _key(text: str) -> str:
    """The form under which a name is kept: abbreviations as written, other names in lower case."""
    text = _plain(text)
    return text if len(text.replace(".", "")) <= _SHORT and text.isupper() else text.lower()


def _find(table: dict[str, str], text: str) -> str | None:
    """The code under a text as written or in lower case; a text without a capital is not a name."""
    plain = _plain(text)
    first = next((c for c in plain if c.isalpha()), "")
    if not first.isupper():
        return None
    return table.get(plain) or table.get(plain.lower())


@functools.cache
def _tables() -> _Tables:
    file = resources.files(__package__).joinpath("data/countries.tsv")
    tables = _Tables({})
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        code, name, aliases, adjectives, capitals = line.split("\t")
        lists = (tuple(filter(None, x.split(";"))) for x in (aliases, adjectives, capitals))
        row = CountryNames(code, name, *lists)
        tables.rows[code] = row
        for text in (name, *row.aliases):
            tables.names[_key(text)] = code
        for text in row.adjectives:
            for form in _plurals(text):
                tables.adjectives[_key(form)] = code
        for text in row.capitals:
            tables.capitals[_key(text)] = code
    return tables


def countries() -> dict[str, CountryNames]:
    """Every country's words by ISO 3166-1 alpha-2 code; the caller must not change it."""
    return _tables().rows


def country_of_name(text: str) -> str | None:
    """ISO 3166-1 alpha-2 code of a country's name or abbreviation ("Burma", "the U.S."); None for others.

    Written without a capital it is not a name ("turkey").
    """
    return _find(_tables().names, text)


def country_of_adjective(text: str) -> str | None:
    """ISO 3166-1 alpha-2 code of an adjective or demonym ("Iraqi", "Iraqis", "French"); None for others."""
    return _find(_tables().adjectives, text)


def country_code_of(text: str) -> str | None:
    """ISO 3166-1 alpha-2 code of a country's name, abbreviation, adjective or demonym; None for others."""
    return country_of_name(text) or country_of_adjective(text)


def government_by_capital(text: str) -> str | None:
    """Code of the country whose government a capital's name can stand for ("Washington" → US).

    None for other names.
    """
    return _find(_tables().capitals, text)


def country_name(code: str) -> str:
    """The common English name of a country's code; the code itself when it is unknown."""
    row = _tables().rows.get(code.upper())
    return row.name if row else code
