"""What only looks like a time expression: checks of a match against the words around it. True: it is one."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Doc

from app.nlp.components.times.context import cues
from app.nlp.components.times.grammar import Found

_MODERN = 1800  # earlier years need a preposition: they are rare in news, and often a count
_NAME_LABELS = frozenset(("PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT"))
_COUNT_LABELS = frozenset(("CARDINAL", "MONEY", "QUANTITY", "PERCENT", "FAC", "PRODUCT"))


def before(doc: Doc, i: int) -> str:
    """The word before a position, in lower case; empty at the beginning."""
    return doc[i - 1].lower_ if i > 0 else ""


def check_day_name(doc: Doc, i: int, j: int, found: Found) -> bool:
    """A weekday, not the sun, not "he sat": short forms must look like the names of days."""
    token = doc[j - 1]
    if "deictic" in found.groups and token.ent_type_ in ("ORG", "WORK_OF_ART", "PRODUCT"):
        return False  # "USA Today reported"
    short = found.groups.get("weekday", "")
    if before(doc, i) in cues("day_names"):
        return False  # "Bloody Sunday"
    if "weekday" in found.groups and j - i == 1 and named_after(doc, i):
        return False  # "the Friday Post", "Sunday school"
    if len(short) > 3 or "month" in found.groups or not short:
        return True
    token = next((t for t in doc[i:j] if t.lower_ == short), doc[i])
    return token.is_title and token.ent_type_ in ("DATE", "TIME") and before(doc, token.i) not in ("the", "a")


def named_after(doc: Doc, i: int) -> bool:
    """Whether a word is the beginning or the middle of a name of somebody or something, or of a fixed pair."""
    if i + 1 >= len(doc):
        return False
    after = doc[i + 1]
    if after.lower_ in cues("day_pairs") or (after.is_title and after.lower_ in cues("papers")):
        return True
    named = doc[i].ent_type_ in ("PERSON", "ORG", "WORK_OF_ART") and after.ent_iob_ == "I"
    return named and doc[i].ent_type_ == after.ent_type_ and after.is_title


def check_month_name(doc: Doc, i: int, j: int, found: Found) -> bool:
    """A month alone: "in March", not "March on", "he may", "Ms. April"."""
    if len(found.groups) > 1:
        return True
    token = doc[j - 1]
    text = token.lower_
    if before(doc, i) in cues("day_names"):
        return False  # "Black September"
    if token.ent_type_ in ("PERSON", "ORG", "FAC") or token.tag_ in ("MD", "VB", "VBP", "VBZ", "VBD", "JJ"):
        return before(doc, i) in ("in", "since", "last", "until") and token.tag_ != "MD"
    if text not in cues("ambiguous_months"):
        return True
    if token.is_lower and before(doc, i) in ("the", "and", "or", "for", "as", "(", ","):
        return False  # "the march on the capital"
    if j < len(doc) and doc[j].tag_ == "NNP" and doc[j].is_title and before(doc, i) not in ("in", "since", "last"):
        return False  # "August Wilson"
    return before(doc, i) in cues("of_time") or (token.is_title and token.ent_type_ == "DATE")


def check_year(doc: Doc, i: int, j: int, found: Found) -> bool:
    """A number that is a year: "in 1994", "the 1994 law", not "2000 people", "the 1900 block"."""
    if j - i > 1 or "edge" in found.groups:
        return True
    if before(doc, i) in cues("numbered") or not doc[i].is_digit:
        return False  # "Resolution 1973", "AZT-2000"
    after = doc[j].lower_ if j < len(doc) else ""
    if after in cues("not_year") or before(doc, i) in cues("before_numbers"):
        return False
    token = doc[i]
    plural = j < len(doc) and doc[j].tag_ == "NNS"
    if int(found.groups["year"]) < _MODERN and (plural or before(doc, i) not in cues("of_time")):
        return False  # "fired 1649 rounds"
    if token.ent_type_ in ("DATE", "EVENT", "LAW", "TIME"):
        return True
    if before(doc, i) in cues("of_time") and not plural:
        return token.ent_type_ not in _COUNT_LABELS or before(doc, i) in ("in", "since", "until", "by")
    return False


def check_years(doc: Doc, i: int, j: int, _found: Found) -> bool:
    """ "1939-45", not "the 2000-20 vote"."""
    return (j >= len(doc) or doc[j].lower_ not in cues("not_year")) and before(doc, i) not in cues("numbered")


def check_week_day(doc: Doc, i: int, _j: int, _found: Found) -> bool:
    """ "Monday week", not "every Monday week after week"."""
    return before(doc, i) not in ("every", "each", "last")


def check_day_of_month(doc: Doc, _i: int, j: int, _found: Found) -> bool:
    """ "on the 25th", not "on the 25th floor"."""
    return j >= len(doc) or doc[j].pos_ in ("PUNCT", "SPACE", "CCONJ", "ADP", "VERB", "AUX", "ADV", "PRON", "SCONJ")


def check_decade(doc: Doc, i: int, j: int, found: Found) -> bool:
    """A decade, not a person's age: "in his 30s", "in their sixties"."""
    if before(doc, i) in ("his", "her", "their", "my", "your", "our"):
        return False
    if "decadename" in found.groups or not found.groups.get("century"):
        return before(doc, i) in cues("before_decades") or j - i > 1
    return True


def check_year_words(doc: Doc, _i: int, j: int, _found: Found) -> bool:
    """Years in words are years where a number of things does not follow them."""
    return not (j < len(doc) and doc[j].tag_ in ("NNS", "NNPS"))


def check_season(doc: Doc, i: int, j: int, _found: Found) -> bool:
    """A season, not a verb or a name: "prices fall", "Silver Spring"."""
    return all(t.tag_ not in ("VB", "VBP", "VBD", "VBG") for t in doc[i:j]) and (
        j - i > 1 or doc[i].ent_type_ not in _NAME_LABELS
    )


def check_duration(doc: Doc, i: int, j: int, found: Found) -> bool:
    """A length of time: not "a year" as a rate, nor "one day" for some day, nor a part of a larger number."""
    count = found.groups.get("count", "").strip()
    unit = found.groups.get("unit", "")
    hyphen = j - i >= 2 and doc[j - 2].text in ("-", "–")
    if doc[j - 1].ent_type_ in ("EVENT", "WORK_OF_ART") and doc[j - 1].is_title:
        return False  # "the Six-Day War"
    if count in ("a", "an"):
        return unit not in ("second", "quarter", "night", "weekend") and (
            before(doc, i) in cues("lasting") or j - i > 2
        )
    if count == "one" and unit in ("day", "night", "second") and not hyphen:
        return before(doc, i) in cues("before_one")
    return before(doc, i) not in ("$", "£", "€") and (unit not in ("second",) or hyphen)


def check_bare_units(doc: Doc, i: int, _j: int, _found: Found) -> bool:
    """Bare plurals are durations after a preposition of length: "for centuries", "within weeks"."""
    return before(doc, i) in cues("before_bare_units")


def check_rate(doc: Doc, i: int, _j: int, _found: Found) -> bool:
    """ "a year" as a rate: after a sum or a count of times."""
    if doc[i].lower_ == "per":
        return True
    token = doc[i - 1] if i > 0 else None
    return token is not None and (
        token.lower_ in cues("rates") or token.ent_type_ in ("MONEY", "PERCENT") or token.like_num
    )


def check_often(doc: Doc, i: int, _j: int, _found: Found) -> bool:
    """How often, not a newspaper's name: "weekly", not "the Weekly Standard"."""
    return doc[i].is_lower or bool(doc[i].is_sent_start)


def check_military(doc: Doc, _i: int, j: int, _found: Found) -> bool:
    """Four figures after "at" are a time of the clock where nothing follows that they count: "at 1330, rebels came"."""
    return j >= len(doc) or doc[j].pos_ in ("PUNCT", "ADP", "SPACE", "CCONJ", "SCONJ")


def check_refword(_doc: Doc, _i: int, _j: int, found: Found) -> bool:
    """ "now", "recently", "future" as they stand; "past" alone is a preposition or an adjective."""
    text = found.groups.get("refword", "")
    return text != "past"


def check_the_before(doc: Doc, _i: int, j: int, _found: Found) -> bool:
    """ "the day before" with nothing after it: what follows would name another point to count from."""
    return j >= len(doc) or doc[j].pos_ in ("PUNCT", "SPACE", "VERB", "AUX", "CCONJ", "ADP")


def check_earlier(doc: Doc, i: int, j: int, found: Found) -> bool:
    """ "two days before" with nothing to count from after it."""
    return doc[j - 1].lower_ != "before" or check_the_before(doc, i, j, found)


def check_moment(doc: Doc, i: int, j: int, _found: Found) -> bool:
    """ "at the moment", "at this time": after "at" or "for", or alone when the words are sure."""
    words = {t.lower_ for t in doc[i:j]}
    if "at" in words or cues("sure_moments") & words:
        return "time" not in words or bool(cues("present") & words)
    return before(doc, i) in ("at", "for") and "very" not in words


def check_holiday(doc: Doc, _i: int, j: int, _found: Found) -> bool:
    """The day, not what is called by it: "on Christmas", not "a Christmas market"."""
    return j == len(doc) or doc[j].lower_ not in cues("called_by_holidays")


CHECKS: dict[str, Callable[[Doc, int, int, Found], bool]] = {
    "day_name": check_day_name,
    "often": check_often,
    "holiday": check_holiday,
    "military": check_military,
    "month_name": check_month_name,
    "year": check_year,
    "decade": check_decade,
    "years": check_years,
    "week_day": check_week_day,
    "day_of_month": check_day_of_month,
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
