"""``dateline corrections export`` and ``dateline evaluate``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.cli.environment import check_model
from app.cli.export import write_parts
from app.cli.showing import existing_database
from app.corrections.gold import write_gold
from app.domain.event import Event
from app.errors import InputError
from app.evaluation.gold import GoldArticle, read_gold
from app.evaluation.scoring import Scores, score
from app.gazetteer import ensure_index
from app.ingestion import ReaderPool
from app.ingestion.batch_reading import read_all
from app.ingestion.items import Item
from app.ingestion.worker import Reading, read_extraction
from app.settings import Settings
from app.storage.engine import make_sessions, transaction
from app.storage.schema import check_schema


def export(settings: Settings, output: str) -> None:
    """Write the corrections of the database as gold."""
    with existing_database(settings) as engine:
        check_schema(engine)
        with transaction(make_sessions(engine)) as session:
            write_parts(write_gold(session), output)


def run(settings: Settings, file: Path, workers: int, errors: int, *, as_json: bool) -> None:
    """Read the articles of a gold file and print how well they are read. Raises ``InputError`` for a wrong file."""
    articles = list(read_gold(file))
    if not articles:
        raise InputError(f"{file} has no articles.")
    check_model(settings)
    ensure_index(settings)
    with ReaderPool(settings.model_copy(update={"extraction_workers": workers})) as pool:
        pool.start().result()
        scores = score(_read(articles, pool))
    print(json.dumps(as_object(scores, errors), indent=1, ensure_ascii=False) if as_json else table(scores, errors))


def _read(articles: Sequence[GoldArticle], pool: ReaderPool) -> Iterator[tuple[GoldArticle, Sequence[Event]]]:
    items = (Item(n, article.fields, where=article.id) for n, article in enumerate(articles))
    for article, (_, outcome) in zip(articles, read_all(items, pool), strict=True):
        if isinstance(outcome, Reading):
            yield article, read_extraction(outcome.answer).events
        else:
            print(f"dateline: {article.id}: {outcome}", file=sys.stderr)
            yield article, ()


def table(scores: Scores, errors: int) -> str:
    """The rates as an aligned table, then the first mistakes."""
    lines = [
        f"{rate.name:32}{'–' if rate.value is None else f'{rate.value:.1%}':>8}{rate.right:>8} of {rate.total}"
        for rate in scores.rates()
    ]
    return "\n".join([*lines, *(f"{m.article_id} [{m.kind}] {m.detail}" for m in scores.mistakes[:errors])])


def as_object(scores: Scores, errors: int) -> dict[str, object]:
    """The same as a JSON object."""
    rates = [{"name": r.name, "value": r.value, "right": r.right, "total": r.total} for r in scores.rates()]
    mistakes = [{"article_id": m.article_id, "kind": m.kind, "detail": m.detail} for m in scores.mistakes[:errors]]
    return {"rates": rates, "mistakes": mistakes}
