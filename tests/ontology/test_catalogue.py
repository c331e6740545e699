"""Every event type's own examples hold, and the files are checked."""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import Any

import pytest

from app.errors import SetupError
from app.nlp import Extractor
from app.nlp.type_examples import mistake_in
from app.ontology import Catalogue, catalogue
from app.ontology.catalogue import parse
from app.ontology.loader import load_yaml
from app.ontology.schema import EventType, Example

EXAMPLES = [(kind.code, example) for kind in catalogue().types.values() for example in kind.examples]


@pytest.mark.parametrize(("code", "example"), EXAMPLES, ids=[e.text[:50] for _, e in EXAMPLES])
def test_examples_of_the_files(extractor: Extractor, code: str, example: Example) -> None:
    assert mistake_in(extractor, code, example) is None


def changed(**keys: Any) -> str:
    """The file of arrests with other values for some keys; None leaves a key out."""
    text = resources.files("app.ontology").joinpath("event_types", "arrest.yaml").read_text(encoding="utf-8")
    content = load_yaml(text) | keys
    return json.dumps({key: value for key, value in content.items() if value is not None})


ROLE = {"label": "L", "definition": "D"}
SUBTYPE = {"label": "L", "definition": "D", "codes": {}}
MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"colour": "red"}, "colour: unknown key. Known: aliases, code, codes, "),
    ({"defnition": "x"}, "defnition: unknown key; did you mean 'definition'? Known: aliases, code, "),
    ({"frame": None}, "frame: missing; expected one of 'act', 'harm', 'explode', "),
    ({"frame": "custodial"}, "frame: expected 'act', 'harm', "),
    ({"frame": "custodial"}, "got 'custodial'; did you mean 'custody'?"),
    ({"roles": {"jailer": ROLE}}, "roles.jailer.position: missing; expected one of 'agent', 'patient', 'means', "),
    ({"roles": {"jailer": ROLE | {"position": "agnt"}}}, "roles.jailer.position: expected 'agent', "),
    ({"roles": {"jailer": ROLE | {"positon": "agent"}}}, "roles.jailer.positon: unknown key; did you mean 'position'?"),
    ({"owns_harm": "perhaps"}, "owns_harm: input should be a valid boolean, unable to interpret input, got 'perhaps'"),
    ({"default_subtype": "other"}, "default_subtype: unknown sub-type 'other'."),
    ({"code": "arests"}, "code: expected 'arrest', the name of the file."),
    (
        {"subtypes": {"raid": SUBTYPE | {"narrowed_by": ["rade"]}}},
        "subtypes.raid.narrowed_by: unknown sub-type 'rade'; did you mean 'raid'? Known: raid.",
    ),
    (
        {"codes_when": [{"role": "authorty", "codes": {}}]},
        "codes_when[0].role: unknown role 'authorty'; did you mean 'authority'? Known: authority, figures, "
        "place, target.",
    ),
    (
        {"codes": {"plover": {"event": "COERCE", "mod": "arrest"}}},
        "codes.plover.mod: unknown key; did you mean 'mode'? Known: event, mode.",
    ),
]


@pytest.mark.parametrize(("keys", "message"), MISTAKES, ids=[m[:40] for _, m in MISTAKES])
def test_a_mistake_names_file_key_and_what_was_expected(keys: dict[str, Any], message: str) -> None:
    with pytest.raises(SetupError, match=re.escape(message)) as raised:
        parse(changed(**keys), "arrest.yaml")
    assert all(line.startswith("event_types/arrest.yaml: ") for line in str(raised.value).splitlines())


def test_every_mistake_of_a_file_is_named_at_once() -> None:
    with pytest.raises(SetupError) as raised:
        parse(changed(frame="x", colour="red"), "arrest.yaml")
    assert len(str(raised.value).splitlines()) == 2


@pytest.mark.parametrize("text", ["[a, b]", "", "code: [", "code: arrest\n\tlabel: x"])
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(SetupError, match=r"^event_types/arrest\.yaml: "):
        parse(text, "arrest.yaml")


def test_a_file_without_a_near_miss_is_refused() -> None:
    content = load_yaml(changed())
    positive = [e for e in content["examples"] if "none" not in e]
    with pytest.raises(SetupError, match=r"examples: expected at least three .* one that does not"):
        parse(changed(examples=positive), "arrest.yaml")


def test_one_type_records_harm() -> None:
    others = [t for t in catalogue().types.values() if t.records != "harm"]
    with pytest.raises(SetupError, match=r"one file must have 'records: harm', found in: none"):
        Catalogue(others)


def test_an_implied_act_must_be_known() -> None:
    others = [t for t in catalogue().types.values() if t.code != catalogue().harm.implied_act]
    with pytest.raises(SetupError, match=r"event_types/casualties\.yaml: implied_act: unknown event type 'strike'"):
        Catalogue(others)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("airstrike", "airstrike", True),
        ("airstrike", None, True),
        ("airstrike", "drone_strike", True),
        ("airstrike", "stabbing", False),
        ("airstrike", "other", True),
        ("abduction", "other", False),
    ],
)
def test_subtypes_of_one_family_may_name_one_act(one: str, other: str | None, expected: bool) -> None:
    assert catalogue()["strike"].may_be_one_act(one, other) is expected
    assert catalogue()["strike"].may_be_one_act(other, one) is expected


@pytest.mark.parametrize(
    ("subtype", "weapons", "expected"),
    [
        ("other", {"drone"}, "drone_strike"),
        ("other", {"drone", "suicide"}, "suicide_bombing"),
        ("stabbing", {"drone"}, "stabbing"),
        ("other", set(), "other"),
        (None, {"drone"}, None),
    ],
)
def test_weapons_narrow_a_subtype(subtype: str | None, weapons: set[str], expected: str | None) -> None:
    assert catalogue()["strike"].narrowed(subtype, weapons) == expected


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
        "Strategic developments": {
            "Agreement",
            "Arrests",
            "Change to group/activity",
            "Disrupted weapons use",
            "Headquarters or base established",
            "Looting/property destruction",
            "Non-violent transfer of territory",
            "Other",
        },
    }


@pytest.mark.parametrize("kind", catalogue().types.values(), ids=lambda kind: kind.code)
def test_acled_codes_are_those_of_the_codebook(kind: EventType) -> None:
    codes = [kind.codes, *(c.codes for c in kind.codes_when)]
    for subtype in kind.subtypes.values():
        codes += [subtype.codes, *(c.codes for c in subtype.codes_when)]
    for code in codes:
        if code.acled.event_type:
            assert code.acled.sub_event_type in published()[code.acled.event_type]


def test_names_stand_for_types_and_sub_types() -> None:
    known = catalogue()
    assert known.expand(["attack", "arrest"]) == ("strike", "arrest")
    assert known.expand(["kidnapping", "displacement"]) == (
        "strike/abduction",
        "casualties/displacement",
        "coercion/deportation",
        "evacuation",
    )
    assert known.expand(["violence"]) == known.groups["violence"] == ("strike", "territory")
    assert "other" not in known.names
    assert all(kind.group for kind in known.types.values())
