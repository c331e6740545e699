"""How strong or large an event was, from the sentences that report it: "a 6.4-magnitude earthquake"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from app.domain.evidence import Span
from app.domain.measure import Measure
from app.nlp.components.assembly.naming import Naming
from app.nlp.lexicon import word_table


@functools.cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in word_table(f"measures.measures.{kind}"))


def measures(doc: Doc, triggers: Sequence[int], naming: Naming, kinds: Sequence[str]) -> tuple[Measure, ...]:
    """The measures in the sentences of some triggers, the first of each kind; other events may have others."""
    if not kinds:
        return ()
    sentences = dict.fromkeys(naming.sentence(doc._.triggers[n].head) for n in triggers)
    found = (m for sentence in sentences for kind in kinds for m in _in_sentence(sentence, kind))
    first: dict[str, Measure] = {}
    for measure in found:
        first.setdefault(measure.kind, measure)
    return tuple(first.values())


def _in_sentence(sentence: Span, kind: str) -> Iterator[Measure]:
    for pattern in _patterns(kind):
        for match in pattern.finditer(sentence.text):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            unit = match.groupdict().get("unit")
            yield Measure(kind, float(match["value"].replace(",", "")), unit, Span(start, end, match.group()))
