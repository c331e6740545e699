"""What a happening's own mentions leave open, and which of it may be inferred, with its reason."""

from __future__ import annotations

import pytest

from app.domain.article import Article
from app.domain.event import Event
from app.nlp import Extractor


def acts(extractor: Extractor, text: str, *, title: str | None = None) -> list[Event]:
    found = extractor.extract(Article(text=text, title=title, published_at="2024-02-03")).events
    return [e for e in found if e.type != "statement"]


TIMES = [
    (
        "A farmer was killed near the mill. It happened about 9 p.m. Friday.",
        "2024-02-02T21:00",
        "the same paragraph says when it happened",
    ),
    (
        "On Jan. 9, in the village of Oum, a large band came. Rebels burned the mill.",
        "2024-01-09",
        "the same paragraph says when it happened",
    ),
    (
        "LIMA, Feb 2, 2024 (Newswire) -- Rebels killed four farmers in the hills.",
        "2024-02-02",
        "the day that the article gives its story",
    ),
    ("Rebels killed four farmers in the hills.", None, None),
    ("Police said on Friday that a farmer had been killed in 2019.", "2019", None),
    ("Every night they hear shots in the hills. Rebels attacked a post on Jan. 9.", None, None),
]


@pytest.mark.parametrize(("text", "value", "reason"), TIMES, ids=[t[:45] for t, _, _ in TIMES])
def test_an_inferred_time_says_why(extractor: Extractor, text: str, value: str | None, reason: str | None) -> None:
    time = acts(extractor, text)[0].time
    assert (time.value if time else None, time.reason if time else None) == (value, reason)
    assert time is None or (time.source == "inferred") == (reason is not None)


PLACES = [
    ("A bomb exploded in Mopti on Friday. Rebels then burned a school.", ["Mopti", "Mopti"]),
    ("A bomb exploded in Mopti on Friday. A year earlier, rebels had burned a school.", ["Mopti", "Mali"]),
    ("Rebels may bomb a depot in Mopti. A school was burned on Friday.", ["Mopti", "Mali"]),
    ("Rebels bombed a depot in Goma. In May, gunmen kidnapped nine miners in the same area.", ["Goma", "Goma"]),
]


@pytest.mark.parametrize(("text", "expected"), PLACES, ids=[t[:60] for t, _ in PLACES])
def test_a_place_goes_to_what_happens_beside_it(extractor: Extractor, text: str, expected: list[str | None]) -> None:
    found = [e.places[0].name if e.places else None for e in acts(extractor, text) if e.type != "casualties"]
    assert found == expected


def test_an_inferred_place_is_less_sure_and_says_why(extractor: Extractor) -> None:
    first, last = acts(extractor, "A bomb exploded in Mopti on Friday. Rebels then burned a school.")
    assert [p.reason for e in (first, last) for p in e.places] == [None, "the place of the event reported beside it"]
    assert last.places[0].confidence < first.places[0].confidence


def test_who_is_named_by_another_mention_says_so(extractor: Extractor) -> None:
    text = "A market in Goma was bombed on Friday. The bombing by rebels killed nine traders."
    (act,) = [e for e in acts(extractor, text) if e.type == "strike"]
    assert {(p.name, p.reason) for p in act.participants if p.role == "attacker"} == {
        ("rebels", "named by another mention of the same event")
    }


def test_rival_figures_are_claims_of_one_event(extractor: Extractor) -> None:
    text = (
        "An air strike on Goma killed 30 people on Friday, a doctors' union said. The army put the death toll at nine."
    )
    (act,) = [e for e in acts(extractor, text) if e.type == "strike"]
    assert [(c.low, c.rival) for c in act.casualties] == [(30, False), (9, True)]


def test_a_figure_of_another_place_is_an_event_of_its_own(extractor: Extractor) -> None:
    text = "Mortars killed five people in Kherson, two in Nikopol and one in Kharkiv on Friday."
    harm = [e for e in acts(extractor, text) if e.type == "casualties"]
    found = {(e.places[0].name, c.low) for e in harm for c in e.casualties}
    assert found == {("Kherson", 5), ("Nikopol", 2), ("Kharkiv", 1)}
    assert sorted(link.rel for e in harm for link in e.links) == ["caused_by", "part_of", "part_of"]
