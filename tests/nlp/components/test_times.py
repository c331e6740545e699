"""Time expressions: words, types, values and intervals, against tables of sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from spacy.tokens import Doc

from app.nlp import Extractor
from app.nlp.annotations import ReadingContext
from app.nlp.pipeline import AFTER_MODEL

CASES = yaml.load(
    (Path(__file__).parents[2] / "cases" / "times.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)
ANCHOR = "2024-02-03"
Reader = Callable[..., Doc]


@pytest.fixture(scope="module")
def read(extractor: Extractor) -> Iterator[Reader]:
    """Reads a text with the model and this component only."""
    others = [name for name in AFTER_MODEL if name not in ("mend_entities", "times")]
    with extractor.nlp.select_pipes(disable=others):

        def run(text: str, published_at: str | None = ANCHOR) -> Doc:
            doc = extractor.nlp.make_doc(text)
            doc._.context = ReadingContext(published_at=published_at)
            return extractor.nlp(doc)

        yield run


def rows() -> Iterator[Any]:
    for group, cases in CASES.items():
        for text, expected, *rest in cases:
            anchor = ANCHOR if not rest else None if rest == ["none"] else str(rest[0])
            yield pytest.param(text, expected, anchor, id=f"{group}: {text[:50]}")


@pytest.mark.parametrize(("text", "expected", "published_at"), list(rows()))
def test_table(read: Reader, text: str, expected: list[list[str]], published_at: str | None) -> None:
    doc = read(text, published_at)
    found = [[m.expression.span.text, m.expression.type, m.expression.value] for m in doc._.times]
    assert found == [[words, kind, str(value)] for words, kind, value in expected]


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("Jets struck on Friday evening.", "2024-02-02T18:00:00", "2024-02-03T00:00:00", "part_of_day"),
        ("It fell last Sunday.", "2024-01-28T00:00:00", "2024-01-29T00:00:00", "day"),
        ("It fell in October.", "2023-10-01T00:00:00", "2023-11-01T00:00:00", "month"),
        ("It fell last week.", "2024-01-22T00:00:00", "2024-01-29T00:00:00", "week"),
        ("It fell in 1994.", "1994-01-01T00:00:00", "1995-01-01T00:00:00", "year"),
        ("It fell at 10:30 p.m. Friday.", "2024-02-02T22:30:00", "2024-02-02T22:31:00", "minute"),
        ("It fell at 10 p.m. Friday.", "2024-02-02T22:00:00", "2024-02-02T23:00:00", "hour"),
        ("It fell in the winter of 2021.", "2021-12-01T00:00:00", "2022-03-01T00:00:00", "season"),
        ("It fell in the 1980s.", "1980-01-01T00:00:00", "1990-01-01T00:00:00", "decade"),
    ],
)
def test_intervals_are_half_open(read: Reader, text: str, start: str, end: str, precision: str) -> None:
    expression = read(text)._.times[0].expression
    assert (expression.start, expression.end, expression.precision) == (start, end, precision)


def test_what_is_not_resolved_has_no_interval(read: Reader) -> None:
    expression = read("It fell on Friday.", None)._.times[0].expression
    assert (expression.start, expression.end, expression.precision) == (None, None, None)


def test_spans_slice_back_and_do_not_overlap(read: Reader) -> None:
    text = " ".join(case[0] for cases in CASES.values() for case in cases)
    doc = read(text)
    ends = 0
    for mention in doc._.times:
        span = mention.expression.span
        assert text[span.start : span.end] == span.text
        assert span.start >= ends
        ends = span.end


@pytest.mark.parametrize("published_at", ["soon", "", "2024-13-45", "0001-01-01", "9999-12-31T23:59:59", "03.02.2024"])
def test_any_day_of_publication_is_survived(read: Reader, published_at: str) -> None:
    doc = read("Last year, last week, next month, on Friday and in 1999 it rained for days.", published_at)
    assert "1999" in [m.expression.value for m in doc._.times]


@pytest.mark.parametrize(
    "text", ["", " ", "1" * 500, "Friday " * 200, "1/1/1/1/1/1 10:99 99:10 00/00/0000", "İ 1980s İ"]
)
def test_odd_texts_are_survived(read: Reader, text: str) -> None:
    doc = read(text)
    assert all(m.expression.span.text for m in doc._.times)


@pytest.mark.parametrize(
    ("text", "date", "source"),
    [
        ("MOSUL, Iraq, Feb 3, 2024 (Newswire) — Two men were hurt on Friday.", "2024-02-03", "text"),
        ("This story is from June 9, 2011\n\ntwo men were hurt on monday.", "2011-06-09", "text"),
        ("Lima, 13 Jan 90 (Agency) -- Two men were hurt yesterday.", "1990-01-13", "text"),
        ("Published: 5 May 2020\n\nTwo men were hurt.", "2020-05-05", "text"),
        ("Two men were hurt.\n\nA burnt car stands at the bridge in Aden, Yemen, March 3, 2021", "2021-03-03", "text"),
        ("A car burns in Aden on March 3, 2021. (Jane Roe/AP Photo)", "2021-03-03", "text"),
        ("Two men were hurt in Aden, Yemen, on March 3, 2021.", None, "none"),
        ("The pact was signed on 5 May 1920 by two kings, and it held for years.", None, "none"),
        ("Two men were hurt on Friday.", None, "none"),
    ],
)
def test_the_anchor_is_read_in_the_text(read: Reader, text: str, date: str | None, source: str) -> None:
    anchor = read(text, None)._.anchor
    assert (anchor.date, anchor.source) == (date, source)


def test_the_given_anchor_wins(read: Reader) -> None:
    anchor = read("MOSUL, Iraq, Feb 3, 2024 (Newswire) — Two men were hurt.", "2024-02-05T10:00:00Z")._.anchor
    assert (anchor.date, anchor.source) == ("2024-02-05T10:00:00Z", "given")


@pytest.mark.parametrize(
    ("source", "value"),
    [("The Guardian", "2024-02-03"), ("example.in", "2024-02-03"), ("example.ph", "2024-03-02"), (None, "2024-03-02")],
)
def test_the_outlet_decides_how_figures_are_read(extractor: Extractor, source: str | None, value: str) -> None:
    doc = extractor.nlp.make_doc("It was filed on 03/02/2024.")
    doc._.context = ReadingContext(published_at="2024-03-10", source=source)
    assert [m.expression.value for m in extractor.nlp(doc)._.times] == [value]


@pytest.mark.parametrize(
    ("source", "value"), [("NDTV", "2023-08-15"), ("example.pk", "2023-08-14"), (None, "XXXX-XX-XX")]
)
def test_the_outlet_decides_whose_holiday_it_is(extractor: Extractor, source: str | None, value: str) -> None:
    doc = extractor.nlp.make_doc("Shops were shut on Independence Day.")
    doc._.context = ReadingContext(published_at="2023-09-01", source=source)
    assert [m.expression.value for m in extractor.nlp(doc)._.times] == [value]
