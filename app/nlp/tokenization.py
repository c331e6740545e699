"""Tokens of a text in bounded time.

spaCy's tokenizer strips marks from a stretch without blanks one at a time and looks at the whole rest again after each,
so that 20,000 ``=`` in a row take a minute. Here a long row of marks is one token, and long stretches are cut before
spaCy sees them; ordinary words and addresses are not touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

#: This many marks in a row are one token: no language writes so.
_MARKS = 32
#: Characters without a blank after which the next change between marks and letters is a cut: the time for a stretch
#: grows with the square of its length.
_STRETCH = 400
_LONG = re.compile(rf"\S{{{_MARKS + 1},}}")
_RUN = re.compile(rf"(?P<marks>(?:[^\w\s]|_){{1,{_MARKS}}})|[^\W_]+")


def tokenize(nlp: Language, text: str) -> Doc:
    """Tokenise a text as ``nlp.make_doc`` does, but for long rows of marks and long stretches without a blank."""
    ends = [*_cuts(text), len(text)]
    if len(ends) == 1:
        return nlp.make_doc(text)
    starts = [0, *ends[:-1]]
    pieces = [_piece(nlp, text[start:end]) for start, end in zip(starts, ends, strict=True)]
    return Doc.from_docs(pieces, ensure_whitespace=False)


def _piece(nlp: Language, text: str) -> Doc:
    if len(text) == _MARKS and not any(map(str.isalnum, text)) and not any(map(str.isspace, text)):
        return Doc(nlp.vocab, words=[text], spaces=[False])
    return nlp.make_doc(text)


def _cuts(text: str) -> Iterator[int]:
    """The offsets at which a text is cut."""
    for stretch in _LONG.finditer(text):
        start, after_row = stretch.start(), False
        for run in _RUN.finditer(text, *stretch.span()):
            row = run.end() - run.start() == _MARKS and run["marks"] is not None
            if run.start() and (row or after_row or run.start() - start >= _STRETCH):
                yield run.start()
                start = run.start()
            after_row = row
