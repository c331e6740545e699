"""Which names of a sentence lie in which others? "X, Y", "X village (Y district, Z)", "X, a neighborhood of Y".

The later of two neighbours becomes a parent of the earlier where the words between them say so. In a list ("X, Y and
Z") a comma says nothing by itself: there only the gazetteer makes the later hold the earlier.
"""

from __future__ import annotations

from itertools import pairwise

from app.nlp.components.toponyms.names import HYPHENS, Name, Page
from app.nlp.components.toponyms.phrases import Phrases
from app.nlp.lexicon import word_list

_GAP = 6  # tokens between a name and the one that holds it
_WIDE = 10  # the same with another name in brackets between
_CHAIN = 5  # village, district, province, country, and one to spare
_RUN = 3  # names that make a list
_CITY, _TOWN = 100_000, 20_000  # people of a town with quarters, and of one that is well known
_NEARBY = ([",", "near"], ["near"], [",", "outside"])
_APPOSING = ("of", "in")
_BESIDE = ("near", "outside")  # what a known name lies beside parts it from its namesakes
_OPENERS = ([","], ["("], [",", "("], [",", "in"], [",", "the"], ["in"], ["in", "the"], [")", ","])
_CLOSERS = (["and"], [",", "and"], ["or"], [",", "or"], ["&"])


def link_parents(page: Page, found: list[Name], phrases: Phrases) -> None:
    """Make the later names of "X, Y" and "X village (Y district, Z)" parents of the earlier ones."""
    listed = {i for run in lists(page, found) for i in run[:-1]}
    for here, name in enumerate(found[:-1]):
        then = beyond(page, found, here, phrases.boxes)
        after = found[then]
        if after.modifier or name.modifier or based_there(page, after):
            continue
        if after.start - 1 in phrases.boxes and phrases.heads(name.end, after.start - 1):
            name.boxed = name.inside = True
            name.parents.append(then)
        elif (here in listed and page.texts[name.end : after.start] == [","] and not holds(page, after, name)) or (
            after.start - name.end > (_WIDE if page.texts[name.end] == "(" else _GAP)
        ):
            continue
        elif led(page, name, after):
            name.boxed = name.in_phrase and after.in_phrase
            name.inside = page.lower[after.start - 1] in ("in", "of") or page.texts[after.start - 1] == "("
            name.parents.append(then)
    chain(page, found)
    link_ends(page, found)


def based_there(page: Page, name: Name) -> bool:
    """Whether a name is half of an adjective that says where somebody is at home: "the Britain-based watchdog"."""
    return (
        name.end + 1 < len(page.texts)
        and page.texts[name.end] in HYPHENS
        and page.lower[name.end + 1] in word_list("places.homes")
    )


def lists(page: Page, found: list[Name]) -> list[list[int]]:
    """The positions of names in each list of three or more with "and" or "or" before the last."""
    runs: list[list[int]] = []
    run: list[int] = []
    for here, (name, after) in enumerate(pairwise(found)):
        gap = page.lower[name.end : after.start]
        if gap == [","]:
            run.append(here)
            continue
        if gap in _CLOSERS and len(run) + 2 >= _RUN:
            runs.append([*run, here, here + 1])
        run = []
    return runs


def holds(page: Page, outer: Name, inner: Name) -> bool:
    """Whether the gazetteer, or the kind word of an unknown village's district, puts a name into the next one."""
    if not inner.known:
        return outer.code is not None or outer.kind == "admin"
    above = page.gazetteer.of_code(outer.code) if outer.code else next(iter(page.gazetteer.lookup(outer.key)), None)
    below = page.gazetteer.lookup(inner.key)
    if above is None or inner.code or above.feature not in ("ADM1", "PCLI"):
        return False
    if below and below[0].main and below[0].feature == above.feature:
        return False  # "Arizona, California and Utah"
    return any(e.main and e.row != above.row and e.inside(above) for e in below)


def chain(page: Page, found: list[Name]) -> None:
    """Give every name the parents of its parents, and both names of "between X and Y (Z)" those of the last."""
    for here in range(len(found) - 2, -1, -1):
        for parent in list(found[here].parents):
            found[here].parents += [p for p in found[parent].parents if p not in found[here].parents]
        del found[here].parents[_CHAIN:]  # in a list of a thousand towns each would hold all before it
        name, after = found[here], found[here + 1]
        gap = [w for w in page.lower[name.end : after.start] if page.words.kinds.get(w) != "town"]
        if name.parents or gap != ["and"]:
            continue
        if not name.known or name.in_phrase:
            name.parents, name.boxed, name.inside = list(after.parents), after.boxed, after.inside
        elif after.inside and quarter(page, name, [found[p] for p in after.parents[:1]]):
            name.parents, name.inside = list(after.parents), True


def quarter(page: Page, name: Name, holders: list[Name]) -> bool:
    """Whether "X and Y in Z" can put X into Z: Z is a large town, and X is known as small ones alone."""
    towns = [e for h in holders for e in page.gazetteer.lookup(h.key)[:1]]
    large = any(e.main and e.feature == "PPL" and e.population >= _CITY for e in towns)
    return large and all(e.population < _TOWN for e in page.gazetteer.lookup(name.key))


def beyond(page: Page, found: list[Name], here: int, boxes: set[int]) -> int:
    """The position of the next name; names in brackets that do not say where this one lies are passed over."""
    opens, then = found[here].end, here + 1
    if opens in boxes or opens >= len(page.texts) or page.texts[opens] != "(":
        return then
    closes = next((k for k in range(opens, min(opens + _WIDE, len(page.texts))) if page.texts[k] == ")"), opens)
    while then + 1 < len(found) and found[then].end <= closes:
        then += 1
    return then


def link_ends(page: Page, found: list[Name]) -> None:
    """Put the unknown end of a road, or of "between X and Y", by the other end."""
    for here, (name, after) in enumerate(pairwise(found)):
        gap = page.texts[name.end : after.start]
        if name.in_phrase and after.in_phrase and name.known != after.known and gap in (["and"], ["-"], ["–"]):
            unknown, other = (after, here) if name.known else (name, here + 1)
            unknown.parents = unknown.parents or [other]


def led(page: Page, name: Name, after: Name) -> bool:
    """Whether the words between two neighbours say that the later holds the earlier."""
    kinds = page.words.kinds
    long = page.long_kind(name.end)
    raw = (["area"] if long else []) + page.lower[long[1] if long else name.end : after.start]
    if "(" in raw and raw[:1] == ["("] and ")" in raw:
        raw = raw[raw.index(")") + 1 :]  # "X (Old X) village in Y"
    if apposed(page, raw, _APPOSING + _BESIDE if name.known else _APPOSING):
        return True
    gap = [w for w in raw if kinds.get(w) not in ("town", "admin", "part") and w not in page.words.grounds]
    if gap[:2] == [",", "in"]:  # ", in the west of"
        gap = [w for w in gap if w == "," or not (w in page.words.directions or w in ("in", "of"))]
    if gap[:2] == ["and", "its"]:  # "X and its surroundings in Y"
        gap = gap[2:]
    if gap in _OPENERS and not (gap == [","] and listed(page, after)):
        return True
    if gap == ["of"] and raw != gap:  # "X village of Y township"
        return True
    return not name.known and (gap in _NEARBY or (gap[:1] == [","] and gap[-1:] == ["of"]))  # "X, west of Y"


def apposed(page: Page, gap: list[str], prepositions: tuple[str, ...]) -> bool:
    """Whether a gap is ", a neighborhood of", ", the capital of the", ", a small town in" or ", a village near"."""
    words = gap[:-1] if gap[-1:] == ["the"] else gap
    if len(words) < 4 or words[0] != "," or words[1] not in ("a", "an", "the") or words[-1] not in prepositions:
        return False
    return page.words.kinds.get(words[-2]) in ("town", "admin", "part")


def listed(page: Page, name: Name) -> bool:
    """Whether a name stands before the last of a list ("X, Y and Z")."""
    behind = page.lower[name.end : name.end + 2]
    return bool(behind) and (behind[0] == "and" or behind == [",", "and"])
