"""Batches in order, and articles that make the extraction fail, kill its process or never end."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from app.domain.article import Article
from app.domain.event import Extraction
from app.ingestion import ReaderPool, batch_reading, worker
from app.ingestion.batch_reading import Outcome, batches, read_all
from app.ingestion.items import Item
from app.ingestion.worker import Reader, Reading
from app.nlp import Extractor
from app.settings import Settings
from tests.ingestion import hostile_work


def item(number: int, text: str = "Two people were killed in Paris on Friday.") -> Item:
    return Item(number, {"id": number, "text": text})


def test_batches_are_bounded_in_number_and_size() -> None:
    assert [len(b) for b in batches(item(i) for i in range(70))] == [32, 32, 6]
    long = "x" * (batch_reading.BATCH_CHARACTERS - 10)
    assert [len(b) for b in batches(item(i, long) for i in range(3))] == [1, 1, 1]


def test_batches_take_no_more_than_they_give() -> None:
    taken = 0

    def endless() -> Iterator[Item]:
        nonlocal taken
        while True:
            taken += 1
            yield item(taken)

    next(batches(endless()))
    assert taken == batch_reading.BATCH_ARTICLES + 1


def words(outcome: Outcome | None) -> str:
    if isinstance(outcome, Reading):
        return str(json.loads(outcome.answer)["status"])
    return str(outcome)


def test_every_item_has_its_outcome_in_order(pool: ReaderPool) -> None:
    stream = [item(0), Item("bad", reason="why"), item(1, "  "), item(2)]
    found = list(read_all(stream, pool, "2024-02-03"))
    assert [i for i, _ in found] == stream
    assert [words(outcome)[:18] for _, outcome in found] == ["structured", "None", "The text is empty:", "structured"]
    reading = found[0][1]
    assert isinstance(reading, Reading)
    assert reading.article.published_at == "2024-02-03"


@pytest.mark.parametrize(("word", "reason"), [("kill", "died"), ("spin", "seconds of processor time")])
def test_an_article_that_harms_its_process_fails_alone(
    pool: ReaderPool, monkeypatch: pytest.MonkeyPatch, word: str, reason: str
) -> None:
    monkeypatch.setattr(batch_reading, "read_batch", hostile_work.read_or_die)
    found = list(read_all([item(i, word if i == 3 else "A quiet day.") for i in range(40)], pool))
    assert [i.id for i, _ in found] == list(range(40))
    assert [i.id for i, outcome in found if reason in words(outcome)] == [3]
    assert {words(outcome) for i, outcome in found if i.id != 3} == {"structured"}


def test_an_article_that_breaks_the_pipeline_fails_alone(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = extractor.prepare

    def broken(article: Article) -> object:
        if "dragon" in article.text:
            raise RecursionError("too deep")
        return prepared(article)

    monkeypatch.setattr(extractor, "prepare", broken)
    reader = Reader.__new__(Reader)
    reader.settings, reader.extractor = Settings(), extractor
    found = worker.read_batch(reader, [{"text": text} for text in ("One.", "A dragon came.", "Two.")])
    assert [type(outcome).__name__ for outcome in found] == ["Reading", "RecursionError", "Reading"]


def test_an_extraction_survives_its_journey_unchanged(extractor: Extractor) -> None:
    text = 'Gunmen killed 4 people in Mosul on Friday. "It was a massacre," Mayor Ahmad Haddad said.'
    found = extractor.extract(Article(text, published_at="2024-02-03"))
    assert isinstance(found, Extraction)
    assert worker.read_extraction(worker._EXTRACTION.dump_json(found)) == found
