"""A Doc as plain lists: what components read when they look at every token.

Making a spaCy ``Token`` for each look-up costs more than the look-up; the lists are made once for each Doc and shared.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from spacy.tokens import Doc

_KEY = "dateline.tokens"
_NAMES: dict[int, str] = {}  # hash → string of dependency, part-of-speech and tag labels: some two hundred in all


@dataclass(frozen=True, slots=True)
class TokenTable:
    """One list entry for each token. ``head`` is an absolute index; ``left``/``right`` are the subtree (half-open)."""

    text: list[str]
    offset: list[int]  # of the first character
    lower: list[str]
    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    left: list[int]
    right: list[int]
    kids: list[list[int]]
    ent: list[str]
    ent_start: list[int]
    ent_end: list[int]
    sent: list[int]  # number of the sentence
    sents: list[tuple[int, int]]


def _numbers(doc: Doc, attribute: str) -> list[int]:
    numbers: list[int] = doc.to_array(attribute).tolist() if len(doc) else []
    return numbers


def _words(doc: Doc, attribute: str) -> list[str]:
    """A word of each token; looking up different ones only, without Tokens, takes half of the time."""
    hashes = _numbers(doc, attribute)
    words = {value: doc.vocab.strings[value] for value in set(hashes)}
    return [words[value] for value in hashes]


def _labels(doc: Doc, attribute: str) -> list[str]:
    hashes = _numbers(doc, attribute)
    for value in set(hashes):
        if value not in _NAMES:
            _NAMES[value] = doc.vocab.strings[value] if value else ""
    return [_NAMES[value] for value in hashes]


def _edges(head: list[int]) -> tuple[list[int], list[int], list[list[int]]]:
    """Subtree bounds and children of every token."""
    count = len(head)
    left, right = list(range(count)), list(range(1, count + 1))
    kids: list[list[int]] = [[] for _ in range(count)]
    order: list[int] = []
    for i, parent in enumerate(head):
        (kids[parent] if parent != i else order).append(i)
    for i in order:  # grows while it is read: every token after its head
        order.extend(kids[i])
    for i in reversed(order):
        parent = head[i]
        left[parent] = min(left[parent], left[i])
        right[parent] = max(right[parent], right[i])
    return left, right, kids


def _sentences(doc: Doc, count: int) -> tuple[list[int], list[tuple[int, int]]]:
    spans = [(s.start, s.end) for s in doc.sents]
    number = [0] * count
    for n, (start, end) in enumerate(spans):
        number[start:end] = [n] * (end - start)
    return number, spans


def _read(doc: Doc) -> TokenTable:
    """Read the lists from a parsed Doc."""
    count = len(doc)
    text = _words(doc, "ORTH")
    offsets = doc.to_array("HEAD").astype("int64").tolist() if count else []
    head = [i + offset for i, offset in enumerate(offsets)]
    left, right, kids = _edges(head)
    ent, ent_start, ent_end = [""] * count, [-1] * count, [-1] * count
    for span in doc.ents:
        start, end = span.start, span.end
        ent[start:end] = [span.label_] * (end - start)
        ent_start[start:end] = [start] * (end - start)
        ent_end[start:end] = [end] * (end - start)
    number, spans = _sentences(doc, count)
    return TokenTable(
        text=text,
        offset=_numbers(doc, "IDX"),
        lower=[word.lower() for word in text],
        lemma=[lemma.lower() for lemma in _words(doc, "LEMMA")],
        pos=_labels(doc, "POS"),
        tag=_labels(doc, "TAG"),
        dep=_labels(doc, "DEP"),
        head=head,
        left=left,
        right=right,
        kids=kids,
        ent=ent,
        ent_start=ent_start,
        ent_end=ent_end,
        sent=number,
        sents=spans,
    )


def token_table(doc: Doc) -> TokenTable:
    """The lists of a Doc, made once. Who changes the Doc's parse or entities afterwards must ``forget`` them."""
    tokens = doc.user_data.get(_KEY)
    if not isinstance(tokens, TokenTable):
        tokens = doc.user_data[_KEY] = _read(doc)
    return tokens


def forget(doc: Doc) -> None:
    """Have the lists of a Doc made again when they are next asked for."""
    doc.user_data.pop(_KEY, None)


def inside_quotations(doc: Doc) -> list[int]:
    """For each token the position of its quotation in ``doc._.quotations``, or -1."""
    offsets = token_table(doc).offset
    inside = [-1] * len(offsets)
    for number, quotation in enumerate(doc._.quotations):
        first, last = bisect_left(offsets, quotation.start), bisect_left(offsets, quotation.end)
        inside[first:last] = [number] * (last - first)
    return inside
