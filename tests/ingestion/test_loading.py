"""Loading: each article once, whatever was stored before, and the others unharmed by one that fails."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select, text

from app.domain.access import EVERYTHING, Caller
from app.errors import BusyError
from app.ingestion import ReaderPool, loading
from app.ingestion.batch_reading import read_all
from app.ingestion.items import Item, item_of
from app.ingestion.loading import Loaded, Loader
from app.ingestion.worker import Reading
from app.storage.articles import count
from app.storage.engine import Sessions, transaction
from app.storage.incident_tables import IncidentRow
from app.storage.tables import ArticleRow, AuditRow, FailureRow
from tests.ingestion import hostile_work

TEXT = "A car bomb killed {} people at the fish market in Basra on Friday, police said."


def item(number: int, words: str | None = None) -> Item:
    return Item(number, {"id": number, "text": words or TEXT.format(number + 3), "published_at": "2024-02-03"})


@pytest.fixture
def loader(sessions: Sessions, pool: ReaderPool) -> Loader:
    return Loader(sessions, pool, pool.start().result(), Caller("command line (me)", EVERYTHING))


def states(loaded: Iterator[Loaded]) -> list[str]:
    return [each.state for each in loaded]


def test_all_is_stored_linked_and_recorded(loader: Loader) -> None:
    found = list(loader.load([*map(item, range(3)), Item("bad", reason="why"), item(3, "  ")]))
    assert [(each.item.id, each.state) for each in found] == [
        *((n, "stored") for n in range(3)),
        ("bad", "failed"),
        (3, "failed"),
    ]
    assert [each.reason for each in found[3:]] == ["why", "The text is empty: send at least one word in 'text'."]
    with transaction(loader.sessions) as session:
        assert session.scalars(select(ArticleRow.external_id).order_by(ArticleRow.seq)).all() == ["0", "1", "2"]
        assert session.scalars(select(AuditRow.action)).all() == ["article.posted"] * 3
        assert session.scalars(select(IncidentRow.articles).where(IncidentRow.document.is_not(None))).all() == [3]


def test_a_second_load_reads_nothing(loader: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    assert states(loader.load(map(item, range(3)))) == ["stored"] * 3
    monkeypatch.setattr(loading, "extract_batch", hostile_work.crash)
    assert states(loader.load(map(item, range(3)))) == ["known"] * 3
    with transaction(loader.sessions) as session:
        session.execute(text("UPDATE articles SET pipeline = 'older'"))
    assert states(loader.load(map(item, range(3)))) == ["stale"] * 3


def test_the_same_article_twice_is_stored_once(loader: Loader) -> None:
    assert sorted(states(loader.load([item(1), item(1), item(1)]))) == ["known", "known", "stored"]
    with transaction(loader.sessions) as session:
        assert count(session) == 1


def test_an_article_that_cannot_be_read_is_kept_as_failed(loader: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "extract_batch", hostile_work.extract_or_die)
    found = list(loader.load([item(0), item(1, "kill"), item(2)]))
    assert [each.state for each in found] == ["stored", "failed", "stored"]
    with transaction(loader.sessions) as session:
        assert session.scalars(select(FailureRow.text)).all() == ["kill"]
    (again,) = loader.load([item(1, "kill")])  # not tried again by the same pipeline
    assert (again.state, again.reason) == ("failed", found[1].reason)


def test_an_article_that_cannot_be_stored_fails_alone(loader: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    real: Callable[..., Any] = loading.save_linked

    def broken(session: Any, article: Any, extraction: Any) -> Any:
        if "dragon" in article.text:
            raise ValueError("a dragon")
        return real(session, article, extraction)

    monkeypatch.setattr(loading, "save_linked", broken)
    found = list(loader.load([item(0), item(1, "A dragon came."), item(2)]))
    assert [each.state for each in found] == ["stored", "failed", "stored"]
    assert found[1].reason == "It cannot be stored: ValueError: a dragon"


def test_extracted_lines_are_stored_without_being_read(loader: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = []
    for _, outcome in read_all(map(item, range(2)), loader.pool):
        assert isinstance(outcome, Reading)
        lines.append(json.loads(outcome.answer))
    found = [item_of(line, "Line") for line in (*lines, {"id": 7, "status": "failed", "reason": "why"}, {"status": 1})]
    with monkeypatch.context() as patched:
        patched.setattr(loading, "extract_batch", hostile_work.crash)
        loaded = list(loader.load(found))
    assert [each.state for each in loaded] == ["stored", "stored", "failed", "failed"]
    assert [each.reason for each in loaded[2:]] == [
        "Line could not be read when it was extracted: why",
        "Line is no article: it has a 'status' but no 'article'.",
    ]
    with transaction(loader.sessions) as session:
        session.execute(text("DELETE FROM articles"))
    older = [item_of(line | {"pipeline": "older", "events": "unreadable"}, "Line") for line in lines]
    assert states(loader.load(older)) == ["stored", "stored"]  # read again from their articles


def test_a_busy_database_is_waited_for(loader: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = loading.save_linked, []

    def busy(*given: Any) -> Any:
        calls.append(1)
        if len(calls) < 3:
            raise BusyError("busy")
        return real(*given)

    monkeypatch.setattr(loading, "save_linked", busy)
    assert states(loader.load([item(0)])) == ["stored"]
    monkeypatch.setattr(loading, "_BUSY_SECONDS", 0)
    calls.clear()
    with pytest.raises(BusyError):
        list(loader.load([item(1)]))
