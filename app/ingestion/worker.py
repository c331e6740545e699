"""What runs inside a reader process: it prepares and reads articles, and sends back what came of each.

Extractions travel as JSON: writing and checking it takes an eighth of the time that unpickling the objects takes.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter

from app.domain.article import Article
from app.domain.event import Extraction
from app.errors import DatelineError, SetupError
from app.ingestion.answers import answer_of, write_line
from app.ingestion.language import warm_up
from app.ingestion.preparation import prepare
from app.settings import Settings

if TYPE_CHECKING:
    from app.nlp import Extractor

T = TypeVar("T")
_EXTRACTION = TypeAdapter(Extraction)
#: Read at the start, so that every lexicon and event type is loaded and a mistake in one stops the program.
_FIRST = Article('Gunmen killed two people in Mosul, Iraq, on Friday. "It was an attack," the mayor said.')


#: The settings that decide what is loaded.
LOADED_BY = {"model", "cache_dir", "gazetteer_path", "ontology_path"}
_preloaded: list[Extractor] = []


class Reader:
    """The settings and the loaded pipeline of one reader process."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.extractor = next((e for e in _preloaded if loaded_alike(e.settings, settings)), None) or _load(settings)
        self.extractor.settings = settings


def loaded_alike(one: Settings, other: Settings) -> bool:
    """Whether two readers load the same."""
    return one.model_dump(include=LOADED_BY) == other.model_dump(include=LOADED_BY)


def preload(settings: Settings) -> None:
    """Load the pipeline for readers that will be forked from this process."""
    _preloaded.append(_load(settings))


def _load(settings: Settings) -> Extractor:
    from app.nlp import Extractor  # noqa: PLC0415 - spaCy is loaded in the reader processes only

    warm_up()
    extractor = Extractor(settings)
    extractor.extract(_FIRST)
    return extractor


@dataclass(frozen=True, slots=True)
class Reading:
    """An article and the JSON of its line of ``dateline extract``."""

    article: Article
    answer: bytes


def prepare_article(reader: Reader, raw: Mapping[str, Any]) -> Article:
    """Prepare an article as it was sent."""
    return prepare(raw, reader.settings)


def extract(reader: Reader, article: Article) -> bytes:
    """Read a prepared article; gives the JSON of its ``Extraction``."""
    return _EXTRACTION.dump_json(reader.extractor.extract(article))


def read_extraction(written: bytes) -> Extraction:
    """The extraction that ``extract`` wrote."""
    return _EXTRACTION.validate_json(written)


def read_batch(
    reader: Reader, batch: Sequence[Mapping[str, Any]], published_at: str | None = None
) -> list[Reading | Exception]:
    """Prepare and read several articles at once; what cannot be read is an exception in its place."""
    prepared = prepare_batch(reader, batch, published_at)
    readings = iter(_extract_many(reader, [article for article in prepared if isinstance(article, Article)]))
    return [
        outcome if isinstance(outcome, Exception) else _reading(raw, outcome, next(readings))
        for raw, outcome in zip(batch, prepared, strict=True)
    ]


def prepare_batch(
    reader: Reader, batch: Sequence[Mapping[str, Any]], published_at: str | None = None
) -> list[Article | Exception]:
    """Prepare several articles; what cannot be prepared is an exception in its place."""
    return [_attempt(prepare, raw, reader.settings, published_at) for raw in batch]


def extract_batch(reader: Reader, articles: Sequence[Article]) -> list[bytes | Exception]:
    """Read prepared articles; gives the JSON of each ``Extraction``, or an exception in its place."""
    return [
        found if isinstance(found, Exception) else _EXTRACTION.dump_json(found)
        for found in _extract_many(reader, articles)
    ]


def _extract_many(reader: Reader, articles: Sequence[Article]) -> Sequence[Extraction | Exception]:
    try:
        return list(reader.extractor.extract_many(articles))
    except Exception:  # one article must not take the others with it: each is read by itself
        return [_attempt(reader.extractor.extract, article) for article in articles]


def _reading(raw: Mapping[str, Any], article: Article, found: Extraction | Exception) -> Reading | Exception:
    if isinstance(found, Exception):
        return found
    return Reading(article, write_line(answer_of(found, article, raw), article))


def _attempt(work: Callable[..., T], *given: Any) -> T | Exception:
    try:
        return work(*given)
    except Exception as error:
        return _portable(error)


def run(connection: Connection, values: dict[str, Any]) -> None:
    """The life of a reader process: load, say so, then answer each piece of work until the parent closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        reader = Reader(Settings(**values))
    except DatelineError as error:
        connection.send((False, error))
        return
    except Exception as error:
        message = f"The reader cannot start: {type(error).__name__}: {error}"
        connection.send((False, SetupError(f"{message}\n{traceback.format_exc()}")))
        return
    connection.send((True, reader.extractor.version))
    while True:
        try:
            function, given = connection.recv()
        except EOFError:
            return
        result = _attempt(function, reader, *given)
        connection.send((not isinstance(result, Exception), result))


def _portable(error: Exception) -> Exception:
    """The error as it can be sent to the parent, with its traceback as a note unless it is a DatelineError."""
    if not isinstance(error, DatelineError):
        error.add_note(traceback.format_exc())
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _end_with_parent() -> None:
    """No reader outlives a parent that was killed."""
    parent = multiprocessing.parent_process()
    if parent:
        wait([parent.sentinel])
        os._exit(1)
