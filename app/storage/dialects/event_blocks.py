"""Documents and terms of events that were stored together are kept in blocks, packed, a line for each event.

Neighbours have most of their words in common, so a block takes half of what they take one by one. An event's block is
the last one that begins at its number or before. A trigger removes a block with the last of its events. Postgres packs
blocks itself, less well, but every program can read them there; on SQLite we do.

==================  =====================================================================================
table               a line
==================  =====================================================================================
document_blocks     the event as JSON; the view ``documents`` shows it beside the event's number
term_blocks         on SQLite: its index terms and the stems of its words, as ``event_words`` was given
                    them: that index keeps no rows of its own, and must be given the same when the event
                    goes
==================  =====================================================================================
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from app.storage.packing import pack, unpack_bytes
from app.storage.sql import write_rows

#: Events in a block. A page unpacks the blocks of its events: on SQLite 9 µs for 8 documents, 4 µs for one alone, and
#: 16 would take a tenth less space. Terms are only read for phrases and when an event goes. Postgres unpacks a block
#: again for each event on the page, so it has smaller ones; of 8 they would take a sixth less space.
DOCUMENTS, TERMS = 8, 32
DOCUMENTS_ON_POSTGRES = 4
_NO_ASCII = "v_"  # in front of a term in hexadecimal; no other kind of term has this letter


def spelled(term: str) -> str:
    """A term as the index has it: ASCII only, so that its tokenizer cannot take it apart, whatever Unicode it knows."""
    return term if term.isascii() else _NO_ASCII + term.encode().hex()


def term_line(keys: str, words: str) -> str:
    """The terms of an event: its keys, and its words in their order."""
    line = f"{keys} {words}"
    return line if line.isascii() else " ".join(map(spelled, line.split(" ")))


def insert_documents(session: Session, documents: Mapping[int, str], *, packed: bool) -> None:
    """Store documents of new events, by their numbers; ``packed`` by us or not."""
    made = blocks(documents, DOCUMENTS if packed else DOCUMENTS_ON_POSTGRES)
    rows = [(first, last, pack(lines) if packed else lines) for first, last, lines in made]
    write_rows(session, _INSERT.format("document"), rows)


def insert_terms(session: Session, terms: Mapping[int, str]) -> None:
    """Store terms of new events on SQLite, by their numbers, and put them into the index."""
    write_rows(session, "INSERT INTO event_words(rowid, terms) VALUES (?, ?)", list(terms.items()))
    rows = [(first, last, pack(lines)) for first, last, lines in blocks(terms, TERMS)]
    write_rows(session, _INSERT.format("term"), rows)


_INSERT = "INSERT INTO {0}_blocks (first_seq, last_seq, {0}s) VALUES (?, ?, ?)"


def blocks(lines: Mapping[int, str], most: int) -> list[tuple[int, int, str]]:
    """First number, last number and lines of each block."""
    return [(run[0], run[-1], "\n".join(map(lines.__getitem__, run))) for run in _runs(sorted(lines), most)]


def _runs(numbers: Sequence[int], most: int) -> Iterator[Sequence[int]]:
    """Numbers without a gap, at most ``most`` at once."""
    first = 0
    for n in range(1, len(numbers) + 1):
        if n == len(numbers) or n - first == most or numbers[n] != numbers[n - 1] + 1:
            yield numbers[first:n]
            first = n


_LAST = "SELECT max(first_seq) FROM {name}_blocks WHERE first_seq <= {seq}"


def block_of(name: str, seq: str) -> str:
    """The condition that a row of ``b``, a table of blocks, has the event of a number."""
    return f"b.first_seq = ({_LAST.format(name=name, seq=seq)})"


def has_phrases(seq: str) -> str:
    """The condition that the words of an event fit two lists of phrases, which are to be bound (``phrases_fit``)."""
    fit = f"phrases_fit(b.terms, {seq} - b.first_seq, ?, ?)"
    return f"(SELECT {fit} FROM term_blocks b WHERE {block_of('term', seq)})"


def phrases_fit(block: bytes, number: int, required: str, excluded: str) -> bool:
    """Whether a line of a block holds all of some phrases (a line each, between blanks) and none of others."""
    line = b" %b " % lines_of(block)[number]
    for phrase in _phrases(required):
        if phrase not in line:
            return False
    return not (excluded and any(phrase in line for phrase in _phrases(excluded)))


@functools.lru_cache(maxsize=8)
def _phrases(listed: str) -> list[bytes]:
    return listed.encode().splitlines()


def line_of(block: bytes | None, number: int) -> str | None:
    """A line of a packed block; None when there is no block."""
    return None if block is None else lines_of(block)[number].decode()


@functools.lru_cache(maxsize=64)  # events of one article are on one page; 14 KB each
def lines_of(block: bytes) -> list[bytes]:
    """Every line of a packed block, in UTF-8: a page needs few of them, so the others are not decoded."""
    return unpack_bytes(block).split(b"\n")
