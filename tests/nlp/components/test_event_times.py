"""When each event happened: texts with hand-made triggers, so that only this component is tested."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from spacy.tokens import Doc

from app.domain.time import EventTime
from app.nlp import Extractor
from app.nlp.annotations import Modality, ReadingContext, Trigger
from app.nlp.components.event_times import event_times
from app.nlp.components.event_times.reporting_time import reporting_time
from app.nlp.pipeline import AFTER_MODEL

CASES = yaml.load(
    (Path(__file__).parents[2] / "cases" / "event_times.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)
Timer = Callable[..., EventTime | None]


def find(doc: Doc, word: str) -> int:
    """The position of a word; "killed#2" is the second "killed"."""
    text, _, number = word.partition("#")
    return [t.i for t in doc if t.text == text][int(number or 1) - 1]


@pytest.fixture(scope="module")
def read(extractor: Extractor) -> Iterator[Timer]:
    """Reads a text with the model and the time expressions, and times the one event that is given."""
    others = [name for name in AFTER_MODEL if name not in ("mend_entities", "times")]
    with extractor.nlp.select_pipes(disable=others):

        def run(text: str, word: str, kind: str, modality: Modality | None = None) -> EventTime | None:
            doc = extractor.nlp.make_doc(text)
            doc._.context = ReadingContext(published_at="2024-02-03")
            doc = extractor.nlp(doc)
            i = find(doc, word)
            doc._.triggers = (Trigger(i, i + 1, i, kind, None, "attack"),)
            doc._.modalities = (modality,) if modality else ()
            (found,) = event_times(doc)._.event_times
            return found

        yield run


def rows() -> Iterator[Any]:
    for group, cases in CASES.items():
        for text, word, kind, expected in cases:
            yield pytest.param(text, word, kind, expected, id=f"{group}: {text[:50]}")


@pytest.mark.parametrize(("text", "word", "kind", "expected"), list(rows()))
def test_table(read: Timer, text: str, word: str, kind: str, expected: list[Any] | None) -> None:
    time = read(text, word, kind)
    found = [time.value, time.source, time.span.text if time.span else None] if time else None
    assert found == (None if expected is None else [str(expected[0]), *expected[1:]])


def test_since_goes_on_to_the_day_of_the_report(read: Timer) -> None:
    time = read("The town has been shelled since Jan. 9.", "shelled", "strike")
    assert time is not None
    assert (time.start, time.end, time.precision) == ("2024-01-09T00:00:00", "2024-02-04T00:00:00", "span")


def test_a_toll_goes_on_from_the_clause_of_since_to_the_day_of_the_report(read: Timer) -> None:
    text = "Nine hundred people have died since a coalition launched raids on the coast in March 2015."
    toll, raids = read(text, "died", "casualties"), read(text, "raids", "strike")
    assert toll is not None
    assert raids is not None
    assert (toll.start, toll.end) == ("2015-03-01T00:00:00", "2024-02-04T00:00:00")
    assert (raids.start, raids.end) == ("2015-03-01T00:00:00", "2015-04-01T00:00:00")


def test_what_did_not_happen_takes_no_time_from_others(read: Timer) -> None:
    text = "Rebels attacked a post on Jan. 9. They may burn the mill."
    assert read(text, "burn", "strike", Modality("possible")) is None


def test_a_statement_takes_no_time_from_others(read: Timer) -> None:
    assert read("Rebels attacked a post on Jan. 9. The mayor condemned it.", "condemned", "statement") is None


@pytest.mark.parametrize(
    ("text", "verb", "value"),
    [
        ("Police said Monday that four farmers were killed.", "said", "2024-01-29"),
        ("Four farmers were killed on Friday, police said.", "said", None),
        ("Police said four farmers were killed on Friday.", "said", None),
    ],
)
def test_the_day_of_a_report(extractor: Extractor, text: str, verb: str, value: str | None) -> None:
    doc = extractor.nlp.make_doc(text)
    doc._.context = ReadingContext(published_at="2024-02-03")
    doc = extractor.nlp(doc)
    time = reporting_time(doc, find(doc, verb))
    assert (time.value if time else None) == value


@pytest.mark.parametrize(
    ("text", "word", "scope"),
    [
        ("Nothing is known. Police are investigating a shooting near the mill.", "shooting", "once"),
        ("Nothing is known. A guard is recovering from a gunshot.", "gunshot", "once"),
        ("Nothing is known. The fighting continues.", "fighting", "ongoing"),
        ("Nothing is known. Troops are shelling the port.", "shelling", "ongoing"),
        ("It was the deadliest bombing in the port in years.", "bombing", "once"),
        ("The raid was the first attack on the port for two years.", "attack", "once"),
        ("Rebels have carried out a bombing in the port for years.", "bombing", "span"),
    ],
)
def test_what_goes_on_as_the_article_is_written(extractor: Extractor, text: str, word: str, scope: str) -> None:
    doc = extractor.nlp(extractor.nlp.make_doc(text))
    i = find(doc, word)
    doc._.triggers = (Trigger(i, i + 1, i, "strike", None, "attack"),)
    assert event_times(doc)._.time_scopes == (scope,)


def test_no_triggers_no_times(extractor: Extractor) -> None:
    doc = extractor.nlp.make_doc("")
    assert event_times(doc)._.event_times == ()
