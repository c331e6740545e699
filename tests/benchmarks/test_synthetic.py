"""The rows that are written directly are those that the mapping makes from the same events."""

from __future__ import annotations

import datetime as dt

import pytest

from app.gazetteer import open_gazetteer
from app.storage.column_types import short_moment
from app.storage.mapping import event_rows, moment, read_event
from app.storage.tables import ArticleRow
from tests.benchmarks.synthetic import TABLES, World
from tests.benchmarks.synthetic_rows import rows


@pytest.fixture(scope="module")
def world() -> World:
    return World(open_gazetteer(), 2_000, towns=500)


def plain(value: object) -> object:
    return short_moment(value.replace(tzinfo=None)) if isinstance(value, dt.datetime) else value


def test_rows_are_those_of_the_mapping(world: World) -> None:
    made = rows(world, 0, 300)
    articles = {line[0]: dict(zip(TABLES["articles"].split(), line, strict=True)) for line in made["articles"]}
    parts = {name: [line[1:] for line in made[name]] for name in ("places", "participants")}
    for event, (_, document) in zip(made["events"], made["documents"], strict=True):
        columns = dict(zip(TABLES["events"].split(), event, strict=True))
        told = articles[columns["article_seq"]]
        article = ArticleRow(
            seq=told["seq"],
            title=told["title"],
            source=told["source"],
            source_key=told["source_key"],
            reported_at=moment(told["published_at"]),
            change=told["change"],
        )
        row = event_rows(read_event(document), columns["position"], article)
        del columns["seq"]
        assert {name: plain(row.event[name]) for name in columns} == columns
        for name, lines in parts.items():
            for part in getattr(row, name):
                assert tuple(part[column] for column in TABLES[name].split()[1:]) == lines.pop(0)
    assert not any(parts.values())


def test_the_same_numbers_give_the_same_rows(world: World) -> None:
    assert rows(world, 300, 400) == rows(world, 300, 400)


def test_spans_hold_their_words(world: World) -> None:
    made = rows(world, 0, 50)
    texts = {line[0]: f"{line[2]}\n\n{line[3]}" for line in made["articles"]}
    for line, (_, document) in zip(made["events"], made["documents"], strict=True):
        event = read_event(document)
        for span in (event.trigger, event.sentence, *event.mentions):
            assert texts[line[2]][span.start : span.end] == span.text
