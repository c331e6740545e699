"""When and where a statement was made, and which places, times and events it is about."""

from __future__ import annotations

import pytest

from app.domain.article import Article
from app.domain.event import Event
from app.nlp import Extractor

PUBLISHED = "2024-06-12"  # a Wednesday


def _read(extractor: Extractor, text: str, published_at: str | None = PUBLISHED) -> tuple[list[Event], list[Event]]:
    """The statements of a text, and its other events."""
    events = extractor.extract(Article(text=text, published_at=published_at)).events
    return [e for e in events if e.statement], [e for e in events if not e.statement]


@pytest.mark.parametrize(
    ("text", "value", "source"),
    [
        ("The mayor said the dam had burst on Sunday.", "2024-06-12", "document"),
        ("The mayor said on Monday that the dam had burst on Sunday.", "2024-06-10", "expression"),
        ("On Monday, the mayor said the dam had burst.", "2024-06-10", "expression"),
        ("The dam had burst on Sunday, the mayor said Monday.", "2024-06-10", "expression"),
        ("The mayor said in a statement on Monday that the dam had burst.", "2024-06-10", "expression"),
        ("Speaking on Monday, the mayor said the dam had burst.", "2024-06-10", "expression"),
        ("In 2019 the mayor said the dam was safe.", "2019", "expression"),
        ("“The dam is safe,” the mayor told reporters on Monday.", "2024-06-10", "expression"),
    ],
)
def test_when_it_was_said(extractor: Extractor, text: str, value: str, source: str) -> None:
    ((statement,), _) = _read(extractor, text)
    assert statement.time is not None
    assert (statement.time.value, statement.time.source) == (value, source)


def test_what_is_added_was_said_at_the_same_time(extractor: Extractor) -> None:
    statements, _ = _read(extractor, "The mayor said on Monday the dam had burst, adding that nobody was hurt.")
    assert [s.time.value if s.time else None for s in statements] == ["2024-06-10", "2024-06-10"]


def test_what_had_been_said_before_has_no_time_of_its_own(extractor: Extractor) -> None:
    ((statement,), _) = _read(extractor, "The mayor had said that the dam was safe.")
    assert statement.time is None


def test_without_a_date_of_publication_there_is_no_time(extractor: Extractor) -> None:
    ((statement,), _) = _read(extractor, "The mayor said the dam had burst.", published_at=None)
    assert statement.time is None


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The envoy told reporters in Geneva that the talks had failed.", ["Geneva"]),
        ("The envoy told a rally in Ohio that the talks had failed.", ["Ohio"]),
        ("At a news conference in Geneva, the envoy said the talks had failed.", ["Geneva"]),
        ("Speaking in Cairo, the envoy said the talks had failed.", ["Cairo"]),
        ("The envoy said the talks in Geneva had failed.", []),
        ("Officials in Geneva said the talks had failed.", []),
        ("In Cairo, the envoy said, the talks had failed.", []),
        ("The envoy, who was born in Cairo, said the talks had failed.", []),
    ],
)
def test_where_it_was_said(extractor: Extractor, text: str, places: list[str]) -> None:
    ((statement,), _) = _read(extractor, text)
    assert [p.name for p in statement.places] == places


@pytest.mark.parametrize(
    ("text", "places", "value"),
    [
        ("The mayor said a bomb had killed two men in Mosul on Sunday.", ["Mosul"], "2024-06-09"),
        ("The mayor said the talks in Geneva would begin on Sunday.", ["Geneva"], "2024-06-16"),
        ("In Kabul, police said a bomb had gone off.", ["Kabul"], None),
        ("The envoy told reporters in Geneva that the talks had failed.", [], None),
        ("The mayor said nobody was hurt.", [], None),
    ],
)
def test_what_it_is_about(extractor: Extractor, text: str, places: list[str], value: str | None) -> None:
    ((statement, *_), _) = _read(extractor, text)
    assert [p.name for p in statement.about_places] == places
    assert (statement.about_time.value if statement.about_time else None) == value


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("A bomb killed two men in Mosul. The Red Falcons claimed responsibility.", ["strike"]),
        ("A bomb hit a bridge in Mosul. The Red Falcons praised the mayor.", []),
        ("The army said a drone had hit the port. The rebels denied it.", ["strike"]),
        ("The army said a drone had hit the port. The rebels denied the talks.", []),
    ],
)
def test_links_to_what_it_is_about(extractor: Extractor, text: str, about: list[str]) -> None:
    statements, others = _read(extractor, text)
    types = {e.id: e.type for e in others}
    assert [types[link.event_id] for link in statements[-1].links if link.rel == "about"] == about
    assert statements[-1].statement is not None
    assert (statements[-1].statement.topic is not None) == bool(about)


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("The mayor said the dam had burst.", "mayor: the dam had burst"),
        ("The mayor denied that the dam had burst.", "mayor denies: the dam had burst"),
        ("The union says the dam is unsafe, a claim the mayor has denied.", "mayor denies: the dam is unsafe"),
        ("The Red Falcons claimed responsibility for the raid.", "Red Falcons claims responsibility for the raid"),
        ("The mayor did not say why the dam burst.", "mayor: why the dam burst [negated]"),
    ],
)
def test_summary(extractor: Extractor, text: str, summary: str) -> None:
    statements, _ = _read(extractor, text)
    assert statements[-1].summary == summary
