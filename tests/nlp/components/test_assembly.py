"""Events as the contract has them: stable ids, spans that slice back, honest fields."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.article import Article
from app.domain.evidence import Span
from app.nlp import Extractor

SENTENCES = (
    "Warplanes bombed a fuel depot near Aleppo on Friday, killing at least 12 people, including three children.",
    "“We will rebuild,” the mayor, Samira Haddad, told Radio Levant.",
    "According to the health ministry, two dozen people were wounded.",
    "The group denied that its fighters had shelled the village of Sarmin.",
    "Police arrested four suspects in Lyon last week.",
    "PRAGUE, May 3 — Thousands marched through the old town.",
    "Ein Zitat ohne Ende: “und dann",
    "😀 نص عربي 5,000 12.5 % (see [1])",
)


def spans(node: Any) -> Iterator[Span]:
    if isinstance(node, Span):
        yield node
    elif dataclasses.is_dataclass(node):
        for field in dataclasses.fields(node):
            yield from spans(getattr(node, field.name))
    elif isinstance(node, tuple | list):
        for item in node:
            yield from spans(item)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5),
    gap=st.sampled_from([" ", "\n", "\n\n", "\r\n\r\n", "\t"]),
)
def test_every_span_slices_back(extractor: Extractor, parts: list[str], gap: str) -> None:
    article = Article(text=gap.join(parts), title="Strike near Aleppo kills 12")
    found = list(spans(extractor.extract(article)))
    assert found
    for span in found:
        assert article.stored_text[span.start : span.end] == span.text


def test_the_same_article_gives_the_same_extraction(extractor: Extractor) -> None:
    article = Article(text="\n\n".join(SENTENCES), published_at="2024-02-03")
    assert extractor.extract(article) == extractor.extract(article)


def test_ids_are_unique_within_an_article(extractor: Extractor) -> None:
    events = extractor.extract(Article(text="\n\n".join(SENTENCES * 2))).events
    assert len({e.id for e in events}) == len(events) > 4


def test_who_is_named_twice_takes_part_once(extractor: Extractor) -> None:
    article = Article(
        title="Mine blast kills six labourers",
        text="Six labourers were killed when their truck hit a landmine on Tuesday, police said.",
        published_at="2020-03-11T08:00:00Z",
    )
    event = next(e for e in extractor.extract(article).events if e.type == "strike")
    assert {(p.role, p.name, p.kind) for p in event.participants} == {
        ("victim", "Six labourers", "civilians"),
        ("target", "truck", "vehicle"),
        ("weapon", "Mine", "weapon"),
    }
    assert len(event.participants) == 3


def test_codes_stand_on_every_event(extractor: Extractor) -> None:
    for event in extractor.extract(Article(text="\n\n".join(SENTENCES))).events:
        assert set(event.codes) == {"plover", "cameo", "acled", "ucdp", "hazard"}


def test_summary_states_who_where_and_how_many(extractor: Extractor) -> None:
    events = extractor.extract(Article(text=SENTENCES[0], published_at="2024-02-05")).events
    (strike,) = [e for e in events if e.type == "strike"]
    assert strike.summary.startswith("Air strike")
    assert "Syria" in strike.summary
    assert "12+ killed" in strike.summary


def protest_codes(extractor: Extractor, text: str) -> list[str | None]:
    return [
        e.codes["acled"]["sub_event_type"] for e in extractor.extract(Article(text=text)).events if e.type == "protest"
    ]


def test_a_protest_is_completed_with_what_became_of_it(extractor: Extractor) -> None:
    quiet = "Students protested outside the ministry on Monday."
    assert protest_codes(extractor, quiet) == ["Peaceful protest"]
    assert protest_codes(extractor, f"{quiet} Police fired tear gas at the demonstrators.") == [
        "Protest with intervention"
    ]
    assert "Violent demonstration" in protest_codes(extractor, f"{quiet} The demonstrators torched two buses.")


def test_an_arrest_elsewhere_is_no_intervention(extractor: Extractor) -> None:
    text = "Students protested outside the ministry on Monday. Police arrested two smugglers at the port."
    assert protest_codes(extractor, text) == ["Peaceful protest"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Two gunmen shot a clerk.", {"attacker": "person"}),
        ("Hooded men shot a clerk.", {"attacker": "person"}),
        ("Rebels shot a clerk.", {"attacker": "person"}),
        ("The rebel army shot a clerk.", {"attacker": "military"}),
        ("Boko Haram shot a clerk.", {"attacker": "armed_group"}),
        ("The gang shot a clerk.", {"attacker": "armed_group"}),
        ("Soldiers shot a clerk.", {"attacker": "military"}),
    ],
)
def test_persons_are_no_groups(extractor: Extractor, text: str, kinds: dict[str, str]) -> None:
    strike = next(e for e in extractor.extract(Article(text=text)).events if e.type == "strike")
    assert {p.role: p.kind for p in strike.participants if p.role == "attacker"} == kinds


def test_persons_of_an_armed_group_fight_for_it(extractor: Extractor) -> None:
    event = next(e for e in extractor.extract(Article(text="Rebels shot two soldiers.")).events if e.type == "strike")
    assert event.codes["ucdp"] == {"type_of_violence": 1}


def test_no_side_of_a_clash_is_the_killer(extractor: Extractor) -> None:
    text = "Clashes between strikers and police killed nine people in Lima."
    events = extractor.extract(Article(text=text)).events
    sides = {e.type: {p.role for p in e.participants if p.role in ("attacker", "target")} for e in events}
    assert sides == {"strike": {"attacker", "target"}, "casualties": set()}


@pytest.mark.parametrize(
    ("text", "attackers"),
    [
        ("Hamas fighters attacked an army post on Monday. Four fighters were killed.", []),
        (
            "Hamas fighters attacked an army post on Monday. Four soldiers were killed in the attack.",
            ["Hamas fighters"],
        ),
        ("A soldier shot dead two other soldiers at the barracks.", ["soldier"]),
    ],
)
def test_nobody_harmed_their_own_side_unless_it_is_said(extractor: Extractor, text: str, attackers: list[str]) -> None:
    events = extractor.extract(Article(text=text, published_at="2024-06-12")).events
    harm = [e for e in events if e.type == "casualties"]
    assert [p.name for e in harm for p in e.participants if p.role == "attacker"] == attackers
    assert all(any(p.role == "attacker" for p in e.participants) for e in events if e.type == "strike")


def test_sites_of_clashes_are_sites_of_their_harm(extractor: Extractor) -> None:
    text = "Soldiers and rebels clashed at a market, and six people were killed."
    events = extractor.extract(Article(text=text, published_at="2024-06-12")).events
    for event in events:
        assert [(p.name, p.kind) for p in event.participants if p.role == "place"] == [("market", "facility")]


@pytest.mark.parametrize(
    ("text", "act", "harm"),
    [
        ("Gunmen tried to kill the mayor of Graz on Monday.", "asserted", "negated"),
        ("Gunmen did not try to kill the mayor of Graz on Monday.", "negated", "negated"),
        ("Rebels will try to kill the mayor of Graz on Monday.", "planned", "negated"),
        ("Gunmen killed the mayor of Graz on Monday.", "asserted", "asserted"),
    ],
)
def test_who_tried_to_kill_attacked(extractor: Extractor, text: str, act: str, harm: str) -> None:
    events = {e.type: e for e in extractor.extract(Article(text=text, published_at="2024-05-07")).events}
    assert (events["strike"].factuality, events["casualties"].factuality) == (act, harm)


def test_whom_somebody_tried_to_kill_is_no_victim_of_the_attack(extractor: Extractor) -> None:
    events = extractor.extract(Article(text="Gunmen tried to kill the mayor on Monday.")).events
    (strike,) = [e for e in events if e.type == "strike"]
    assert {(p.role, p.name) for p in strike.participants} == {("attacker", "Gunmen"), ("target", "mayor")}


def test_accidents_have_no_attacker(extractor: Extractor) -> None:
    text = "Eleven coaches of a train came off the rails near Kota, killing nine passengers."
    (harm,) = (e for e in extractor.extract(Article(text=text)).events if e.type == "casualties")
    assert [(p.role, p.name) for p in harm.participants] == [("victim", "nine passengers")]


def test_accidents_have_no_weapon(extractor: Extractor) -> None:
    events = extractor.extract(Article(text="Two trains collided near Larissa, killing 57 people.")).events
    assert [(e.type, {(p.role, p.name) for p in e.participants}) for e in events] == [
        ("accident", {("involved", "Two trains"), ("victim", "57 people")}),
        ("casualties", {("victim", "57 people")}),
    ]


@pytest.mark.parametrize(
    ("text", "subtype"),
    [
        ("Some 900 villagers fled their homes.", "displacement"),
        ("The floods displaced 900 families.", "displacement"),
        ("The floods killed nine people and displaced 900 families.", None),
    ],
)
def test_harm_is_displacement_where_nobody_was_hurt(extractor: Extractor, text: str, subtype: str | None) -> None:
    (harm,) = (e for e in extractor.extract(Article(text=text)).events if e.type == "casualties")
    assert harm.subtype == subtype
