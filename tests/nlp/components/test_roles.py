"""Who did what to whom, with what: participants by grammar."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from app.domain.article import Article
from app.domain.event import Event
from app.nlp import Extractor

CASES = [
    ("The minister called on the militia to stop shelling Goma.", "strike", {"attacker": "militia", "target": "Goma"}),
    ("The envoy appealed to the rebels to stop bombing Wau.", "strike", {"attacker": "rebels", "target": "Wau"}),
    ("The minister vowed to bomb the rebels.", "strike", {"attacker": "minister", "target": "rebels"}),
    ("The navy seized control of the harbour.", "territory", {"attacker": "navy", "target": "harbour"}),
    ("Gunmen shoot a judge, a clerk and two dead-eyed guards in Bor.", "strike", {"target": "clerk"}),
    ("Rebels took control of the town of Bor.", "territory", {"attacker": "Rebels", "target": "town"}),
    ("Chad is at war with Libya.", "strike", {"attacker": "Chad", "target": "Libya"}),
    ("The Taliban has waged an armed struggle against Chad.", "strike", {"attacker": "Taliban", "target": "Chad"}),
    (
        "Rebels attacked the garrison with mortars.",
        "strike",
        {"attacker": "Rebels", "target": "garrison", "weapon": "mortars"},
    ),
    ("The garrison was attacked by rebels.", "strike", {"attacker": "rebels", "target": "garrison"}),
    ("Rebels launched an attack on the garrison.", "strike", {"attacker": "Rebels", "target": "garrison"}),
    ("The convoy came under fire from insurgents.", "strike", {"target": "convoy"}),
    ("Militants who ambushed an army patrol fled north.", "strike", {"attacker": "Militants", "target": "patrol"}),
    (
        "The killing of two nurses by bandits shocked the town.",
        "casualties",
        {"victim": "nurses", "attacker": "bandits"},
    ),
    ("Gunmen stormed the hotel, killing three guests.", "casualties", {"victim": "guests", "attacker": "Gunmen"}),
    ("Israeli airstrikes hit a warehouse.", "strike", {"attacker": "Israel", "target": "warehouse"}),
    ("Police arrested two smugglers on Friday.", "arrest", {"authority": "Police", "target": "smugglers"}),
    ("The army's killing of two nurses went unpunished.", "casualties", {"attacker": "army", "victim": "nurses"}),
    ("Car bomb in Mogadishu: five killed, 11 wounded", "casualties", {"weapon": "Car bomb"}),
    ("A bomb killed nine people in Kabul. The Taliban claimed responsibility.", "strike", {"attacker": "Taliban"}),
    (
        "A bomb killed nine people in Kabul. Officials blamed the Haqqani network.",
        "strike",
        {"attacker": "Haqqani network"},
    ),
    ("Thousands marched in Warsaw on Friday.", "protest", {"protester": "Thousands"}),
    ("Chad bombed what nuns said was a clinic, killing nine people.", "casualties", {"attacker": "Chad"}),
    ("Rebels launched a series of attacks in Wau, killing 30 people.", "casualties", {"attacker": "Rebels"}),
    ("The bombings, which seemed to be aimed at nurses, shocked Wau.", "strike", {"target": "nurses"}),
    ("Troops began an offensive in Darfur in an effort to root out the rebels.", "strike", {"target": "rebels"}),
    ("The army launched an offensive near Goma to expel the militia.", "strike", {"target": "militia"}),
    ("Chad's air force launched raids on what it called rebel camps.", "strike", {"target": "rebel camps"}),
    ("Sudan retaliated by shelling what it said were two depots.", "strike", {"target": "two depots"}),
    ("The blast claimed the lives of over 40 pupils.", "casualties", {"victim": "over 40 pupils"}),
    ("Five nurses held hostage by the rebels were freed.", "strike", {"attacker": "rebels", "target": "Five nurses"}),
    ("The capital Juba remains under rebel control.", "territory", {"attacker": "rebel", "target": "Juba"}),
    ("The army recaptured the town of Bor from the rebels.", "territory", {"target": "rebels"}),
    ("Gunmen on a motorcycle shot dead an elder in Jos.", "strike", {"attacker": "Gunmen", "target": "elder"}),
    ("Gunmen on a motorcycle shot dead an elder in Jos.", "casualties", {"attacker": "Gunmen", "victim": "elder"}),
    ("Doctors treated six victims of the massacre in Wau.", "strike", {"target": "six victims"}),
    ("Kenya deployed 400 soldiers along the border.", "mobilization", {"actor": "400 soldiers"}),
    ("A team of policemen has been dispatched to the area.", "mobilization", {"actor": "policemen"}),
    ("Bombs rocked Baghdad on Friday.", "strike", {"target": "Baghdad", "weapon": "Bombs"}),
    ("The guards fired missiles at Erbil.", "strike", {"target": "Erbil", "weapon": "missiles"}),
    ("The bombing was blamed on the rebels.", "strike", {"attacker": "rebels"}),
    ("Attacks carried out by insurgents killed four clerks.", "strike", {"attacker": "insurgents"}),
    ("Members of the Red Star Front were responsible for the bombing.", "strike", {"attacker": "Red Star Front"}),
    ("The militia is behind the killing of the judge.", "casualties", {"attacker": "militia", "victim": "judge"}),
    ("The pupils whom the gang seized are free.", "strike", {"attacker": "gang", "target": "pupils"}),
    ("The gang freed nine pupils it abducted in May.", "strike", {"target": "nine pupils"}),
    ("Soldiers attacked and killed three villagers.", "strike", {"attacker": "Soldiers", "target": "villagers"}),
    ("The convoy came under fire from snipers.", "strike", {"attacker": "snipers", "target": "convoy"}),
    ("Rebels burned dozens of homes.", "strike", {"attacker": "Rebels", "target": "homes"}),
    ("Two died in army-rebel clashes.", "strike", {"attacker": "army"}),
    (
        "A youth perished in police firing after mobs torched huts.",
        "casualties",
        {"victim": "youth", "attacker": "police"},
    ),
    ("Four men were killed by police bullets.", "casualties", {"attacker": "police", "weapon": "bullets"}),
    ("Stones flew, prompting the policemen to open fire.", "strike", {"attacker": "policemen"}),
    ("Police came. Tear-gas shells were lobbed at the crowd.", "strike", {"attacker": "Police"}),
    (
        "Soldiers fired rockets at a fishing village.",
        "strike",
        {"attacker": "Soldiers", "weapon": "rockets", "target": "village"},
    ),
]


TABLE = yaml.load(
    (Path(__file__).parents[2] / "cases" / "roles.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)


@pytest.mark.parametrize(("text", "word", "expected"), [pytest.param(*c, id=f"{c[1]}: {c[0][:50]}") for c in TABLE])
def test_all_who_take_part(extractor: Extractor, text: str, word: str, expected: list[str]) -> None:
    doc = extractor.nlp(extractor.prepare(Article(text=text)))
    number = next(n for n, t in enumerate(doc._.triggers) if doc[t.head].text == word and t.type != "statement")
    assert {f"{f.role}: {f.mention.name}" for f in doc._.roles if f.trigger == number} == set(expected)


def names(events: list[Event], role: str) -> str:
    return " | ".join(
        f"{p.name} {p.span.text if p.span else ''}" for e in events for p in e.participants if p.role == role
    )


@pytest.mark.parametrize(("text", "kind", "expected"), CASES, ids=[c[0][:45] for c in CASES])
def test_participants(extractor: Extractor, text: str, kind: str, expected: dict[str, str]) -> None:
    events = [e for e in extractor.extract(Article(text=text)).events if e.type == kind]
    for role, name in expected.items():
        assert name in names(events, role)


def test_the_attacker_is_no_target(extractor: Extractor) -> None:
    (event,) = [e for e in extractor.extract(Article(text="Rebels attacked soldiers.")).events if e.type == "strike"]
    assert {(p.role, p.name) for p in event.participants} == {("attacker", "Rebels"), ("target", "soldiers")}


def test_nobody_is_implied_where_no_police_are_mentioned(extractor: Extractor) -> None:
    events = extractor.extract(Article(text="Tear-gas shells were lobbed at the crowd. Soldiers slept.")).events
    assert names(list(events), "attacker") == ""


@pytest.mark.parametrize(
    "text",
    [
        "A bomb killed nine people in Kabul. No group claimed responsibility.",
        "A bomb killed nine people in Kabul. The Taliban denied involvement.",
        "A bomb killed nine people in Kabul. Residents blamed the army for its delay.",
        "A bomb killed nine people in Kabul. It rained. It snowed. Nobody came. The Taliban claimed responsibility.",
    ],
)
def test_nobody_is_an_attacker_without_a_statement(extractor: Extractor, text: str) -> None:
    (strike,) = [e for e in extractor.extract(Article(text=text)).events if e.type == "strike"]
    assert [p.name for p in strike.participants if p.role == "attacker"] == []


def test_a_vehicle_that_hits_a_mine_is_no_attacker(extractor: Extractor) -> None:
    events = extractor.extract(Article(text="An army vehicle struck a landmine near the village.")).events
    assert names(list(events), "attacker") == ""


def test_a_word_that_names_an_event_takes_no_part_in_it(extractor: Extractor) -> None:
    events = extractor.extract(Article(text="The attack took place during heavy clashes with rebels.")).events
    assert "place" not in names(list(events), "target")
    assert "attack" not in names(list(events), "attacker")


@pytest.mark.parametrize(
    ("text", "role", "name"),
    [
        ("Soldiers and rebels fired at each other for hours.", "target", "other"),
        ("No group has claimed responsibility for the blast at the barracks.", "attacker", "group"),
        ("Three people were hurt in the Dayton nightclub shooting.", "attacker", "Dayton"),
        ("The rebels launched an attack on the outskirts of the town.", "target", "outskirts"),
        ("Gunmen attacked the peace process on Monday, killing two guards.", "target", "process"),
        ("Rebels shot down an army helicopter.", "weapon", "helicopter"),
        ("Car bomb in Mogadishu: five killed, 11 wounded", "victim", "bomb"),
        ("Gunmen on a motorcycle shot dead an elder in Jos.", "victim", "Gunmen"),
        ("The clinic was shelled during Sudan's civil war.", "attacker", "Sudan"),
        ("The mayor was at the bombing in Goma on Friday.", "attacker", "mayor"),
        ("Bombing targets police, dozens dead", "target", "dozens"),
        ("By Friday the death toll from the bombing in Goma rose to 88.", "victim", "toll"),
        ("Police were at the shooting within minutes.", "attacker", "Police"),
        ("Kenya deployed 400 soldiers along the border.", "target", "soldiers"),
        ("The army shelled the camp in an effort to help the refugees.", "target", "refugees"),
        ("The army shelled the rebels in Bor to push the guards away.", "target", "guards"),
    ],
)
def test_who_takes_no_part(extractor: Extractor, text: str, role: str, name: str) -> None:
    assert name not in names(list(extractor.extract(Article(text=text)).events), role)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Rebels bombed two banks near Lima.", "facility"),
        ("Rebels attacked military bases near Lima.", "facility"),
        ("Rebels broke the windows of the shop.", "facility"),
        ("Rebels attacked the committee near Lima.", "organization"),
    ],
)
def test_a_body_that_is_hit_where_it_works_is_a_building(extractor: Extractor, text: str, kind: str) -> None:
    (event,) = [e for e in extractor.extract(Article(text=text)).events if e.type == "strike"]
    assert {p.kind for p in event.participants if p.role == "target"} == {kind}
