"""Names in a text: groups of the lexicon, persons with the titles before them, countries inside a phrase."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.gazetteer.countries import country_code_of
from app.nlp.lexicon import word_list
from app.nlp.lexicon.participants import Group, bare, given_names, groups, headline_verbs, kinds, titles
from app.nlp.token_table import TokenTable

_JOINERS = frozenset("-–")
_NAME_POS = frozenset(["PROPN"])
_TITLE_POS = frozenset(["PROPN", "NOUN", "ADJ"])
_DATES = frozenset(["DATE", "TIME", "CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"])
_SHORTEST = 2  # letters of an acronym that may be a word


@dataclass(frozen=True, slots=True)
class Person:
    """A person's name with what stands before it: ``start`` title, ``name`` first word of the name, ``end``."""

    start: int
    name: int
    end: int


def find_groups(tokens: TokenTable) -> dict[int, tuple[int, Group]]:
    """Named groups: first token → (end, group); the longest match wins."""
    table, found = groups(), {}
    i, count = 0, len(tokens.text)
    while i < count:
        rows = table.get(bare(tokens.lower[i])) if tokens.text[i][0].isupper() or tokens.text[i][-1].isupper() else None
        end = _match(tokens, i, rows) if rows else None
        if end:
            found[i] = end
            i = end[0]
        else:
            i += 1
    return found


def _match(
    tokens: TokenTable, start: int, rows: list[tuple[tuple[str, ...], str | None, Group]]
) -> tuple[int, Group] | None:
    for further, spelling, group in rows:
        if spelling is not None and tokens.text[start].replace(".", "") != spelling.replace(".", ""):
            continue
        if spelling is not None and len(spelling) <= _SHORTEST and _in_capitals(tokens, start):
            continue
        i, ok = start + 1, True
        for word in further:
            while i < len(tokens.text) and tokens.text[i] in _JOINERS | {"(", "/", "'", "’"}:
                i += 1
            if i >= len(tokens.text) or bare(tokens.lower[i]) != word:
                ok = False
                break
            i += 1
        if ok and (further or tokens.text[start][0].isupper()):
            return i, group
    return None


def _in_capitals(tokens: TokenTable, i: int) -> bool:
    """Whether the words beside a token are in capitals too, as in a heading: "WHO IS NEXT"."""
    beside = tokens.text[max(0, i - 1) : i] + tokens.text[i + 1 : i + 2]
    return any(word.isupper() and word.isalpha() for word in beside)


def find_persons(tokens: TokenTable, taken: dict[int, tuple[int, Group]]) -> list[Person]:
    """Persons: named entities of that label, and capitalised names after a title."""
    offices, address = titles()
    given = given_names()
    grouped = {k for start, (end, _) in taken.items() for k in range(start, end)}
    persons: list[Person] = []
    i, count = 0, len(tokens.text)
    while i < count:
        name = -1
        word = tokens.lower[i].rstrip(".")
        if i in grouped:
            i += 1
            continue
        if word in offices and i + 1 < count:
            name = _after_title(tokens, i)
        if name < 0 and tokens.ent[i] == "PERSON" and tokens.ent_start[i] == i and tokens.pos[i] == "PROPN":
            after = tokens.ent_end[i]
            if after + 1 < count and tokens.lower[after] in offices and _after_title(tokens, after) >= 0:
                i = after  # a place taken for a person: "Al-Qaim Mayor ..."
                continue
            name = _skip_titles(tokens, i, offices)
        if name < 0 and word in given and _unlabelled_name(tokens, i):
            name = i
        if name < 0 or name in grouped:
            i += 1
            continue
        end = _name_end(tokens, name)
        if tokens.lower[end - 1] in kinds().place_words and end - name > 1:
            i = end
            continue
        start = _title_start(tokens, name, offices | address, persons[-1].end if persons else 0)
        persons.append(Person(start, name, end))
        i = end
    return persons


def _unlabelled_name(tokens: TokenTable, i: int) -> bool:
    """Whether a given name that the recogniser left alone or took for a month begins a name: "Ana Kovac", "May Lee"."""
    dated = tokens.ent[i] == "DATE" and tokens.lower[i] in word_list("titles.month_names") and tokens.ent_end[i] > i + 1
    if (tokens.ent[i] and not dated) or tokens.pos[i] != "PROPN" or not tokens.text[i][0].isupper():
        return False
    after = i + 1
    if after >= len(tokens.text) or tokens.sent[after] != tokens.sent[i] or tokens.pos[after] != "PROPN":
        return False
    return tokens.text[after][0].isupper() and tokens.lower[after] not in word_list("titles.no_surnames")


def _skip_titles(tokens: TokenTable, start: int, offices: frozenset[str]) -> int:
    """First word of the name when the recogniser took the title for a part of it."""
    end = tokens.ent_end[start]
    last = max((k for k in range(start, end) if tokens.lower[k].rstrip(".") in offices), default=-1)
    if last < 0 or end - start == 1:
        return start
    after = last + 1
    return after if after < len(tokens.text) and tokens.pos[after] == "PROPN" and _name_word(tokens, after) else start


def _after_title(tokens: TokenTable, office: int) -> int:
    """First word of a name that follows a title, or -1."""
    offices, _ = titles()
    i, count = office + 1, len(tokens.text)
    if tokens.lower[i] in ("of", "for"):
        i += 1
        i += tokens.lower[i : i + 1] == ["the"]
        for length in (4, 3, 2, 1):
            if tuple(tokens.lower[i : i + length]) in kinds().portfolios:
                i += length
                break
        else:
            return -1
    if i < count and tokens.ent[i] != "PERSON" and _body(tokens, i):
        return -1
    if i >= count or not _name_word(tokens, i) or tokens.lower[i].rstrip(".") in offices or tokens.ent[i] in _DATES:
        return -1
    if tokens.sent[i] != tokens.sent[office] or (tokens.ent[i] in ("ORG", "GPE", "NORP") and tokens.ent_start[i] != i):
        return i if tokens.pos[office] == "PROPN" and tokens.sent[i] == tokens.sent[office] else -1
    if tokens.ent[i] in ("GPE", "NORP", "FAC", "EVENT", "LAW") or country_code_of(tokens.text[i]):
        return -1
    return i


def _body(tokens: TokenTable, i: int) -> bool:
    """Whether a word after a title makes it the name of a body or place: "Justice Department", "King County"."""
    table = kinds()
    word = tokens.lower[i]
    return word in table.name_heads or word in table.place_words or table.heads.get(word) in (
        "government", "organization", "facility", "media", "military",
    )  # fmt: skip


def _name_word(tokens: TokenTable, i: int) -> bool:
    return (tokens.pos[i] == "PROPN" and tokens.text[i][0].isupper()) or tokens.ent[i] == "PERSON"


def _name_end(tokens: TokenTable, name: int) -> int:
    i, count, sent = name, len(tokens.text), tokens.sent[name]
    stop = tokens.ent_end[name] if tokens.ent[name] == "PERSON" else -1
    while i < count and tokens.sent[i] == sent:
        word = tokens.text[i]
        if i == stop and tokens.ent[i] == "PERSON" and tokens.pos[i] == "PROPN":
            stop = tokens.ent_end[i]  # "Oleksandr" and "Marchuk", taken for two persons
        if i > name and tokens.lower[i] in headline_verbs():
            break
        if (i < stop and tokens.pos[i] in ("PROPN", "X", "NOUN", "ADJ", "VERB") and word not in ("'s", "’s")) or (
            _name_word(tokens, i)
            and (tokens.ent[i] not in _DATES or tokens.ent_start[i] == tokens.ent_start[name])
            and (i < stop or stop < 0)
            and "\n" not in word
        ):
            i += 1
        elif (
            i + 1 < count
            and i > name
            and word in _JOINERS
            and _name_word(tokens, i + 1)
            and not tokens.text[i - 1].isspace()
        ):
            i += 2
        elif (
            i + 1 < count
            and i > name
            and tokens.lower[i] in word_list("kinds.name_particles")
            and _name_word(tokens, i + 1)
        ):
            i += 1
        else:
            break
    return max(i, name + 1)


def _title_start(tokens: TokenTable, name: int, words: frozenset[str], floor: int) -> int:
    """Where the title before a name begins; ``name`` itself when there is none."""
    sent, i, start, seen = tokens.sent[name], name - 1, name, False
    while i >= floor and tokens.sent[i] == sent:
        text, lower = tokens.text[i], tokens.lower[i]
        office = lower.rstrip(".") in words
        if not (office or tokens.pos[i] in _TITLE_POS or text in _JOINERS or lower in ("'s", "’s", "of", "for", ".")):
            break
        if tokens.ent[i] in ("DATE", "TIME") or (text == "." and tokens.lower[i - 1].rstrip(".") not in words):
            break
        if tokens.head[i] == i or not (
            i < tokens.head[i] < name + 6
            or lower in ("of", "for", ".")
            or (tokens.head[i] < i and _under(tokens, i, name))
        ):
            break
        if lower in ("of", "for") and (seen or i == name - 1):
            break  # "the words of President Roe", "an attorney for Jane Roe": what stands before is not her title
        seen = seen or office
        if office or (seen and text not in _JOINERS and lower not in ("'s", "’s", "of", "for", ".")):
            start = i
        i -= 1
    return start


def _under(tokens: TokenTable, i: int, name: int) -> bool:
    """Whether a token hangs, over at most three steps, on one that stands no more than six tokens before the name."""
    for _ in range(3):
        i = tokens.head[i]
        if i > name - 7:
            return True
    return False


@functools.lru_cache(maxsize=8192)
def _country(text: str) -> str | None:
    return country_code_of(text)


def country_in(
    tokens: TokenTable,
    start: int,
    end: int,
    taken: dict[int, tuple[int, Group]],
    namesakes: Mapping[str, str | None] = MappingProxyType({}),
) -> str | None:
    """The country that a phrase names or is an adjective of ("Iraqi armed forces").

    Not who is behind it ("Iranian-backed"), and not what only sounds like one ("Latin American", "Panama City").
    ``namesakes`` are names of countries that are something else in this text, with the country in which that lies.
    """
    i = start
    lookalikes = kinds().lookalikes
    while i < end:
        if i in taken and taken[i][1].country:
            return taken[i][1].country
        text = tokens.text[i]
        if text[0].isupper() and tokens.lower[i] != "the":
            pair = f"{text} {tokens.text[i + 1]}" if i + 1 < end else ""
            if pair.lower() in lookalikes or (i + 1 < end and tokens.lower[i + 1] in kinds().no_country_before):
                i += 2
                continue
            code = (_country(pair) if pair and tokens.text[i + 1][0].isupper() else None) or _country(text)
            code = namesakes.get(text, code)
            if code and not (i + 1 < len(tokens.text) and tokens.text[i + 1] in _JOINERS):
                return code
        i += 1
    return None
