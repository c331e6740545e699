"""``dateline load``: an archive of articles into the database, as quickly as it can be read."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from app.cli.environment import check_model, collecting_less
from app.cli.extract import InputCount
from app.cli.operator import PAGE_CACHE, QUERY_SECONDS, operator
from app.cli.progress import shown
from app.cli.showing import existing_database
from app.domain.article import Article, identify
from app.errors import DatelineError, InputError
from app.gazetteer import ensure_index
from app.ingestion import ReaderPool, prepare
from app.ingestion.fetching import address_of
from app.ingestion.field_names import parse_names
from app.ingestion.fields import publication_date
from app.ingestion.input_files import input_size, items
from app.ingestion.items import Item
from app.ingestion.loading import Loaded, Loader
from app.ingestion.opening import Meter
from app.ingestion.options import InputOptions
from app.settings import Settings
from app.storage.articles import pipelines_of
from app.storage.dialects import parse_url
from app.storage.engine import Sessions, make_sessions, transaction
from app.storage.schema import check_schema, prepare_database


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """The options of ``dateline load``."""

    workers: int = 1
    published_at: str | None = None
    map: str | None = None
    errors: Path | None = None
    dry_run: bool = False


@dataclass(slots=True)
class Report:
    """What became of the articles so far."""

    states: Counter[str] = field(default_factory=Counter)
    events: int = 0
    began: float = field(default_factory=time.perf_counter)

    def add(self, loaded: Loaded) -> None:
        """Count an article."""
        self.states[loaded.state] += 1
        self.events += loaded.events

    def line(self) -> str:
        """The counts in one line."""
        seconds = max(time.perf_counter() - self.began, 0.001)
        parts = [f"{self.states['stored']:,} stored with {self.events:,} events", f"{self.states['known']:,} known"]
        if self.states["stale"]:
            parts.append(f"{self.states['stale']:,} known, read by an older version (dateline reread)")
        parts.append(f"{self.states['failed']:,} failed")
        total = self.states.total()
        return f"{total:,} articles: {', '.join(parts)}; {seconds:,.1f} s, {total / seconds:,.1f} articles/s"


def run(files: list[str], settings: Settings, options: LoadOptions) -> int:
    """Load all; the exit status: 1 when no input could be opened, else 0.

    Raises ``SetupError`` when the readers cannot be loaded, ``InputError`` for a wrong option.
    """
    day = publication_date(options.published_at)
    input_options = InputOptions(settings, parse_names(options.map))
    meter, counter = Meter(input_size(files)), InputCount()
    stream = counter.count(items(files, input_options, meter))
    with _errors(options.errors) as keep:
        if options.dry_run:
            _dry_run(stream, settings, day, keep)
        else:
            _load(stream, settings, options, meter, keep)
    return 1 if counter.seen and not counter.opened else 0


def _load(stream: Iterator[Item], settings: Settings, options: LoadOptions, meter: Meter, keep: Keep) -> None:
    check_model(settings)
    ensure_index(settings)
    engine = prepare_database(settings.model_copy(update={"query_seconds": QUERY_SECONDS}), PAGE_CACHE)
    report = Report()
    try:
        pool_settings = settings.model_copy(update={"extraction_workers": options.workers})
        with collecting_less(), ReaderPool(pool_settings) as pool:
            loader = Loader(make_sessions(engine), pool, pool.start().result(), operator())
            report.began = time.perf_counter()
            for loaded in shown(loader.load(stream, publication_date(options.published_at)), meter, report.line):
                report.add(loaded)
                if loaded.state == "failed":
                    keep(loaded.item, loaded.reason or "")
    except KeyboardInterrupt:
        print(f"dateline: stopped. {report.line()}\ndateline: the same command goes on from here", file=sys.stderr)
        raise
    finally:
        engine.dispose()
    print(f"dateline: {report.line()}", file=sys.stderr)


def _dry_run(stream: Iterator[Item], settings: Settings, day: str | None, keep: Keep) -> None:
    """Report what would be read; nothing is read or stored."""
    counts: Counter[str] = Counter()
    words = 0
    with _known_articles(settings) as state_of:
        for item in stream:
            if settings.fetch_urls and address_of(item.raw):
                counts["pages"] += 1
                continue
            article = _prepared(item, settings, day)
            if isinstance(article, str):
                counts["failed"] += 1
                keep(item, article)
                continue
            state = state_of(article)
            counts[state] += 1
            words += len(article.text.split()) if state == "new" else 0
    parts = [f"{counts['new']:,} articles with {words:,} words would be read", f"{counts['known']:,} are stored"]
    if counts["pages"]:
        parts.append(f"{counts['pages']:,} would be fetched, unless they are stored")
    print(f"dateline: {'; '.join(parts)}; {counts['failed']:,} cannot be read", file=sys.stderr)


def _prepared(item: Item, settings: Settings, day: str | None) -> Article | str:
    """The article of an item, or why it cannot be read."""
    if item.raw is None or item.reason:
        return item.reason or ""
    try:
        return prepare(item.raw, settings, day)
    except DatelineError as error:
        return str(error)


@contextmanager
def _known_articles(settings: Settings) -> Iterator[Callable[[Article], str]]:
    """Says of an article whether it is ``known`` or ``new``; without a database, all are new."""
    seen: set[str] = set()

    def state(sessions: Sessions | None, article: Article) -> str:
        key = identify(article)
        stored = key in seen
        seen.add(key)
        if not stored and sessions is not None:
            with transaction(sessions) as session:
                stored = bool(pipelines_of(session, [key]))
        return "known" if stored else "new"

    url = parse_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
        yield lambda article: state(None, article)
        return
    with existing_database(settings) as engine:
        check_schema(engine)
        sessions = make_sessions(engine)
        yield lambda article: state(sessions, article)


Keep = Callable[[Item, str], None]


@contextmanager
def _errors(path: Path | None) -> Iterator[Keep]:
    """Keeps the articles that fail: a JSON line each in a file, else a line on standard error."""
    if path is None:
        yield lambda item, reason: print(f"dateline: {_where(item)}{reason}", file=sys.stderr)
        return
    try:
        file = path.open("w", encoding="utf-8")
    except OSError as error:
        raise InputError(f"Cannot write {path}: {error.strerror or error}") from error
    with file:
        yield lambda item, reason: _write_error(file, item, reason)


def _write_error(file: IO[str], item: Item, reason: str) -> None:
    line = {"id": item.id, "status": "failed", "where": item.where, "reason": reason, "article": item.raw}
    file.write(json.dumps({name: value for name, value in line.items() if value is not None}) + "\n")
    file.flush()


def _where(item: Item) -> str:
    return f"{item.where}: " if item.where else ""
