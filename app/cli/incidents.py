"""``dateline incidents``: articles in, one JSON line for each incident out; needs no database and no server.

``dateline incidents rebuild`` joins the articles of the database instead.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from pydantic import TypeAdapter

from app.cli.environment import check_model, collecting_less
from app.cli.extract import InputCount, write
from app.cli.showing import existing_database
from app.domain.incident import Incident
from app.gazetteer import ensure_index
from app.ingestion import ReaderPool
from app.ingestion.batch_reading import read_all
from app.ingestion.fields import publication_date
from app.ingestion.input_files import items
from app.ingestion.items import ItemId
from app.ingestion.options import InputOptions
from app.ingestion.worker import Reading, read_extraction
from app.linking import rebuilding
from app.linking.linker import Linker
from app.linking.rebuilding import forget_links, waiting
from app.settings import Settings
from app.storage.engine import make_sessions
from app.storage.schema import check_schema

_INCIDENT = TypeAdapter(Incident)
_LISTS = TypeAdapter(dict[str, object])
CallerIds = dict[str, list[ItemId]]
_SHOWN = 1_000  # articles between two lines of progress


def run(files: list[str], settings: Settings, workers: int, published_at: str | None) -> int:
    """Read all, link all, write all; the exit status: 1 when no input could be opened, else 0.

    Raises ``SetupError`` when the readers cannot be loaded, ``InputError`` for a bad ``published_at``.
    """
    check_model(settings)
    day = publication_date(published_at)
    counter = InputCount()
    ensure_index(settings)
    linker, ids = Linker(), CallerIds()
    with ReaderPool(settings.model_copy(update={"extraction_workers": workers})) as pool:
        pool.start().result()
        for item, outcome in read_all(counter.count(items(files, InputOptions(settings))), pool, day):
            if not isinstance(outcome, Reading):
                print(f"dateline: {item.id}: {outcome or item.reason}", file=sys.stderr)
                continue
            extraction = read_extraction(outcome.answer)
            ids.setdefault(extraction.id, []).append(extraction.id if item.id is None else item.id)
            linker.add(outcome.article, extraction)
    write(_lines(linker, ids))
    return 1 if counter.seen and not counter.opened else 0


def rebuild(settings: Settings, *, again: bool) -> int:
    """Join the stored articles that wait for it to incidents; ``again``: all of them."""
    with collecting_less(), existing_database(settings) as engine:
        check_schema(engine)
        sessions = make_sessions(engine)
        if again:
            forget_links(sessions)
        total = waiting(sessions)
        done = 0
        for done in rebuilding.rebuild(sessions):
            if done % _SHOWN == 0:
                print(f"dateline: {done} of {total} articles", file=sys.stderr)
        print(f"dateline: {done} articles joined to incidents", file=sys.stderr)
    return 0


def _lines(linker: Linker, ids: CallerIds) -> Iterator[bytes]:
    return (line(incident, ids) for incident in linker.incidents())


def line(incident: Incident, ids: CallerIds) -> bytes:
    """An incident as JSON; articles have the ids that the caller gave, the main ones are about it."""
    found = _INCIDENT.dump_python(incident, mode="json")
    for part in (*found["claims"], *found["reports"]):
        part["article_id"] = ids[part["article_id"]][0]
    reports = [(report.main, ids[report.article_id]) for report in incident.reports]
    lists = {
        "article_ids": [given for _, several in reports for given in several],
        "main_article_ids": [given for main, several in reports if main for given in several],
    }
    return _LISTS.dump_json({"id": found.pop("id"), **lists, **found})
