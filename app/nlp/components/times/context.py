"""What the words around an expression tell: the direction of its verb, whether that verb only tells, and look-alikes."""

from __future__ import annotations

import functools
from collections.abc import Callable

from spacy.tokens import Doc, Token

from app.nlp.components.times.grammar import Found
from app.nlp.lexicon import load

_VERBAL = frozenset(("VERB", "AUX"))
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON"))
_AMBIGUOUS_MONTHS = frozenset(("may", "march", "mar", "mar.", "jan", "dec", "sep", "jun", "august", "april", "june"))
_NAME_LABELS = frozenset(("PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT"))
_COUNT_LABELS = frozenset(("CARDINAL", "MONEY", "QUANTITY", "PERCENT", "FAC", "PRODUCT"))


@functools.cache
def cues(name: str) -> frozenset[str]:
    """A word list of ``lexicon/en/times_context.yaml``."""
    return frozenset(str(word) for word in load("times_context")[name])


def governor(token: Token) -> Token | None:
    """The verb that governs a token, or None."""
    return climb(token)[0]


def climb(token: Token) -> tuple[Token | None, bool]:
    """The verb that governs a token, or None, and whether a noun stands between them ("a Friday shooting")."""
    through = False
    for _ in range(8):
        if token.pos_ in _VERBAL:
            return token, through
        head = token.head
        if head.i == token.i:
            return None, through
        token = head
        through = through or token.pos_ in _NOMINAL
    return None, through


def direction(token: Token) -> int:
    """-1 when the governing verb looks back, 2 when it looks ahead, 1 when it may (present tense), 0 when nothing tells.

    A weekday in "said Friday" is behind, in "will meet Friday" ahead. Where a noun stands between, the present tense
    tells nothing: "Police are investigating a Friday night shooting".
    """
    verb, through = climb(token)
    found = 0 if verb is None else verb_direction(verb, 0)
    if found > 0 and through and verb is not None and not sure_ahead(verb):
        found = 0
    if found > 0:
        return found
    above = preposition(token)
    if above in ("until", "till") and not (verb is not None and perfect(verb)):
        return 2
    if verb is not None and above == "to" and verb.lemma_ in cues("forward"):
        return 2
    return 2 if found == 0 and above in cues("until") else found


def sure_ahead(verb: Token) -> bool:
    """Whether a verb looks ahead by more than its present tense."""
    if verb.lemma_ in cues("ahead") or verb.head.lemma_ in cues("ahead"):
        return True
    return any(t.lower_ in cues("modals") for t in verb.lefts if t.dep_ == "aux")


def perfect(verb: Token) -> bool:
    """Whether a verb is told as over: "had been", "had run"."""
    return any(t.lower_ in ("had", "'d", "’d") for t in verb.lefts if t.dep_ in ("aux", "auxpass"))


def preposition(token: Token) -> str:
    """The preposition right above a token, in lower case."""
    head = token.head
    return head.lower_ if head.pos_ in ("ADP", "SCONJ", "ADJ") else ""


def verb_direction(verb: Token, depth: int) -> int:
    """The direction of a verb by its form, its auxiliaries and the verb above."""
    tag = verb.tag_
    helpers = [t for t in verb.lefts if t.dep_ in ("aux", "auxpass")]
    lowers = {t.lower_ for t in helpers}
    if "to" in lowers:
        return infinitive(verb, depth) if "have" not in lowers else -1
    if lowers & cues("modals"):
        return 2 if "have" not in lowers else -1
    if any(t.tag_ == "VBD" for t in helpers) or tag == "VBD":
        return -1
    if tag == "VB":
        return infinitive(verb, depth)
    if tag == "VBN":
        return participle(verb, helpers)
    if tag == "VBG":
        return gerund(verb, helpers, depth)
    if tag in ("VBZ", "VBP"):
        if verb.lemma_ in cues("ahead"):
            return 2
        return -1 if verb.lemma_ in cues("telling") else 1
    return 0


def infinitive(verb: Token, depth: int) -> int:
    """ "plans to meet" looks ahead; "managed to flee" is as far back as its verb."""
    head = verb.head
    if depth > 4 or head.i == verb.i:
        return 0
    above = head if head.pos_ in _VERBAL else governor(head)
    if head.lemma_ in cues("ahead"):
        return -1 if above is not None and (perfect(above) or perfect(head)) else 2
    if head.pos_ == "NOUN" and verb.dep_ in ("relcl", "acl") and any(t.tag_ == "VBN" for t in (verb,)):
        return 2  # "shares to be issued"
    return verb_direction(above, depth + 1) if above is not None and above.i != verb.i else 0


def participle(verb: Token, helpers: list[Token]) -> int:
    """ "is scheduled" looks ahead; "has said", "was shot", "wounded" look back."""
    present = [t for t in helpers if t.tag_ in ("VBZ", "VBP")]
    if verb.lemma_ in cues("ahead") and not any(t.lemma_ == "have" for t in present):
        return 2
    if present and all(t.lemma_ == "be" for t in present):
        return 1 if verb.lemma_ not in cues("telling") else -1
    return -1


def gerund(verb: Token, helpers: list[Token], depth: int) -> int:
    """ "is leaving" looks ahead; without an auxiliary it goes with the verb above."""
    if helpers:
        return 1 if any(t.tag_ in ("VBZ", "VBP") for t in helpers) else -1
    head = verb.head
    if head.lower_ in ("of", "for", "after", "in", "by") and head.pos_ in ("ADP", "SCONJ"):
        return -1
    above = head if head.pos_ in _VERBAL else governor(head)
    if depth > 4 or above is None or above.i == verb.i:
        return 0
    return verb_direction(above, depth + 1)


def tells(token: Token) -> bool:
    """Whether the governing verb only tells: the day of "police said Monday" is not the day of what happened."""
    verb = governor(token)
    return verb is not None and verb.lemma_ in cues("telling")


# ------------------------------------------------------------------------------------------------- look-alikes


def before(doc: Doc, i: int) -> str:
    """The word before a position, in lower case; empty at the beginning."""
    return doc[i - 1].lower_ if i > 0 else ""


def check_month_name(doc: Doc, i: int, j: int, found: Found) -> bool:
    """A month alone: "in March", not "March on", "he may", "Ms. April"."""
    if len(found.groups) > 1:
        return True
    token = doc[j - 1]
    text = token.lower_
    if token.ent_type_ in ("PERSON", "ORG", "FAC") or token.tag_ in ("MD", "VB", "VBP", "VBZ", "VBD", "JJ"):
        return before(doc, i) in ("in", "since", "last", "until") and token.tag_ != "MD"
    if text not in _AMBIGUOUS_MONTHS:
        return True
    return before(doc, i) in cues("of_time") or (token.is_title and token.ent_type_ == "DATE")


def check_year(doc: Doc, i: int, j: int, found: Found) -> bool:
    """A number that is a year: "in 1994", "the 1994 law", not "2000 people", "the 1900 block"."""
    if j - i > 1:
        return True
    after = doc[j].lower_ if j < len(doc) else ""
    if after in cues("not_year") or before(doc, i) in ("$", "£", "€", "#", "no.", "number", "route", "flight"):
        return False
    token = doc[i]
    if token.ent_type_ in ("DATE", "EVENT", "LAW", "TIME"):
        return True
    if before(doc, i) in cues("of_time") and not (j < len(doc) and doc[j].tag_ == "NNS"):
        return token.ent_type_ not in _COUNT_LABELS or before(doc, i) in ("in", "since", "until", "by")
    return False


def check_decade(doc: Doc, i: int, j: int, found: Found) -> bool:
    """A decade, not a person's age: "in his 30s", "in their sixties"."""
    if before(doc, i) in ("his", "her", "their", "my", "your", "our"):
        return False
    if "decadename" in found.groups or not found.groups.get("century"):
        return before(doc, i) in ("the", "late", "early", "mid", "'", "’", "‘", "-") or j - i > 1
    return True


def check_year_words(doc: Doc, i: int, j: int, found: Found) -> bool:
    """Years in words are years where a number of things is not told after them."""
    return not (j < len(doc) and doc[j].tag_ in ("NNS", "NNPS"))


def check_season(doc: Doc, i: int, j: int, found: Found) -> bool:
    """A season, not a verb or a name: "prices fall", "Silver Spring"."""
    return all(t.tag_ not in ("VB", "VBP", "VBD", "VBG") for t in doc[i:j]) and (
        j - i > 1 or doc[i].ent_type_ not in _NAME_LABELS
    )


def check_duration(doc: Doc, i: int, j: int, found: Found) -> bool:
    """A length of time: not "a year" as a rate, nor "one day" for some day, nor a part of a larger number."""
    count = found.groups.get("count", "").strip()
    unit = found.groups.get("unit", "")
    hyphen = j - i >= 2 and doc[j - 2].text in ("-", "–")
    if count in ("a", "an"):
        return (
            unit not in ("second", "quarter", "night", "weekend")
            and (before(doc, i) in cues("lasting") or j - i > 2)
            and not followed_by_time(doc, j)
        )
    if count == "one" and unit in ("day", "night", "second") and not hyphen:
        return before(doc, i) in ("in", "for", "than", "within", "just", "only")
    return before(doc, i) not in ("$", "£", "€") and (unit not in ("second",) or hyphen)


def followed_by_time(doc: Doc, j: int) -> bool:
    """Whether a possessive follows that makes the unit a part of another name ("a year's")."""
    return False


def check_bare_units(doc: Doc, i: int, j: int, found: Found) -> bool:
    """Bare plurals are durations after a preposition of length: "for centuries", "within weeks"."""
    return before(doc, i) in (
        "for",
        "within",
        "after",
        "lasted",
        "lasting",
        "took",
        "takes",
        "spent",
        "over",
        "in",
    ) and not (before(doc, i) == "in" and found.groups["unit"] in ("days",) and False)


def check_rate(doc: Doc, i: int, j: int, found: Found) -> bool:
    """ "a year" as a rate: after a sum or a count of times."""
    if doc[i].lower_ == "per":
        return True
    token = doc[i - 1] if i > 0 else None
    return token is not None and (
        token.lower_
        in ("once", "twice", "times", "percent", "%", "cents", "barrels", "tons", "pounds", "hours", "days")
        or token.ent_type_ in ("MONEY", "PERCENT")
        or token.like_num
    )


def check_refword(doc: Doc, i: int, j: int, found: Found) -> bool:
    """ "now", "recently", "future" as they stand; "past" alone is a preposition or an adjective."""
    text = found.groups.get("refword", "")
    return text != "past"


def check_the_before(doc: Doc, i: int, j: int, found: Found) -> bool:
    """ "the day before" with nothing after it: what follows would name another point to count from."""
    return j >= len(doc) or doc[j].pos_ in ("PUNCT", "SPACE", "VERB", "AUX", "CCONJ", "ADP")


def check_earlier(doc: Doc, i: int, j: int, found: Found) -> bool:
    """ "two days before" with nothing to count from after it."""
    return doc[j - 1].lower_ != "before" or check_the_before(doc, i, j, found)


def check_moment(doc: Doc, i: int, j: int, found: Found) -> bool:
    """ "at the moment", "at this time": after "at" or "for", or alone when the words are sure."""
    words = {t.lower_ for t in doc[i:j]}
    if "at" in words or {"crucial", "critical"} & words:
        return "time" not in words or "this" in words or "present" in words
    return before(doc, i) in ("at", "for") and "very" not in words


CHECKS: dict[str, Callable[[Doc, int, int, Found], bool]] = {
    "month_name": check_month_name,
    "year": check_year,
    "decade": check_decade,
    "year_words": check_year_words,
    "season": check_season,
    "duration": check_duration,
    "bare_units": check_bare_units,
    "rate": check_rate,
    "refword": check_refword,
    "the_before": check_the_before,
    "earlier": check_earlier,
    "moment": check_moment,
}
