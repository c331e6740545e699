"""How many were killed or hurt: constructions of grammar, and one event reported several times."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.domain.article import Article
from app.nlp import Extractor
from app.nlp.annotations import CasualtyFound
from app.nlp.components.casualties import settle

CASES = yaml.load(
    (Path(__file__).parents[2] / "cases" / "casualties.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_settled(extractor: Extractor, case: dict[str, Any]) -> None:
    doc = extractor.nlp(case["text"])
    found = [[c.effect, c.low, c.high] for c in settle(doc._.casualties, doc) if not c.rival]
    assert found == case["find"]


def _claims(extractor: Extractor, text: str) -> tuple[CasualtyFound, ...]:
    return tuple(extractor.nlp(text)._.casualties)


def test_every_claim_hangs_on_a_trigger_and_has_evidence(extractor: Extractor) -> None:
    doc = extractor.nlp("Rebels attacked the village. Police said that at least 12 farmers were killed.")
    (claim,) = doc._.casualties
    assert doc._.triggers[claim.trigger].effect == "killed"
    assert doc[slice(*claim.figure)].text == "at least 12"
    assert claim.victims is not None
    assert doc[slice(*claim.victims)].text == "at least 12 farmers"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The bomb killed three children.", "children"),
        ("Rebels killed four soldiers.", "soldiers"),
        ("Two policemen were wounded in the attack.", "police"),
        ("The shelling killed six civilians.", "civilians"),
        ("The raid killed nine militants.", "militants"),
        ("A journalist was killed in the attack.", "journalists"),
        ("An aid worker was killed in the bombing.", "aid workers"),
        ("Gunmen killed six.", None),
    ],
)
def test_kind_of_victims(extractor: Extractor, text: str, kind: str | None) -> None:
    assert [c.victim_kind for c in _claims(extractor, text)] == [kind]


def test_the_toll_of_one_event_is_its_own_figure(extractor: Extractor) -> None:
    claims = _claims(extractor, "After the bombing the death toll rose to 41.")
    assert [(c.low, c.cumulative, c.basis) for c in claims] == [(41, False, "update")]


@pytest.mark.parametrize(
    ("text", "who", "figure"),
    [
        ("The Red Cross put the death toll at 34 after the bombing.", "Red Cross", 34),
        ("More than 400 families were displaced, according to the ministry.", "ministry", 400),
        ("Police said that four people were killed in the bombing.", "Police", 4),
        ("“They killed six of my neighbours,” mayor Omar Haddad told reporters.", "Omar Haddad", 6),
        ("The bombing killed four people.", None, 4),
    ],
)
def test_who_says_so(extractor: Extractor, text: str, who: str | None, figure: int) -> None:
    (claim,) = _claims(extractor, text)
    assert (claim.claimant.name if claim.claimant else None, claim.low) == (who, figure)


@pytest.mark.parametrize(
    ("text", "running"),
    [
        ("After the bombing the death toll rose to 41.", False),
        ("The number of dead in the bombing rose to 41.", False),
        ("More than 30 guards were killed in the first three months of the year.", True),
        ("Since 1999 rebels have killed 4,000 people in Goma.", True),
        ("Rebels have killed 40 people this year.", True),
        ("On Friday rebels killed 40 people.", False),
        ("The Red Cross put the death toll at 34 after the bombing.", False),
    ],
)
def test_what_runs_on(extractor: Extractor, text: str, running: bool) -> None:
    assert [c.cumulative for c in _claims(extractor, text)] == [running]


def test_the_place_of_a_figure(extractor: Extractor) -> None:
    claims = _claims(extractor, "The strikes killed 16 people in Iraq.")
    assert [c.low for c in claims] == [16]


def test_settling_twice_changes_nothing(extractor: Extractor) -> None:
    doc = extractor.nlp("Two killed in raid\n\nTwo men were killed in a raid on Friday. One man was injured.")
    once = settle(doc._.casualties, doc)
    assert settle(once, doc) == once


def test_another_claimants_figure_is_a_rival(extractor: Extractor) -> None:
    doc = extractor.nlp("The army said the raid killed nine people. Rebels said the raid killed four people.")
    army, rebels = doc._.mentions[0], doc._.mentions[-1]
    claims = [
        replace(c, claimant=replace(m, entity=n, proper=True))
        for n, (c, m) in enumerate(zip(doc._.casualties, (army, rebels), strict=True))
    ]
    assert [(c.low, c.rival) for c in settle(claims, doc)] == [(9, False), (4, True)]


def test_no_trigger_no_casualties(extractor: Extractor) -> None:
    assert _claims(extractor, "The team lost by four goals.") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Fatally shot.",
        "dead",
        "3 dead",
        "killed",
        "of wounds",
        "Shot, killed, dead, 5",
        "death toll: 5",
        "others killed",
        "no",
    ],
)
def test_scraps_of_text_are_safe(extractor: Extractor, text: str) -> None:
    doc = extractor.nlp(text)
    assert all(0 <= c.figure[0] < c.figure[1] <= len(doc) for c in doc._.casualties)


def test_what_did_not_happen_hurts_nobody(extractor: Extractor) -> None:
    assert _claims(extractor, "The bomb could kill hundreds of people.") == ()
    assert [c.low for c in _claims(extractor, "The driver was not injured, but two guards were killed.")] == [2]


def test_a_figure_over_a_year_is_a_running_toll(extractor: Extractor) -> None:
    claims = _claims(extractor, "Forty people have been killed in attacks this year.")
    assert [(c.low, c.cumulative) for c in claims] == [(40, True)]


def test_who_claims_a_figure(extractor: Extractor) -> None:
    claims = _claims(extractor, "The Health Ministry said the strike killed nine people.")
    assert [(c.low, c.claimant.name if c.claimant else None) for c in claims] == [(9, "Health Ministry")]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "At least 34 people, including 31 soldiers, died in an ambush. More than 40 rebels were killed in it.",
            [34, 40],
        ),
        ("At least 34 people, including 31 rebels, died in an ambush. More than 40 rebels were killed in it.", [40]),
        ("At least 34 people died in an ambush. More than 40 rebels were killed in it.", [40]),
        ("At least two police officers died in an ambush. Eleven rebels were killed in it.", [2, 11]),
    ],
    ids=["soldiers among them", "rebels among them", "nobody named", "officers"],
)
def test_people_are_of_the_side_of_those_among_them(extractor: Extractor, text: str, figures: list[int]) -> None:
    doc = extractor.nlp(extractor.prepare(Article(text=text)))
    assert [c.low for c in settle(doc._.casualties, doc)] == figures
