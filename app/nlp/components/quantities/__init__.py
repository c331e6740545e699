"""How many of what does a noun phrase speak of?

Numerals and number words with their hedges: "16", "1,200", "2.5 million", "two dozen", "at least a
dozen" (12 to unknown), "up to 30" (unknown to 30), "16-18", "between 5 and 10", "several", "dozens".
Numbers that count no things are left out: ages, dates, years, times, distances, money, shares, ordinals,
telephone, road and house numbers. "a man" and "no one" are not read here: what they mean depends on who
asks (see ``casualties``).
Lexicon: ``numerals.yaml``, ``hedges.yaml``.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc, Token

from app.nlp.annotations import Quantity
from app.nlp.components.quantities.numbers import DASHES, Number, cardinal, hedged, ranged, words
from app.nlp.token_table import token_table

__all__ = ["counted", "find_quantities", "quantities"]
_PERSON_AGE = 115


def _names_no_count(doc: Doc, lower: Sequence[str], number: Number) -> bool:
    """Whether a number is a date, a measure, a name's part … and counts nothing."""
    lex, start, end = words(), number.start, number.end
    before = lower[start - 1] if start else ""
    after = lower[end] if end < len(lower) else ""
    if after in DASHES and end + 1 < len(lower) and not doc[end].whitespace_ and lower[end + 1].isalnum():
        return True  # "three-day", "651-7400"
    if before in DASHES and start > 1 and not doc[start - 1].whitespace_ and lower[start - 2][-1:].isalnum():
        return True  # "brigade-5"
    if before in lex.currency or after in lex.measures or (after.endswith("s") and after[:-1] in lex.measures):
        return True
    if lower[start] == "one" and end == start + 1:
        return before in lex.one_after or after in lex.one_before
    if lower[end - 1] == "couple" and after != "of" and (end == len(doc) or doc[end].tag_ != "NNS"):
        return True  # "A couple fled."
    return number.digits and _is_label(doc, lower, number, before, after)


def _is_label(doc: Doc, lower: Sequence[str], number: Number, before: str, after: str) -> bool:
    """Figures only: dates, years, ages, addresses, names with a number."""
    lex, value, end = words(), number.high or number.low or 0, number.end
    token = doc[number.start]
    aged = any("".join(lower[end : end + size]) in lex.aged for size in (1, 2, 3))
    if (
        before in lex.labels
        or aged
        or _is_bound_of_age(lower, number)
        or _is_place_in_a_series(lower, number)
        or after in lex.decades
        or token.lower_ in lex.emergency
        or _is_telephone(lower, number)
    ):
        return True
    if value <= 31 and (before in lex.months and doc[number.start - 1].text[:1].isupper()):
        return True
    if after in lex.months and doc[end].text[:1].isupper() and value <= 31:
        return True
    if len(token) == 4 and 1900 <= value < 2100 and (end >= len(doc) or doc[end].tag_ != "NNS"):
        return True
    if value <= _PERSON_AGE and _is_age(doc, number.start, before, after):
        return True
    if token.dep_ == "nummod" and token.head.i < token.i and token.head.pos_ in ("NOUN", "PROPN"):
        return True
    i = end
    while i < min(end + 5, len(doc)) and doc[i].text[:1].isupper():
        if lower[i] in lex.streets:
            return True
        i += 1
    return False


def _is_bound_of_age(lower: Sequence[str], number: Number) -> bool:
    """ "a boy younger than 12": an age, where "fewer than 12" counts."""
    before = lower[max(number.start - 2, 0) : number.start]
    return len(before) == 2 and before[0] in words().ages_compared and before[1] == "than"


def _is_place_in_a_series(lower: Sequence[str], number: Number) -> bool:
    """ "Image 2 of 10": neither number counts anything."""
    before = [word for word in lower[max(number.start - 4, 0) : number.start] if word != "/"]
    return before[-1:] == ["of"] and len(before) > 2 and before[-2].isdigit() and before[-3] in words().labels


def _is_telephone(lower: Sequence[str], number: Number) -> bool:
    """ "651-7400", "(850) 651"."""
    first, last = lower[number.start], lower[number.end - 1]
    if len(first) == 3 and len(last) == 4 and number.end - number.start == 3 and lower[number.end - 2] in DASHES:
        return True
    follows = lower[number.end : number.end + 2]
    return len(first) == 3 and len(follows) == 2 and follows[0] == ")" and len(follows[1]) == 3 and follows[1].isdigit()


def _is_age(doc: Doc, at: int, before: str, after: str) -> bool:
    """ "Ann Lee, 46, was", "a man (31)", "Ann Lee, 46 and"; not "In Kabul, 46 were"."""
    if at < 2 or before not in (",", "("):
        return False
    return after in (",", ")", ";", ".") or doc[at - 2].ent_type_ == "PERSON"


def counted(doc: Doc, number: Number) -> int:
    """Index of the head noun that a number counts, or -1: "12 armed [men]", "dozens of [people]"."""
    token: Token = doc[number.end - 1]
    for _ in range(3):
        if token.dep_ in ("quantmod", "compound", "advmod", "det") and token.head.i < number.end:
            token = token.head
    if token.dep_ in ("nummod", "amod", "det", "quantmod", "predet") and token.head.i >= number.end:
        return int(token.head.i)
    end = number.end
    if end < len(doc) and doc[end].lower_ == "of":
        return next((c.i for c in doc[end].children if c.dep_ == "pobj"), -1)
    i = end
    while i < min(end + 4, len(doc)) and doc[i].pos_ in ("ADJ", "PROPN") and doc[i].head.i > i:
        i += 1
    return i if i < len(doc) and doc[i].pos_ == "NOUN" else -1


def find_quantities(doc: Doc) -> tuple[Quantity, ...]:
    """Every quantity of a text, in its order."""
    lex, lower = words(), token_table(doc).lower
    out: list[Quantity] = []
    i, size, age_end = 0, len(lower), -9
    while i < size:
        word = lower[i]
        number = cardinal(lower, i) if word in lex.starts or word[0].isdigit() else None
        if number is None:
            i += 1
            continue
        number = ranged(lower, number)
        phrase = hedged(lower, number)
        in_ages = number.start - age_end == 1 and lower[number.start - 1] in ("and", ",", "or", "&")
        before = lower[max(number.start - 2, 0) : number.start]
        if in_ages or (before[-1:] == ["of"] and before[0] in lex.ages) or (before and before[-1] in lex.ages):
            age_end = number.end
        elif not _names_no_count(doc, lower, number):
            out.append(
                Quantity(
                    phrase.start,
                    phrase.end,
                    phrase.low,
                    phrase.high,
                    phrase.approximate,
                    counted(doc, number),
                )
            )
        i = max(number.end, i + 1)
    return tuple(out)


@Language.component("quantities", assigns=["doc._.quantities"])
def quantities(doc: Doc) -> Doc:
    """Write ``doc._.quantities``."""
    doc._.quantities = find_quantities(doc)
    return doc
