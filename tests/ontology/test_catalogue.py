"""Every event type's own examples hold, and the files are checked."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from app.domain.article import Article
from app.errors import SetupError
from app.nlp import Extractor
from app.ontology import catalogue
from app.ontology.catalogue import parse
from app.ontology.loader import load_yaml
from app.ontology.schema import EventType, Example

EXAMPLES = [(kind.code, example) for kind in catalogue().types.values() for example in kind.examples]


@pytest.mark.parametrize(("code", "example"), EXAMPLES, ids=[e.text[:50] for _, e in EXAMPLES])
def test_examples_of_the_files(extractor: Extractor, code: str, example: Example) -> None:
    events = [e for e in extractor.extract(Article(text=example.text)).events if e.type == code]
    if example.none:
        assert events == []
    else:
        assert example.trigger is not None
        fitting = [e for e in events if any(example.trigger in m.text or m.text in example.trigger for m in e.mentions)]
        assert fitting, [(e.trigger.text, e.subtype) for e in events]
        assert example.subtype in {None, *(e.subtype for e in fitting)}


def text_of(code: str) -> str:
    return resources.files("app.ontology").joinpath("event_types", f"{code}.yaml").read_text(encoding="utf-8")


def test_every_file_bears_its_code() -> None:
    with pytest.raises(SetupError, match=r"strike\.yaml"):
        parse(text_of("strike"), "attack.yaml")


def test_an_unknown_key_is_refused_by_name() -> None:
    with pytest.raises(SetupError, match="colour"):
        parse(text_of("arrest") + "\ncolour: red\n", "arrest.yaml")


def test_a_file_without_a_near_miss_is_refused() -> None:
    content = load_yaml(text_of("arrest"))
    content["examples"] = [e for e in content["examples"] if "none" not in e]
    with pytest.raises(SetupError, match="one that does not"):
        parse(json.dumps(content), "arrest.yaml")


def test_a_trigger_of_an_unknown_subtype_is_refused() -> None:
    content = load_yaml(text_of("arrest"))
    content["triggers"][0]["subtype"] = "house_arrest"
    with pytest.raises(SetupError, match="house_arrest"):
        parse(json.dumps(content), "arrest.yaml")


def test_on_and_off_are_words() -> None:
    assert load_yaml("[on, off, yes, no, true]") == ["on", "off", "yes", "no", True]


@pytest.mark.parametrize(
    ("subtype", "kinds", "expected"),
    [
        ("airstrike", {}, "Air/drone strike"),
        ("shooting", {"target": ["civilians"]}, "Attack"),
        ("shooting", {"target": ["military"]}, "Armed clash"),
        ("bombing", {"attacker": ["military"]}, "Air/drone strike"),
        ("bombing", {"attacker": ["armed_group"]}, "Remote explosive/landmine/IED"),
        ("beating", {"target": ["protesters"]}, "Excessive force against protesters"),
    ],
)
def test_acled_codes_follow_who_is_hit(subtype: str, kinds: dict[str, list[str]], expected: str) -> None:
    assert catalogue().codes("strike", subtype, kinds)["acled"]["sub_event_type"] == expected


def published() -> dict[str, set[str]]:
    """ACLED's sub-event types by event type (codebook of 2023)."""
    return {
        "Battles": {"Armed clash", "Government regains territory", "Non-state actor overtakes territory"},
        "Explosions/Remote violence": {
            "Air/drone strike",
            "Chemical weapon",
            "Grenade",
            "Remote explosive/landmine/IED",
            "Shelling/artillery/missile attack",
            "Suicide bomb",
        },
        "Violence against civilians": {"Abduction/forced disappearance", "Attack", "Sexual violence"},
        "Protests": {"Excessive force against protesters", "Peaceful protest", "Protest with intervention"},
        "Riots": {"Mob violence", "Violent demonstration"},
        "Strategic developments": {"Arrests", "Looting/property destruction", "Other"},
    }


@pytest.mark.parametrize("kind", catalogue().types.values(), ids=lambda kind: kind.code)
def test_acled_codes_are_those_of_the_codebook(kind: EventType) -> None:
    codes = [kind.codes, *(c.codes for c in kind.codes_when)]
    for subtype in kind.subtypes.values():
        codes += [subtype.codes, *(c.codes for c in subtype.codes_when)]
    for code in codes:
        if code.acled.event_type:
            assert code.acled.sub_event_type in published()[code.acled.event_type]
