"""Phrases that name a place by its parents: lists in brackets, pairs, chains, compounds.

"Ostrel (Larn, Vask Province)", "Ostrel village, Larn tract, Vask township", "between Ostrel and Vask", "the axis
Ostrel-Vask": such phrases name places, also those that no gazetteer knows. The functions read lists of words and
say which token ranges are names; ``recognizer.py`` weighs them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.gazetteer import Entry, fold
from app.nlp.components.toponyms.names import HYPHENS, Name, Page
from app.nlp.lexicon import word_list
from app.nlp.lexicon.datelines import words

_MOST = 5  # names in one pair of brackets: village, district, province, country, and one to spare
_MANY = 20  # places of one name that are looked at
_TOWN = 10_000  # people of a town that a pair may name without a kind word
_WORDS = 5  # words of one name
_INNER = HYPHENS | {"'", "’"}
_REACH = 40  # tokens up to which a closing bracket is sought


@dataclass(frozen=True, slots=True)
class Bracket:
    """A list in brackets behind a name: where it opens, and the names inside, each without its kind word.

    ``kinds``: for each name, whether a kind word follows it ("Vask Province").
    """

    opens: int
    items: tuple[tuple[int, int], ...]
    kinds: tuple[bool, ...]


def capitals(page: Page, i: int, limit: int) -> int:
    """The end of a run of capitalised words, parts of compounds and digits behind them, that begins at ``i``."""
    texts = page.texts
    j = i
    while j < limit and j - i < 2 * _WORDS:
        inside = j > i and not page.spaced[j - 1] and (texts[j] in _INNER or texts[j - 1] in HYPHENS)
        if not (texts[j][0].isupper() or inside or page.article(j) or texts[j] == "n'"):
            break
        j += 1
    while j > i and texts[j - 1] in HYPHENS:
        j -= 1
    return j


def brackets(page: Page) -> list[Bracket]:
    """Every pair of brackets that holds nothing but names, with or without kind words, behind a name or a kind word."""
    texts, found = page.texts, []
    for i, text in enumerate(texts):
        if text != "(" or i == 0 or not _named(page, i - 1):
            continue
        close = next((k for k in range(i + 1, min(len(texts), i + _REACH)) if texts[k] == ")"), None)
        if close is not None and (bracket := _read(page, i, close)):
            found.append(bracket)
    return found


def _named(page: Page, i: int) -> bool:
    """Whether the word before a bracket is (the end of) a name, a number behind one, or the kind of a place."""
    return page.texts[i][0].isupper() or page.lower[i] in page.words.kinds or page.lower[i] in page.words.grounds


def _read(page: Page, opens: int, close: int) -> Bracket | None:
    items: list[tuple[int, int]] = []
    kinds: list[bool] = []
    i = opens + 1
    while i < close:
        end = capitals(page, i, close)
        if end == i or end - i > _WORDS + 2:
            return None
        kind = end < close and page.words.kinds.get(page.lower[end]) in ("town", "admin")
        inner = end - 1 > i and page.words.kinds.get(page.lower[end - 1]) in ("town", "admin")
        items.append((i, end - inner))
        kinds.append(bool(kind or inner))
        i = end
        while i < close and page.lower[i] in page.words.kinds:
            i += 1
        if i < close and page.texts[i] not in {",", ";", "/"}:
            return None
        i += 1
    initials = all(page.texts[a].isupper() and b - a == 1 for a, b in items)
    return Bracket(opens, tuple(items), tuple(kinds)) if items and len(items) <= _MOST and not initials else None


def pairs(page: Page) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The two names of "between X and Y"."""
    texts, lower, n = page.texts, page.lower, len(page.texts)
    found: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for i in range(n - 3):
        if lower[i] != "between":
            continue
        start = i + 1 + (" ".join(lower[i + 1 : i + 4]) in word_list("places.lists")) * 3
        end = capitals(page, start, n)
        then = end
        while then < n and page.words.kinds.get(lower[then]) == "town":
            then += 1
        if end > start and then < n - 1 and lower[then] == "and" and texts[then + 1][0].isupper():
            found.append(((start, end), (then + 1, capitals(page, then + 1, n))))
    return found


def ways(page: Page) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The two ends of "the axis X-Y" and "the X-Y road"."""
    texts, lower, n = page.texts, page.lower, len(page.texts)
    found: list[tuple[tuple[int, int], tuple[int, int]]] = []
    for i in range(1, n - 1):
        if texts[i] not in HYPHENS or page.spaced[i] or page.spaced[i - 1]:
            continue
        start, end = i - 1, i + 1
        while start > 0 and texts[start - 1][0].isupper() and lower[start - 1] not in page.words.ways:
            start -= 1
        while end < n and end - i < _WORDS and texts[end][0].isupper() and lower[end] not in page.words.ways:
            end += 1
        named = texts[start][0].isupper() and end > i + 1 and i - start < _WORDS
        before, behind = lower[start - 1] if start else "", lower[end] if end < n else ""
        if named and (before in page.words.ways or behind in page.words.ways):
            found.append(((start, i), (i + 1, end)))
    return found


def datelined(page: Page) -> Iterator[tuple[int, int]]:
    """The towns of datelines, which lie on no ship: "LIMA, Peru, May 3 (Newswire) --"."""
    for filed in page.doc._.filed:
        for first, last in filed.places:
            span = page.doc.char_span(first, last, alignment_mode="expand")
            ship = words().aboard_of(span.text) if span is not None else True
            if span is not None and not ship and not filed.doubtful and span.text.lower() not in words().seats:
                yield span.start, span.end


class Phrases:
    """The phrases of one Doc; ``village_there``: whether words name a village of a country that is named.

    ``boxes`` are the positions of the brackets that say where the name before them lies.
    """

    def __init__(self, page: Page, village_there: Callable[[int, int], bool]) -> None:
        self.page, self.village_there = page, village_there
        lists = [bracket for bracket in brackets(page) if self.placed(bracket)]
        self.boxes = {bracket.opens for bracket in lists}
        self.named = [item for bracket in lists for item in bracket.items]
        for pair in pairs(page):
            if self.apart(pair):
                self.named += pair
        self.ways = {end for pair in ways(page) for end in pair}
        self.named += sorted(self.ways)
        self.towns = set(datelined(page))
        self.named += sorted(self.towns)

    def entries(self, start: int, end: int) -> tuple[Entry, ...]:
        """The places of a name by their main names; "Vask-North" counts as Vask."""
        words = fold(self.page.slice(start, end)).split()
        found = self.page.gazetteer.lookup(" ".join(words))
        if not found and len(words) > 1 and words[-1] in self.page.words.directions:
            found = self.page.gazetteer.lookup(" ".join(words[:-1]))
        return tuple(e for e in found[:_MANY] if e.main)

    def placed(self, bracket: Bracket) -> bool:
        """Whether the names in a bracket are places: one has a kind word, or one is a division or country we know."""
        if any(bracket.kinds):
            return True
        features = {e.feature[:3] for start, end in bracket.items for e in self.entries(start, end)}
        return bool(features & {"ADM", "PCL"}) or (len(bracket.items) > 1 and "PPL" in features)

    def apart(self, pair: tuple[tuple[int, int], tuple[int, int]]) -> bool:
        """Whether "between X and Y" names places: a kind word behind one, a town that is not a person, villages."""
        page = self.page
        if any(end < len(page.lower) and page.words.kinds.get(page.lower[end]) == "town" for _, end in pair):
            return True
        if all(self.village_there(a, b) for a, b in pair):
            return True
        people = [page.label[a] == "PERSON" or page.lower[b - 1] in page.surnames for a, b in pair]
        return not all(people) and any(e.population >= _TOWN for a, b in pair for e in self.entries(a, b))

    def names(self, found: list[Name]) -> list[Name]:
        """The names of the text with those of the phrases, in text order; parts of the latter give way."""
        owner = {i: name for name in found for i in range(name.start, name.end)}
        for start, end in self.named:
            parts = {id(owner[i]): owner[i] for i in range(start, end) if i in owner}
            whole = next((n for n in parts.values() if n.start <= start and n.end >= end), None)
            if whole is None:
                key = fold(self.page.slice(start, end))
                if (start, end) in self.towns and parts and not self.page.gazetteer.has(key):
                    continue  # "NEAR BOISE", "LARN CO."
                for part in parts.values():
                    for i in range(part.start, part.end):
                        owner.pop(i, None)
                if not key or key in self.page.words.never:
                    continue
                whole = self.page.labelled(Name(start, end, key, known=self.page.gazetteer.has(key)))
                owner |= dict.fromkeys(range(start, end), whole)
            whole.in_phrase = not whole.modifier
            whole.kind = "way" if (start, end) in self.ways else None
            whole.filed = (start, end) in self.towns
        return sorted({id(name): name for name in owner.values()}.values(), key=lambda name: name.start)

    def heads(self, end: int, opens: int) -> bool:
        """Whether nothing but kinds, directions and parts of names stands between a name and a bracket behind it."""
        page = self.page
        if opens - end > _REACH // 4:
            return False
        plain = page.words.grounds | page.words.directions | {"in", "of", "and", "its", ",", "-"}
        return all(
            page.texts[i][0].isupper()
            or page.texts[i].isdigit()
            or page.lower[i] in page.words.kinds
            or page.lower[i] in plain
            for i in range(end, opens)
        )
