"""Does a line begin with a dateline? Read from the form alone, before the model runs.

A town in capitals and a dash are enough ("QUITO — "); one that is written like any name needs a date or an agency that
we know ("Quito, May 3 (Newswire) --"), or its country ("Quito, Ecuador – The"), for "Quito - the capital - was calm" is
prose. A colon is enough where the text opens with a town and a whole sentence ("Quito: The mayor said that …").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from app.gazetteer.countries import country_of_name
from app.nlp.annotations import DatelineFound
from app.nlp.lexicon.datelines import words

_LINES, _REACH, _LONGEST = 6, 2_000, 160  # lines that may have one; characters of them all, and of one dateline
_INITIALS = 2  # "US" in capitals is not a town
_PLAIN = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?")
_SENTENCE_LENGTH = 60  # characters of a report's first sentence
# Behind a sentence, not behind "GOV." or "St."
_SENTENCE = re.compile(r"(?<=[a-z0-9)”][a-z0-9)”][.!?]) +(?=[^\W\d_a-z]{2})")
_PARTS = re.compile(r"\s*(?:/|&|\band\b)\s*")
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d|\d[\d:.]* ?[AaPp]\.?[Mm]\b|\d{1,2}/\d{1,2}(?:/\d{2,4})?$")


def find(doc: Doc) -> tuple[DatelineFound, ...]:
    """What may be datelines in the first lines of an article, or behind a headline in them."""
    text, title = doc.text[:_REACH], doc._.context.title_end
    opening = next((i for i in range(title, len(text)) if not text[i].isspace()), -1)
    return tuple(found for start in starts(text) if (found := at(text, start, opening=start == opening)))


def starts(text: str) -> Iterator[int]:
    """Where the first lines begin, and the sentences in them."""
    begin = 0
    for _ in range(_LINES):
        while begin < len(text) and text[begin].isspace():
            begin += 1
        if begin == len(text):
            return
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        yield begin
        yield from (match.end() for match in _SENTENCE.finditer(text, begin, end))
        begin = end


def at(text: str, start: int, *, opening: bool = False) -> DatelineFound | None:
    """The dateline that begins with a character, with which the text may open; None when there is none."""
    match = words().pattern.match(text, start, start + _LONGEST)
    if match is None or match.end() == start:
        return None
    agency, date = match.span("agency"), match.span("date" if match["day"] is None else "day")
    whole = words().bracket.match(match["agency"]) if match["places"] is None and agency[0] >= 0 else None
    if whole is not None:  # "(Geneva, May 3, 2024) – The"
        offset = agency[0]
        found = tuple(towns(whole["places"], offset))
        span = (start, match.start("dash"))
        return DatelineFound(span, match.end(), found, (offset + whole.start("date"), agency[1]))
    if agency[0] >= 0 and timed(match["agency"]):
        agency, date = (-1, -1), (agency if date[0] < 0 else date)  # "(Feb. 20, 2014)", "(1:45 P.M.)"
    known = agency[0] >= 0 and text[slice(*agency)].lower() in words().agencies
    named, where = match["places"] or "", match.start("places")
    if not named and agency[0] >= 0 and "," in match["agency"] and match["agency"].isupper():
        named, where, agency = match["agency"], agency[0], (-1, -1)  # "(LARN, OHIO) --"
    plain = opening and match["dash"].startswith(":") and _PLAIN.fullmatch(named) is not None  # "Lagos: Police said"
    if not (fits(match, named, known=known, filed=bool(agency[0] >= 0 or date[0] >= 0)) or (plain and runs(match))):
        return None
    stop = match.start("dash")
    label = first_of(named).lower() in words().labels
    return DatelineFound(
        whole=(start, stop),
        end=match.end(),
        places=tuple(towns(named, where)) if named and not label else (),
        date=date if date[0] >= 0 else None,
        agency=agency if agency[0] >= 0 else None,
        doubtful=label or (match["dash"].startswith(":") and agency[0] < 0),
    )


def runs(match: re.Match[str]) -> bool:
    """Whether a whole sentence follows, as in a report, and not a line of a talk."""
    rest = match.string[match.end() : match.end() + _SENTENCE_LENGTH]
    return len(rest) == _SENTENCE_LENGTH and rest[0].isupper() and rest.isprintable()


def timed(bracket: str) -> bool:
    """Whether brackets hold a date or the time of the clock, not an agency ("WSLS 10")."""
    dated = any(word.lower() in words().months for word in re.findall(r"[^\W\d_]+", bracket))
    return bool(_CLOCK.search(bracket)) or (dated and any(c.isdigit() for c in bracket))


def fits(match: re.Match[str], named: str, *, known: bool, filed: bool) -> bool:
    """Whether what matched is a dateline and no sentence; ``filed``: it has an agency or a date."""
    dash = match["dash"].strip()
    if not dash and not known:
        return False  # "(AP)  The" needs no dash
    if not named:
        return match["agency"] is not None and (match["day"] is None or known)
    first = first_of(named)
    if first.lower().split()[0] in words().months | words().openers:
        return False
    if not all(word[0].isupper() or word in words().small for word in re.findall(r"[^\W\d_][^\s,/()&]*", named)):
        return False
    begins = match.string[match.end() : match.end() + 1]
    shouted = first.isupper() and len(first) > _INITIALS
    dated = filed and match["date"] is not None and dash != ":"
    held = dash != ":" and country_of_name(named.rpartition(",")[2].strip()) is not None and "," in named
    return not begins.islower() and (shouted or known or dated or held)


def first_of(named: str) -> str:
    """The first name of several."""
    return re.split(r"[,/(&]| and ", named)[0].strip()


def towns(named: str, offset: int) -> Iterator[tuple[int, int]]:
    """The towns of "GAZA/CAIRO, Egypt", without what holds them, as characters of the text."""
    begin = 0
    for separator in [*_PARTS.finditer(named), None]:
        stop = separator.start() if separator else len(named)
        part = re.match(r"[^,(]*", named[begin:stop])
        if part and part[0].strip().lower() not in words().nowhere | {""}:
            yield offset + begin, offset + begin + len(part[0].rstrip())
        begin = separator.end() if separator else stop
