"""Who said what: a table of sentences, half of the constructions near-misses, and what hangs on a statement."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.nlp import Extractor
from app.nlp.annotations import StatementFound
from app.nlp.components.quotes.marks import find_quotations

CASES = yaml.load(
    (Path(__file__).parents[2] / "cases" / "statements.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)


def _statements(extractor: Extractor, text: str) -> tuple[StatementFound, ...]:
    return tuple(extractor.nlp(text)._.statements)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_statements(extractor: Extractor, case: dict[str, Any]) -> None:
    text = case["text"]
    found = [
        [s.kind, " | ".join(text[a:b] for a, b in s.content), s.speaker.name if s.speaker else None]
        for s in _statements(extractor, text)
    ]
    assert found == case["find"]


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("Ana Kovac told Reuters that the dam had burst.", "Reuters"),
        ("“The dam has burst,” Ana Kovac told CNN.", "CNN"),
        ("“The dam has burst,” Ana Kovac said, according to CNN.", "CNN"),
        ("Ana Kovac said in a statement that the dam had burst.", "statement"),
        ("Ana Kovac wrote on X that the dam had burst.", "X"),
        ("Ana Kovac told Radio Horizon by telephone that the dam had burst.", "Radio Horizon"),
        ("Ana Kovac told reporters by phone that the dam had burst.", "phone"),
        ("A letter by Ana Kovac said that the dam had burst.", "letter"),
        ("Ana Kovac told Norway Today that the dam had burst.", "Norway Today"),
        ("Ana Kovac told Norway today that the dam had burst.", None),
        ("Ana Kovac said the dam had burst.", None),
    ],
)
def test_medium(extractor: Extractor, text: str, medium: str | None) -> None:
    statement = _statements(extractor, text)[0]
    assert statement.speaker is not None
    assert (statement.speaker.name, statement.medium) == ("Ana Kovac", medium)


@pytest.mark.parametrize(
    "text",
    ["The police came late. Mayor Ann Lowe slammed them on Monday.", "Rebels came to town. Jon Hale slammed them."],
)
def test_a_pronoun_for_people_or_things_is_not_what_is_criticised(extractor: Extractor, text: str) -> None:
    assert _statements(extractor, text) == ()


def test_addressee(extractor: Extractor) -> None:
    (statement,) = _statements(extractor, "The general told parliament that the war was lost.")
    assert statement.addressee is not None
    assert statement.addressee.name == "parliament"


def test_reporters_are_media_and_a_source_is_not_its_own_addressee(extractor: Extractor) -> None:
    (statement,) = _statements(extractor, "The general told reporters that the war was lost.")
    assert statement.addressee is not None
    assert statement.addressee.kind == "media"
    (said,) = _statements(extractor, "According to the ministry, the war was lost.")
    assert said.addressee is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The envoy accused Kenya of cheating.", "Kenya"),
        ("The envoy rejected Kenya's offer.", "Kenya"),
        ("The envoy praised Ana Kovac.", "Ana Kovac"),
        ("The envoy rejected the offer.", None),
        ("The envoy said that Kenya had cheated.", None),
        ("Kenya was accused of cheating.", None),
    ],
)
def test_whom_it_is_aimed_at(extractor: Extractor, text: str, name: str | None) -> None:
    (statement,) = _statements(extractor, text)
    assert (statement.target.name if statement.target else None) == name


def test_who_is_written_to(extractor: Extractor) -> None:
    (statement,) = _statements(extractor, "In a letter to parliament, Ana Kovac said that the budget was spent.")
    assert statement.addressee is not None
    assert (statement.addressee.name, statement.medium) == ("parliament", "letter")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ana Kovac and Peter Lang said the talks had failed.", ["Peter Lang"]),
        ("Residents, monks and a local official said the bridge was gone.", ["monks", "local official"]),
        ("Ana Kovac said Peter Lang and the mayor had left.", []),
    ],
)
def test_further_speakers(extractor: Extractor, text: str, names: list[str]) -> None:
    (statement,) = _statements(extractor, text)
    assert [mention.name for mention in statement.further] == names


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Police did not say who opened the gate.", True),
        ("No group claimed responsibility for the raid.", True),
        ("Police said they did not open the gate.", False),
        ("Police said nobody opened the gate.", False),
    ],
)
def test_what_nobody_says(extractor: Extractor, text: str, negated: bool) -> None:
    assert [s.negated for s in _statements(extractor, text)] == [negated]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The envoy called on the rebels to leave the valley.", "request"),
        ("The envoy accused the army of torture.", "accuse"),
        ("The envoy denied that he had fled.", "deny"),
        ("The envoy condemned the attack.", "condemn"),
        ("The envoy threatened to leave.", "threaten"),
        ("The envoy promised to return.", "promise"),
        ("The envoy demanded an apology.", "demand"),
        ("The envoy's threat to leave was heard.", "threaten"),
        ("The envoy's warning that he would leave was heard.", "warn"),
        ("The front claimed responsibility for the raid.", "claim_responsibility"),
        ("The front claimed the raid.", "claim_responsibility"),
        ("The front said it was behind the raid.", "claim_responsibility"),
        ("The front said its fighters had carried out the raid.", "claim_responsibility"),
        ("The militia admitted to the raid.", "claim_responsibility"),
        ("The front said it was behind schedule.", "say"),
        ("The front said the army was behind the raid.", "say"),
        ("The front said it had carried out repairs.", "say"),
        ("The envoy denied having fled.", "deny"),
        ("The envoy said that he was tired.", "say"),
    ],
)
def test_stance(extractor: Extractor, text: str, stance: str) -> None:
    assert [s.stance for s in _statements(extractor, text)] == [stance]


def test_a_pronoun_speaks_with_the_name_of_whom_it_stands_for(extractor: Extractor) -> None:
    statements = _statements(extractor, "Ana Kovac came home. She said the house was gone.")
    assert [s.speaker.name for s in statements if s.speaker] == ["Ana Kovac"]


def test_i_is_the_speaker_of_the_quotation(extractor: Extractor) -> None:
    doc = extractor.nlp("“I saw the wave and ran,” said Ana Kovac.")
    speaker = next(m for m in doc._.mentions if m.name == "Ana Kovac" and m.proper)
    assert [m.entity for m in doc._.mentions if doc[m.head].text == "I"] == [speaker.entity]


def test_a_spokesperson_stands_for_an_office_and_is_kept_as_description(extractor: Extractor) -> None:
    (statement,) = _statements(extractor, "An Iraqi army spokesman said the road was open.")
    speaker = statement.speaker
    assert speaker is not None
    assert (speaker.name, speaker.kind, speaker.country_code) == ("Iraqi army", "military", "IQ")
    assert speaker.description == "spokesman"


def test_what_stands_beside_a_name_describes_it(extractor: Extractor) -> None:
    (statement,) = _statements(extractor, "Ana Kovac, head of the harbour board, said the quay was safe.")
    assert statement.speaker is not None
    assert (statement.speaker.name, statement.speaker.description) == ("Ana Kovac", "head of the harbour board")


@given(st.text(alphabet="ab .,'\"“”‘’«»\n", max_size=80))
@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_quotations_lie_inside_their_paragraph_and_never_overlap(text: str) -> None:
    end = 0
    for quotation in find_quotations(text, [(0, len(text))]):
        assert end <= quotation.outer_start <= quotation.start <= quotation.end <= quotation.outer_end <= len(text)
        end = quotation.outer_end


@pytest.mark.parametrize("mark", ['"', "“", "‘", "''", "«"])
def test_marks_that_never_close_are_read_in_linear_time(extractor: Extractor, mark: str) -> None:
    text = f"{mark}word word said, " * 300
    for statement in _statements(extractor, text):
        assert all(0 <= a < b <= len(text) for a, b in statement.content)
