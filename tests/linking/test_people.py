"""What is certain about the people of two articles sets their happenings apart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.domain.event import Entity, Participant
from app.domain.evidence import Span
from app.domain.place import Place
from app.linking.decision import veto
from app.linking.people import NOBODY, People, people_of, shared, vetoes
from app.linking.reports import reports_of
from app.linking.stories import story_of
from tests.factories import BASRA, FIJI, make_article, make_casualty, make_event, make_extraction
from tests.linking.reports_of_a_bomb import bomb

TEXT = (
    "Lena Okafor, 34, was shot dead on Alder Street on Monday. Two others were taken to a hospital in Basra. Police "
    "arrested Miro Hask (19), and a 52-year-old neighbour Paula Rind said that she had heard shots in Labasa."
)


def person(name: str, role: str) -> Participant:
    at = TEXT.index(name)
    return Participant(role, name, Span(at, at + len(name), name), name, "person")


def entity(name: str) -> Entity:
    who = person(name, "victim")
    assert who.span
    return Entity(name, name, "person", None, (who.span,))


def place(found: Place, name: str) -> Place:
    at = TEXT.index(name)
    return replace(found, span=Span(at, at + len(name), name))


def people(killed: int = 1) -> People:
    article = make_article(text=TEXT, title=None)
    dead = (make_casualty(low=killed, high=killed),)
    shooting = make_event(id="1", participants=(person("Lena Okafor", "victim"),), casualties=dead)
    arrest = make_event(id="2", type="arrest", subtype=None, participants=(person("Miro Hask", "target"),))
    extraction = replace(
        make_extraction(article, shooting, arrest),
        entities=tuple(map(entity, ("Lena Okafor", "Miro Hask", "Paula Rind"))),
        places=(place(BASRA, "Basra"), place(FIJI, "Labasa")),
    )
    names = {"lena okafor", "miro hask", "paula rind"}
    return people_of(TEXT, extraction, reports_of(extraction, None)[0], names)


def test_the_people_of_an_article() -> None:
    found = people()
    assert dict(found.ages) == {"lena okafor": 34, "miro hask": 19, "paula rind": 52}
    assert found.killed == {"lena okafor"}
    assert found.suspects == {"miro hask"}
    assert found.hospitals == ((BASRA.latitude, BASRA.longitude),)


def test_who_was_killed_is_certain_only_when_all_are_named() -> None:
    assert people(killed=2).killed == frozenset()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"killed": {"lena okafor"}}, {"killed": {"ana vik"}}, ["different people were killed"]),
        ({"killed": {"lena okafor"}}, {"killed": {"lena m okafor"}}, []),
        ({"killed": {"lena okafor"}}, {}, []),
        ({"hospitals": [(30.5, 47.8)]}, {"hospitals": [(-17.0, 178.0)]}, ["hospitals in different towns"]),
        ({"hospitals": [(30.5, 47.8)]}, {"hospitals": [(30.6, 47.9), (-17.0, 178.0)]}, []),
        ({"suspects": {"a b": 19}}, {"suspects": {"c d": 43}}, ["suspects of different ages"]),
        ({"suspects": {"a b": 19}}, {"suspects": {"a d": 20}}, []),
        ({"suspects": {"a b": 19}}, {"suspects": {"c d": 43, "e f": 19}}, []),
    ],
)
def test_vetoes(one: dict[str, Any], other: dict[str, Any], expected: list[str]) -> None:
    assert list(vetoes(made(**one), made(**other))) == expected


def made(killed: Any = (), hospitals: Any = (), suspects: Any = ()) -> People:
    return People(dict(suspects), frozenset(killed), frozenset(suspects), tuple(hospitals))


def test_a_name_with_two_ages_is_the_name_of_two_people() -> None:
    ages = {"john reed": 24, "ana vik": 30}, {"john reed": 51}
    assert shared({"john reed", "ana vik"}, {"john reed", "ana vik"}, ages) == {"ana vik"}
    assert shared({"john reed"}, {"john reed"}, ({"john reed": 24}, {"john reed": 25})) == {"john reed"}


def test_a_veto_of_people_holds_for_the_same_day_and_town_but_not_if_somebody_is_in_both() -> None:
    one, two = story_of(*bomb(1, "A")), story_of(*bomb(1, "B"))
    assert veto(one, two) is None
    first, second = (made(killed={name}) for name in ("lena okafor", "ana vik"))
    assert veto(replace(one, people=first), replace(two, people=second)) == "different people were killed"
    named = frozenset({"paula rind"})
    assert veto(replace(one, people=first, names=named), replace(two, people=second, names=named)) is None
    assert one.people == NOBODY
