"""Which events are of another time than the article's news?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from app.nlp.components.factuality.cue_search import NOUNS
from app.nlp.components.factuality.words import lexicon

_LONG_AGO_DAYS = 45


def past_references(doc: Doc) -> set[int]:
    """Positions of the triggers that report something of another time than the article's news.

    A noun called previous, one whose anniversary or aftermath is reported, or one with a date that ended long before.
    """
    lex, out = lexicon(), set[int]()
    if not doc._.triggers:
        return out
    old = _old_times(doc)
    for n, trigger in enumerate(doc._.triggers):
        head = doc[trigger.head]
        if head.pos_ in NOUNS:
            above = head.head.head if head.dep_ == "pobj" else head.head
            if head.dep_ == "pobj" and head.head.lower_ in ("about", "on", "of") and above.lemma_.lower() in lex.works:
                out.add(n)
                continue
            if above.lemma_.lower() in lex.past_governors or any(
                c.lower_ in lex.past_adjectives for c in head.lefts if c.dep_ == "amod"
            ):
                out.add(n)
                continue
        if old and any(t.i in old or any(x.i in old for x in t.children) for t in _time_phrases(head)):
            out.add(n)
    return out


def _time_phrases(head: Token) -> Iterator[Token]:
    for child in head.children:
        if child.dep_ in ("npadvmod", "advmod", "nmod", "amod", "compound", "poss", "dobj"):
            yield child
        elif child.dep_ == "prep":
            yield from (c for c in child.children if c.dep_ == "pobj")


def _old_times(doc: Doc) -> set[int]:
    """Tokens of dates that ended long before the anchor."""
    moment = doc._.anchor.moment
    if moment is None:
        return set()
    limit = moment.toordinal() - _LONG_AGO_DAYS
    out: set[int] = set()
    for time in doc._.times:
        end = time.expression.end
        if end is not None and time.expression.type in ("DATE", "TIME") and 0 < _ordinal(end) <= limit:
            out.update(range(time.start, time.end))
    return out


def _ordinal(iso: str) -> int:
    """The day's number; 0 when the text is not a full date."""
    try:
        return dt.date.fromisoformat(iso[:10]).toordinal()
    except ValueError:
        return 0
