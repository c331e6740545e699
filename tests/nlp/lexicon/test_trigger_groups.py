"""Files of triggers are checked when they are loaded, and mistakes named by file and key."""

from __future__ import annotations

import re

import pytest

from app.errors import SetupError
from app.nlp.lexicon.trigger_groups import parse_triggers
from app.ontology import catalogue

MISTAKES = [
    ("- {verbz: [raid]}", "triggers[0].verbz: unknown key; did you mean 'verbs'?"),
    ("- {verbs: [raid], unless: {objekt: [fridge]}}", "triggers[0].unless.objekt: unknown key; did you mean 'object'?"),
    ("- {verbs: raid}", "triggers[0].verbs: "),
    ("- {verbs: [raid], subtype: arsn}", "triggers[0].subtype: unknown sub-type 'arsn'; did you mean 'arson'?"),
    ("- {verbs: [raid], frame: akt}", "triggers[0].frame: expected 'act', "),
    ("- {phrases: [open fire]}", "triggers[0].phrases: expected a phrase such as 'open +fire'"),
    ("- {phrases: [shell]}", "triggers[0].phrases: expected a phrase such as 'open +fire'"),
]


@pytest.mark.parametrize(("group", "message"), MISTAKES, ids=[m for _, m in MISTAKES])
def test_a_mistake_names_file_key_and_what_was_expected(group: str, message: str) -> None:
    with pytest.raises(SetupError, match=re.escape(f"triggers/strike.yaml: {message}")):
        parse_triggers(f"source: own list\ntriggers:\n  {group}\n", catalogue()["strike"], "triggers/strike.yaml")


def test_a_file_says_where_its_words_come_from() -> None:
    with pytest.raises(SetupError, match="source: missing"):
        parse_triggers("triggers: []", catalogue()["strike"], "triggers/strike.yaml")
