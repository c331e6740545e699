"""Batches, ids, and articles that make the extraction fail or kill its process."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from app.cli import reading
from app.cli.inputs import Item
from app.cli.reading import Pool, Reader, batches, failed, read_in_processes, with_id
from app.domain.article import Article
from app.settings import Settings


def item(number: int, text: str = "Two people were killed in Paris on Friday.") -> Item:
    return Item(number, article=Article(text=text))


def test_batches_are_bounded_in_number_and_size() -> None:
    assert [len(b) for b in batches(item(i) for i in range(70))] == [32, 32, 6]
    long = "x" * (reading.BATCH_CHARACTERS - 10)
    assert [len(b) for b in batches(item(i, long) for i in range(3))] == [1, 1, 1]


def test_batches_take_no_more_than_they_give() -> None:
    taken = 0

    def endless() -> Iterator[Item]:
        nonlocal taken
        while True:
            taken += 1
            yield item(taken)

    next(batches(endless()))
    assert taken == reading.BATCH_ARTICLES + 1


@pytest.mark.parametrize("item_id", ["a", 5, 2.5, True, 'quote " and \\', "é\ud800"])
def test_the_id_is_copied(item_id: object) -> None:
    assert json.loads(with_id(item_id, b'{"id":"0-0","status":"structured"}')) == {
        "id": item_id,
        "status": "structured",
    }


def test_without_an_id_the_articles_own_stays() -> None:
    assert with_id(None, b'{"id":"0-0"}') == b'{"id":"0-0"}'


def test_one_line_for_each_item_in_order(reader: Reader) -> None:
    lines = reader.read([item(0), Item("bad", reason="why"), item(1, "  "), item(2)])
    found = [json.loads(line) for line in lines]
    assert [(f["id"], f["status"]) for f in found] == [
        (0, "structured"),
        ("bad", "failed"),
        (1, "failed"),
        (2, "structured"),
    ]
    assert found[1]["reason"] == "why"
    assert "empty" in found[2]["reason"]


def test_an_article_that_breaks_the_pipeline_fails_alone(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare = reader.extractor.prepare

    def broken(article: Article) -> object:
        if "dragon" in article.text:
            raise RecursionError("too deep")
        return prepare(article)

    monkeypatch.setattr(reader.extractor, "prepare", broken)
    found = [json.loads(line) for line in reader.read([item(0), item(1, "A dragon came."), item(2)])]
    assert [f["status"] for f in found] == ["structured", "failed", "structured"]
    assert found[1] == {
        "id": 1,
        "status": "failed",
        "reason": "The extraction failed: RecursionError: too deep",
    }


def _read_or_die(batch: list[Item]) -> list[bytes]:
    if any(i.article and i.article.text == "kill" for i in batch):
        os._exit(9)
    return [failed(i.id, "read") for i in batch]


def test_an_article_that_kills_its_process_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_read", _read_or_die)
    monkeypatch.setattr(Pool, "make", lambda _, n: ProcessPoolExecutor(n, mp_context=get_context("spawn")))
    stream = [item(i, "kill" if i == 40 else "fine") for i in range(100)]
    found = [json.loads(line) for line in read_in_processes(stream, Settings(), 2)]
    assert [f["id"] for f in found] == list(range(100))
    assert [f["id"] for f in found if "died" in f["reason"]] == [40]
